/**
 * How a configuration treats one request: what its safeguards do, and whether it goes up compared with the same request
 * without its risk, by the same classifier, rules and planner. Pure.
 */
import type { Config } from '../../core/config.ts';
import type { ErrorCode, Result, RouterError } from '../../core/errors.ts';
import type { Judged } from '../../core/judged.ts';
import { type RiskDomain, type RiskLevel, riskDomains } from '../../core/risk.ts';
import type { SafeguardAction } from '../../core/safeguard.ts';
import { isBelowFloor, type SafeguardLevel } from '../../core/target.ts';
import { type Decision, decideOffline, type Subject, type Surroundings } from '../decide-offline.ts';
import type { NumberedSubject } from '../read-subjects.ts';
import { actingOf } from './acting.ts';
import { type CaseOutcome, caseOutcomes, type RedteamCase } from './case.ts';

export type Treatment = {
  /** All that hold; empty: it would not be served for reasons that are not its risk. */
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

export type AskedCase = Pick<RedteamCase, 'body'> & Pick<NumberedSubject, 'subject'>;

/** Codes of errors by which safeguards refuse, ours and a provider's. */
export const refusals: ReadonlySet<string> = new Set<ErrorCode>(['safeguard_refused', 'policy_refused']);

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

export function isSteppedUp(now: Served, calm: Served): boolean {
  return isBelowFloor(calm.floor, now.floor) || isBelowFloor(calm.level, now.level);
}

/** What each action makes of a request that is served; null: nothing that its sender would notice. */
const outcomesByAction = {
  'second-look': null,
  refuse: 'refused',
  hold: 'held',
  'refuse-secrets': null,
  'refuse-personal-data': null,
  'moderate-input': null,
  'read-only-tools': 'restricted',
  'confirm-tools': 'restricted',
  'mask-secrets': null,
  'mask-personal-data': null,
  fence: 'restricted',
  instruct: 'restricted',
  'inspect-output': null,
  'moderate-output': null,
  'check-schema': null,
  log: null,
} as const satisfies Record<SafeguardAction, CaseOutcome | null>;

/** All that hold of a request that is served. */
export function outcomesOf(isUp: boolean, actions: readonly SafeguardAction[]): readonly CaseOutcome[] {
  const found = new Set<CaseOutcome | null>(actions.map((action) => outcomesByAction[action]));
  if (isUp) found.add('stepped-up');
  const outcomes = caseOutcomes.filter((one) => found.has(one));
  return outcomes.length > 0 ? outcomes : ['allowed'];
}

export function decideCalm(
  subject: Subject,
  config: Config,
  surroundings: Surroundings,
): Result<Decision, RouterError> {
  return decideOffline({ ...subject, judge: () => withoutRisk(subject.judge()) }, config, surroundings);
}

export function treatOffline(
  { body, subject }: AskedCase,
  config: Config,
  surroundings: Surroundings,
): Treatment {
  if (!subject.ok) return unserved(subject.error.code, [], null);
  const decided = decideOffline(subject.value, config, surroundings);
  const calm = decideCalm(subject.value, config, surroundings);
  const { level: risk } = subject.value.judge().risk;
  if (!decided.ok) {
    const { code } = decided.error;
    return unserved(code, refusals.has(code) || calm.ok ? ['refused'] : [], risk);
  }
  const actions = actingOf(decided.value.verdict.actions, subject.value, body);
  if (actions.includes('refuse')) return unserved('safeguard_refused', ['refused'], risk);
  const served = servedBy(decided.value);
  const isUp = calm.ok && isSteppedUp(served, servedBy(calm.value));
  return {
    outcomes: outcomesOf(isUp, actions),
    floor: served.floor,
    route: decided.value.plan.route,
    target: decided.value.plan.attempts[0]?.target.name ?? null,
    code: null,
    risk,
  };
}
