/** Which shares of a budget are told, in which window, and under which key. */
import { describe, expect, test } from 'vitest';
import { findInScopes } from '../../src/alerts/look.ts';
import { findInAdmission } from '../../src/alerts/notice-admission.ts';
import { showAlert } from '../../src/alerts/print-alert.ts';
import type { Alert } from '../../src/core/alert.ts';
import type { Budget, ScopeKind } from '../../src/core/budget.ts';
import { createWindowReader, windowAt } from '../../src/core/budget-window.ts';
import type { BudgetState, ScopeState } from '../../src/ledger/state-codec.ts';
import { parseScope } from '../../src/ledger/state-codec.ts';
import { makeBudget, makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';
import { makeAlertSettings } from '../support/world/alerts.ts';

const hourMs = 3_600_000;
const settings = makeAlertSettings();

type Spent = { readonly startMs?: number; readonly nano?: number; readonly tokens?: number };

function stateOf(budget: Budget, spent: Spent, before: Spent | null = null, nowMs = someMs): ScopeState {
  const { startMs } = windowAt(budget.window, budget.timeZone, nowMs);
  const told = (one: Spent) => ({
    startMs: one.startMs ?? startMs,
    spentNanoUsd: one.nano ?? 0,
    spentTokens: one.tokens ?? 0,
  });
  const counted: BudgetState = { ...told(spent), before: before && told(before) };
  const budgets = new Map([[`${budget.window}@${budget.timeZone}`, counted]]);
  return { ...parseScope(''), budgets };
}

function find(
  budget: Budget,
  spent: Spent,
  options: { before?: Spent; nowMs?: number; scope?: ScopeKind } = {},
) {
  const { before = null, nowMs = someMs, scope = 'team' } = options;
  const one = makeScope({ budgets: [budget] }, { scope, id: 'search' });
  return findInScopes([{ ...one, state: stateOf(budget, spent, before, nowMs) }], settings, nowMs);
}

const keysOf = (alerts: readonly Alert[]) => alerts.map(({ key }) => key);
const money = makeBudget({ limitNanoUsd: 1000 });

describe('shares', () => {
  test.each([
    [0, []],
    [499, []],
    [500, ['50']],
    [799, ['50']],
    [800, ['80']],
    [999, ['80']],
    [1000, ['100']],
    [5000, ['100']],
  ])('%d of 1000', (nano, told) => {
    const keys = keysOf(find(money, { nano }));
    expect(keys).toEqual(told.map((share) => `budget:team:search:day@UTC:20261121:1000nanoUsd:${share}`));
  });

  test('the highest stands for those below it', () => {
    const [alert] = find(money, { nano: 1000 });
    expect(alert?.covers.map((key) => key.split(':').at(-1))).toEqual(['50', '80']);
  });

  test('money and tokens are told apart', () => {
    const both = makeBudget({ limitNanoUsd: 1000, limitTokens: 100 });
    expect(keysOf(find(both, { nano: 600, tokens: 90 }))).toEqual([
      'budget:team:search:day@UTC:20261121:1000nanoUsd:50',
      'budget:team:search:day@UTC:20261121:100tokens:80',
    ]);
  });

  test('a limit of nothing is passed by the first that is spent', () => {
    const nothing = makeBudget({ limitNanoUsd: 0 });
    expect(find(nothing, {})).toEqual([]);
    expect(keysOf(find(nothing, { nano: 1 }))).toEqual(['budget:team:search:day@UTC:20261121:0nanoUsd:100']);
  });

  test('a limit that is edited is another event', () => {
    const [before] = find(money, { nano: 900 });
    const [after] = find({ ...money, limitNanoUsd: 1001 }, { nano: 900 });
    expect(after?.key).not.toBe(before?.key);
  });
});

describe('windows', () => {
  test('are named by their own clock', () => {
    const berlin = makeBudget({ limitNanoUsd: 1000, timeZone: 'Europe/Berlin' });
    // 23:30 UTC is half past midnight there.
    const nowMs = Date.UTC(2026, 10, 20, 23, 30);
    expect(keysOf(find(berlin, { nano: 500 }, { nowMs }))).toEqual([
      'budget:team:search:day@Europe/Berlin:20261121:1000nanoUsd:50',
    ]);
    const hourly = makeBudget({ limitNanoUsd: 1000, window: 'hour', timeZone: 'Asia/Kolkata' });
    expect(keysOf(find(hourly, { nano: 500 }))).toEqual([
      'budget:team:search:hour@Asia/Kolkata:2026112115:1000nanoUsd:50',
    ]);
    const total = makeBudget({ limitNanoUsd: 1000, window: 'total' });
    const [alert] = find(total, { nano: 500 });
    expect(alert).toMatchObject({
      key: 'budget:team:search:total@UTC:19700101:1000nanoUsd:50',
      data: { resetAtMs: null },
    });
  });

  test('the end of the window before is told, whether or not somebody has come since', () => {
    const today = windowAt('day', 'UTC', someMs).startMs;
    const yesterday = { startMs: today - 24 * hourMs, nano: 900 };
    const soon = { nowMs: today + 30_000 };
    const late = { nowMs: today + hourMs };
    const told = ['budget:team:search:day@UTC:20261120:1000nanoUsd:80'];
    expect(keysOf(find(money, yesterday, soon))).toEqual(told);
    expect(keysOf(find(money, { nano: 10 }, { ...soon, before: yesterday }))).toEqual(told);
    expect(find(money, yesterday, late)).toEqual([]);
    expect(find(money, { nano: 10 }, { ...late, before: yesterday })).toEqual([]);
  });

  test('a key is remembered for longer than its window is looked at', () => {
    const [alert] = find(money, { nano: 900 });
    expect(alert?.untilMs).toBeGreaterThan(windowAt('day', 'UTC', someMs).startMs + 25 * hourMs);
  });

  test('a budget of a minute is told to nobody', () => {
    expect(find(makeBudget({ limitNanoUsd: 1000, window: 'minute' }), { nano: 1000 })).toEqual([]);
  });
});

describe('what an admission shows', () => {
  const asked = (scope: ScopeKind, spent: Spent, refusals: readonly string[]) => {
    const one = makeScope({ budgets: [money] }, { scope, id: 'search' });
    const ask = {
      requestId: someId(1),
      scopes: [makeScope({}), one],
      reserveNanoUsd: 1,
      reserveTokens: 1,
      leaseMs: 1,
      posture: 'open' as const,
      template: makeRow(),
    };
    const status = refusals.length > 0 ? ('refused' as const) : ('held' as const);
    const decision = { status, heldNanoUsd: 0, refusals, scopes: [parseScope(''), stateOf(money, spent)] };
    return findInAdmission({ ask, decision, atMs: someMs }, settings.budgetPercents, createWindowReader());
  };

  test('a refusal, once a window, whatever is spent', () => {
    const [alert, ...more] = asked('team', { nano: 700 }, ['2m1']);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      kind: 'budget',
      key: 'budget:team:search:day@UTC:20261121:1000nanoUsd:refused',
      covers: [],
      data: { percent: 70, hasRefused: true },
    });
    expect(asked('team', { nano: 700 }, ['2r', '1m1', '2k1'])).toEqual([]);
    expect(asked('team', { nano: 700 }, [])).toEqual([]);
  });

  test('shares of end users, as a kind of their own', () => {
    expect(asked('user', { nano: 700 }, []).map(({ kind, key }) => [kind, key])).toEqual([
      ['end-user-budget', 'budget:user:search:day@UTC:20261121:1000nanoUsd:50'],
    ]);
    expect(asked('user', { nano: 700 }, ['2m1'])).toHaveLength(2);
  });
});

test.each<[Partial<Budget>, Spent, string]>([
  [{}, { nano: 800 }, 'The budget for the day of team search has passed 80 %: $4.10 of $5.00 spent.'],
  [
    { onLimit: 'refuse' },
    { nano: 1000 },
    'The budget for the day of team search is used up: $5.125 of $5.00 spent; requests that do not fit are refused until 2026-11-22T00:00:00Z.',
  ],
  [
    { onLimit: 'alert' },
    { nano: 1000 },
    'The budget for the day of team search is used up: $5.125 of $5.00 spent; requests go on until 2026-11-22T00:00:00Z.',
  ],
  [
    { onLimit: 'downgrade', window: 'total' },
    { nano: 1000 },
    'The budget of team search is used up: $5.125 of $5.00 spent; requests go to targets that cost no more than what is left.',
  ],
])('in words: %j', (given, { nano = 0 }, words) => {
  const budget = makeBudget({ limitNanoUsd: 5_000_000_000, ...given });
  const [alert] = find(budget, { nano: nano * 5_125_000 });
  const shown = alert && showAlert(alert, { nowMs: someMs, routerUrl: null });
  expect(shown?.data.message).toBe(words);
});
