/** Sentences: what they say in every case, and the law that none of them contradicts its numbers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bridge } from '../../src/finance/bridge.ts';
import { describeChange, partInWords } from '../../src/finance/captions.ts';
import {
  describeAnomaly,
  describeForecast,
  describeQuality,
  describeSavings,
} from '../../src/finance/figure-captions.ts';
import type { Forecast } from '../../src/finance/forecast.ts';
import { baselineSavingsOf, dataQualityOf } from '../../src/finance/savings.ts';
import { percentInWords, timesInWords, usdInWords } from '../../src/finance/words.ts';
import { countersOf, type GivenCounters, usageOf } from './usage-of.ts';

const usd = 1_000_000_000;

/** `n` requests of 1,000 tokens, at so many USD each. */
const asked = (n: number, usdEach: number): GivenCounters => ({
  attempts: n,
  requests: n,
  inputTokens: n * 1000,
  costInput: n * usdEach * usd,
});

type Cells = Readonly<Record<string, GivenCounters>>;

const byCell = (cells: Cells) =>
  usageOf(Object.entries(cells).map(([names, counters]) => ({ names: names.split(' '), counters })));

function compared(before: Cells, after: Cells) {
  const [earlier, later] = [byCell(before), byCell(after)];
  const { attempts: attemptsBefore } = earlier.total;
  return {
    bridge: bridge(earlier, later),
    attemptsBefore,
    attemptsAfter: later.total.attempts,
    attemptsToday: 0,
  };
}

const sentence = (before: Cells, after: Cells) => describeChange(compared(before, after));

