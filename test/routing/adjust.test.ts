/** What a model's API would refuse is changed before it is sent, each change is told, the caller's request is left alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LlmRequest } from '../../src/core/request.ts';
import {
  type Effort,
  efforts,
  type Model,
  type ProtocolId,
  type ReasoningStyle,
  type Target,
} from '../../src/core/target.ts';
import { adjustRequest, clampEffort, effectiveEffort, effortForBudget } from '../../src/routing/adjust.ts';
import { makeConfig, theModel } from '../support/world/models.ts';
import { makeRequest } from '../support/world/requests.ts';

const openai = makeConfig().providers.get('openai');

function targetOf(changes: Partial<Model>, more: Partial<Target> = {}): Target {
  if (openai === undefined) throw new Error('no provider');
  const model = theModel('alpha', changes);
  return {
    name: 'alpha',
    model,
    wireModel: 'alpha',
    provider: openai,
    protocol: 'openai-chat',
    effort: null,
    ...more,
  };
}

function adjust(
  request: Partial<LlmRequest>,
  target: Target = targetOf({}),
  routeCap: number | null = null,
  caller: ProtocolId = 'openai-chat',
) {
  const { request: after, losses } = adjustRequest(makeRequest(request), target, routeCap, caller);
  return { after, losses: losses.map(({ what, how, field }) => `${what} ${how} ${field}`) };
}

const reasoning = (list: readonly Effort[], style: ReasoningStyle = 'effort') => ({
  efforts: list,
  default: null,
  style,
});

describe('clampEffort', () => {
  test.each<[Effort, readonly Effort[], Effort | null]>([
    ['medium', ['low', 'medium', 'high'], 'medium'],
    ['max', ['low', 'medium', 'high'], 'high'],
    ['minimal', ['low', 'medium'], 'low'],
    ['medium', ['low', 'high'], 'low'],
    ['none', ['none', 'low'], 'none'],
    ['none', ['low', 'high'], 'low'],
    ['low', ['none', 'high'], 'high'],
    ['low', ['none'], 'none'],
    ['low', [], null],
    ['none', [], null],
  ])('%s of %j is %s', (asked, listed, clamped) => expect(clampEffort(asked, listed)).toBe(clamped));

  test('gives a listed effort or null, and the asked one if it is listed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...efforts), fc.subarray([...efforts]), (asked, listed) => {
        const clamped = clampEffort(asked, listed);
        if (listed.length === 0) expect(clamped).toBeNull();
        else expect(listed).toContain(listed.includes(asked) ? asked : clamped);
        if (listed.includes(asked)) expect(clamped).toBe(asked);
      }),
    );
  });

  test('asking for more never gives less', () => {
    fc.assert(
      fc.property(fc.subarray([...efforts], { minLength: 1 }), (listed) => {
        const asked = efforts.filter((effort) => effort !== 'none');
        const ranks = asked.map((effort) => efforts.indexOf(clampEffort(effort, listed) ?? 'none'));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
    );
  });
});

describe('the effort', () => {
  test.each<[string, Partial<LlmRequest['reasoning']>, Target, LlmRequest['reasoning'], string[]]>([
    ['as asked', { effort: 'low' }, targetOf({}), { effort: 'low' }, []],
    ['not asked', {}, targetOf({}), {}, []],
    [
      'the target’s own, silently',
      { effort: 'low' },
      targetOf({}, { effort: 'high' }),
      { effort: 'high' },
      [],
    ],
    ['the target’s own where none was asked', {}, targetOf({}, { effort: 'high' }), { effort: 'high' }, []],
    ['too high', { effort: 'max' }, targetOf({}), { effort: 'high' }, ['effort adapted reasoning_effort']],
    [
      'of a model that does not reason',
      { effort: 'low' },
      targetOf({ reasoning: null }),
      {},
      ['effort dropped reasoning_effort'],
    ],
    [
      'of a model that always does',
      { effort: 'low' },
      targetOf({ reasoning: reasoning([], 'fixed') }),
      {},
      ['effort dropped reasoning_effort'],
    ],
    [
      'as a budget',
      { budgetTokens: 5000 },
      targetOf({}),
      { effort: 'medium' },
      ['effort adapted thinking.budget_tokens'],
    ],
    [
      'as a budget, over it the word',
      { budgetTokens: 5000, effort: 'low' },
      targetOf({}),
      { effort: 'low' },
      [],
    ],
    [
      'as a budget of a model that does not reason',
      { budgetTokens: 1 },
      targetOf({ reasoning: null }),
      {},
      ['effort dropped thinking.budget_tokens'],
    ],
    [
      'as a budget that the model takes',
      { budgetTokens: 5000 },
      targetOf({ reasoning: reasoning(['low'], 'budget') }),
      {
        budgetTokens: 5000,
      },
      [],
    ],
    [
      'as a budget where the route says better',
      { budgetTokens: 5000 },
      targetOf({ reasoning: reasoning(['low', 'high'], 'budget') }, { effort: 'high' }),
      { effort: 'high' },
      [],
    ],
  ])('%s', (_, asked, target, sent, losses) => {
    const adjusted = adjust({ reasoning: asked }, target);
    expect(adjusted.after.reasoning).toEqual(sent);
    expect(adjusted.losses).toEqual(losses);
  });

  test('keeps what else was asked of reasoning', () => {
    const asked = { effort: 'max', summary: 'auto', wantsSeal: true } as const;
    expect(adjust({ reasoning: asked }).after.reasoning).toEqual({ ...asked, effort: 'high' });
  });

  test('budgets: more tokens never mean less effort', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((n) => efforts.indexOf(effortForBudget(n)));
        expect(more ?? 0).toBeGreaterThanOrEqual(less ?? 0);
      }),
    );
  });

  test('that will run is the asked one, else the default of the model', () => {
    expect(effectiveEffort(makeRequest({ reasoning: { effort: 'low' } }), theModel('alpha'))).toBe('low');
    expect(effectiveEffort(makeRequest(), theModel('alpha'))).toBe('medium');
    expect(effectiveEffort(makeRequest(), theModel('gamma'))).toBeNull();
  });
});

describe('sampling', () => {
  const sampling = { temperature: 1, topP: 0.5, topK: 5, seed: 7, frequencyPenalty: 1, presencePenalty: 0 };
  const dropped = ['temperature', 'top_p', 'top_k', 'frequency_penalty', 'presence_penalty'].map(
    (field) => `sampling dropped ${field}`,
  );

  test('passes where no rule stands against it', () => {
    expect(adjust({ sampling })).toMatchObject({ after: { sampling }, losses: [] });
  });

  test('is dropped where the model refuses it, but for what it takes', () => {
    const { after, losses } = adjust({ sampling }, targetOf({ rules: ['no-sampling'] }));
    expect(after.sampling).toEqual({ seed: 7 });
    expect(losses).toEqual(dropped);
  });

  test.each<[string, LlmRequest['reasoning'], boolean]>([
    ['reasoning by default', {}, true],
    ['reasoning asked', { effort: 'low' }, true],
    ['no reasoning', { effort: 'none' }, false],
  ])('with %s, of a model that takes it without only', (_, asked, isDropped) => {
    const target = targetOf({ rules: ['sampling-without-reasoning'] });
    const { after, losses } = adjust({ sampling, reasoning: asked }, target);
    expect(after.sampling).toEqual(isDropped ? { seed: 7 } : sampling);
    expect(losses).toEqual(isDropped ? dropped : []);
  });

  test('the target’s own effort counts, not the asked one', () => {
    const target = targetOf({ rules: ['sampling-without-reasoning'] }, { effort: 'none' });
    expect(adjust({ sampling, reasoning: { effort: 'high' } }, target).after.sampling).toEqual(sampling);
  });
});

describe('the cap on output', () => {
  test.each<[string, number | undefined, number | null, number | null, number | undefined, boolean]>([
    ['under the model’s', 100, 10_000, null, 100, false],
    ['over the model’s', 20_000, 10_000, null, 10_000, true],
    ['over the route’s', 800, 10_000, 500, 500, true],
    ['not asked, the route has one', undefined, 10_000, 500, 500, false],
    ['not asked, the model has one', undefined, 10_000, null, undefined, false],
    ['asked, nobody has one', 800, null, null, 800, false],
    ['the route’s over the model’s', undefined, 100, 500, 100, false],
  ])('%s', (_, asked, ofModel, ofRoute, sent, isTold) => {
    const request = asked === undefined ? {} : { maxOutputTokens: asked };
    const { after, losses } = adjust(request, targetOf({ maxOutputTokens: ofModel }), ofRoute);
    expect(after.maxOutputTokens).toBe(sent);
    expect(losses).toEqual(isTold ? ['max-output-tokens adapted max_completion_tokens'] : []);
  });
});

describe('the least cap that a protocol takes', () => {
  test.each<[ProtocolId, number | undefined, number | null, number | undefined, boolean]>([
    ['openai-responses', 1, null, 16, true],
    ['openai-responses', 15, null, 16, true],
    ['openai-responses', 16, null, 16, false],
    ['openai-responses', 100, 5, 16, true],
    ['openai-responses', undefined, 5, 16, false],
    ['openai-responses', undefined, null, undefined, false],
    ['openai-chat', 1, null, 1, false],
    ['openai-chat', 0, null, 1, true],
    ['anthropic-messages', 0, null, 0, false],
  ])('%s: %j asked, %j by the route, %j sent', (protocol, asked, ofRoute, sent, isTold) => {
    const request = asked === undefined ? {} : { maxOutputTokens: asked };
    const { after, losses } = adjust(request, targetOf({}, { protocol }), ofRoute);
    expect(after.maxOutputTokens).toBe(sent);
    expect(losses).toEqual(isTold ? ['max-output-tokens adapted max_completion_tokens'] : []);
  });
});

describe('losses have the names of the caller’s protocol', () => {
  test.each<[ProtocolId, string, string]>([
    ['openai-chat', 'max_completion_tokens', 'reasoning_effort'],
    ['openai-responses', 'max_output_tokens', 'reasoning.effort'],
    ['anthropic-messages', 'max_tokens', 'output_config.effort'],
  ])('%s', (caller, cap, effort) => {
    const target = targetOf({ maxOutputTokens: 100 });
    const { losses } = adjust({ maxOutputTokens: 500, reasoning: { effort: 'max' } }, target, null, caller);
    expect(losses).toEqual([`effort adapted ${effort}`, `max-output-tokens adapted ${cap}`]);
  });
});

describe('storing', () => {
  const keepsNothing = targetOf({}, { provider: { ...targetOf({}).provider, quirks: ['no-store'] } });

  test.each<[boolean, string[]]>([
    [true, ['store dropped store']],
    [false, []],
  ])('store: %s at a provider that keeps nothing', (store, losses) => {
    const adjusted = adjust({ state: { store, previousResponseId: 'r' } }, keepsNothing);
    expect(adjusted.after.state).toEqual({ previousResponseId: 'r' });
    expect(adjusted.losses).toEqual(losses);
  });

  test('elsewhere it passes', () => {
    expect(adjust({ state: { store: true } })).toMatchObject({
      after: { state: { store: true } },
      losses: [],
    });
  });
});

test('the caller’s own request is never touched', () => {
  const request = makeRequest({
    sampling: { temperature: 1 },
    reasoning: { effort: 'max', budgetTokens: 7 },
    state: { store: true },
    maxOutputTokens: 99_999,
  });
  const before = structuredClone(request);
  const target = targetOf(
    { rules: ['no-sampling'] },
    { provider: { ...targetOf({}).provider, quirks: ['no-store'] } },
  );
  adjustRequest(request, target, 5, 'openai-chat');
  expect(request).toEqual(before);
});
