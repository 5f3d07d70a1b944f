/**
 * How the router stands: the store, what it has not taken, budgets, alerts. One reading for the terminal, for programs
 * and for pages. Answers while the store is away: what is not known is null, never 0. 6 commands.
 */
import type { Alert, AlertDesk, AlertsState } from '../core/alert.ts';
import { createWindowReader } from '../core/budget-window.ts';
import { isObject } from '../core/json.ts';
import {
  type BudgetStanding,
  type Budgets,
  currentStandings,
  readBudgets,
} from '../ledger/budget-standings.ts';
import { hourStartMs } from '../ledger/hours.ts';
import { keys } from '../ledger/keys.ts';
import type { OutboxState } from '../ledger/outbox-object.ts';
import { type ScriptStore, StoreError } from '../ledger/store.ts';
import { findInScopes, findOutboxAlert, findUnpricedIn, type LookPorts, readRecentHours } from './look.ts';

const hourMs = 3_600_000;

export type StatusPorts = LookPorts & {
  readonly alerts: AlertDesk | null;
  /** As this isolate takes it. */
  readonly isStoreShut: () => boolean;
};

export type StoreStatus = {
  /** `none`: none is configured. */
  readonly state: 'answers' | 'away' | 'none';
  /** Of one read; null: it has not answered. */
  readonly latencyMs: number | null;
  /** Whether the isolate that answers asks nobody for a moment, after failures of its own. */
  readonly isShut: boolean;
};

/** What the store says; each null where it is away or there is none. */
type Stored = {
  /** In their current windows, keys, teams and routes. */
  readonly budgets: readonly BudgetStanding[] | null;
  /** Teams with budgets of each of their end users; who has used what of them is not read. */
  readonly endUserBudgets: Budgets['endUsersOf'] | null;
  readonly keys: { readonly all: number; readonly active: number } | null;
  /** End of the last hour that is over and counted; null also where none is yet. */
  readonly countedUntilMs: number | null;
};

export type Status = Stored & {
  readonly atMs: number;
  readonly store: StoreStatus;
  /** Null: there is none. `away`: it does not answer. */
  readonly outbox: OutboxState | 'away' | null;
  /** What would be raised now, if it has not been. */
  readonly conditions: readonly Alert[];
  /** Null: nobody is to be told. `away`: nobody can say. */
  readonly alerts: AlertsState | 'away' | null;
};

const nothing: Stored = { budgets: null, endUserBudgets: null, keys: null, countedUntilMs: null };

/** Neither revoked nor past its end. */
function isActive(text: string, nowMs: number): boolean {
  const record: unknown = JSON.parse(text);
  if (!isObject(record)) return false;
  return [record.revokedAtMs, record.expiresAtMs].every((end) => typeof end !== 'number' || end > nowMs);
}

async function readStored(
  ports: StatusPorts,
  store: ScriptStore,
  nowMs: number,
): Promise<{ readonly stored: Stored; readonly conditions: readonly Alert[] }> {
  const [{ scopes, endUsersOf }, records, hours] = await Promise.all([
    readBudgets(store),
    store.readHash(keys.apiKeys),
    readRecentHours(ports, store, nowMs),
  ]);
  const windowOf = createWindowReader();
  const texts = [...records.values()];
  const stored = {
    budgets: scopes.flatMap((scope) => currentStandings(scope, scope.state, nowMs, windowOf)),
    endUserBudgets: endUsersOf,
    keys: { all: texts.length, active: texts.filter((text) => isActive(text, nowMs)).length },
    countedUntilMs: null,
  };
  return {
    stored,
    conditions: [...findInScopes(scopes, ports.settings, nowMs), ...findUnpricedIn(hours, nowMs)],
  };
}

/** One read, timed: it tells whether the store answers, and until when hours are counted. */
export async function pingStore({
  store,
  isStoreShut,
  now,
}: Pick<StatusPorts, 'store' | 'isStoreShut' | 'now'>): Promise<StoreStatus & { readonly closed: string }> {
  const isShut = isStoreShut();
  if (store === null) return { state: 'none', latencyMs: null, isShut, closed: '' };
  const beganMs = now();
  try {
    const [closed] = await store.readFields(keys.state, ['closed']);
    return { state: 'answers', latencyMs: now() - beganMs, isShut, closed: closed ?? '' };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { state: 'away', latencyMs: null, isShut, closed: '' };
  }
}

/** What is out of reach rejects with whatever the platform likes. */
const orAway = async <T>(read: (() => Promise<T>) | undefined | null): Promise<T | 'away' | null> =>
  read ? read().catch(() => 'away' as const) : null;

export async function readStatus(ports: StatusPorts): Promise<Status> {
  const { settings, alerts, now } = ports;
  const nowMs = now();
  const [{ closed, ...pinged }, outbox, desk] = await Promise.all([
    pingStore(ports),
    orAway(ports.outboxState),
    orAway(alerts && (() => alerts.state())),
  ]);
  const read = pinged.state === 'answers' ? await readOrNull(ports, nowMs) : null;
  const closedMs = hourStartMs(closed);
  const piled = outbox === null || outbox === 'away' ? [] : findOutboxAlert(outbox, settings, nowMs).alerts;
  return {
    ...(read?.stored ?? nothing),
    countedUntilMs: closedMs === null ? null : closedMs + hourMs,
    atMs: nowMs,
    // It may go away in between.
    store: pinged.state === 'answers' && read === null ? { ...pinged, state: 'away' } : pinged,
    outbox,
    conditions: [...piled, ...(read?.conditions ?? [])],
    alerts: desk,
  };
}

async function readOrNull(ports: StatusPorts, nowMs: number) {
  try {
    return ports.store && (await readStored(ports, ports.store, nowMs));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return null;
  }
}
