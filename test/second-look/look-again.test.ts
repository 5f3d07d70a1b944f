import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Judged } from '../../src/core/judged.ts';
import { type RiskJudgement, type RiskLevel, riskLevels } from '../../src/core/risk.ts';
import { lookAgain } from '../../src/second-look/look-again.ts';
import type { Post, Posted } from '../../src/second-look/ports.ts';
import { makeDomains, makeJudged, makeRisk } from '../support/judged/judged.ts';
import { makeRequest } from '../support/world/requests.ts';
import { completion, makePorts, moderated, type Ports, posted, safeguard, settingsOf } from './settings.ts';

const request = makeRequest();
const rank = (level: RiskLevel) => riskLevels.indexOf(level);

function judgedAs(level: RiskLevel, changes: Partial<RiskJudgement> = {}): Judged {
  const domain = level === 'none' ? {} : { domain: 'self_harm' as const };
  return makeJudged({ risk: makeRisk({ level, ...domain, ...changes }) });
}

async function look(
  ports: Ports,
  level: RiskLevel = 'low',
  settings = settingsOf(),
  asked = request,
): Promise<RiskJudgement> {
  return (await lookAgain(judgedAs(level), 'none', asked, settings, ports)).risk;
}

const saying = (text: string) =>
  makeRequest({ messages: [{ role: 'user', content: [{ type: 'text', text }] }] });
const label = (domain: string, level: string) => completion(JSON.stringify({ domain, level }));
const byModel = settingsOf({ using: { target: safeguard } });

describe('an answer', () => {
  test('raises the risk, and says who looked', async () => {
    const ports = makePorts((post) => moderated(post, { 'self-harm/intent': 0.9 }));
    expect(await look(ports)).toMatchObject({
      level: 'high',
      domain: 'self_harm',
      evidence: [{ what: 'second look by openai-moderations: high, self_harm', weight: 0 }],
    });
  });

  test('of a model does the same', async () => {
    const ports = makePorts(() => label('cyber', 'elevated'));
    expect(await look(ports, 'low', byModel)).toMatchObject({
      level: 'elevated',
      domain: 'cyber',
      evidence: [{ what: `second look by ${safeguard}: elevated, cyber` }],
    });
  });

  test('never lowers it, unless the route allows it', async () => {
    const ports = makePorts(() => label('none', 'none'));
    expect(await look(ports, 'elevated', byModel)).toMatchObject({
      level: 'elevated',
      domain: 'self_harm',
      evidence: [{ what: `second look by ${safeguard}: none; the first look stands` }],
    });
    const lowering = settingsOf({ using: { target: safeguard }, mayLower: true });
    const lowered = await look(ports, 'high', lowering);
    expect(lowered.level).toBe('none');
    expect(lowered).not.toHaveProperty('domain');
  });
});

describe('what may be lowered', () => {
  const settings = { using: { target: safeguard }, mayLower: true } as const;
  const harmless = () => makePorts(() => label('none', 'none'));
  const lower = async (judged: Judged, least: RiskLevel = 'none', input: object = settings) => {
    const ports = 'using' in input ? harmless() : makePorts((post) => moderated(post));
    return (await lookAgain(judged, least, request, settingsOf(input), ports)).risk.level;
  };

  test.each([
    ['what was looked at whole', judgedAs('elevated'), 'none'],
    ['not what was cut', judgedAs('elevated', { isWhole: false }), 'elevated'],
    [
      'not what was disguised: the judge saw the disguise',
      judgedAs('elevated', { disguises: ['base64'] }),
      'elevated',
    ],
  ] as const)('%s', async (_, judged, level) => {
    expect(await lower(judged)).toBe(level);
  });

  test('not below what the overrides set', async () => {
    expect(await lower(judgedAs('high'), 'elevated')).toBe('elevated');
  });

  test('by the moderation endpoint only what it knows of', async () => {
    const moderating = { mayLower: true };
    expect(await lower(judgedAs('elevated'), 'none', moderating)).toBe('none');
    expect(await lower(judgedAs('elevated', { domain: 'cyber' }), 'none', moderating)).toBe('elevated');
    const alsoCyber = judgedAs('elevated', { domains: makeDomains({ self_harm: 0.9, cyber: 0.5 }) });
    expect(await lower(alsoCyber, 'none', moderating)).toBe('elevated');
  });
});

