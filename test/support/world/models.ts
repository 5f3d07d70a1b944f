/** A small made-up catalogue and config, so that tests of routing do not change when a vendor does. Data only. */
import { modelState } from '../../../src/catalogue/catalogue.ts';
import { embeddingModels } from '../../../src/catalogue/models/embeddings.ts';
import { compileConfig } from '../../../src/config/compile-config.ts';
import type { ConfigInput } from '../../../src/config/define-config.ts';
import type { Catalogue } from '../../../src/core/catalogue.ts';
import { completeModel, type WrittenModel } from '../../../src/core/complete-model.ts';
import type { Config } from '../../../src/core/config.ts';
import { nearNames } from '../../../src/core/near-names.ts';
import type { Model } from '../../../src/core/target.ts';

export const today = Date.UTC(2026, 10, 21, 12);

const written: readonly WrittenModel[] = [
  {
    id: 'alpha',
    provider: 'openai',
    protocols: ['openai-responses', 'openai-chat'],
    aliases: ['alpha-latest'],
    snapshots: ['alpha-2026-01-01'],
    contextTokens: 100_000,
    maxOutputTokens: 10_000,
    input: ['text', 'image', 'file'],
    tools: true,
    structuredOutputs: true,
    reasoning: { efforts: ['none', 'low', 'medium', 'high'], default: 'medium', style: 'effort' },
    rules: ['max-completion-tokens'],
  },
  {
    id: 'beta',
    provider: 'anthropic',
    protocols: ['anthropic-messages'],
    contextTokens: 200_000,
    maxOutputTokens: 20_000,
    input: ['text', 'image'],
    tools: true,
    reasoning: { efforts: ['low', 'medium', 'high', 'max'], default: null, style: 'adaptive' },
  },
  {
    id: 'gamma',
    wireName: 'vendor/gamma',
    provider: 'groq',
    protocols: ['openai-chat'],
    contextTokens: 50_000,
    tools: false,
    structuredOutputs: false,
  },
  { id: 'delta', provider: 'openai', protocols: ['openai-chat'], contextTokens: 300_000 },
  {
    id: 'ending',
    provider: 'openai',
    protocols: ['openai-chat'],
    shutdown: '2026-12-01',
    successor: 'alpha',
  },
  {
    id: 'ended',
    provider: 'openai',
    protocols: ['openai-chat'],
    shutdown: '2026-11-01',
    successor: 'ended-too',
  },
  {
    id: 'ended-too',
    provider: 'openai',
    protocols: ['openai-chat'],
    shutdown: '2026-11-02',
    successor: 'alpha',
  },
  { id: 'gone', provider: 'openai', protocols: ['openai-chat'], shutdown: '2026-11-01' },
  {
    id: 'circle',
    provider: 'openai',
    protocols: ['openai-chat'],
    shutdown: '2026-11-01',
    successor: 'circle',
  },
];

const models = written.map((model) => completeModel(model, 'made up'));

export function findModel(name: string): Model | undefined {
  return models.find(({ id, aliases, snapshots }) => [id, ...aliases, ...snapshots].includes(name));
}

/** Throws where there is none: for tests that name one of the above. */
export function theModel(id: string, changes: Partial<Model> = {}): Model {
  const found = findModel(id);
  if (found === undefined) throw new Error(`no model ${id}`);
  return { ...found, ...changes };
}

export const catalogue: Catalogue = {
  embeddings: embeddingModels,
  findModel,
  toolFeesOf: () => undefined,
  nearMatches: (name, limit) =>
    nearNames(
      name,
      models.map(({ id }) => id),
      limit,
    ),
  modelState,
};

const defaults: ConfigInput = {
  routes: [
    { name: 'auto', use: ['alpha@low', 'beta@high', 'gamma'] },
    {
      name: 'same',
      use: ['alpha', 'delta'],
      maxAttempts: 5,
      onClientAbort: 'drain',
      limits: { outputTokens: 500 },
    },
    { name: 'dated', use: ['alpha-2026-01-01@high', 'ended', 'gone'] },
  ],
  // The models above have no safeguards, and what is not about risk need not be judged for it.
  safeguards: { shipped: false },
};

export function makeConfig(input: Partial<ConfigInput> = {}): Config {
  // The clock of a compile stands at 0, where no model has ended yet.
  const compiled = compileConfig({ ...defaults, ...input }, catalogue, 0);
  if (compiled.ok) return compiled.config;
  throw new Error(JSON.stringify(compiled.problems));
}
