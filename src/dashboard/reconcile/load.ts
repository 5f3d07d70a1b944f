/** What the page of reconciliation reads: comparisons with bills, corrections, what a month's closing asks, files sent. */
import { type ExportMark, readExportMarks } from '../../alerts/export-marks.ts';
import { createWindowReader, windowAt } from '../../core/budget-window.ts';
import { isDemoTeam } from '../../core/demo.ts';
import type { ScheduledExport } from '../../core/export.ts';
import type { UsageRequest } from '../../endpoints/read-usage-query.ts';
import { knownCostOf } from '../../finance/day-costs.ts';
import { modelFinder } from '../../finance/known-models.ts';
import { type CloseItem, monthClose, type SpentBudget } from '../../finance/month-close.ts';
import { unlistedProvider } from '../../finance/reconcile-models.ts';
import { readBudgets, recentStandings } from '../../ledger/budget-standings.ts';
import { completeUntil } from '../../ledger/complete-until.ts';
import { type Counters, mergeCounters } from '../../ledger/counters.ts';
import { readReconciliations, type StoredReconciliation } from '../../ledger/reconciliations.ts';
import type { PageCall } from '../call.ts';
import { dateAt } from '../parts/clock.ts';
import type { Freshness } from '../parts/freshness.tsx';
import { type Figures, readFigures, readFreshness } from '../usage.ts';

export type SentExport = { readonly export: ScheduledExport; readonly mark: ExportMark | null };

export type Reconciled = {
  readonly figures: Figures;
  readonly freshness: Freshness;
  /** Of the UTC days that the period touches, oldest first; null: they cannot be read. */
  readonly compared: readonly StoredReconciliation[] | null;
  /** `2026-10`. */
  readonly month: string;
  readonly closing: readonly CloseItem[];
  /** Each with null where it cannot be read. */
  readonly exports: readonly SentExport[];
};

type Window = { readonly startMs: number; readonly endMs: number };

/** The month that the period ends in, where that is over; else the last one that is. */
function closingMonth({ toMs }: UsageRequest, { deps, nowMs }: PageCall): Window {
  const { timeZone } = deps.config.ledger;
  const current = windowAt('month', timeZone, nowMs).startMs;
  const { startMs, endMs } = windowAt('month', timeZone, Math.min(toMs, current) - 1);
  return { startMs, endMs: endMs ?? current };
}

/** By the ids of providers, without traffic that was made up; null: used, and no price is known of any of it. */
function costByProvider(figures: Figures, { deps }: PageCall): Map<string, number | null> {
  const findModel = modelFinder(deps.config, deps.catalogue);
  const costs = new Map<string, number | null>();
  for (const { names, counters } of figures.by(['model', 'team']).groups) {
    const [model = '', team = ''] = names;
    if (isDemoTeam(team)) continue;
    const provider = findModel(model)?.model.provider ?? unlistedProvider(model) ?? '(unknown)';
    const [sum = null, cost] = [costs.get(provider), knownCostOf(counters)];
    costs.set(provider, cost === null ? sum : (sum ?? 0) + cost);
  }
  return costs;
}

/** Of teams, or of demo teams, alone. */
function countersOf(figures: Figures, isDemo: boolean): Counters {
  const { groups } = figures.by(['team']);
  return mergeCounters(
    groups.filter(({ names: [team = ''] }) => isDemoTeam(team) === isDemo).map(({ counters }) => counters),
  );
}

/** Demo teams and their keys are named alike; a route is nobody's own. */
const isDemoBudget = ({ scope, id }: SpentBudget): boolean => scope !== 'route' && isDemoTeam(id);

/** Windows that began in the month; null: they are not known any more, or cannot be read. */
async function readSpent({ startMs, endMs }: Window, call: PageCall): Promise<SpentBudget[] | null> {
  const { deps, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const before = windowAt('month', timeZone, windowAt('month', timeZone, nowMs).startMs - 1);
  if (deps.scripts === null || startMs < before.startMs) return null;
  const budgets = await readBudgets(deps.scripts).catch(() => null);
  if (budgets === null) return null;
  const windowOf = createWindowReader();
  const spent = budgets.scopes
    .flatMap((scope) => recentStandings(scope, scope.state, nowMs, windowOf))
    .filter((standing) => standing.startMs >= startMs && standing.startMs < endMs)
    .filter((standing) => !isDemoBudget(standing))
    .filter(
      ({ budget, spentNanoUsd, spentTokens }) =>
        (budget.limitNanoUsd !== null && spentNanoUsd >= budget.limitNanoUsd) ||
        (budget.limitTokens !== null && spentTokens >= budget.limitTokens),
    );
  return [...new Map(spent.map(({ scope, id }) => [`${scope} ${id}`, { scope, id }])).values()];
}

async function readClosing(window: Window, call: PageCall): Promise<readonly CloseItem[]> {
  const { deps, person, nowMs } = call;
  const { startMs, endMs } = window;
  const month = dateAt(startMs, deps.config.ledger.timeZone).slice(0, 7);
  const [year = 0, number = 0] = month.split('-').map(Number);
  const [utcFrom, utcTo] = [Date.UTC(year, number - 1, 1), Date.UTC(year, number, 1)];
  const { outboxState, scripts, alerts, config } = deps;
  const [figures, outbox, reconciled, spentBudgets, alertsWaiting] = await Promise.all([
    readFigures({ fromMs: startMs, toMs: endMs, byDay: false }, person, deps).catch(() => null),
    outboxState === null ? { depth: 0 } : outboxState().catch(() => null),
    scripts && readReconciliations(scripts, utcFrom, utcTo).catch(() => null),
    readSpent(window, call),
    alerts?.state().then(
      ({ waiting }) => waiting,
      () => null,
    ) ?? null,
  ]);
  return monthClose({
    month,
    endMs,
    nowMs,
    completeUntilMs: figures && (await completeUntil(figures.period.completeUntilMs, outboxState)),
    outboxNotes: outbox?.depth ?? null,
    counters: figures && countersOf(figures, false),
    demoAttempts: figures && countersOf(figures, true).attempts,
    costByProvider: figures && costByProvider(figures, call),
    reconciled,
    spentBudgets,
    budgetWebhooks: config.alerts.webhooks.filter(({ kinds }) => kinds.includes('budget')).length,
    alertsWaiting,
  });
}

async function readExports({ deps }: PageCall): Promise<SentExport[]> {
  const { exports } = deps.config;
  const marks = deps.store && (await readExportMarks(exports, deps.store).catch(() => null));
  return exports.map((each, at) => ({ export: each, mark: marks?.[at] ?? null }));
}

/** All is read together: a store that does not answer is waited for once. Errors: `store_unavailable`. */
export async function loadReconciled(call: PageCall, request: UsageRequest): Promise<Reconciled> {
  const { deps, person } = call;
  const window = closingMonth(request, call);
  const { scripts } = deps;
  const reading = readFigures(request, person, deps, request.filter);
  const [figures, freshness, compared, closing, exports] = await Promise.all([
    reading,
    reading.then((read) => readFreshness(read, call)),
    scripts && readReconciliations(scripts, request.fromMs, request.toMs).catch(() => null),
    readClosing(window, call),
    readExports(call),
  ]);
  const month = dateAt(window.startMs, deps.config.ledger.timeZone).slice(0, 7);
  return { figures, freshness, compared, month, closing, exports };
}
