/**
 * The looks of the cron, and what they find raised: each minute budgets and the outbox; every five minutes costs that
 * nobody knows and fallbacks; each hour that hour's cost; every six hours what the month's figures say. The desk remembers
 * for the next look. A dry run looks at everything and raises nothing.
 */
import type { Alert, AlertDesk } from '../core/alert.ts';
import { createWindowReader } from '../core/budget-window.ts';
import { figuresOf } from '../finance/figures.ts';
import { historyStartMs } from '../finance/forecast-month.ts';
import { type BudgetedScope, currentStandings, readBudgets } from '../ledger/budget-standings.ts';
import { readReconciliations } from '../ledger/reconciliations.ts';
import { type ScriptStore, StoreError } from '../ledger/store.ts';
import type { UsageReader } from '../ledger/usage-reader.ts';
import { type AlertMemory, noMemory, printMemory, readMemory } from './alert-memory.ts';
import { findSpendDriver } from './find-driver.ts';
import { findFallbacks, lookAtFallbacks, looksToKeep } from './find-fallback.ts';
import { type Found, findDrift, findEstimated, findForecasts, findTopSpenders } from './find-spend.ts';
import { findInScopes, findOutboxAlert, findUnpricedIn, type LookPorts, readRecentHours } from './look.ts';
import { lookAtHour, settledHourMs } from './look-hour.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Hours have few cells, but each read of them is a command more. */
const watchEveryMinutes = 5;
/** The cron rings at some second of its minute. */
const leastStepMs = (watchEveryMinutes - 1) * minuteMs;
/** A month by day is up to 36 commands. */
const spendEveryMs = 6 * 60 * minuteMs;
/** Of bills that are compared with the ledger. */
const driftDays = 31;

export type RaisePorts = LookPorts & {
  /** Null: there is no store. */
  readonly usage: UsageReader | null;
};

type Desk = Pick<AlertDesk, 'recall' | 'news'>;

const nothing: Found = { alerts: [], over: [] };

const together = (all: readonly Found[]): Found => ({
  alerts: all.flatMap(({ alerts }) => alerts),
  over: all.flatMap(({ over }) => over),
});

/** A store that is away is no reason not to tell of what piles up because of it. Null: it is. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return null;
  }
}

async function lookAtOutbox({ outboxState, settings, now }: LookPorts): Promise<Found> {
  // A Durable Object that is out of reach rejects with whatever the platform likes.
  const state = outboxState === null ? null : await outboxState().catch(() => null);
  return state === null ? nothing : findOutboxAlert(state, settings, now());
}

/** What most of a budget was spent on is looked up for those alone that have not been told. */
async function withDriver(alert: Alert, usage: UsageReader, nowMs: number): Promise<Alert> {
  if (alert.kind !== 'budget') return alert;
  const { scope, id, windowStartMs, resetAtMs, unit } = alert.data;
  if ((scope !== 'team' && scope !== 'route') || resetAtMs === null || unit === 'tokens') return alert;
  const span = { fromMs: windowStartMs, toMs: Math.min(nowMs, resetAtMs), byHour: false, byDay: false };
  const period = await orNull(usage(span));
  const driver = period && findSpendDriver(figuresOf(period, 'all'), { [scope]: [id] });
  return { ...alert, data: { ...alert.data, driver } };
}

async function lookAtBudgets(
  scopes: readonly BudgetedScope[],
  { settings, usage, now }: RaisePorts,
  desk: Desk | null,
): Promise<Alert[]> {
  const found = findInScopes(scopes, settings, now());
  if (found.length === 0 || usage === null) return found;
  const keys = found.map(({ key }) => key);
  const news = new Set(desk === null ? keys : await desk.news(keys));
  const alerts: Alert[] = [];
  for (const alert of found) alerts.push(news.has(alert.key) ? await withDriver(alert, usage, now()) : alert);
  return alerts;
}

