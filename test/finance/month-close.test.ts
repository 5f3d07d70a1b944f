/** What keeps a month open, point by point. */
import { describe, expect, test } from 'vitest';
import { isClosable, type MonthFacts, monthClose } from '../../src/finance/month-close.ts';
import { mergeCounters } from '../../src/ledger/counters.ts';
import type { StoredReconciliation } from '../../src/ledger/reconciliations.ts';

const counters = { ...mergeCounters([]), attempts: 10, costOutput: 1000, costEstimated: 9 };

const compared = (provider: 'openai' | 'anthropic', at: number): StoredReconciliation => ({
  provider,
  day: `2026-10-${String(at).padStart(2, '0')}`,
  ledgerNanoUsd: 1000,
  billedNanoUsd: 1005,
  driftNanoUsd: 5,
  estimatedNanoUsd: 0,
  correctedNanoUsd: 0,
  isExact: true,
  atMs: 0,
  by: 'admin',
});

const october = Array.from({ length: 31 }, (_, at) => compared('openai', at + 1));
const endMs = Date.UTC(2026, 10, 1);

const settled: MonthFacts = {
  month: '2026-10',
  endMs,
  nowMs: endMs + 86_400_000,
  completeUntilMs: endMs,
  outboxNotes: 0,
  counters,
  costByProvider: new Map([['openai', 1000]]),
  reconciled: october,
  spentBudgets: [],
  demoAttempts: 0,
  budgetWebhooks: 0,
  alertsWaiting: 0,
};

const pointOf = (name: string, given: Partial<MonthFacts>) =>
  monthClose({ ...settled, ...given }).find((item) => item.name === name);

test('a month in order is closed', () => {
  const items = monthClose(settled);
  expect(items.map(({ name, state, command }) => [name, state, command])).toEqual([
    ['hours', 'ok', null],
    ['outbox', 'ok', null],
    ['unpriced', 'ok', null],
    ['estimated', 'ok', null],
    ['reconciled:openai', 'ok', null],
    ['reconciled:anthropic', 'ok', null],
    ['unreported', 'ok', null],
    ['budgets', 'ok', null],
  ]);
  expect(isClosable(items)).toBe(true);
  expect(items[4]?.sentence).toBe('The bill of openai and the ledger differ by 0.50 %.');
});

const care = [{ scope: 'team', id: 'care' }];
const reconcileOpenai = 'npm run -s signalbox -- reconcile --provider openai --period 2026-10';

describe('what keeps it open', () => {
  test.each<[name: string, state: string, given: Partial<MonthFacts>, words: string, command: string]>([
    ['hours', 'open', { nowMs: endMs - 1 }, 'not over', 'status'],
    ['hours', 'open', { completeUntilMs: endMs - 3_600_000 }, 'until 2026-10-31T23:00 UTC only', 'status'],
    ['hours', 'unknown', { completeUntilMs: null }, 'Nobody can say', 'status'],
    ['outbox', 'open', { outboxNotes: 1 }, '1 note in the outbox', 'status'],
    ['outbox', 'unknown', { outboxNotes: null }, 'does not answer', 'status'],
    [
      'unpriced',
      'open',
      { counters: { ...counters, unpriced: 2 }, reconciled: [] },
      '2 attempts',
      '--to 2026-10-31 --by model',
    ],
    ['unpriced', 'unknown', { counters: null }, 'cannot be read', 'status'],
    [
      'estimated',
      'open',
      { counters: { ...counters, costEstimated: 10 }, costByProvider: new Map([['zai', 1]]) },
      '1.00 %',
      'npm run -s signalbox -- usage',
    ],
    ['estimated', 'unknown', { counters: null }, 'cannot be read', 'status'],
    ['reconciled:openai', 'open', { reconciled: october.slice(1) }, '30 of 31 days', reconcileOpenai],
    ['reconciled:openai', 'open', { reconciled: [] }, '0 of 31 days', reconcileOpenai],
    [
      'reconciled:openai',
      'open',
      { reconciled: october.map((one) => ({ ...one, billedNanoUsd: 980 })) },
      'differ by 2.04 %',
      `${reconcileOpenai} --apply`,
    ],
    [
      'reconciled:openai',
      'open',
      { reconciled: october.map((one) => ({ ...one, billedNanoUsd: 0 })) },
      'bills nothing',
      reconcileOpenai,
    ],
    ['reconciled:openai', 'unknown', { reconciled: null }, 'cannot be read', 'status'],
    ['reconciled:anthropic', 'open', { costByProvider: null }, '0 of 31 days', '--provider anthropic'],
    [
      'unreported',
      'unknown',
      {
        costByProvider: new Map([
          ['zai', 5],
          ['google', 1],
          ['groq', 0],
          ['openai', 9],
        ]),
      },
      'google, zai: no report',
      '--by model',
    ],
    ['unreported', 'unknown', { costByProvider: null }, 'cannot be read', 'status'],
    ['budgets', 'open', { spentBudgets: care, budgetWebhooks: 1, alertsWaiting: 2 }, '2 alerts', 'status'],
    [
      'budgets',
      'unknown',
      { spentBudgets: care, budgetWebhooks: 1, alertsWaiting: null },
      'nobody can say',
      'status',
    ],
    ['budgets', 'unknown', { spentBudgets: null }, 'cannot be read', 'status'],
  ])('%s is %s', (name, state, given, words, command) => {
    const item = pointOf(name, given);
    expect(item?.state).toBe(state);
    expect(item?.sentence).toContain(words);
    expect(item?.command).toContain(command);
    expect(isClosable(monthClose({ ...settled, ...given }))).toBe(false);
  });
});