describe('why cost changed', () => {
  const chat = { 'chat mini': asked(100, 1) };

  test.each<[string, Cells, Cells]>([
    ['Nothing yet: there are no calls in this period.', {}, {}],
    ['The first calls came in this period; there is nothing before it to compare with.', {}, chat],
    ['There are no calls in this period; the one before cost $100.00.', chat, {}],
    ['Cost is as before.', chat, chat],
    [
      'Cost rose 18 %; all of it is code-review moving to gpt-5.5-pro.',
      { 'code-review mini': asked(100, 1) },
      { 'code-review mini': asked(98, 1), 'code-review gpt-5.5-pro': asked(2, 10) },
    ],
    ['Cost fell 40 %; all of it is fewer requests.', chat, { 'chat mini': asked(60, 1) }],
    ['Cost rose to 25 times what it was; all of it is more requests.', chat, { 'chat mini': asked(2500, 1) }],
    [
      'Cost is almost as before, 0.4 % more.',
      { 'chat mini': asked(1000, 1) },
      { 'chat mini': asked(1004, 1) },
    ],
    // 50 more at 1.50 add 75; 150 at 0.50 less take 75 off.
    [
      'Cost is as before; more requests added $75.00, a lower price per token took $75.00 off.',
      { 'chat mini': asked(100, 1.5) },
      { 'chat mini': asked(150, 1) },
    ],
    // 400 more at 0.01 add 4; twice the tokens add 5; each token a fifth cheaper takes 2 off.
    [
      'Cost rose 700 %; longer requests and answers added $5.00, more requests added $4.00, a lower price per token took $2.00 off.',
      { 'chat mini': asked(100, 0.01) },
      { 'chat mini': { ...asked(500, 0.02), inputTokens: 1_000_000, costInput: 8 * usd } },
    ],
    [
      'Cost rose to 10 times what it was; the largest parts are longer requests and answers, then more requests.',
      { 'chat mini': asked(100, 0.01) },
      { 'chat mini': { ...asked(500, 0.02), inputTokens: 1_000_000, costInput: 10 * usd } },
    ],
    [
      'Cost rose 30 %; most of it is more requests.',
      chat,
      { 'chat mini': { ...asked(125, 1), costInput: 130 * usd } },
    ],
    [
      'Cost is as before. 1 call of this period has no known price and is left out.',
      chat,
      { ...chat, 'chat secret': { attempts: 1, requests: 1, unpriced: 1 } },
    ],
    [
      'Cost is $100.00; of the period before no cost is known to compare with. 2 calls of the one before have no known price and are left out.',
      { 'chat secret': { attempts: 2, requests: 2, unpriced: 2 } },
      chat,
    ],
  ])('%s', (expected, before, after) => {
    expect(sentence(before, after)).toBe(expected);
  });

  test('calls of today alone are told, whatever there was before', () => {
    const today = (before: Cells) => describeChange({ ...compared(before, {}), attemptsToday: 11 });
    expect(today({})).toBe('Only today has calls so far: it is compared once it is over.');
    expect(today(chat)).toBe('Only today has calls in this period; the one before cost $100.00.');
  });

  const amounts = fc.record({
    n: fc.integer({ min: 0, max: 3000 }),
    usdEach: fc.integer({ min: 0, max: 50 }),
  });
  const cells = fc
    .dictionary(fc.constantFrom('chat mini', 'chat pro', 'code mini', 'code pro'), amounts)
    .map((given) =>
      Object.fromEntries(Object.entries(given).map(([name, each]) => [name, asked(each.n, each.usdEach)])),
    );

  test('the sentence goes the way of the numbers, and "most" and "all" are true of the parts', () => {
    fc.assert(
      fc.property(cells, cells, (before, after) => {
        const given = compared(before, after);
        const said = describeChange(given);
        const { beforeNanoUsd, afterNanoUsd, parts } = given.bridge;
        const change = afterNanoUsd - beforeNanoUsd;
        if (/ rose | more[;.]/.test(said)) expect(change).toBeGreaterThan(0);
        if (/ fell | less[;.]/.test(said)) expect(change).toBeLessThan(0);
        if (said.includes('as before;') || said === 'Cost is as before.')
          if (!said.includes('almost')) expect(change).toBe(0);
        const percent = /(?:rose|fell) ([\d,]+) %/.exec(said)?.[1];
        if (percent !== undefined)
          expect(
            Math.abs(Number(percent.replace(',', '')) - (100 * Math.abs(change)) / beforeNanoUsd),
          ).toBeLessThanOrEqual(0.5);
        if (/fell 100 %/.test(said)) expect(afterNanoUsd).toBe(0);
        const named = parts.filter(
          (part) => part.nanoUsd !== 0 && said.includes(`of it is ${partInWords(part)}`),
        );
        if (said.includes('most of it is'))
          expect(named.some(({ nanoUsd }) => nanoUsd * 2 * Math.sign(change) > Math.abs(change))).toBe(true);
        if (said.includes('all of it is')) expect(named.some(({ nanoUsd }) => nanoUsd === change)).toBe(true);
        const most = parts.reduce((best, part) =>
          Math.abs(part.nanoUsd) > Math.abs(best.nanoUsd) ? part : best,
        );
        if (said.includes(';') && beforeNanoUsd > 0 && afterNanoUsd > 0)
          expect(said).toContain(`${partInWords(most)}`);
        expect(said).toMatch(/^[A-Z].*\.$/);
        expect(said).not.toMatch(/NaN|null|undefined|Infinity/);
      }),
    );
  });
});

describe('numbers in words', () => {
  test('something is never nothing, and a part is never the whole', () => {
    const shares = [0, 0.0001, 0.0004, 0.004, 0.0099, 0.184, 0.5, 0.994, 0.9997, 1, 1.184];
    expect(shares.map(percentInWords)).toEqual([
      '0 %',
      'less than 0.1 %',
      'less than 0.1 %',
      '0.4 %',
      '0.9 %',
      '18 %',
      '50 %',
      '99.4 %',
      '99.9 %',
      '100 %',
      '118 %',
    ]);
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, max: 1 - 2 ** -53, noNaN: true }), (share) => {
        expect(['0 %', '100 %']).not.toContain(percentInWords(share));
      }),
    );
  });

  test('dollars', () => {
    expect([0, 1, 9_999_999, 10_000_000, 1_234_500_000_000, -3 * usd].map(usdInWords)).toEqual([
      '$0.00',
      'less than $0.01',
      'less than $0.01',
      '$0.01',
      '$1,234.50',
      '-$3.00',
    ]);
    expect(timesInWords(12.4)).toBe('12 times');
  });
});

