/** Which names of an answer are another model: none that a provider may give to the one that was asked for. */
import { describe, expect, test } from 'vitest';
import { findModel, listModels } from '../../src/catalogue/catalogue.ts';
import type { Model } from '../../src/core/target.ts';
import { findOtherModel } from '../../src/ledger/served-model.ts';

function modelNamed(id: string): Model {
  const model = findModel(id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return model;
}

const asked = (id: string, wireModel = id) => ({ model: modelNamed(id), wireModel });

describe('another model', () => {
  test.each([
    ['gpt-5.5', 'gpt-5.4', 'gpt-5.4'],
    ['gpt-5.5', 'gpt-5.4-mini-2026-03-17', 'gpt-5.4-mini'],
    ['claude-fable-5', 'claude-opus-4-8', 'claude-opus-4-8'],
    ['openrouter/gemma-4-31b-it', 'qwen/qwen3.6-27b', 'openrouter/qwen3.6-27b'],
    ['openrouter/gemma-4-31b-it', 'openai/gpt-oss-120b', 'groq/gpt-oss-120b'],
  ])('%s that answers as %s is %s', (id, served, other) => {
    const model = modelNamed(id);
    expect(findOtherModel({ model, wireModel: model.wireName ?? id }, served, findModel)?.id).toBe(other);
  });
});

describe('the same, or nobody can tell', () => {
  test('every name of every model of the catalogue', () => {
    for (const model of listModels()) {
      const wireModel = model.wireName ?? model.id;
      const bare = wireModel.slice(wireModel.lastIndexOf('/') + 1);
      for (const served of [
        wireModel,
        bare,
        `maker/${bare}`,
        model.id,
        ...model.aliases,
        ...model.snapshots,
      ]) {
        expect(findOtherModel({ model, wireModel }, served, findModel)).toBeNull();
      }
    }
  });

  test.each([
    ['a snapshot that was asked for', asked('gpt-5.5', 'gpt-5.5-2026-04-23'), 'gpt-5.5'],
    ['a name that nobody knows', asked('gpt-5.5'), 'gpt-5.5-2027-01-01'],
    ['a host that leaves the maker out', asked('groq/gpt-oss-120b', 'openai/gpt-oss-120b'), 'gpt-oss-120b'],
  ])('%s', (_, target, served) => {
    expect(findOtherModel(target, served, findModel)).toBeNull();
  });

  test('a deployment under a name of the operator', () => {
    const model = { ...modelNamed('gpt-5.5'), id: 'house', provider: 'house-host' };
    expect(findOtherModel({ model, wireModel: 'deployment-7' }, 'gpt-5.5-2026-04-23', findModel)).toBeNull();
  });
});
