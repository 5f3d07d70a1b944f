/**
 * The risk of a conversation whose earlier turns only a provider keeps: what was found in them counts in every turn that
 * follows, as it would if the client sent them. Pure.
 */
import type { Judged } from './judged.ts';
import { type RiskDomain, type RiskJudgement, type RiskLevel, riskDomains, riskLevels } from './risk.ts';
import type { SafeguardLevel } from './target.ts';

export type KeptRisk = {
  readonly level: RiskLevel;
  readonly levels: Readonly<Partial<Record<RiskDomain, RiskLevel>>>;
  /** Null: of no named domain. */
  readonly domain: RiskDomain | null;
  /** What rules demanded. */
  readonly floor: SafeguardLevel;
};

function higher(one: RiskLevel, other: RiskLevel): RiskLevel {
  return riskLevels.indexOf(one) >= riskLevels.indexOf(other) ? one : other;
}

/** By domain; a risk of no named domain counts as any. */
function levelsOf({ level, levels = {}, domain }: RiskJudgement): Partial<Record<RiskDomain, RiskLevel>> {
  if (level === 'none') return { ...levels };
  const whole = domain === undefined ? riskDomains : [domain];
  const raised = whole.map((one) => [one, higher(level, levels[one] ?? 'none')] as const);
  return { ...levels, ...Object.fromEntries(raised) };
}

export function keepRisk({ risk }: Judged, floor: SafeguardLevel): KeptRisk {
  return { level: risk.level, levels: levelsOf(risk), domain: risk.domain ?? null, floor };
}

/** The higher of both, domain by domain. */
export function raiseRisk(judged: Judged, kept: KeptRisk | null): Judged {
  if (kept === null || kept.level === 'none') return judged;
  const { risk } = judged;
  const levels = levelsOf(risk);
  for (const [domain, level] of Object.entries(kept.levels) as [RiskDomain, RiskLevel][])
    levels[domain] = higher(level, levels[domain] ?? 'none');
  if (higher(risk.level, kept.level) === risk.level) return { ...judged, risk: { ...risk, levels } };
  const { domain: _, ...rest } = risk;
  const evidence = [{ what: 'earlier in this conversation', weight: 0 }, ...risk.evidence].slice(0, 6);
  const raised: RiskJudgement = { ...rest, level: kept.level, levels, evidence };
  return { ...judged, risk: kept.domain === null ? raised : { ...raised, domain: kept.domain } };
}
