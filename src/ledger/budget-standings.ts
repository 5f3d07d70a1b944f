/**
 * How budgets stand: what is spent and held in every window that is known of a scope. The same figures for alerts, for
 * the status and for metrics. Pure but for `readBudgets`, 2 commands.
 */
import type { Budget, ScopeKind, ScopeLimits } from '../core/budget.ts';
import { type WindowReader, windowAt } from '../core/budget-window.ts';
import { budgetName } from './admit-call.ts';
import { keys } from './keys.ts';
import { parseLimits } from './read-limits.ts';
import { parseScope, type ScopeState, scopeField } from './state-codec.ts';
import type { ScriptStore } from './store.ts';

export type BudgetStanding = {
  readonly scope: ScopeKind;
  readonly id: string;
  readonly budget: Budget;
  readonly startMs: number;
  /** Null: it does not begin anew. */
  readonly resetAtMs: number | null;
  readonly spentNanoUsd: number;
  readonly spentTokens: number;
  /** For requests under way; 0 in a window that is over. */
  readonly heldNanoUsd: number;
  readonly heldTokens: number;
};

type Scope = { readonly scope: ScopeKind; readonly id: string; readonly limits: ScopeLimits };

function standingsOf(
  { scope, id, limits }: Scope,
  state: ScopeState,
  nowMs: number,
  windowOf: WindowReader,
): readonly (readonly [current: BudgetStanding, ...over: BudgetStanding[]])[] {
  return limits.budgets.map((budget) => {
    const { window, timeZone } = budget;
    const current = windowOf(window, timeZone, nowMs);
    const at = (startMs: number, spent: { spentNanoUsd: number; spentTokens: number } | null) => ({
      scope,
      id,
      budget,
      startMs,
      resetAtMs: startMs === current.startMs ? current.endMs : windowAt(window, timeZone, startMs).endMs,
      spentNanoUsd: spent?.spentNanoUsd ?? 0,
      spentTokens: spent?.spentTokens ?? 0,
      heldNanoUsd: 0,
      heldTokens: 0,
    });
    const counted = state.budgets.get(budgetName(budget)) ?? null;
    // A clock that is behind finds a window that has begun already: that is the current one.
    const isCurrent = counted !== null && counted.startMs >= current.startMs;
    const { heldNanoUsd, heldTokens } = state;
    const newest = isCurrent ? at(counted.startMs, counted) : at(current.startMs, null);
    const before = isCurrent ? counted.before : counted;
    return [{ ...newest, heldNanoUsd, heldTokens }, ...(before === null ? [] : [at(before.startMs, before)])];
  });
}

/** Each budget in its current window. */
export function currentStandings(
  scope: Scope,
  state: ScopeState,
  nowMs: number,
  windowOf: WindowReader,
): BudgetStanding[] {
  return standingsOf(scope, state, nowMs, windowOf).map(([current]) => current);
}

/** The same, and the windows before as far as they are known, so that nothing of their last minute is missed. */
export function recentStandings(
  scope: Scope,
  state: ScopeState,
  nowMs: number,
  windowOf: WindowReader,
): BudgetStanding[] {
  return standingsOf(scope, state, nowMs, windowOf).flat();
}

export type BudgetedScope = Scope & { readonly state: ScopeState };

export type Budgets = {
  /** Keys, teams and routes that have budgets. */
  readonly scopes: readonly BudgetedScope[];
  /** Teams with budgets for each of their end users, whose own states are not read. */
  readonly endUsersOf: readonly Scope[];
};

/** Errors: StoreError. */
export async function readBudgets(store: ScriptStore): Promise<Budgets> {
  const written = await store.readHash(keys.limits);
  const budgeted = [...written.values()].map(parseLimits).filter((each) => each !== null);
  const all = budgeted.filter(({ limits }) => limits.budgets.length > 0);
  const endUsersOf = all.filter(({ scope }) => scope === 'user');
  const named = all.filter(({ scope }) => scope !== 'user');
  const texts = named.length === 0 ? [] : await store.readFields(keys.state, named.map(scopeField));
  const scopes = named.map((each, at) => ({ ...each, state: parseScope(texts[at] ?? '') }));
  return { scopes, endUsersOf };
}
