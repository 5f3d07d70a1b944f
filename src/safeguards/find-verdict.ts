/**
 * What the safeguard rules say of a request: the highest floor and all actions of every rule that holds; none ends the
 * search. A rule that could change nothing is not looked at, so that a request is not classified for its sake. Pure.
 */
import type { Tier } from '../core/caller.ts';
import type { Judged } from '../core/judged.ts';
import { isAtRisk } from '../core/risk.ts';
import {
  joinActions,
  type SafeguardAction,
  type SafeguardCondition,
  type SafeguardRule,
  type Verdict,
} from '../core/safeguard.ts';
import { toolEffects } from '../core/signals.ts';
import { higherFloor, isBelowFloor, type SafeguardLevel } from '../core/target.ts';

export type GuardedRequest = {
  readonly tier: Tier;
  readonly hasTools: boolean;
  /** The fewest safeguards of any target that may serve it. */
  readonly least: SafeguardLevel;
  /** What the classifier says, where somebody has asked already. */
  readonly judged: Judged | null;
  readonly judge: () => Judged;
  /** What the route does whatever the rules say. */
  readonly standing: readonly SafeguardAction[];
};

/** Whether it would make a difference. */
function matters({ floor, actions }: SafeguardRule, { least, judged }: GuardedRequest): boolean {
  return judged !== null || actions.length > 0 || isBelowFloor(least, floor);
}

function holds({ tier, tools, risk }: SafeguardCondition, request: GuardedRequest): boolean {
  if (tier !== undefined && !tier.includes(request.tier)) return false;
  if (tools !== undefined) {
    if (!request.hasTools) return false;
    const { highest } = (request.judged ?? request.judge()).tools;
    if (highest === null || toolEffects.indexOf(highest) < toolEffects.indexOf(tools)) return false;
  }
  if (risk === undefined) return true;
  return isAtRisk((request.judged ?? request.judge()).risk, risk.level, risk.domains);
}

export function findVerdict(rules: readonly SafeguardRule[], request: GuardedRequest): Verdict {
  const held = rules.filter((rule) => matters(rule, request) && holds(rule.when, request));
  return {
    rules: held.map(({ name }) => name),
    floor: held.reduce<SafeguardLevel>((floor, rule) => higherFloor(floor, rule.floor), 'none'),
    actions: joinActions(request.standing, ...held.map((rule) => rule.actions)),
  };
}
