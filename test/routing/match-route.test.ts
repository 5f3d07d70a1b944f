/** Which route `auto` takes, and why it takes no other. */
import { describe, expect, test } from 'vitest';
import type { Route } from '../../src/core/config.ts';
import type { When } from '../../src/core/route-when.ts';
import { findUnmet, type MatchFacts, matchRoute } from '../../src/routing/match-route.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { makeConfig } from '../support/world/models.ts';
import { makeTraits } from '../support/world/requests.ts';

const saturdayNoon = Date.parse('2026-11-21T12:00:00Z');

function facts(changes: Partial<MatchFacts> = {}): MatchFacts {
  return {
    traits: makeTraits(),
    caller: 'openai-chat',
    identity: { id: 'shop', team: 'retail', app: null, tier: 'verified', tags: { env: 'prod' } },
    conversation: () => 'a-conversation',
    session: null,
    nowMs: saturdayNoon,
    judge: () => makeJudged(),
    language: () => 'de',
    inputTokens: () => 100,
    ...changes,
  };
}

const tool = { kind: 'function', name: 'delete_user' } as const;
const withTools = makeTraits({ tools: [tool] });
const withImage = makeTraits({
  messages: [{ role: 'user', content: [{ type: 'image', source: { kind: 'url', url: 'https://a/b.png' } }] }],
});
const unsure = makeJudged();
const noTools = { declared: [], called: [], highestCalled: null };

const cases: [string, When, Partial<MatchFacts>, string | null][] = [
  ['a protocol', { protocol: ['openai-chat'] }, {}, null],
  ['another protocol', { protocol: ['anthropic-messages'] }, {}, 'the protocol is openai-chat'],
  ['a key', { caller: { key: ['shop', 'desk'] } }, {}, null],
  ['another key', { caller: { key: ['desk'] } }, {}, 'the caller is shop'],
  ['a team', { caller: { team: ['retail'] } }, {}, null],
  ['another team of the same key', { caller: { key: ['shop'], team: ['it'] } }, {}, 'the team is retail'],
  ['an app where the key is of none', { caller: { app: ['till'] } }, {}, 'the caller has no app'],
  ['a tier', { caller: { tier: ['verified', 'trusted'] } }, {}, null],
  ['another tier', { caller: { tier: ['anonymous'] } }, {}, 'the tier is verified'],
  ['tags', { caller: { tags: { env: ['prod', 'test'] } } }, {}, null],
  ['another value of a tag', { caller: { tags: { env: ['test'] } } }, {}, 'the tag env is prod'],
  ['a tag that is not there', { caller: { tags: { site: ['a'] } } }, {}, 'the caller has no tag site'],
  ['a stream', { stream: true }, { traits: makeTraits({ stream: true }) }, null],
  ['no stream', { stream: true }, {}, 'stream is false'],
  ['a format', { structuredOutput: true }, { traits: makeTraits({ format: { kind: 'json' } }) }, null],
  ['no format', { structuredOutput: true }, {}, 'the output is text'],
  [
    'plain text as a format',
    { structuredOutput: false },
    { traits: makeTraits({ format: { kind: 'text' } }) },
    null,
  ],
  ['an image', { modalities: ['image', 'audio'] }, { traits: withImage }, null],
  ['no image', { modalities: ['image'] }, {}, 'it holds text'],
  ['no tools', { tools: 'none' }, {}, null],
  ['tools where none may be', { tools: 'none' }, { traits: withTools }, 'it declares tools'],
  ['any tool', { tools: 'any' }, { traits: withTools }, null],
  ['no tool where one must be', { tools: 'write' }, {}, 'it declares no tool'],
  [
    'a tool that destroys',
    { tools: 'write' },
    { traits: withTools, judge: () => makeJudged({ tools: { ...noTools, highest: 'destructive' } }) },
    null,
  ],
  [
    'a tool that reads',
    { tools: 'write' },
    { traits: withTools, judge: () => makeJudged({ tools: { ...noTools, highest: 'read' } }) },
    'its tools read',
  ],
  ['few tokens', { inputTokens: { to: 101 } }, {}, null],
  ['as many as the end of the span', { inputTokens: { to: 100 } }, {}, 'the input tokens are 100'],
  ['as many as its start', { inputTokens: { from: 100 } }, {}, null],
  ['a language', { language: ['de', 'fr'] }, {}, null],
  ['another language', { language: ['en'] }, {}, 'the language is de'],
  ['a task', { task: ['chat', 'qa'] }, {}, null],
  ['another task', { task: ['code'] }, {}, 'the task is chat'],
  [
    'a task that is not sure',
    { task: ['chat'] },
    { judge: () => makeJudged({ task: { ...unsure.task, isSure: false } }) },
    'the task is not sure (chat)',
  ],
  ['a difficulty', { difficulty: { from: 0.5, to: 0.6 } }, {}, null],
  ['more difficulty', { difficulty: { from: 0.6 } }, {}, 'the difficulty is 0.5'],
  ['no risk', { risk: { level: 'low' } }, {}, 'the risk is none'],
  [
    'more risk than asked',
    { risk: { level: 'low' } },
    { judge: () => makeJudged({ risk: makeRisk({ level: 'high', domain: 'cyber' }) }) },
    null,
  ],
  [
    'a risk of another domain',
    { risk: { level: 'low', domains: ['bio_chem'] } },
    { judge: () => makeJudged({ risk: makeRisk({ level: 'high', domain: 'cyber' }) }) },
    'the risk is one of cyber',
  ],
  [
    'a risk of no known domain',
    { risk: { level: 'low', domains: ['bio_chem'] } },
    { judge: () => makeJudged({ risk: makeRisk({ level: 'high' }) }) },
    null,
  ],
  ['hours', { hours: { from: '12:00', to: '13:00', zone: 'UTC' } }, {}, null],
  [
    'hours elsewhere',
    { hours: { from: '12:00', to: '13:00', zone: 'Asia/Kolkata' } },
    {},
    'it is outside the hours',
  ],
  ['half past five there', { hours: { from: '17:30', to: '17:31', zone: 'Asia/Kolkata' } }, {}, null],
  [
    'another day',
    { hours: { from: '00:00', to: '23:59', zone: 'UTC', days: [7] } },
    {},
    'it is outside the hours',
  ],
  [
    'a night that began on Friday',
    { hours: { from: '22:00', to: '06:00', zone: 'UTC', days: [5] } },
    { nowMs: Date.parse('2026-11-21T05:59:00Z') },
    null,
  ],
  [
    'a night that begins on Saturday',
    { hours: { from: '22:00', to: '06:00', zone: 'UTC', days: [6] } },
    { nowMs: Date.parse('2026-11-21T05:59:00Z') },
    'it is outside the hours',
  ],
];

