/**
 * What there is to tell now: budgets, what the store has not taken, costs that nobody knows. Once a minute by the cron;
 * the status shows the same. Nothing is remembered here: what has been told is the desk's to know.
 */
import type { Alert, AlertDesk } from '../core/alert.ts';
import { createWindowReader } from '../core/budget-window.ts';
import type { AlertSettings } from '../core/config.ts';
import { type BudgetedScope, readBudgets, recentStandings } from '../ledger/budget-standings.ts';
import type { OutboxState } from '../ledger/outbox-object.ts';
import { readHours } from '../ledger/read-usage.ts';
import { type ScriptStore, StoreError } from '../ledger/store.ts';
import { findBudgetAlerts } from './find-budgets.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const dayMs = 24 * hourMs;
/** While it lasts it is told again after this. */
const outboxAgainMs = 6 * hourMs;
/** Hours have few cells, but each read of them is a command more. */
const unpricedEveryMinutes = 5;

export type LookPorts = {
  readonly settings: AlertSettings;
  /** Null: there is none. */
  readonly store: ScriptStore | null;
  readonly outboxState: (() => Promise<OutboxState>) | null;
  readonly timeZone: string;
  readonly now: () => number;
};

export type Found = {
  readonly alerts: readonly Alert[];
  /** Keys of conditions that are over. */
  readonly over: readonly string[];
};

const outboxKey = 'outbox';

/** In between its bounds and half of them nothing changes, so that it is not told to and fro. */
export function findOutboxAlert(
  { depth, oldestAtMs }: OutboxState,
  { notes, ageMs }: AlertSettings['outbox'],
  nowMs: number,
): Found {
  const age = oldestAtMs === null ? 0 : nowMs - oldestAtMs;
  if (oldestAtMs === null || (depth * 2 < notes && age * 2 < ageMs)) return { alerts: [], over: [outboxKey] };
  if (depth < notes && age < ageMs) return { alerts: [], over: [] };
  const data = { notes: depth, oldestAtMs };
  const untilMs = nowMs + outboxAgainMs;
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

/** Once a day for each model. This hour and the one before, for rows that come late; 2 commands. */
export async function findUnpriced(
  { timeZone }: Pick<LookPorts, 'timeZone'>,
  store: ScriptStore,
  nowMs: number,
): Promise<Alert[]> {
  const counts = new Map<string, number>();
  for (const { cells } of await readHours(nowMs - hourMs, nowMs + 1, { store, timeZone }))
    for (const { cell, counters } of cells)
      if (counters.unpriced > 0) counts.set(cell.model, (counts.get(cell.model) ?? 0) + counters.unpriced);
  return [...counts].map(([model, attempts]) => ({
    kind: 'unpriced',
    key: `unpriced:${model}`,
    covers: [],
    untilMs: nowMs + dayMs,
    data: { model, attempts },
  }));
}

async function lookIntoStore(ports: LookPorts): Promise<Alert[]> {
  const { store, settings, now } = ports;
  if (store === null) return [];
  const nowMs = now();
  try {
    const { scopes } = await readBudgets(store);
    const isTime = Math.floor(nowMs / minuteMs) % unpricedEveryMinutes === 0;
    return [
      ...findInScopes(scopes, settings, nowMs),
      ...(isTime ? await findUnpriced(ports, store, nowMs) : []),
    ];
  } catch (error) {
    // A store that is away is no reason not to tell of what piles up because of it.
    if (!(error instanceof StoreError)) throw error;
    return [];
  }
}

async function look(ports: LookPorts): Promise<Found> {
  // A Durable Object that is out of reach rejects with whatever the platform likes.
  const state = ports.outboxState === null ? null : await ports.outboxState().catch(() => null);
  const outbox = state === null ? null : findOutboxAlert(state, ports.settings.outbox, ports.now());
  const alerts = await lookIntoStore(ports);
  return { alerts: [...(outbox?.alerts ?? []), ...alerts], over: outbox?.over ?? [] };
}

/** The cron's part. Rejects where the desk is out of reach. */
export async function lookAndRaise(ports: LookPorts, desk: AlertDesk): Promise<void> {
  const { alerts, over } = await look(ports);
  await desk.raise(alerts, over);
}
