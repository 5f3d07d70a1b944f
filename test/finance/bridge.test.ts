/** Why cost changed: each part alone, by hand, and the law that all parts add up to the difference. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bridge, bridge } from '../../src/finance/bridge.ts';
import { bridgeParts } from '../../src/finance/bridge-moves.ts';
import { costOf } from '../../src/ledger/counters.ts';
import { type GivenCounters, usageOf } from './usage-of.ts';

type Cells = Readonly<Record<string, GivenCounters>>;

/** `chat gpt-5.5` names a route and a model. */
const byCell = (cells: Cells) =>
  usageOf(Object.entries(cells).map(([names, counters]) => ({ names: names.split(' '), counters })));

const compare = (before: Cells, after: Cells) => bridge(byCell(before), byCell(after));

/** Parts that are not zero. */
function partsOf({ parts }: Bridge): Record<string, number> {
  return Object.fromEntries(
    parts.filter(({ nanoUsd }) => nanoUsd !== 0).map(({ name, nanoUsd }) => [name, nanoUsd]),
  );
}

const driverOf = ({ parts }: Bridge, name: string) => parts.find((part) => part.name === name)?.driver;

type Asked = {
  readonly n: number;
  readonly tokens?: number;
  readonly cached?: number;
  readonly rate?: number;
};

/** `n` requests of 100 tokens in at 5 nano-USD, of which `cached` at 1, and 10 out at 30. */
function asked({ n, tokens = 100, cached = 0, rate = 5 }: Asked): GivenCounters {
  return {
    attempts: n,
    requests: n,
    inputTokens: n * tokens,
    cacheReadInputTokens: n * cached,
    outputTokens: n * 10,
    costInput: n * (tokens - cached) * rate,
    costCacheRead: n * cached,
    costOutput: n * 10 * 30,
  };
}

describe('one thing changes', () => {
  const before = { 'chat mini': asked({ n: 10 }) };
  // 10 x (100 x 5 + 10 x 30) = 8000

  test.each<[string, GivenCounters, Record<string, number>]>([
    // 5 more of 800.
    ['requests', asked({ n: 15 }), { requests: 4000 }],
    // 10 x 20 tokens x 5.
    ['tokens a request', asked({ n: 10, tokens: 120 }), { tokens: 1000 }],
    // 10 x 100 tokens x (6 - 5).
    ['the price', asked({ n: 10, rate: 6 }), { price: 1000 }],
    // 10 x 40 tokens that cost 1 and not 5.
    ['the cache', asked({ n: 10, cached: 40 }), { cache: -1600 }],
    ['fees of tools', { ...asked({ n: 10 }), costTools: 700 }, { tools: 700 }],
    ['nothing', asked({ n: 10 }), {}],
    ['all is gone', {}, { requests: -8000 }],
  ])('%s', (_, after, parts) => {
    expect(partsOf(compare(before, { 'chat mini': after }))).toEqual(parts);
  });

  test('cached tokens get dearer: the price, though none were cached at the old one', () => {
    const after = { ...asked({ n: 10, cached: 40 }), costCacheRead: 10 * 40 * 3 };
    // No price of cached tokens is known of before: that of now. 10 x 40 x (3 - 5).
    expect(partsOf(compare(before, { 'chat mini': after }))).toEqual({ cache: -800 });
    const cached = { 'chat mini': asked({ n: 10, cached: 40 }) };
    expect(partsOf(compare(cached, { 'chat mini': after }))).toEqual({ price: 800 });
  });

  test('nothing was before: all of it is new requests', () => {
    expect(partsOf(compare({}, before))).toEqual({ requests: 8000 });
    expect(compare({}, {})).toMatchObject({ beforeNanoUsd: 0, afterNanoUsd: 0 });
  });
});

