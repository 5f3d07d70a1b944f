/** What the overview reads: the period, what it is held against, what a forecast looks back upon, budgets, activations. */
import { createWindowReader } from '../../core/budget-window.ts';
import type { UsageRequest } from '../../endpoints/read-usage-query.ts';
import type { Forecast } from '../../finance/forecast.ts';
import { forecastMonth, historyStartMs } from '../../finance/forecast-month.ts';
import { currentStandings, readBudgets } from '../../ledger/budget-standings.ts';
import type { PageCall } from '../call.ts';
import type { Days } from '../compared.ts';
import { type Drift, readDrift } from '../drift.ts';
import { dateAt } from '../parts/clock.ts';
import type { Freshness } from '../parts/freshness.tsx';
import { type ComparedFigures, readCompared } from '../read-compared.ts';
import { daysOf, type Figures, readFigures, readFreshness } from '../usage.ts';

export type Activation = { readonly day: string; readonly version: string };

/** Of the teams' monthly budgets together; a team without one is in none of it. */
export type MonthlyBudget = {
  readonly teams: readonly string[];
  readonly limitNanoUsd: number;
  readonly spentNanoUsd: number;
};

export type Overview = {
  readonly days: Days;
  readonly today: string;
  readonly figures: Figures;
  readonly compared: ComparedFigures | null;
  /** Null: the period is not the month that is under way. */
  readonly forecast: Forecast | null;
  /** Null: no team has one, or filters leave its meaning open. `away`: the store could not be asked. */
  readonly budget: MonthlyBudget | 'away' | null;
  /** Of the teams with a budget, where all of them are shown; null as `forecast` and `budget`. */
  readonly budgetForecast: Forecast | null;
  /** Whether every team of the period has one: only then may all of the cost be held against it. */
  readonly isAllBudgeted: boolean;
  readonly activations: readonly Activation[];
  readonly drift: Drift;
  readonly freshness: Freshness;
};

function isMonthToDate({ from, to }: Days, today: string): boolean {
  return from === `${today.slice(0, 8)}01` && to >= today;
}

async function readBudget(
  { person, deps, nowMs }: PageCall,
  { filter }: UsageRequest,
): Promise<MonthlyBudget | 'away' | null> {
  const { scripts } = deps;
  const isOfTeams = Object.keys(filter).every((name) => name === 'team');
  if (scripts === null || !isOfTeams) return null;
  const isSeen = (team: string) =>
    (person.teams === 'all' || person.teams.includes(team)) && (filter.team?.includes(team) ?? true);
  const budgets = await readBudgets(scripts).catch(() => null);
  if (budgets === null) return 'away';
  const windowOf = createWindowReader();
  const standings = budgets.scopes
    .filter(({ scope, id }) => scope === 'team' && isSeen(id))
    .flatMap((scope) => currentStandings(scope, scope.state, nowMs, windowOf))
    .filter(({ budget }) => budget.window === 'month' && budget.limitNanoUsd !== null);
  if (standings.length === 0) return null;
  return {
    teams: [...new Set(standings.map(({ id }) => id))],
    limitNanoUsd: standings.reduce((sum, { budget }) => sum + (budget.limitNanoUsd ?? 0), 0),
    spentNanoUsd: standings.reduce((sum, { spentNanoUsd }) => sum + spentNanoUsd, 0),
  };
}

/** Invoices know no teams and no routes. */
async function driftOf({ person, deps, nowMs }: PageCall, request: UsageRequest): Promise<Drift> {
  const { scripts } = deps;
  const isWhole = person.teams === 'all' && Object.keys(request.filter).length === 0;
  return scripts === null || !isWhole ? { kind: 'hidden' } : readDrift(scripts, request, nowMs);
}

/** Newest first in the log, oldest first here; what the log cannot say is left out. */
async function readActivations({ deps }: PageCall): Promise<Activation[]> {
  const entries = (await deps.audit?.latest('config.activated', 40).catch(() => [])) ?? [];
  const { timeZone } = deps.config.ledger;
  return entries
    .map(({ at, object }) => ({ day: dateAt(Date.parse(at), timeZone), version: object }))
    .reverse();
}

/** Errors: `store_unavailable`. */
export async function loadOverview(call: PageCall, request: UsageRequest): Promise<Overview> {
  const { deps, person, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const [from, to] = daysOf(request, deps);
  const days = { from, to };
  const today = dateAt(nowMs, timeZone);
  const isCurrent = isMonthToDate(days, today);
  const clock = { timeZone, nowMs };
  const fromMs = isCurrent ? Math.min(historyStartMs(clock), request.fromMs) : request.fromMs;
  const span = { fromMs, toMs: request.toMs };
  const [wide, asked, activations, drift] = await Promise.all([
    readFigures(span, person, deps, request.filter),
    readBudget(call, request),
    readActivations(call),
    driftOf(call, request),
  ]);
  const figures = wide.between(from, to);
  // After the first: days that both need are kept by then.
  const compared = await readCompared(days, today, figures, call, request.filter);
  const budget = isCurrent ? asked : null;
  const known = budget === 'away' ? null : budget;
  return {
    days,
    today,
    figures,
    compared,
    forecast: isCurrent ? forecastMonth(wide, clock) : null,
    budget,
    budgetForecast:
      known !== null
        ? forecastMonth(wide, clock, { filter: { ...request.filter, team: known.teams }, paths: 50 })
        : null,
    isAllBudgeted: figures
      .by(['team'])
      .groups.every(({ names: [team = ''] }) => known?.teams.includes(team) ?? false),
    activations: activations.filter(({ day }) => day >= from && day <= to),
    drift,
    freshness: await readFreshness(figures, call),
  };
}