describe('a condition', () => {
  test.each(cases)('on %s', (_, when, changes, unmet) => {
    expect(findUnmet(when, facts(changes))).toBe(unmet);
  });

  test('that can be read off the request spares the classifier', () => {
    const judge = () => {
      throw new Error('classified');
    };
    expect(findUnmet({ stream: true, task: ['code'] }, facts({ judge }))).toBe('stream is false');
    expect(() => findUnmet({ stream: false, task: ['code'] }, facts({ judge }))).toThrow('classified');
  });

  test('sees the night of a clock that was put back', () => {
    const hours = { from: '02:00', to: '03:00', zone: 'Europe/Berlin' };
    // 2026-10-25: 02:30 comes twice in Berlin.
    for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
      expect(findUnmet({ hours }, facts({ nowMs: Date.parse(at) }))).toBeNull();
    expect(findUnmet({ hours }, facts({ nowMs: Date.parse('2026-10-25T02:30:00Z') }))).not.toBeNull();
  });
});

describe('auto', () => {
  const config = makeConfig({
    routes: [
      { name: 'asked', when: 'by-name', use: ['alpha'] },
      { name: 'code', when: { task: ['code'] }, use: ['alpha'] },
      { name: 'stream', when: { stream: true }, use: ['alpha'] },
      { name: 'rest', use: ['alpha'] },
    ],
  });
  const match = (changes: Partial<MatchFacts>) => matchRoute(config.routes.values(), facts(changes));

  test('takes the first route that fits, and says why no other', () => {
    const { route, passed } = match({ traits: makeTraits({ stream: true }) });
    expect(route.name).toBe('stream');
    expect(passed).toEqual([{ route: 'code', because: 'the task is chat' }]);
  });

  test('takes the one without a condition where none fits, never one by name', () => {
    const { route, passed } = match({});
    expect(route.name).toBe('rest');
    expect(passed.map((one) => one.route)).toEqual(['code', 'stream']);
  });

  test('without a route that serves whatever comes is a bug of the config', () => {
    const routes: Route[] = [...config.routes.values()].slice(0, 3);
    expect(() => matchRoute(routes, facts())).toThrow();
  });
});
