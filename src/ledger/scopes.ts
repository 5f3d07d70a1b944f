/** The limits that a request falls under: of its key, its team, its route and its end user. Pure. */
import type { LimitsDirectory, ScopeAsk, ScopeKind, ScopeLimits } from '../core/budget.ts';
import type { Caller } from '../core/caller.ts';
import { hasLimits } from './read-limits.ts';

/** Who asks for something, and by which route. */
export type Asking = { readonly caller: Caller; readonly route: string };

/** With the pace of an end user who is slowed, where it is slower. */
function slowed(limits: ScopeLimits, slowedTo: number | undefined): ScopeLimits {
  if (slowedTo === undefined) return limits;
  return { ...limits, requestsPerMinute: Math.min(slowedTo, limits.requestsPerMinute ?? slowedTo) };
}

/** Those that have limits. `user`: limits are set by team, and hold for each of its end users. */
export function scopesOf(
  { caller, route }: Asking,
  limits: Pick<LimitsDirectory, 'limitsOf'>,
): readonly ScopeAsk[] {
  const { id, lineage = id, team, endUser } = caller;
  const named: [scope: ScopeKind, id: string | null, setFor: string][] = [
    ['key', lineage, lineage],
    ['team', team, team],
    ['route', route, route],
    ['user', endUser?.id ?? null, team],
  ];
  return named.flatMap(([scope, whose, setFor]) => {
    const written = limits.limitsOf(scope, setFor);
    const set = scope === 'user' ? slowed(written, endUser?.slowedTo) : written;
    return whose === null || !hasLimits(set) ? [] : [{ scope, id: whose, limits: set }];
  });
}