describe('the mix', () => {
  /** 500 nano-USD in and 300 out; `pro` is ten times as dear in. */
  const mini = (n: number) => asked({ n });
  const pro = (n: number) => asked({ n, rate: 50 });

  test('a route moves to a dearer model', () => {
    const made = compare(
      { 'review mini': mini(80), 'review pro': pro(20), 'chat mini': mini(100) },
      { 'review mini': mini(30), 'review pro': pro(70), 'chat mini': mini(100) },
    );
    // 50 requests cost 5300 and not 800.
    expect(partsOf(made)).toEqual({ modelMix: 50 * 4500 });
    expect(driverOf(made, 'modelMix')).toEqual({ route: 'review', model: 'pro', nanoUsd: 225_000 });
  });

  test('a dear route grows at the cost of a cheap one', () => {
    const made = compare(
      { 'review pro': pro(50), 'chat mini': mini(50) },
      { 'review pro': pro(60), 'chat mini': mini(40) },
    );
    expect(partsOf(made)).toEqual({ routeMix: 10 * 4500 });
  });

  test('requests double and one of two routes takes all of the growth', () => {
    const made = compare(
      { 'review pro': pro(50), 'chat mini': mini(50) },
      { 'review pro': pro(150), 'chat mini': mini(50) },
    );
    // 100 x 3050 = 305,000 doubles; then 50 requests are of the route that costs 5300 and not of the one at 800.
    expect(partsOf(made)).toEqual({ requests: 305_000, routeMix: 50 * 4500 });
  });

  test('a route that is new is mix, with all that it costs beyond the usual', () => {
    const made = compare({ 'chat mini': mini(100) }, { 'chat mini': mini(100), 'review pro': pro(10) });
    // 110 requests for 100: 10 x 800 more; then ten of them cost 5300.
    expect(partsOf(made)).toEqual({ requests: 8000, routeMix: 45_000 });
    expect(driverOf(made, 'routeMix')).toEqual({ route: 'review', model: null, nanoUsd: 45_000 });
  });
});

describe('what is not a first attempt', () => {
  const first = asked({ n: 10 });

  test('fallbacks, second looks and corrections are what their counters say', () => {
    const after = {
      'chat mini': first,
      'chat large': { attempts: 2, fallbacks: 2, costInput: 900, costBesides: 900, costFallbacks: 900 },
      'chat judge': { attempts: 1, secondLooks: 1, costOutput: 70, costBesides: 70 },
      'chat invoice': { corrections: 1, costInput: -33, costCorrections: -33 },
      'docs mini': {
        ...first,
        corrections: 1,
        costInput: (first.costInput ?? 0) + 500,
        costCorrections: 500,
      },
    };
    // The cost of a correction is on the meter of input, and changes the price of no token.
    expect(partsOf(compare({ 'chat mini': first, 'docs mini': first }, after))).toEqual({
      fallbacks: 900,
      besides: 70,
      corrections: 500 - 33,
    });
  });

  test('a fallback in the cell of first attempts is told from their price', () => {
    const withFallback = {
      ...first,
      attempts: 11,
      fallbacks: 1,
      inputTokens: 1100,
      outputTokens: 110,
      costInput: 5500,
      costOutput: 3300,
      costBesides: 800,
      costFallbacks: 800,
    };
    expect(partsOf(compare({ 'chat mini': first }, { 'chat mini': withFallback }))).toEqual({
      fallbacks: 800,
    });
  });
});

test('attempts without a price are left out with their requests and tokens, and told', () => {
  const before = { 'chat mini': asked({ n: 10 }) };
  const unknown = { attempts: 5, requests: 5, unpriced: 5, inputTokens: 500, outputTokens: 50 };
  const made = compare(before, { ...before, 'chat secret': unknown });
  expect(partsOf(made)).toEqual({});
  expect(made).toMatchObject({ unpricedBefore: 0, unpricedAfter: 5 });

  const half = {
    ...asked({ n: 10 }),
    attempts: 20,
    requests: 20,
    unpriced: 10,
    inputTokens: 2000,
    outputTokens: 200,
  };
  expect(partsOf(compare(before, { 'chat mini': half }))).toEqual({});
});

