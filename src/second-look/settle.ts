/**
 * What comes of both looks: the higher risk, unless the route lets an answer lower it and the answer can know. No answer
 * is never taken for harmless. Pure.
 */
import { highestLevel, isHigher, withLevel } from '../classify/tune-risk.ts';
import { type RiskDomain, type RiskJudgement, type RiskLevel, riskDomains } from '../core/risk.ts';
import { failures, type Label, type Look } from './label.ts';

/** Without an answer: it was asked because not knowing was too little, so the next level counts, and care at least. */
export const levelUnanswered: Readonly<Record<RiskLevel, RiskLevel>> = {
  none: 'elevated',
  low: 'elevated',
  elevated: 'high',
  high: 'high',
};

export type Terms = {
  /** Who looked, for the evidence. */
  readonly name: string;
  /** The domains that this judge knows. */
  readonly covers: ReadonlySet<RiskDomain>;
  readonly mayLower: boolean;
  /** What the route's overrides set: nothing lowers the risk below it. */
  readonly leastLevel: RiskLevel;
};

/** From this score on the first look saw a domain. */
const seenFrom = 0.5;

/** Whether an answer can speak against all that the first look saw: whole, undisguised, in domains it knows. */
function canLower(
  { isWhole, disguises, domain, domains }: RiskJudgement,
  { mayLower, covers }: Terms,
): boolean {
  const seen = riskDomains.filter((each) => each === domain || domains[each] >= seenFrom);
  return mayLower && isWhole && disguises.length === 0 && seen.every((each) => covers.has(each));
}

function printLabel({ level, domain }: Label): string {
  return level === 'none' || domain === null ? level : `${level}, ${domain}`;
}

export function settleLooks(first: RiskJudgement, look: Look, terms: Terms): RiskJudgement {
  const said = `second look by ${terms.name}`;
  if (look.kind === 'failed') {
    const level = levelUnanswered[first.level];
    return withLevel(first, level, first.domain, [`${said} ${failures[look.why]}: the higher risk counts`]);
  }
  const { label } = look;
  const domain = label.domain ?? first.domain;
  if (isHigher(label.level, first.level))
    return withLevel(first, label.level, domain, [`${said}: ${printLabel(label)}`]);
  if (!isHigher(first.level, label.level) || !canLower(first, terms))
    return withLevel(first, first.level, first.domain, [
      `${said}: ${printLabel(label)}; the first look stands`,
    ]);
  const level = highestLevel([label.level, terms.leastLevel]);
  return withLevel(first, level, domain, [`${said}: ${printLabel(label)}`]);
}
