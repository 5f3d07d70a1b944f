/** Which strike a request that is over was against its end user. Pure. */
import type { StrikeKind } from '../core/actor.ts';
import type { Carried } from '../core/carried.ts';
import type { RiskLevel } from '../core/risk.ts';
import type { Run } from '../core/run.ts';

const risky: Readonly<Partial<Record<RiskLevel, StrikeKind>>> = {
  elevated: 'elevated-risk',
  high: 'high-risk',
};

const stops: ReadonlySet<string> = new Set(['refusal', 'content-filter']);

/** One request is one strike at most, the heaviest that fits. `risk`: null: nobody asked. */
export function findStrike(run: Run, carried: Carried | null, risk: RiskLevel | null): StrikeKind | null {
  const fault = run.kind === 'rejected' ? run.fault.kind : carried?.fault?.kind;
  const isRefused = run.kind === 'failed' && run.error.code === 'policy_refused';
  if (fault === 'policy' || isRefused) return 'policy';
  if (stops.has(carried?.stop?.reason ?? '')) return 'refusal';
  return risk === null ? null : (risky[risk] ?? null);
}