describe('forecasts', () => {
  const made: Forecast = {
    method: 'weekdays',
    toDateNanoUsd: 100 * usd,
    expectedNanoUsd: 300 * usd,
    lowNanoUsd: 280 * usd,
    highNanoUsd: 350 * usd,
    historyDays: 28,
    unknownDays: 0,
    trend: 1,
    days: [],
  };
  const say = (budgetUsd: number | null, given: Partial<typeof made> = {}) =>
    describeForecast({ ...made, ...given } as Forecast, '2026-11-30', budgetUsd && budgetUsd * usd);

  test('with a range, and against a budget', () => {
    const end =
      'By the end of 2026-11-30 it will probably have cost between $280.00 and $350.00, about $300.00 if all goes on as usual.';
    expect(say(null)).toBe(end);
    expect(say(250)).toBe(`${end} That is above the budget of $250.00.`);
    expect(say(290)).toBe(`${end} It will probably pass the budget of $290.00.`);
    expect(say(320)).toBe(`${end} It may pass the budget of $320.00.`);
    expect(say(350)).toBe(`${end} That is within the budget of $350.00.`);
  });

  test('with few days, none, and unknown ones', () => {
    expect(say(null, { method: 'simple', historyDays: 5 })).toContain('rough: 5 days are too few');
    expect(say(null, { unknownDays: 2 })).toMatch(/no price is known are left out: 2\.$/);
    const none: Forecast = {
      method: 'none',
      reason: '1 whole day so far, 3 are needed',
      expectedNanoUsd: null,
      toDateNanoUsd: 0,
      historyDays: 1,
      unknownDays: 0,
    };
    expect(describeForecast(none, '2026-11-30', 5 * usd)).toBe(
      'Too early for a forecast: 1 whole day so far, 3 are needed.',
    );
  });
});

test('odd hours, in the time of the reporting zone', () => {
  const driver = { route: 'support', model: 'gpt-5.5-pro', team: 'lab', aboveNanoUsd: 59 * usd };
  const odd = {
    dimension: 'route',
    name: 'support',
    startMs: Date.UTC(2026, 10, 20, 12),
    nanoUsd: 88 * usd,
    usualNanoUsd: 21 * usd,
    deviations: 60,
    driver,
  } as const;
  expect(describeAnomaly(odd, 'Europe/Berlin')).toBe(
    'Route support cost $88.00 in the hour from 2026-11-20 13:00, where $21.00 is usual; most of the increase is team lab on gpt-5.5-pro.',
  );
  const small = {
    ...odd,
    dimension: 'team',
    name: 'lab',
    usualNanoUsd: 0,
    driver: { ...driver, aboveNanoUsd: 30 * usd },
  } as const;
  expect(describeAnomaly(small, 'UTC')).toBe(
    'Team lab cost $88.00 in the hour from 2026-11-20 12:00, where nothing is usual; the largest part of the increase is route support on gpt-5.5-pro.',
  );
});

test('savings are called an estimate, a loss is called more', () => {
  const say = (given: GivenCounters) => describeSavings(baselineSavingsOf(countersOf(given)));
  expect(say({ attempts: 1, costOutput: 70 * usd, costCompared: 60 * usd, costBaseline: 100 * usd })).toBe(
    'By estimate it cost 40 % ($40.00) less than the declared baseline would have. $10.00 of cost has no baseline and is left out.',
  );
  expect(say({ attempts: 1, costOutput: 150 * usd, costCompared: 150 * usd, costBaseline: 100 * usd })).toBe(
    'By estimate it cost 50 % ($50.00) more than the declared baseline would have.',
  );
  expect(say({})).toBe('No baseline is declared, so nothing can be said of savings.');
});

test('how sure the numbers are', () => {
  const say = (given: GivenCounters, drift: number | null) =>
    describeQuality(dataQualityOf(countersOf(given), drift));
  expect(say({ attempts: 9, costOutput: usd }, 0)).toBe(
    'All of the cost is measured. The invoice says the same.',
  );
  expect(say({ attempts: 900, unpriced: 3, costOutput: usd, costEstimated: 3_000_000 }, 0.004)).toBe(
    '0.3 % of the cost is estimated, the rest measured. 3 of 900 calls have no known price, so no sum holds them. The invoice is 0.4 % higher.',
  );
  expect(say({ attempts: 1, costOutput: 5, costEstimated: 5 }, null)).toBe(
    'All of the cost is estimated. It has not been held against an invoice.',
  );
  expect(say({ attempts: 1, unpriced: 1 }, null)).toContain(
    'Nothing has a known cost yet. 1 of 1 calls has no',
  );
});