const broken: [string, (post: Post) => Posted | Promise<Posted>, string][] = [
  ['a server error', () => posted({ error: { message: 'oops' } }, 500), 'answered with an error'],
  ['a refused key', () => posted({ error: { message: 'no' } }, 401), 'answered with an error'],
  ['a limit', () => posted('slow down', 429), 'answered with an error'],
  ['a redirect', () => posted('', 302), 'answered with an error'],
  ['no network', () => Promise.reject(new TypeError('fetch failed')), 'could not be reached'],
  ['a page of HTML', () => posted('<html>'), 'gave an answer that is no label'],
  ['an empty body', () => posted(''), 'gave an answer that is no label'],
  ['a list', () => posted([]), 'gave an answer that is no label'],
  ['a body without end', () => ({ status: 200, text: null }), 'gave an answer that is no label'],
];

describe('no answer is the higher risk', () => {
  const raised: [RiskLevel, RiskLevel][] = [
    ['none', 'elevated'],
    ['low', 'elevated'],
    ['elevated', 'high'],
  ];
  const cases = broken.flatMap(([name, answer, why]) =>
    raised.map(([from, to]) => [name, from, to, answer, why] as const),
  );

  test.each(cases)('%s: %s becomes %s', async (_name, from, to, answer, why) => {
    for (const settings of [settingsOf(), byModel, settingsOf({ mayLower: true })]) {
      const said = await look(makePorts(answer), from, settings);
      expect(said.level).toBe(to);
      expect(said.evidence[0]?.what).toBe(
        `second look by ${settings.using.name} ${why}: the higher risk counts`,
      );
    }
  });

  test('a provider without a key is not called', async () => {
    const ports = makePorts((post) => moderated(post), { isConfigured: () => false });
    expect(await look(ports)).toMatchObject({ level: 'elevated' });
    expect(ports.posts).toEqual([]);
  });

  test('and is not kept for the next request', async () => {
    let isDown = true;
    const ports = makePorts((post) => (isDown ? posted('', 503) : moderated(post)));
    expect((await look(ports)).level).toBe('elevated');
    isDown = false;
    expect((await look(ports)).level).toBe('low');
  });

  test('whatever comes back, the risk never falls without leave', async () => {
    const scores = fc.dictionary(fc.string(), fc.double());
    const bodies = fc.oneof(
      fc.jsonValue(),
      fc.record({ results: fc.array(fc.record({ category_scores: scores, categories: scores })) }),
      fc.record({ choices: fc.anything() }),
    );
    const anyAnswer = fc.record({ status: fc.constantFrom(200, 201, 400, 500), body: bodies });
    await fc.assert(
      fc.asyncProperty(anyAnswer, fc.constantFrom(...riskLevels), async ({ status, body }, level) => {
        for (const settings of [settingsOf(), byModel]) {
          const said = await look(
            makePorts(() => posted(body, status)),
            level,
            settings,
          );
          expect(rank(said.level)).toBeGreaterThanOrEqual(rank(level));
        }
      }),
    );
  });
});

describe('the deadline', () => {
  afterEach(() => void vi.useRealTimers());
  test('is the higher risk too, 400 ms by default, and stops the call', async () => {
    vi.useFakeTimers();
    const started = Promise.withResolvers<void>();
    const ports = makePorts(() => {
      started.resolve();
      return new Promise<Posted>(() => {});
    });
    const looking = look(ports);
    await started.promise;
    await vi.advanceTimersByTimeAsync(399);
    expect(ports.posts[0]?.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await looking).toMatchObject({
      level: 'elevated',
      evidence: [
        { what: 'second look by openai-moderations gave no answer in time: the higher risk counts' },
      ],
    });
    expect(ports.posts[0]?.signal.aborted).toBe(true);
  });
});

describe('the budget', () => {
  test('is counted by minute and route; what is over it is the higher risk', async () => {
    const ports = makePorts((post) => moderated(post));
    const settings = settingsOf({ perMinute: 2, cacheSeconds: 0 });
    const levels = [];
    for (let each = 0; each < 4; each++) levels.push((await look(ports, 'low', settings)).level);
    expect(levels).toEqual(['low', 'low', 'elevated', 'elevated']);
    expect((await look(ports, 'low', settingsOf({ cacheSeconds: 0 }))).level).toBe('low');
    expect(ports.posts).toHaveLength(3);
    ports.clock.ms += 30_000;
    expect((await look(ports, 'low', settings)).level).toBe('low');
    expect((await look(ports, 'low', settings)).level).toBe('elevated');
  });

  test('does not fill when the clock goes back', async () => {
    const ports = makePorts((post) => moderated(post));
    const settings = settingsOf({ perMinute: 1, cacheSeconds: 0 });
    await look(ports, 'low', settings);
    ports.clock.ms -= 600_000;
    expect((await look(ports, 'low', settings)).level).toBe('elevated');
    ports.clock.ms += 600_000;
    expect((await look(ports, 'low', settings)).level).toBe('elevated');
  });
});