test('what rows lack and the bills of all providers have is settled', () => {
  const given = { counters: { ...counters, unpriced: 1, costEstimated: 500 } };
  expect(pointOf('unpriced', given)).toMatchObject({
    state: 'ok',
    sentence:
      '1 attempt without a known price. The bills of all providers have been compared and include it.',
  });
  expect(pointOf('estimated', given)).toMatchObject({ state: 'ok', command: null });
});

test('a provider of whose use no price is known has been used', () => {
  const given = { counters: { ...counters, unpriced: 1 }, costByProvider: new Map([['openai', 1000]]) };
  const costByProvider = new Map<string, number | null>([...given.costByProvider, ['zai', null]]);
  expect(pointOf('unpriced', given)?.state).toBe('ok');
  expect(pointOf('unpriced', { ...given, costByProvider })?.state).toBe('open');
  expect(pointOf('unreported', { ...given, costByProvider })?.sentence).toContain('zai: no report');
  const anthropic = new Map([['anthropic', null]]);
  expect(pointOf('reconciled:anthropic', { costByProvider: anthropic })?.state).toBe('open');
});

test('owners of budgets that were told have nothing left to be told', () => {
  expect(pointOf('budgets', { spentBudgets: care, budgetWebhooks: 1 })).toMatchObject({
    state: 'ok',
    sentence: 'Used up, and told by webhook: team care.',
  });
});

test('a budget of a month that is over holds nothing up, told or not', () => {
  expect(pointOf('budgets', { spentBudgets: care })).toEqual({
    name: 'budgets',
    state: 'note',
    sentence: 'Used up: team care. No webhook told anybody; one under alerts in routes.config.ts would.',
    command: null,
  });
  expect(isClosable(monthClose({ ...settled, spentBudgets: care }))).toBe(true);
});

test('where there are demo teams every point of what was used says that they are left out', () => {
  const items = monthClose({ ...settled, demoAttempts: 7, costByProvider: new Map() });
  const saying = items.filter(({ sentence }) => sentence.endsWith(' Demo teams are left out.'));
  expect(saying.map(({ name }) => name)).toEqual(items.slice(2).map(({ name }) => name));
  expect(pointOf('reconciled:anthropic', { demoAttempts: 7 })?.sentence).toBe(
    'anthropic was not used. Demo teams are left out.',
  );
  expect(pointOf('reconciled:anthropic', {})?.sentence).toBe('anthropic was not used.');
});

test('February has its own days', () => {
  const point = pointOf('reconciled:openai', { month: '2028-02', reconciled: [] });
  expect(point?.sentence).toBe('0 of 29 days have been held against the bill of openai.');
});
