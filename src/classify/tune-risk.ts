/**
 * What a route's thresholds and overrides make of a risk judgement. Pure. Thresholds move levels; overrides may raise
 * them, and lower them only where they say so. Of what is not known the higher is taken.
 */
import type { RiskCuts, RiskThresholds } from '../core/classify-settings.ts';
import {
  type RiskDomain,
  type RiskJudgement,
  type RiskLevel,
  riskDomains,
  riskLevels,
} from '../core/risk.ts';
import type { Found } from './find-overrides.ts';

export type TunedRisk = {
  readonly risk: RiskJudgement;
  /** What the overrides set: no second look goes below it. */
  readonly leastLevel: RiskLevel;
};

const mostEvidence = 6;

/** The highest of them; `none` of no levels. */
export function highestLevel(levels: readonly RiskLevel[]): RiskLevel {
  return riskLevels.findLast((level) => levels.includes(level)) ?? 'none';
}

export function isHigher(level: RiskLevel, than: RiskLevel): boolean {
  return riskLevels.indexOf(level) > riskLevels.indexOf(than);
}

type DomainLevels = NonNullable<RiskJudgement['levels']>;

/** No domain is riskier than the whole. */
function capLevels(levels: DomainLevels, most: RiskLevel): DomainLevels {
  const capped = Object.entries(levels).map(([domain, level]) => [
    domain,
    isHigher(level, most) ? most : level,
  ]);
  return Object.fromEntries(capped);
}

/** The judgement with another level, and why; at the level `none` there is nothing to say of risky words. */
export function withLevel(
  judged: RiskJudgement,
  level: RiskLevel,
  domain: RiskDomain | null | undefined,
  whys: readonly string[],
): RiskJudgement {
  const { domain: _, looksLike, levels, ...rest } = judged;
  const isRisky = level !== 'none';
  const lines = whys.map((what) => ({ what, weight: 0 }));
  return {
    ...rest,
    level,
    ...(isRisky && levels && { levels: capLevels(levels, level) }),
    ...(isRisky && domain !== undefined && domain !== null && { domain }),
    ...(isRisky && looksLike !== undefined && { looksLike }),
    evidence: [...lines, ...judged.evidence].slice(0, mostEvidence),
  };
}

function levelOf(score: number, { low, elevated, high }: RiskCuts): RiskLevel {
  if (score >= high) return 'high';
  if (score >= elevated) return 'elevated';
  return score >= low ? 'low' : 'none';
}

function leadingDomain({ domain, domains }: RiskJudgement): RiskDomain {
  return domain ?? riskDomains.reduce((best, each) => (domains[each] > domains[best] ? each : best));
}

/** From this score on a domain speaks for itself: it is likelier than not, in the classifier's own eyes. */
const speaksFrom = 0.5;

/**
 * The classifier's level stands for the leading domain. Where that has cuts of its own they take its place, unless
 * another domain without cuts speaks too: cuts for one domain must not hide another.
 */
function applyThresholds(judged: RiskJudgement, thresholds: RiskThresholds): RiskJudgement {
  if (Object.keys(thresholds).length === 0) return judged;
  const lead = leadingDomain(judged);
  const general = thresholds.any === undefined ? judged.level : levelOf(judged.score, thresholds.any);
  const others = riskDomains.filter((each) => each !== lead && thresholds[each] === undefined);
  const stands = thresholds[lead] === undefined || others.some((each) => judged.domains[each] >= speaksFrom);
  const own = riskDomains.flatMap((domain) => {
    const cuts = thresholds[domain];
    return cuts === undefined ? [] : [{ domain, level: levelOf(judged.domains[domain], cuts) }];
  });
  const base = highestLevel([stands ? general : 'none', judged.isWhole ? 'none' : 'low']);
  const level = highestLevel([base, ...own.map((each) => each.level)]);
  if (level === judged.level) return judged;
  const domain = own.find((each) => each.level === level && isHigher(level, base))?.domain ?? lead;
  return withLevel(judged, level, domain, [`${level}, not ${judged.level}, by the route's thresholds`]);
}

/** What could not be looked at is at the highest level, and of no domain: a classifier that failed is not overruled. */
function isUnknown({ level, domain }: RiskJudgement): boolean {
  return level === 'high' && domain === undefined;
}

type RiskOverride = Found & { readonly level: RiskLevel };

/** Whether it counts: what may only raise counts also where it cannot be known. */
function counts({ override, how }: Found): boolean {
  return how === 'holds' || !override.mayLowerRisk;
}

function describe({ override, how }: Found): string {
  return how === 'holds' ? `override: ${override.name}` : `override counted, ${how}: ${override.name}`;
}

export function tuneRisk(
  judged: RiskJudgement,
  thresholds: RiskThresholds,
  found: readonly Found[],
): TunedRisk {
  if (isUnknown(judged)) return { risk: judged, leastLevel: 'high' };
  const risk = applyThresholds(judged, thresholds);
  const all = found.flatMap((each): RiskOverride[] =>
    each.override.risk === null || !counts(each) ? [] : [{ ...each, level: each.override.risk }],
  );
  const raising = all.filter(({ override }) => !override.mayLowerRisk);
  const setting = all.filter(({ override }) => override.mayLowerRisk);
  const leastLevel = highestLevel(all.map(({ level }) => level));
  const base = setting.length > 0 ? highestLevel(setting.map(({ level }) => level)) : risk.level;
  const level = highestLevel([base, ...raising.map((each) => each.level)]);
  if (level === risk.level) return { risk, leastLevel };
  const causes = all.filter((each) => each.level === level);
  const domain = causes.find(({ override }) => override.domain !== null)?.override.domain ?? risk.domain;
  return { risk: withLevel(risk, level, domain, causes.map(describe)), leastLevel };
}