/** Errors: StoreError. */
async function lookAtSpend(
  scopes: readonly BudgetedScope[],
  { settings, timeZone, usage, now }: RaisePorts,
  store: ScriptStore,
): Promise<Found> {
  const nowMs = now();
  const clock = { timeZone, nowMs };
  const drift = findDrift(
    await readReconciliations(store, nowMs - driftDays * dayMs, nowMs),
    settings,
    nowMs,
  );
  if (usage === null) return drift;
  const period = await usage({ fromMs: historyStartMs(clock), toMs: nowMs, byHour: false });
  const figures = figuresOf(period, 'all');
  const windowOf = createWindowReader();
  const standings = scopes.flatMap((scope) => currentStandings(scope, scope.state, nowMs, windowOf));
  const told = [...findForecasts(standings, figures, clock), ...findTopSpenders(figures, clock)];
  return together([drift, findEstimated(figures, settings, clock), { alerts: told, over: [] }]);
}

type Remembered = Found & { readonly memory: AlertMemory };

/** `isAll`: whether or not it is time. What the store has not answered is looked at again the next time. */
async function watch(
  scopes: readonly BudgetedScope[],
  memory: AlertMemory,
  ports: RaisePorts,
  store: ScriptStore,
  isAll: boolean,
): Promise<Remembered> {
  const { settings, timeZone, now } = ports;
  const nowMs = now();
  const hours = await orNull(readRecentHours(ports, store, nowMs));
  if (hours === null) return { ...nothing, memory };
  // A dry run comes in between: the look just before it is left out, so that no step is too short to say anything.
  const before = memory.looks.filter(({ atMs }) => nowMs - atMs >= leastStepMs);
  const looks = [...before, lookAtFallbacks(hours, nowMs)];
  const found: (Found | null)[] = [
    { alerts: findUnpricedIn(hours, nowMs), over: [] },
    findFallbacks(looks, settings, timeZone),
  ];
  let { judgedMs, spentAtMs } = memory;
  const hourMs = settledHourMs(nowMs, timeZone);
  if (isAll || judgedMs !== hourMs) {
    const odd = await orNull(lookAtHour(hourMs, ports, store, nowMs));
    if (odd !== null) judgedMs = hourMs;
    found.push(odd);
  }
  if (isAll || spentAtMs === null || nowMs - spentAtMs >= spendEveryMs) {
    const spent = await orNull(lookAtSpend(scopes, ports, store));
    if (spent !== null) spentAtMs = nowMs;
    found.push(spent);
  }
  const kept = { looks: looksToKeep(looks, settings.fallback), judgedMs, spentAtMs };
  return { ...together(found.filter((each) => each !== null)), memory: kept };
}

/** `memory` null: nothing new is to be remembered. */
async function look(
  ports: RaisePorts,
  desk: Desk | null,
  isAll: boolean,
): Promise<Found & { readonly memory: AlertMemory | null }> {
  const { store, now } = ports;
  const outbox = await lookAtOutbox(ports);
  const budgets = store && (await orNull(readBudgets(store)));
  if (store === null || budgets === null) return { ...outbox, memory: null };
  const spent = { alerts: await lookAtBudgets(budgets.scopes, ports, desk), over: [] };
  const isTime = isAll || Math.floor(now() / minuteMs) % watchEveryMinutes === 0;
  if (!isTime) return { ...together([outbox, spent]), memory: null };
  const memory = desk === null ? noMemory : readMemory(await desk.recall());
  const watched = await watch(budgets.scopes, memory, ports, store, isAll);
  return { ...together([outbox, spent, watched]), memory: watched.memory };
}

/** The cron's part. Rejects where the desk is out of reach. */
export async function lookAndRaise(ports: RaisePorts, desk: AlertDesk): Promise<void> {
  const { alerts, over, memory } = await look(ports, desk, false);
  await desk.raise(alerts, over, ...(memory === null ? [] : [printMemory(memory)]));
}

/** Everything that holds now, with the keys that have not been told (null: nobody can say). Raises nothing. */
export async function lookAtAll(
  ports: RaisePorts,
  desk: AlertDesk | null,
): Promise<{ readonly alerts: readonly Alert[]; readonly news: readonly string[] | null }> {
  const answers = desk !== null && (await desk.state().catch(() => null)) !== null;
  const { alerts } = await look(ports, answers ? desk : null, true);
  const news = answers ? await desk.news(alerts.map(({ key }) => key)) : null;
  return { alerts, news };
}
