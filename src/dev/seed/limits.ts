/** Limits of the demo's teams, as POST /admin/limits takes and writes them. Data and the one writer. Errors: StoreError. */
import { limitsField } from '../../access/limits-cache.ts';
import type { LimitAction, ScopeAsk } from '../../core/budget.ts';
import { windowAt } from '../../core/budget-window.ts';
import type { Row } from '../../core/row.ts';
import { keys } from '../../ledger/keys.ts';
import { printLimits, readLimits, type WrittenLimits } from '../../ledger/read-limits.ts';
import { parseScope, scopeField } from '../../ledger/state-codec.ts';
import type { ScriptStore } from '../../ledger/store.ts';

type DemoBudget = {
  readonly scope: 'team' | 'key';
  readonly id: string;
  readonly window: 'month' | 'day';
  readonly onLimit: LimitAction;
  /** How much of it is spent at the end of the demo, 0-1; above 1: it is over. */
  readonly spent: number;
};

const budgets: readonly DemoBudget[] = [
  { scope: 'team', id: 'demo-support', window: 'month', onLimit: 'alert', spent: 0.58 },
  { scope: 'team', id: 'demo-engineering', window: 'month', onLimit: 'alert', spent: 0.66 },
  { scope: 'team', id: 'demo-research', window: 'month', onLimit: 'downgrade', spent: 0.88 },
  { scope: 'team', id: 'demo-operations', window: 'month', onLimit: 'alert', spent: 1.06 },
  { scope: 'team', id: 'demo-operations', window: 'day', onLimit: 'alert', spent: 0.2 },
  { scope: 'team', id: 'demo-legal', window: 'month', onLimit: 'alert', spent: 0.41 },
  { scope: 'team', id: 'demo-marketing', window: 'month', onLimit: 'alert', spent: 0.73 },
  { scope: 'key', id: 'demo-engineering-code-assistant', window: 'day', onLimit: 'refuse', spent: 0.35 },
];

/** Whose spending the ledger counts for the demo. */
export const demoScopes: readonly Pick<DemoBudget, 'scope' | 'id'>[] = budgets;

const operationsRate = { requests_per_minute: 120 } as const;
const nanoUsd = 1e9;
const leastUsd = 1;

/** Two digits: as a person would set it. */
function roundUsd(usd: number): number {
  return Math.max(leastUsd, Number(usd.toPrecision(2)));
}

/**
 * Months and days begin at midnight of `timeZone`. `spentUsd`: of a budget, what has been spent of it; a budget is set
 * so that it shows, whichever day of a month the demo ends on.
 */
export function demoLimits(
  timeZone: string,
  spentUsd: (budget: DemoBudget) => number,
): readonly WrittenLimits[] {
  const scopes = Map.groupBy(budgets, ({ scope, id }) => limitsField(scope, id)).values();
  return [...scopes].map((own) => {
    const [{ scope, id }] = own as [DemoBudget];
    const written = own.map((budget) => ({
      window: budget.window,
      limit_usd: roundUsd(spentUsd(budget) / budget.spent),
      time_zone: timeZone,
      on_limit: budget.onLimit,
    }));
    const read = readLimits({ scope, id, ...(id === 'demo-operations' && operationsRate), budgets: written });
    if (!read.ok) throw new Error(`${read.error.field}: ${read.error.message}`);
    return read.value;
  });
}

/** The same once the demo is booked: what is spent is read from the ledger. */
export async function fitLimits(limits: readonly WrittenLimits[], { store, timeZone, endMs }: FitPorts) {
  const texts = await store.readFields(keys.state, limits.map(scopeField));
  const states = new Map(
    limits.map(({ scope, id }, at) => [limitsField(scope, id), parseScope(texts[at] ?? '')]),
  );
  return demoLimits(timeZone, ({ scope, id, window }) => {
    const counted = states.get(limitsField(scope, id))?.budgets.get(`${window}@${timeZone}`);
    const isCurrent = counted !== undefined && counted.startMs === windowAt(window, timeZone, endMs).startMs;
    return isCurrent ? counted.spentNanoUsd / nanoUsd : 0;
  });
}

type FitPorts = { readonly store: ScriptStore; readonly timeZone: string; readonly endMs: number };

export async function writeLimits(limits: readonly WrittenLimits[], store: ScriptStore): Promise<void> {
  for (const each of limits)
    await store.writeField(keys.limits, limitsField(each.scope, each.id), JSON.stringify(printLimits(each)));
}

/** Those that a row counts in. */
export function createScopes(limits: readonly WrittenLimits[]): (row: Row) => readonly ScopeAsk[] {
  return ({ caller, team }) => limits.filter(({ scope, id }) => id === (scope === 'key' ? caller : team));
}
