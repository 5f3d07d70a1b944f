/** What the pages of teams read: figures by team, budgets as they stand, and where those of a month are heading. */
import { createWindowReader } from '../../core/budget-window.ts';
import { defaultTeam } from '../../core/caller.ts';
import type { UsageRequest } from '../../endpoints/read-usage-query.ts';
import { forecastMonth, historyStartMs } from '../../finance/forecast-month.ts';
import { unallocatedTeam } from '../../finance/reconcile-row.ts';
import { type BudgetStanding, currentStandings, readBudgets } from '../../ledger/budget-standings.ts';
import type { PageCall } from '../call.ts';
import { dateAt } from '../parts/clock.ts';
import type { Freshness } from '../parts/freshness.tsx';
import { type ComparedFigures, readCompared } from '../read-compared.ts';
import { daysOf, type Figures, readFigures, readFreshness } from '../usage.ts';

/** What nobody has been given: keys without a team, and corrections to invoices. */
export const unallocatedTeams: readonly string[] = [defaultTeam, unallocatedTeam];

/** A forecast for each of many scopes; the band is not shown. */
const pathsDrawn = 50;

export type Standing = BudgetStanding & {
  /** Whole nano-USD at the end of its month; null: its window is no month, or it is too early to say. */
  readonly forecastNanoUsd: number | null;
};

export type Teams = {
  readonly figures: Figures;
  readonly compared: ComparedFigures | null;
  /** Of money. Null: the store could not be asked. */
  readonly standings: readonly Standing[] | null;
  readonly freshness: Freshness;
};

/** A viewer sees the budgets of their teams; those of keys and routes span others. */
function isSeen({ scope, id }: BudgetStanding, { person }: PageCall): boolean {
  return person.teams === 'all' || (scope === 'team' && person.teams.includes(id));
}

async function readStandings(call: PageCall): Promise<BudgetStanding[] | null> {
  const { deps, nowMs } = call;
  if (deps.scripts === null) return null;
  const budgets = await readBudgets(deps.scripts).catch(() => null);
  const windowOf = createWindowReader();
  return (
    budgets?.scopes
      .flatMap((scope) => currentStandings(scope, scope.state, nowMs, windowOf))
      .filter((standing) => standing.budget.limitNanoUsd !== null && isSeen(standing, call)) ?? null
  );
}

/** Of teams and routes, whose figures are counted; a key has none of its own. */
function forecastOf(standing: BudgetStanding, history: Figures, call: PageCall): number | null {
  const { scope, id, budget } = standing;
  const { timeZone } = call.deps.config.ledger;
  if ((scope !== 'team' && scope !== 'route') || budget.window !== 'month' || budget.timeZone !== timeZone)
    return null;
  const clock = { timeZone, nowMs: call.nowMs };
  return forecastMonth(history, clock, { filter: { [scope]: [id] }, paths: pathsDrawn }).expectedNanoUsd;
}

/** Errors: `store_unavailable`. */
export async function loadTeams(call: PageCall, request: UsageRequest): Promise<Teams> {
  const { deps, person, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const [from, to] = daysOf(request, deps);
  const fromMs = Math.min(historyStartMs({ timeZone, nowMs }), request.fromMs);
  const period = { fromMs, toMs: Math.max(nowMs, request.toMs) };
  // Together: a store that says nothing is waited for once.
  const [standings, wide] = await Promise.all([
    readStandings(call),
    readFigures(period, person, deps, request.filter),
  ]);
  const figures = wide.between(from, to);
  return {
    figures,
    compared: await readCompared({ from, to }, dateAt(nowMs, timeZone), figures, call, request.filter),
    standings: standings?.map((each) => ({ ...each, forecastNanoUsd: forecastOf(each, wide, call) })) ?? null,
    freshness: await readFreshness(figures, call),
  };
}
