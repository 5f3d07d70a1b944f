/**
 * What there is to tell now: budgets, what the store has not taken, costs that nobody knows. The cron looks, and the
 * status shows the same. Nothing is remembered here: what has been told is the desk's to know.
 */
import type { Alert, AlertData } from '../core/alert.ts';
import { createWindowReader } from '../core/budget-window.ts';
import type { AlertSettings } from '../core/config.ts';
import { type BudgetedScope, recentStandings } from '../ledger/budget-standings.ts';
import type { OutboxState } from '../ledger/outbox-object.ts';
import { type CountedHour, readHours } from '../ledger/read-usage.ts';
import type { ScriptStore } from '../ledger/store.ts';
import { findBudgetAlerts } from './find-budgets.ts';
import type { Found } from './find-spend.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type LookPorts = {
  readonly settings: AlertSettings;
  /** Null: there is none. */
  readonly store: ScriptStore | null;
  readonly outboxState: (() => Promise<OutboxState>) | null;
  readonly timeZone: string;
  readonly now: () => number;
};

const outboxKey = 'outbox';

/** In between its bounds and half of them nothing changes, so that it is not told to and fro. */
export function findOutboxAlert(
  { depth, oldestAtMs }: OutboxState,
  { outbox: { notes, ageMs }, againMs }: Pick<AlertSettings, 'outbox' | 'againMs'>,
  nowMs: number,
): Found {
  const age = oldestAtMs === null ? 0 : nowMs - oldestAtMs;
  if (oldestAtMs === null || (depth * 2 < notes && age * 2 < ageMs)) return { alerts: [], over: [outboxKey] };
  if (depth < notes && age < ageMs) return { alerts: [], over: [] };
  const data = { notes: depth, oldestAtMs };
  const untilMs = nowMs + againMs;
  return { alerts: [{ kind: 'outbox', key: outboxKey, covers: [], untilMs, data }], over: [] };
}

export function findInScopes(
  scopes: readonly BudgetedScope[],
  settings: AlertSettings,
  nowMs: number,
): Alert[] {
  const windowOf = createWindowReader();
  const standings = scopes.flatMap((scope) => recentStandings(scope, scope.state, nowMs, windowOf));
  return findBudgetAlerts(standings, settings.budgetPercents, nowMs);
}

/** This hour and the one before, for rows that come late; 2 commands. */
export function readRecentHours(
  { timeZone }: Pick<LookPorts, 'timeZone'>,
  store: ScriptStore,
  nowMs: number,
): Promise<CountedHour[]> {
  return readHours(nowMs - hourMs, nowMs + 1, { store, timeZone });
}

type Unpriced = AlertData['unpriced'];

/** Once a day for each model. */
export function findUnpricedIn(hours: readonly CountedHour[], nowMs: number): Alert[] {
  const found = new Map<string, Map<string, Unpriced['driver']>>();
  for (const { cell, counters } of hours.flatMap(({ cells }) => cells)) {
    if (counters.unpriced === 0) continue;
    const { model, route, team } = cell;
    const sources = found.get(model) ?? new Map<string, Unpriced['driver']>();
    const place = JSON.stringify([route, team]);
    const attempts = (sources.get(place)?.attempts ?? 0) + counters.unpriced;
    found.set(model, sources.set(place, { route, team, attempts }));
  }
  return [...found].map(([model, sources]) => {
    const all = [...sources.values()];
    const driver = all.reduce((most, each) => (each.attempts > most.attempts ? each : most));
    const data = { model, attempts: all.reduce((sum, { attempts }) => sum + attempts, 0), driver };
    return { kind: 'unpriced', key: `unpriced:${model}`, covers: [], untilMs: nowMs + dayMs, data };
  });
}
