// The simulator has its own knowledge of models: it must serve every model the router may choose, as the router
// would ask for it. The two lists are kept apart, so this also finds what only one of them believes.

import { describe, expect, it } from 'vitest';
import { listModels } from '../../../src/catalogue/catalogue.ts';
import { resolveModel } from '../../../src/dev/simulator/access.ts';
import type { ModelFamily, WireName } from '../../../src/dev/simulator/models.ts';
import { providerHabits } from '../../../src/dev/simulator/providers.ts';

const wires = {
  'openai-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
} as const;

function familyAt(name: string, provider: string, wire: WireName): ModelFamily | null {
  const resolved = resolveModel(name, providerHabits(provider), wire);
  return 'family' in resolved && resolved.family.speaks.includes(wire) ? resolved.family : null;
}

const askable = listModels().flatMap((model) =>
  model.protocols.flatMap((protocol) =>
    [model.id, ...model.snapshots].map((name) => ({
      name,
      provider: model.provider,
      wire: wires[protocol],
      model,
    })),
  ),
);

it.each(askable)('$name is served by $provider over $wire', ({ name, provider, wire }) => {
  expect(familyAt(name, provider, wire)).not.toBeNull();
});

describe('what both lists say of OpenAI', () => {
  const models = listModels().filter((model) => model.provider === 'openai');

  it.each(models)('$id', ({ id, provider, contextTokens, maxOutputTokens, reasoning }) => {
    const family = familyAt(id, provider, 'responses');
    expect(family).toMatchObject({ contextTokens, maxOutputTokens, efforts: reasoning?.efforts ?? [] });
  });
});