describe('laws', () => {
  // Requests may grow 1,200 times; no part passes what an integer holds.
  const few = fc.integer({ min: 0, max: 200 });
  const tokens = fc.integer({ min: 0, max: 10 ** 6 });
  const rate = fc.integer({ min: 0, max: 10 ** 4 });
  const share = fc.double({ min: 0, max: 0.5, noNaN: true });
  const counters = fc
    .record({
      requests: few,
      more: few,
      unpriced: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, few),
      tokens: fc.tuple(tokens, tokens, tokens, tokens),
      rates: fc.tuple(rate, rate, rate, rate),
      costTools: fc.integer({ min: 0, max: 10 ** 10 }),
      fallbackShare: share,
      besidesShare: share,
      correction: fc.double({ min: -1.1, max: 2, noNaN: true }),
    })
    .map((given): GivenCounters => {
      const attempts = Math.max(given.requests + given.more, given.unpriced);
      const [input, read, write, output] = given.tokens.map((each) => each * attempts) as [
        number,
        number,
        number,
        number,
      ];
      const [costInput, costCacheRead, costCacheWrite, costOutput] = [input, read, write, output].map(
        (each, at) => each * (given.rates[at] ?? 0),
      ) as [number, number, number, number];
      const { costTools } = given;
      const paid = costInput + costCacheRead + costCacheWrite + costOutput + costTools;
      const costFallbacks = Math.floor(paid * given.fallbackShare);
      const costCorrections = Math.floor(costInput * given.correction);
      return {
        attempts,
        requests: given.requests,
        unpriced: given.unpriced,
        inputTokens: input + read + write,
        cacheReadInputTokens: read,
        cacheCreationInputTokens: write,
        outputTokens: output,
        costInput: costInput + costCorrections,
        costCacheRead,
        costCacheWrite,
        costOutput,
        costTools,
        costFallbacks,
        costBesides: costFallbacks + Math.floor(paid * given.besidesShare),
        corrections: 1,
        costCorrections,
      };
    });
  const cells = fc.dictionary(
    fc
      .tuple(fc.constantFrom('chat', 'code', 'docs'), fc.constantFrom('mini', 'pro'))
      .map((names) => names.join(' ')),
    counters,
    { maxKeys: 6 },
  );

  test('the parts are whole and add up to the difference, whatever happened', () => {
    fc.assert(
      fc.property(cells, cells, (before, after) => {
        const made = compare(before, after);
        expect(made.parts.map(({ name }) => name)).toEqual(bridgeParts);
        expect(made.parts.every(({ nanoUsd }) => Number.isSafeInteger(nanoUsd))).toBe(true);
        const sum = made.parts.reduce((total, { nanoUsd }) => total + nanoUsd, 0);
        const headline = (each: Cells) => costOf(byCell(each).total);
        expect(sum).toBe(headline(after) - headline(before));
        expect(sum).toBe(made.afterNanoUsd - made.beforeNanoUsd);
      }),
    );
  });

  const tidy = fc.record({
    n: fc.integer({ min: 1, max: 10 ** 6 }),
    tokens: fc.integer({ min: 1, max: 10 ** 5 }),
    rate: fc.integer({ min: 1, max: 10 ** 4 }),
  });
  const tidyCells = fc
    .dictionary(fc.constantFrom('chat mini', 'chat pro', 'code mini', 'code pro', 'docs mini'), tidy)
    .map((given) => Object.fromEntries(Object.entries(given).map(([name, each]) => [name, asked(each)])));

  test('the price closes nothing but the price: where every price stands still it is what rounding leaves', () => {
    fc.assert(
      fc.property(tidyCells, tidyCells, (before, after) => {
        const same = Object.fromEntries(
          Object.entries(after).map(([name, counters]) => {
            const { requests = 0, inputTokens = 0 } = counters;
            const was = before[name];
            const rate = was === undefined ? 7 : (was.costInput ?? 0) / (was.inputTokens ?? 1);
            return [name, { ...counters, costInput: inputTokens * rate, costOutput: requests * 300 }];
          }),
        );
        const made = compare(before, same);
        const price = made.parts.find(({ name }) => name === 'price')?.nanoUsd ?? 0;
        // Nine other parts are rounded, and sums of doubles this great are good to one in 10^12.
        expect(Math.abs(price)).toBeLessThanOrEqual(9 + (made.beforeNanoUsd + made.afterNanoUsd) * 1e-12);
      }),
    );
  });

  test('a period against itself: every part is 0', () => {
    fc.assert(
      fc.property(cells, (each) => {
        expect(partsOf(compare(each, each))).toEqual({});
      }),
    );
  });
});