describe('the cache', () => {
  const grave = () => makePorts((post) => moderated(post, { 'self-harm': 0.9 }));

  test('answers for the same text, however it is spaced, and takes nothing of the budget', async () => {
    const ports = grave();
    const settings = settingsOf({ perMinute: 1 });
    for (const text of ['the same text', 'the  same\n\u200btext', 'ｔｈｅ same text'])
      expect((await look(ports, 'low', settings, saying(text))).level).toBe('high');
    expect(ports.posts).toHaveLength(1);
  });

  test.each([
    ['another text', saying('Hello!')],
    ['another case: encoded parts depend on it', saying('hello')],
    ['another origin', makeRequest({ messages: [], system: [{ type: 'text', text: 'Hello' }] })],
  ])('not for %s', async (_, other) => {
    const ports = grave();
    await look(ports, 'low', settingsOf(), saying('Hello'));
    await look(ports, 'low', settingsOf(), other);
    expect(ports.posts).toHaveLength(2);
  });

  test('not for another judge', async () => {
    const ports = makePorts((post) =>
      post.path === '/moderations' ? moderated(post) : label('none', 'none'),
    );
    await look(ports);
    await look(ports, 'low', byModel);
    expect(ports.posts).toHaveLength(2);
  });

  test('for as long as the route says', async () => {
    const ports = grave();
    const settings = settingsOf({ cacheSeconds: 60 });
    await look(ports, 'low', settings);
    ports.clock.ms += 59_999;
    await look(ports, 'low', settings);
    expect(ports.posts).toHaveLength(1);
    ports.clock.ms += 1;
    await look(ports, 'low', settings);
    expect(ports.posts).toHaveLength(2);
  });

  test('not at all with 0 seconds', async () => {
    const ports = grave();
    await look(ports, 'low', settingsOf({ cacheSeconds: 0 }));
    await look(ports, 'low', settingsOf({ cacheSeconds: 0 }));
    expect(ports.posts).toHaveLength(2);
  });
});

describe('the circuit breaker', () => {
  test('spares requests the wait for a judge that is down, and tries it again', async () => {
    let isDown = true;
    const ports = makePorts((post) => (isDown ? posted('', 500) : moderated(post)));
    const settings = settingsOf({ cacheSeconds: 0 });
    for (let each = 0; each < 5; each++) await look(ports, 'low', settings);
    expect((await look(ports, 'low', settings)).evidence[0]?.what).toContain('failed too often of late');
    expect(ports.posts).toHaveLength(5);
    isDown = false;
    ports.clock.ms += 30_000;
    expect((await look(ports, 'low', settings)).level).toBe('low');
  });

  test('does not count what is no fault of the judge', async () => {
    const ports = makePorts(() => completion('I cannot say.'));
    for (let each = 0; each < 6; each++) await look(ports, 'low', { ...byModel, cacheSeconds: 0 });
    expect(ports.posts).toHaveLength(6);
  });
});

describe('the record', () => {
  test('has each call that went out, once, and none that did not', async () => {
    const ports = makePorts((post) =>
      post.path === '/moderations' ? posted('', 500) : label('cyber', 'high'),
    );
    await look(ports, 'low', byModel);
    await look(ports, 'low', byModel);
    await look(ports, 'low', settingsOf());
    const told = { startedAtMs: ports.clock.ms, durationMs: 0 };
    expect(ports.calls).toEqual([
      {
        ...told,
        name: safeguard,
        provider: 'groq',
        model: 'openai/gpt-oss-safeguard-20b',
        outcome: 'completed',
        usage: { inputTokens: 900, outputTokens: 40 },
      },
      {
        ...told,
        name: 'openai-moderations',
        provider: 'openai',
        model: 'omni-moderation-2024-09-26',
        outcome: 'error',
        usage: {},
      },
    ]);
  });

  test('has what an answer cost that was no label', async () => {
    const ports = makePorts(() => completion('I cannot say.'));
    await look(ports, 'low', byModel);
    expect(ports.calls).toMatchObject([{ outcome: 'unreadable', usage: { inputTokens: 900 } }]);
  });
});

test('a request without text is not asked about', async () => {
  const ports = makePorts((post) => moderated(post));
  expect((await look(ports, 'low', settingsOf(), makeRequest({ messages: [] }))).level).toBe('low');
  expect(ports.posts).toEqual([]);
});
