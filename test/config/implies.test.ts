import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { implies } from '../../src/config/implies.ts';
import type { When } from '../../src/core/route-when.ts';
import { findUnmet, type MatchFacts } from '../../src/routing/match-route.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { makeTraits } from '../support/world/requests.ts';

const hours = { from: '08:00', to: '18:00', zone: 'UTC' };

/** The first implies the second, and not the other way round. */
const narrower: readonly [When, When][] = [
  [{ task: ['code'] }, { task: ['code', 'math'] }],
  [{ task: ['code'], stream: true }, { task: ['code'] }],
  [{ difficulty: { from: 0.8 } }, { difficulty: { from: 0.5 } }],
  [{ difficulty: { from: 0.5, to: 0.6 } }, { difficulty: { to: 0.7 } }],
  [{ risk: { level: 'high' } }, { risk: { level: 'low' } }],
  [{ risk: { level: 'low', domains: ['cyber'] } }, { risk: { level: 'low' } }],
  [
    { risk: { level: 'high', domains: ['cyber'] } },
    { risk: { level: 'low', domains: ['cyber', 'bio_chem'] } },
  ],
  [{ inputTokens: { from: 100, to: 200 } }, { inputTokens: { from: 100 } }],
  [{ modalities: ['image'] }, { modalities: ['image', 'audio'] }],
  [{ tools: 'destructive' }, { tools: 'write' }],
  [{ tools: 'write' }, { tools: 'any' }],
  [{ caller: { key: ['a'] } }, { caller: { key: ['a', 'b'] } }],
  [{ caller: { key: ['a'], team: ['x'] } }, { caller: { team: ['x'] } }],
  [{ caller: { tags: { env: ['x'], site: ['y'] } } }, { caller: { tags: { env: ['x', 'z'] } } }],
  [{ protocol: ['openai-chat'] }, { protocol: ['openai-chat', 'openai-responses'] }],
  [{ structuredOutput: true, stream: false }, { structuredOutput: true }],
  [{ hours: { ...hours, days: [1, 2] } }, { hours }],
];

describe('a condition implies a wider one, and only that way', () => {
  test.each(narrower)('%j in %j', (narrow, wide) => {
    expect(implies(narrow, wide)).toBe(true);
    expect(implies(wide, narrow)).toBe(false);
    expect(implies(narrow, narrow)).toBe(true);
  });
});

test.each<[When, When]>([
  [{ task: ['code'] }, { difficulty: { from: 0.1 } }],
  [{ tools: 'none' }, { tools: 'any' }],
  [{ stream: true }, { stream: false }],
  [{ hours }, { hours: { ...hours, zone: 'Europe/Berlin' } }],
  [{ risk: { level: 'high' } }, { risk: { level: 'low', domains: ['cyber'] } }],
])('%j and %j have nothing to do with each other', (a, b) => {
  expect(implies(a, b)).toBe(false);
  expect(implies(b, a)).toBe(false);
});

const pick = fc.constantFrom;
const listOf = <T>(...items: T[]) => fc.subarray(items, { minLength: 1 });
const span = (...edges: number[]) =>
  fc.record({ from: pick(...edges), to: pick(...edges) }, { requiredKeys: [] });

const anyWhen: fc.Arbitrary<When> = fc.record(
  {
    task: listOf('code' as const, 'math' as const, 'chat' as const),
    difficulty: span(0, 0.3, 0.6, 1),
    risk: fc.record(
      {
        level: pick('none' as const, 'low' as const, 'high' as const),
        domains: listOf('cyber' as const, 'bio_chem' as const),
      },
      { requiredKeys: ['level'] },
    ),
    inputTokens: span(0, 100, 1000),
    tools: pick('none' as const, 'any' as const, 'write' as const, 'destructive' as const),
    language: listOf('de', 'en'),
    caller: fc.record(
      {
        key: listOf('shop', 'desk'),
        team: listOf('retail', 'it'),
        tier: listOf('user' as const, 'trusted' as const),
        tags: fc.record({ env: listOf('prod', 'test') }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    ),
    stream: fc.boolean(),
    hours: fc.record(
      { from: pick('08:00', '22:00'), to: pick('06:00', '18:00'), zone: pick('UTC'), days: listOf(5, 6, 7) },
      { requiredKeys: ['from', 'to', 'zone'] },
    ),
  },
  { requiredKeys: [] },
);

const anyFacts: fc.Arbitrary<MatchFacts> = fc
  .record({
    task: pick('code' as const, 'math' as const, 'chat' as const),
    isSure: fc.boolean(),
    rank: pick(0, 0.3, 0.5, 0.6, 0.9),
    risk: pick('none' as const, 'low' as const, 'elevated' as const, 'high' as const),
    domain: pick('cyber' as const, 'bio_chem' as const, 'privacy' as const, null),
    tokens: pick(0, 99, 100, 999, 5000),
    effect: pick(null, 'read' as const, 'write' as const, 'destructive' as const),
    language: pick('de', 'en', 'fr'),
    id: pick('shop', 'desk', 'till'),
    team: pick('retail', 'it'),
    tier: pick('user' as const, 'trusted' as const),
    env: pick('prod', 'test', null),
    stream: fc.boolean(),
    hour: fc.integer({ min: 0, max: 100 }),
  })
  .map((made) => {
    const judged = makeJudged();
    const tools = made.effect === null ? [] : [{ kind: 'function', name: 'act' } as const];
    return {
      traits: makeTraits({ stream: made.stream, tools }),
      caller: 'openai-chat',
      identity: {
        id: made.id,
        team: made.team,
        app: null,
        tier: made.tier,
        tags: made.env === null ? {} : { env: made.env },
      },
      conversation: () => 'a-conversation',
      session: null,
      nowMs: Date.UTC(2026, 10, 20) + made.hour * 3_600_000,
      judge: () =>
        makeJudged({
          task: { ...judged.task, task: made.task, isSure: made.isSure },
          difficulty: { ...judged.difficulty, rank: made.rank },
          risk: makeRisk({ level: made.risk, ...(made.domain !== null && { domain: made.domain }) }),
          tools: { declared: [], called: [], highest: made.effect, highestCalled: null },
        }),
      language: () => made.language,
      inputTokens: () => made.tokens,
    };
  });

/** Only these parts of a condition. */
function only(when: When, keys: readonly (keyof When)[]): When {
  return Object.fromEntries(keys.filter((key) => key in when).map((key) => [key, when[key]])) as When;
}

const keys: readonly (keyof When)[] = [
  'task',
  'difficulty',
  'risk',
  'inputTokens',
  'tools',
  'language',
  'caller',
  'stream',
  'hours',
];

test('what it says holds for the requests that routes are matched with', () => {
  let implied = 0;
  fc.assert(
    fc.property(anyWhen, anyWhen, pick(...keys), pick(...keys), anyFacts, (one, other, key, extra, facts) => {
      const [narrow, wide] = [only(one, [key, extra]), only(other, [key])];
      if (!(key in wide) || !implies(narrow, wide) || findUnmet(narrow, facts) !== null) return;
      implied++;
      expect(findUnmet(wide, facts)).toBeNull();
    }),
    { numRuns: 10_000, seed: 7 },
  );
  expect(implied).toBeGreaterThan(200);
});
