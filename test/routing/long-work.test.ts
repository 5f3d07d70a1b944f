/** Which calls are made in the background. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { callerNamed } from '../../src/core/caller.ts';
import type { Policy } from '../../src/core/config.ts';
import type { RequestFeature } from '../../src/core/features.ts';
import type { LlmRequest } from '../../src/core/request.ts';
import { type Effort, efforts, type Provider, type Target } from '../../src/core/target.ts';
import { decide } from '../../src/decide.ts';
import { protocols } from '../../src/protocols/index.ts';
import { runsInBackground } from '../../src/routing/long-work.ts';
import { makeConfig, theModel } from '../support/world/models.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const openai = makeConfig().providers.get('openai');
if (openai === undefined) throw new Error('no provider');
const slow = theModel('alpha', { isSlow: true });
const thinker = theModel('alpha', { reasoning: { efforts, default: 'medium', style: 'effort' } });

function runs(
  changes: Partial<Target> = {},
  request: Partial<LlmRequest> = {},
  policy: Partial<Pick<Policy, 'background' | 'data'>> = {},
  features: readonly RequestFeature[] = [],
): boolean {
  const target: Target = {
    name: 'alpha',
    model: slow,
    wireModel: 'alpha',
    provider: openai as Provider,
    protocol: 'openai-responses',
    effort: null,
    ...changes,
  };
  const uses = features.map((feature) => ({ feature, field: feature }));
  return runsInBackground(
    target,
    makeRequest(request),
    { features: uses },
    {
      background: 'auto',
      data: null,
      ...policy,
    },
  );
}

const demand = (retentionDaysAtMost: number) => ({
  data: { regions: null, retentionDaysAtMost, noTraining: false },
});

describe('a call', () => {
  test('of a slow model runs there, streamed or not', () => {
    expect(runs()).toBe(true);
    expect(runs({}, { stream: true })).toBe(true);
  });

  test('of another model does at the two highest efforts only', () => {
    const at = (effort: Effort) => runs({ model: thinker }, { reasoning: { effort } });
    expect(efforts.filter(at)).toEqual(['xhigh', 'max']);
    expect(runs({ model: thinker })).toBe(false);
    const reasonless = { ...thinker, reasoning: null };
    expect(runs({ model: reasonless }, { reasoning: { effort: 'max' } })).toBe(false);
  });

  test('needs a provider that has it, over Responses', () => {
    const { background: _, ...other } = openai as Provider;
    expect(runs({ provider: other })).toBe(false);
    expect(runs({ protocol: 'openai-chat' })).toBe(false);
  });

  test('does not where the route says never, or nothing may be kept', () => {
    expect(runs({}, {}, { background: 'never' })).toBe(false);
    expect(runs({}, {}, demand(0))).toBe(false);
    expect(runs({}, {}, demand(0.5))).toBe(false);
    expect(runs({}, {}, demand(1))).toBe(true);
    expect(runs({}, {}, { data: { regions: ['eu'], retentionDaysAtMost: null, noTraining: true } })).toBe(
      true,
    );
    expect(runs({}, { state: { store: false } })).toBe(false);
    expect(runs({}, { state: { store: true } })).toBe(true);
  });

  test('that asks for it itself is left as it is', () => {
    expect(runs({}, {}, {}, ['background'])).toBe(false);
  });
});

test.each([
  [[], true],
  [['confirm-tools'] as const, undefined],
] as const)('a route that does %j: in the background %s', async (safeguards, background) => {
  const deep = {
    id: 'deep',
    provider: 'openai',
    protocols: ['openai-responses'],
    tools: true,
    reasoning: { efforts, default: 'medium', style: 'effort' },
  } as const;
  const config = makeConfig({
    models: [deep],
    routes: [{ name: 'rest', use: ['deep@xhigh'], safeguards }],
  } as Partial<ConfigInput>);
  const { deps } = makeWorld(undefined, { config });
  const { plan } = await decide(
    {
      protocol: protocols['openai-responses'],
      request: makeRequest(),
      caller: callerNamed('one'),
      requestId: 'req_1',
      sessionId: null,
      isExplained: false,
    },
    deps,
  );
  expect(plan.attempts.map((attempt) => attempt.background)).toEqual([background]);
});
