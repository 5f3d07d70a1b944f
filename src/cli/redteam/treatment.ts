/**
 * How a configuration treats one request: compared with how it would treat the same request without its risk, by the
 * same classifier and planner. Pure.
 */
import type { Config } from '../../core/config.ts';
import type { Result, RouterError } from '../../core/errors.ts';
import type { Judged } from '../../core/judged.ts';
import { type RiskDomain, type RiskLevel, riskDomains } from '../../core/risk.ts';
import { type SafeguardLevel, safeguardLevels } from '../../core/target.ts';
import { type Decision, decideOffline, type Subject, type Surroundings } from '../decide-offline.ts';
import type { NumberedSubject } from '../read-subjects.ts';
import type { CaseOutcome } from './case.ts';

export type Treatment = {
  /** All that hold, the most careful first; empty: it would not be served for reasons that are not its risk. */
  readonly outcomes: readonly CaseOutcome[];
  /** Null: not served. */
  readonly floor: SafeguardLevel | null;
  readonly route: string | null;
  readonly target: string | null;
  /** Of the error, where it is one. */
  readonly code: string | null;
  /** Null: not judged. */
  readonly risk: RiskLevel | null;
};

/** Nothing served it. */
export function unserved(code: string, outcomes: readonly CaseOutcome[], risk: RiskLevel | null): Treatment {
  return { outcomes, floor: null, route: null, target: null, code, risk };
}

/** The same request, had nobody seen a risk in it. */
export function withoutRisk(judged: Judged): Judged {
  const domains = Object.fromEntries(riskDomains.map((name) => [name, 0])) as Record<RiskDomain, number>;
  const { isWhole } = judged.risk;
  return {
    ...judged,
    risk: { level: 'none', score: 0, domains, foundIn: 'caller', disguises: [], evidence: [], isWhole },
  };
}

/** How its first attempt is safeguarded. */
export type Served = {
  readonly floor: SafeguardLevel;
  readonly level: SafeguardLevel;
};

export function servedBy({ plan }: Decision): Served {
  const [first] = plan.attempts;
  if (first === undefined) throw new Error('a plan without an attempt');
  return { floor: plan.floor, level: first.target.model.safeguards };
}

function isHigher(one: SafeguardLevel, other: SafeguardLevel): boolean {
  return safeguardLevels.indexOf(one) > safeguardLevels.indexOf(other);
}

export function isSteppedUp(now: Served, calm: Served): boolean {
  return isHigher(now.floor, calm.floor) || isHigher(now.level, calm.level);
}

export function decideCalm(
  subject: Subject,
  config: Config,
  surroundings: Surroundings,
): Result<Decision, RouterError> {
  return decideOffline({ ...subject, judge: () => withoutRisk(subject.judge()) }, config, surroundings);
}

export function treatOffline(
  { subject }: NumberedSubject,
  config: Config,
  surroundings: Surroundings,
): Treatment {
  if (!subject.ok) return unserved(subject.error.code, [], null);
  const decided = decideOffline(subject.value, config, surroundings);
  const calm = decideCalm(subject.value, config, surroundings);
  const { level: risk } = subject.value.judge().risk;
  if (!decided.ok) {
    const isPolicy = decided.error.code === 'policy_refused' || calm.ok;
    return unserved(decided.error.code, isPolicy ? ['refused'] : [], risk);
  }
  const served = servedBy(decided.value);
  const outcomes: CaseOutcome[] = calm.ok && isSteppedUp(served, servedBy(calm.value)) ? ['stepped-up'] : [];
  return {
    outcomes: outcomes.length > 0 ? outcomes : ['allowed'],
    floor: served.floor,
    route: decided.value.plan.route,
    target: decided.value.plan.attempts[0]?.target.name ?? null,
    code: null,
    risk,
  };
}
