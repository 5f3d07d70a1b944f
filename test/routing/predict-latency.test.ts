/** Speed from the catalogue's priors: nothing is made up. */
import { expect, test } from 'vitest';
import { findModel } from '../../src/catalogue/catalogue.ts';
import type { Effort, Model } from '../../src/core/target.ts';
import { predictLatency } from '../../src/routing/predict-latency.ts';

function named(id: string): Model {
  const model = findModel(id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return model;
}

test.each([
  // 500 tokens at 61.6 a second
  ['gpt-5.5', 'high', { firstEventMs: 18_500, totalMs: 18_500 + 8117 }],
  ['gpt-5.5', 'medium', { firstEventMs: 3400, totalMs: 3400 + 11_111 }],
  ['gpt-5.5', null, { firstEventMs: 3400, totalMs: 3400 + 11_111 }],
  ['gpt-5.5', 'low', { firstEventMs: null, totalMs: null }],
  ['claude-opus-5-5', null, { firstEventMs: null, totalMs: null }],
  ['gpt-6.2-sol', 'high', { firstEventMs: null, totalMs: null }],
] as [string, Effort | null, unknown][])('%s at %s', (id, effort, expected) => {
  expect(predictLatency(named(id), effort, 500)).toEqual(expected);
});
