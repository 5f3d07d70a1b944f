/** Law 5, as far as the order is the config's: the same inputs give the same plan, and every candidate is accounted for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequestFeature } from '../../src/core/features.ts';
import type { RejectionReason } from '../../src/core/plan.ts';
import { protocolIds } from '../../src/core/target.ts';
import { type TokenFamily, tokenFamilies } from '../../src/core/token-rates.ts';
import { planRequest } from '../../src/routing/plan.ts';
import type { PlanInput } from '../../src/routing/plan-input.ts';
import { arbitraryRequest } from '../support/arbitrary.ts';
import { today } from '../support/world/models.ts';
import { planInput } from '../support/world/plan.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const { deps } = makeWorld();
const inputOf = (changes: Partial<PlanInput> = {}) =>
  planInput(deps, changes.request ?? makeRequest(), 'openai-chat', { nowMs: today, ...changes });

function plan(changes: Partial<PlanInput> = {}) {
  const planned = planRequest(inputOf(changes));
  if (!planned.ok) throw planned.error;
  const { attempts, rejected } = planned.value;
  return {
    ...planned.value,
    targets: attempts.map(({ target }) => target.name),
    reasons: Object.fromEntries(rejected.map(({ target, reason }) => [target, reason])),
  };
}

function problem(changes: Partial<PlanInput>) {
  const planned = planRequest(inputOf(changes));
  if (planned.ok) throw new Error('there is a plan');
  return planned.error;
}

const using = (feature: RequestFeature) => ({ features: [{ feature, field: `the.${feature}` }] });
const image = {
  messages: [
    {
      role: 'user' as const,
      content: [{ type: 'image' as const, source: { kind: 'url' as const, url: 'https://a.example' } }],
    },
  ],
};

describe('a plan', () => {
  test('has the targets of the route in its order, with its policy', () => {
    const { targets, attempts, ...rest } = plan();
    expect(targets).toEqual(['alpha@low', 'beta@high', 'gamma']);
    expect(attempts.map(({ lane }) => lane)).toEqual(['passthrough', 'translate', 'passthrough']);
    expect(attempts.map(({ target }) => target.protocol)).toEqual([
      'openai-chat',
      'anthropic-messages',
      'openai-chat',
    ]);
    expect(rest).toMatchObject({
      route: 'auto',
      rejected: [],
      maxAttempts: 3,
      onClientAbort: 'cancel',
      notice: null,
    });
  });

  test('each target is asked by its own name on the wire', () => {
    expect(plan().attempts.map(({ target }) => target.wireModel)).toEqual(['alpha', 'beta', 'vendor/gamma']);
    const wired = (model: string) => plan({ request: makeRequest({ model }) }).attempts[0]?.target.wireModel;
    expect(wired('alpha-2026-01-01')).toBe('alpha-2026-01-01');
    expect(wired('alpha-2026-01-01@high')).toBe('alpha-2026-01-01');
    expect(wired('alpha-latest')).toBe('alpha');
    expect(wired('ended')).toBe('alpha');
    expect(wired('route/dated')).toBe('alpha-2026-01-01');
  });

  test('carries the rules of route and model out, and tells what they cost', () => {
    const { attempts } = plan({ request: makeRequest({ model: 'route/same', maxOutputTokens: 9000 }) });
    expect(attempts.map(({ request }) => request.maxOutputTokens)).toEqual([500, 500]);
    expect(attempts[0]?.losses).toMatchObject([{ what: 'max-output-tokens', how: 'adapted' }]);
    expect(attempts[0]?.deadlines.totalMs).toBeGreaterThan(0);
  });

  test('tells a notice of a model that ends', () => {
    expect(plan({ request: makeRequest({ model: 'ending' }) }).notice).toContain('2026-12-01');
  });
});

describe('who is not in it, and why', () => {
  test.each<[string, Partial<PlanInput>, Record<string, RejectionReason>]>([
    ['no key', { isConfigured: ({ id }) => id !== 'openai' }, { 'alpha@low': 'not-configured' }],
    ['an open circuit', { isCircuitOpen: (name) => name === 'beta@high' }, { 'beta@high': 'circuit-open' }],
    [
      'a conversation kept elsewhere',
      { boundTo: 'openai' },
      { 'beta@high': 'provider-state', gamma: 'provider-state' },
    ],
    ['a model that cannot see', { request: makeRequest(image) }, { gamma: 'feature' }],
    [
      'a model without tools',
      { request: makeRequest({ tools: [{ kind: 'function', name: 'f' }] }) },
      { gamma: 'feature' },
    ],
    [
      'a model without schemas',
      { request: makeRequest({ format: { kind: 'schema', schema: {} } }) },
      { gamma: 'feature' },
    ],
    [
      'a feature that the protocol refuses',
      { request: makeRequest(using('logprobs')) },
      { 'beta@high': 'feature' },
    ],
    [
      'models that ended',
      { request: makeRequest({ model: 'route/dated' }) },
      { ended: 'retired', gone: 'retired' },
    ],
    [
      'what only the first target’s provider knows',
      { request: makeRequest(using('opaque-block')) },
      { 'beta@high': 'feature', gamma: 'provider-state' },
    ],
  ])('%s', (_, changes, reasons) => expect(plan(changes).reasons).toEqual(reasons));

  test('every candidate is either planned or rejected with a reason, whatever the circumstances', () => {
    const circumstances = fc.record({
      request: arbitraryRequest({
        images: ['url'],
        customTools: true,
        formats: ['schema'],
        efforts: ['low', 'high'],
      }),
      uses: fc.subarray<RequestFeature>(['logprobs', 'file-url', 'provider-file', 'opaque-block', 'seed']),
      model: fc.constantFrom('auto', 'route/same', 'route/dated'),
      caller: fc.constantFrom(...protocolIds),
      keys: fc.subarray(['openai', 'anthropic', 'groq']),
      open: fc.subarray(['alpha@low', 'beta@high', 'gamma', 'alpha', 'delta']),
      boundTo: fc.constantFrom(null, null, 'openai', 'groq'),
    });
    fc.assert(
      fc.property(circumstances, ({ request, uses, model, caller, keys, open, boundTo }) => {
        const features = uses.map((feature) => ({ feature, field: feature }));
        const input = inputOf({
          request: { ...request, model, features },
          caller,
          isConfigured: ({ id }) => keys.includes(id),
          isCircuitOpen: (name) => open.includes(name),
          boundTo,
        });
        const planned = planRequest(input);
        expect(planRequest(input)).toEqual(planned);
        if (!planned.ok) {
          expect(['unsupported_feature', 'no_target_available']).toContain(planned.error.code);
          return;
        }
        const { attempts, rejected } = planned.value;
        const candidates =
          deps.config.routes.get(model.replace('route/', ''))?.use.map(({ name }) => name) ?? [];
        const names = [...attempts.map(({ target }) => target.name), ...rejected.map(({ target }) => target)];
        expect([...names].sort()).toEqual([...candidates].sort());
        expect(rejected.every(({ detail }) => detail !== '')).toBe(true);
        for (const { target } of attempts) expect(keys).toContain(target.provider.id);
        if (boundTo !== null)
          expect(attempts.every(({ target }) => target.provider.id === boundTo)).toBe(true);
        const providers = new Set(attempts.map(({ target }) => target.provider.id));
        if (uses.includes('provider-file')) expect(providers.size).toBe(1);
        const openOnes = attempts.filter(({ target }) => open.includes(target.name));
        expect([0, attempts.length]).toContain(openOnes.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('circuits', () => {
  test('the last target is never held back: with all open, the plan is as if all were closed', () => {
    const all = plan({ isCircuitOpen: () => true });
    expect(all.targets).toEqual(plan().targets);
    expect(all.rejected).toEqual([]);
  });

  test('an open circuit never moves a bound request to a provider that does not know it', () => {
    const bound = plan({
      request: makeRequest(using('provider-file')),
      isCircuitOpen: (name) => name === 'alpha@low',
    });
    expect(bound.targets).toEqual(['alpha@low']);
  });

  test('a target that fits no better than the open ones stays out', () => {
    const some = plan({ request: makeRequest(image), isCircuitOpen: (name) => name !== 'gamma' });
    expect(some.targets).toEqual(['alpha@low', 'beta@high']);
  });
});

describe('nothing eligible', () => {
  test('by the request: the caller learns which field stands in the way', () => {
    const error = problem({
      request: makeRequest({ model: 'gamma', ...using('background') }),
      caller: 'openai-responses',
    });
    expect(error).toMatchObject({
      code: 'unsupported_feature',
      status: 400,
      param: 'the.background',
      retryable: false,
    });
    expect(error.message).toContain('gamma: the.background: background');
  });

  test('by the model: the caller learns what it cannot do', () => {
    const error = problem({ request: makeRequest({ model: 'gamma', ...image }) });
    expect(error).toMatchObject({ code: 'unsupported_feature', param: 'messages' });
    expect(error.message).toContain('gamma has no image input');
  });

  test.each<[string, Partial<PlanInput>, string, string]>([
    [
      'audio',
      {
        request: makeRequest({
          model: 'beta',
          messages: [{ role: 'user', content: [{ type: 'audio', format: 'wav', data: 'AAAA' }] }],
          features: [{ feature: 'audio-input', field: 'messages[0].content[0]' }],
        }),
      },
      'messages[0].content[0]',
      'beta has no audio input',
    ],
    [
      'a file over Responses',
      {
        request: makeRequest({
          model: 'gamma',
          messages: [
            {
              role: 'user',
              content: [{ type: 'file', source: { kind: 'url', url: 'https://a.example/b.pdf' } }],
            },
          ],
          features: [{ feature: 'file-url', field: 'input[0].content[0].file_url' }],
        }),
        caller: 'openai-responses',
      },
      'input[0].content[0].file_url',
      'gamma has no file input',
    ],
    [
      'an image over Responses',
      { request: makeRequest({ model: 'gamma', ...image }), caller: 'openai-responses' },
      'input',
      'gamma has no image input',
    ],
    [
      'tools',
      { request: makeRequest({ model: 'gamma', tools: [{ kind: 'function', name: 'f' }] }) },
      'tools',
      'gamma has no tools',
    ],
    [
      'a schema over Responses',
      {
        request: makeRequest({ model: 'gamma', format: { kind: 'schema', schema: {} } }),
        caller: 'openai-responses',
      },
      'text.format',
      'gamma has no structured outputs',
    ],
  ])('by the model, with the field: %s', (_, changes, param, words) => {
    const error = problem(changes);
    expect(error).toMatchObject({ code: 'unsupported_feature', status: 400, param });
    expect(error.message).toContain(`${param}: ${words}`);
  });

  const everyFamily = Object.fromEntries(tokenFamilies.map((family) => [family, 1_000_000]));
  const tooLong = { inputTokens: () => everyFamily as Record<TokenFamily, number> };

  test.each<[string, Partial<PlanInput>]>([
    ['for all of them', {}],
    ['and what is not configured will not be', { isConfigured: ({ id }: { id: string }) => id !== 'groq' }],
    ['and what cannot see never will', { request: makeRequest(image) }],
    ['and the conversation is kept elsewhere', { boundTo: 'openai' }],
  ])('by the length %s: trying again would not help', (_, changes) => {
    const told = { code: 'context_length_exceeded', status: 400, retryable: false };
    expect(problem({ ...tooLong, ...changes })).toMatchObject({ ...told, param: 'messages' });
    expect(problem({ ...tooLong, ...changes, caller: 'openai-responses' })).toMatchObject({
      ...told,
      param: 'input',
    });
  });

  test('by the router: it is not the caller’s mistake', () => {
    const error = problem({ isConfigured: () => false });
    expect(error).toMatchObject({ code: 'no_target_available', status: 503 });
    expect(error.message).toContain('alpha@low: OPENAI_API_KEY is not set');
  });

  test('by both: the router could serve another day', () => {
    const error = problem({ request: makeRequest(image), isConfigured: ({ id }) => id === 'groq' });
    expect(error.code).toBe('no_target_available');
  });

  test('because the name means nothing', () => {
    expect(problem({ request: makeRequest({ model: 'nothing' }) }).code).toBe('model_not_found');
    expect(problem({ request: makeRequest({ model: 'route/nothing' }) }).code).toBe('route_not_found');
  });
});
