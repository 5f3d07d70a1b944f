/**
 * Which budgets have passed a share of their limit. Pure: the same standings give the same keys, whoever looks and
 * however often, so that each share is told once a window.
 */
import type { Alert, BudgetAlert } from '../core/alert.ts';
import { localMs } from '../core/budget-window.ts';
import type { BudgetStanding } from '../ledger/budget-standings.ts';

const dayMs = 86_400_000;
/** How long a window that is over is still looked at: longer than the sweep is ever away. */
const overMs = 3_600_000;
/** Of budgets that do not begin anew. */
const totalMs = 400 * dayMs;

type Told = {
  /** The share, or that it has refused. */
  readonly as: number | 'refused';
  readonly covers: readonly number[];
  readonly percent: number;
};

type Side = { readonly unit: BudgetAlert['unit']; readonly spent: number; readonly limit: number | null };

const sidesOf = ({ budget, spentNanoUsd, spentTokens }: BudgetStanding): readonly Side[] => [
  { unit: 'nanoUsd', spent: spentNanoUsd, limit: budget.limitNanoUsd },
  { unit: 'tokens', spent: spentTokens, limit: budget.limitTokens },
];

/** `20261121`, for hours `2026112109`: the beginning of the window on its own clock. */
function nameWindow({ budget, startMs }: BudgetStanding): string {
  const digits = new Date(localMs(startMs, budget.timeZone)).toISOString().replace(/\D/g, '');
  return digits.slice(0, budget.window === 'hour' ? 10 : 8);
}

/** `budget:team:search:day@UTC:20261121:5000000000nanoUsd:80`: an edited limit is another event. */
function keyOf(standing: BudgetStanding, { unit, limit }: Side, event: number | 'refused'): string {
  const { scope, id, budget } = standing;
  const window = `${budget.window}@${budget.timeZone}:${nameWindow(standing)}`;
  return `budget:${scope}:${id}:${window}:${limit}${unit}:${event}`;
}

function alertFor(standing: BudgetStanding, side: Side, told: Told, nowMs: number): Alert {
  const { scope, id, budget, startMs, resetAtMs } = standing;
  const { window, timeZone, onLimit } = budget;
  const { unit, spent, limit } = side;
  return {
    kind: scope === 'user' ? 'end-user-budget' : 'budget',
    key: keyOf(standing, side, told.as),
    covers: told.covers.map((each) => keyOf(standing, side, each)),
    untilMs: resetAtMs === null ? nowMs + totalMs : resetAtMs + dayMs,
    data: {
      scope,
      id,
      window,
      timeZone,
      windowStartMs: startMs,
      resetAtMs,
      onLimit,
      unit,
      spent,
      limit: limit ?? 0,
      percent: told.percent,
      hasRefused: told.as === 'refused',
      driver: null,
    },
  };
}

/** A budget of a minute is a limit of speed: it is told to clients, and to nobody else. */
function isTold({ budget, resetAtMs }: BudgetStanding, nowMs: number): boolean {
  return budget.window !== 'minute' && (resetAtMs === null || resetAtMs + overMs > nowMs);
}

/** The highest share that each budget has passed; a limit of 0 is passed by whatever is spent. `percents`: rising. */
export function findBudgetAlerts(
  standings: readonly BudgetStanding[],
  percents: readonly number[],
  nowMs: number,
): Alert[] {
  return standings
    .filter((standing) => isTold(standing, nowMs))
    .flatMap((standing) =>
      sidesOf(standing).flatMap((side) => {
        const { limit, spent } = side;
        if (limit === null || spent <= 0) return [];
        const passed = percents.filter((percent) => spent * 100 >= limit * percent);
        const percent = passed.at(-1);
        if (percent === undefined) return [];
        return [alertFor(standing, side, { as: percent, covers: passed.slice(0, -1), percent }, nowMs)];
      }),
    );
}

/** Of a budget that has less left than a request may take: the first such request of a window is told. */
export function findRefusal(
  standing: BudgetStanding,
  unit: BudgetAlert['unit'],
  nowMs: number,
): Alert | null {
  const side = sidesOf(standing).find((each) => each.unit === unit);
  if (side === undefined || side.limit === null || !isTold(standing, nowMs)) return null;
  const percent = side.limit === 0 ? 100 : Math.floor((side.spent / side.limit) * 100);
  return alertFor(standing, side, { as: 'refused', covers: [], percent }, nowMs);
}
