/** The ledger against a bill: what drifts, why, and what would correct it. */
import { describe, expect, test } from 'vitest';
import { listModels } from '../../src/catalogue/catalogue.ts';
import { embeddingModels } from '../../src/catalogue/models/embeddings.ts';
import { shippedProviders } from '../../src/config/providers.ts';
import type { Provider } from '../../src/core/target.ts';
import { reconcile } from '../../src/finance/reconcile.ts';
import {
  type CostLine,
  type LedgerDay,
  type LedgerLine,
  noCost,
  noTokens,
} from '../../src/finance/reconcile-figures.ts';
import { createModelDirectory } from '../../src/finance/reconcile-models.ts';
import { daysAfter, sumByModel, totalSum } from '../../src/finance/reconcile-sums.ts';

const providers = new Map<string, Provider>(
  Object.entries(shippedProviders).map(([id, provider]) => [id, { id, ...provider }]),
);
const models = [...listModels(), ...embeddingModels];
const directory = createModelDirectory('openai', { models, providers });
const day = '2026-10-05';

function counted(model: string, given: Partial<LedgerLine> = {}): LedgerLine {
  return {
    model,
    attempts: 1,
    estimated: 0,
    unpriced: 0,
    corrections: 0,
    tokens: noTokens,
    cost: noCost,
    estimatedNanoUsd: 0,
    correctionsNanoUsd: 0,
    ...given,
  };
}

const ledgerOf = (lines: readonly LedgerLine[], given: Partial<LedgerDay> = {}): LedgerDay => ({
  day,
  isExact: true,
  isOver: true,
  lines,
  ...given,
});

function billed(name: string, meter: CostLine['meter'], nanoUsd: number): CostLine {
  return { day, name, meter, project: null, nanoUsd };
}

const compare = (ledger: readonly LedgerDay[], costs: readonly CostLine[], withOpenDays = false) =>
  reconcile({ provider: 'openai', ledger, usage: [], costs, directory, withOpenDays });

const output = (nanoUsd: number) => ({ ...noCost, output: nanoUsd });

describe('names on the bill', () => {
  test.each([
    ['gpt-5.5-2026-04-23', 'gpt-5.5'],
    ['gpt-5.5', 'gpt-5.5'],
    ['gpt-5.4-mini-2026-03-17 batch', 'gpt-5.4-mini'],
    ['text-embedding-3-small', 'text-embedding-3-small'],
    ['gpt-3.5-turbo-0125', 'openai:gpt-3.5-turbo-0125'],
  ])('%s is %s', (name, id) => expect(directory.idOfBilled(name)).toBe(id));

  test.each([
    ['gpt-5.5', 'gpt-5.5'],
    ['openai:(tools)', 'openai:(tools)'],
    ['claude-opus-4-7', null],
    ['anthropic:(tools)', null],
    ['something-gone', 'unknown'],
  ])('%s of the ledger is %s', (model, id) => expect(directory.idOfCounted(model)).toBe(id));

  test('two ids with one wire name are one line, and a project of the provider is the provider', () => {
    const [first] = models.filter(({ id }) => id === 'gpt-5.5');
    if (first === undefined) throw new Error('no gpt-5.5');
    const own = { ...first, id: 'gpt-5.5-contract', wireName: 'gpt-5.5', aliases: [], snapshots: [] };
    const cyber = { ...first, id: 'gpt-5.5-cyber', provider: 'openai-cyber', aliases: [], snapshots: [] };
    const both = createModelDirectory('openai', { models: [...models, own, cyber], providers });
    expect(both.idOfCounted('gpt-5.5-contract')).toBe('gpt-5.5');
    expect(both.idOfCounted('gpt-5.5-cyber')).toBe('gpt-5.5-cyber');
    expect(createModelDirectory('anthropic', { models, providers }).idOfCounted('gpt-5.5')).toBeNull();
  });
});

describe('a day', () => {
  test('that agrees has nothing to correct, whatever single answers were rounded by', () => {
    const ledger = ledgerOf([counted('gpt-5.5', { attempts: 10, cost: output(1_000_005) })]);
    const result = compare([ledger], [billed('gpt-5.5-2026-04-23', 'output', 1_000_000)]);
    expect(result.corrections).toEqual([]);
    expect(result.days[0]?.lines).toMatchObject([{ reason: 'same', drift: output(-5) }]);
    expect(totalSum(result)).toMatchObject({ driftNanoUsd: -5, attempts: 10 });
  });

  test.each([
    ['estimated', { estimated: 1 }],
    ['unpriced', { estimated: 1, unpriced: 1 }],
    ['price', {}],
    ['usage', { tokens: { ...noTokens, input: 3 } }],
  ] as const)('differs by what is %s', (reason, given) => {
    const ledger = ledgerOf([counted('gpt-5.5', { cost: output(900), ...given })]);
    const result = compare([ledger], [billed('gpt-5.5', 'output', 1500), billed('gpt-5.5', 'cacheRead', 7)]);
    expect(result.corrections).toEqual([
      { day, model: 'gpt-5.5', sequence: 1, cost: { ...noCost, output: 600, cacheRead: 7 }, reason },
    ]);
  });

  test('is billed for what the ledger has not, and has what nobody bills', () => {
    const ledger = ledgerOf([counted('gpt-5.4-mini', { cost: output(100) })]);
    const result = compare([ledger], [billed('gpt-3.5-turbo-0125', 'input', 70)]);
    expect(result.corrections).toMatchObject([
      { model: 'gpt-5.4-mini', reason: 'not-on-bill', cost: output(-100) },
      { model: 'openai:gpt-3.5-turbo-0125', reason: 'not-in-ledger', cost: { ...noCost, input: 70 } },
    ]);
  });

  test('what was corrected agrees, and the next correction has the next number', () => {
    const line = counted('gpt-5.5', { cost: output(1500), corrections: 1, correctionsNanoUsd: 600 });
    const even = compare([ledgerOf([line])], [billed('gpt-5.5', 'output', 1500)]);
    expect(even.corrections).toEqual([]);
    const later = compare([ledgerOf([line])], [billed('gpt-5.5', 'output', 1600)]);
    expect(later.corrections).toMatchObject([{ sequence: 2, cost: output(100) }]);
  });

  test('fees of tools are compared apart from models, and stay there once they are corrected', () => {
    const fees = (nanoUsd: number) => ({ ...noCost, tools: nanoUsd });
    const lines = [
      counted('gpt-5.5', { cost: { ...output(10), tools: 40 } }),
      counted('gpt-5.4-mini', { cost: fees(20) }),
    ];
    const costs = [billed('gpt-5.5', 'output', 10), billed('web search tool calls', 'tools', 90)];
    const result = compare([ledgerOf(lines)], costs);
    expect(result.corrections).toMatchObject([{ model: 'openai:(tools)', cost: fees(30) }]);
    const corrected = counted('openai:(tools)', { attempts: 0, corrections: 1, cost: fees(30) });
    expect(compare([ledgerOf([...lines, corrected])], costs).corrections).toEqual([]);
  });

  test.each([
    ['open', { isOver: false }],
    ['inexact', { isExact: false }],
  ] as const)('that is %s is not corrected', (state, given) => {
    const ledger = ledgerOf([counted('gpt-5.5', { cost: output(1) })], given);
    const result = compare([ledger], [billed('gpt-5.5', 'output', 1500)]);
    expect(result).toMatchObject({ corrections: [], days: [{ state }] });
    expect(totalSum(result).billedNanoUsd).toBe(state === 'open' ? 0 : 1500);
  });

  test('that the provider has not reported is not taken for a free one', () => {
    const result = compare([ledgerOf([counted('gpt-5.5', { cost: output(1) })])], []);
    expect(result).toMatchObject({ corrections: [], days: [{ state: 'not-billed' }] });
    expect(totalSum(result)).toMatchObject({ driftShare: null, driftNanoUsd: -1 });
  });

  test('that the provider has reported usage of, and no cost yet, is not taken for a free one either', () => {
    const tokens = { ...noTokens, output: 9 };
    const ledger = [ledgerOf([counted('gpt-5.5', { tokens, cost: output(9) })])];
    const usage = [{ day, model: 'gpt-5.5-2026-04-23', project: null, requests: 1, tokens }];
    const given = { provider: 'openai', ledger, usage, directory, withOpenDays: false } as const;
    expect(reconcile({ ...given, costs: [] })).toMatchObject({
      corrections: [],
      days: [{ state: 'not-billed' }],
    });
    const free = reconcile({ ...given, costs: [billed('gpt-5.5-2026-04-23', 'output', 0)] });
    expect(free).toMatchObject({ corrections: [{ cost: output(-9) }], days: [{ state: 'compared' }] });
  });

  test('that is not over can be taken as if it were', () => {
    const ledger = ledgerOf([counted('gpt-5.5', { cost: output(1) })], { isOver: false });
    expect(compare([ledger], [billed('gpt-5.5', 'output', 1500)], true).corrections).toHaveLength(1);
  });

  test('models of other providers are no part of it; those of nobody are named', () => {
    const lines = [
      counted('claude-opus-4-7', { cost: output(5) }),
      counted('something-gone', { cost: output(7) }),
    ];
    const result = compare([ledgerOf(lines)], []);
    expect(result).toMatchObject({ unknownModels: ['something-gone'], days: [{ lines: [] }] });
  });
});

test('sums are those of the lines, by model and in all, before and after corrections', () => {
  const next = '2026-10-06';
  const ledger = [
    ledgerOf([counted('gpt-5.5', { cost: output(100), estimated: 1, estimatedNanoUsd: 40 })]),
    ledgerOf([counted('gpt-5.5', { cost: output(50) })], { day: next }),
  ];
  const costs = [billed('gpt-5.5', 'output', 200), { ...billed('gpt-5.5', 'output', 50), day: next }];
  const result = compare(ledger, costs);
  expect(totalSum(result)).toMatchObject({
    ledgerNanoUsd: 150,
    billedNanoUsd: 250,
    driftNanoUsd: 100,
    driftShare: 0.4,
    estimatedNanoUsd: 40,
    estimated: 1,
  });
  expect(sumByModel(result)).toEqual([['gpt-5.5', totalSum(result)]]);
  const after = daysAfter(result, result.corrections);
  expect(after.map(({ day: of, sum }) => [of.day, sum.ledgerNanoUsd, sum.driftNanoUsd])).toEqual([
    [day, 200, 0],
    [next, 50, 0],
  ]);
});
