/**
 * What the classifier says of a request's risk: shared by the planner, safeguards, ledger and dashboard. Shapes only;
 * a score tells topic and wording, never guilt: it may raise care, and must not refuse by itself.
 */

export const riskDomains = [
  /** Biological, chemical and radiological agents, toxins, poisoning. */
  'bio_chem',
  /** Attacks on systems: malware, intrusion, evasion. */
  'cyber',
  /** Violence against people, terror, weapons, cruelty. */
  'violence_weapons',
  /** Suicide, self-injury, eating disorders: asking for means, or being at risk. */
  'self_harm',
  /** Sexual content and crimes. */
  'sexual',
  /** Hate, discrimination, bullying, defamation. */
  'hate_harassment',
  /** Theft, scams, drugs, trafficking, money crimes. */
  'fraud_illegal',
  /** Finding, exposing or misusing personal data; stalking, surveillance. */
  'privacy',
  /** Overridden instructions, leaked prompts, instructions planted in documents and tool results. */
  'prompt_injection',
] as const;

export type RiskDomain = (typeof riskDomains)[number];

/** In rising order. What each level's precision was on unseen sources stands in `classifier/REPORT-risk.md`. */
export const riskLevels = ['none', 'low', 'elevated', 'high'] as const;

export type RiskLevel = (typeof riskLevels)[number];

/** Whose words they are: `caller` writes user turns, `answer` is what a model said before. */
export const riskOrigins = ['caller', 'system', 'document', 'tool-result', 'answer'] as const;

export type RiskOrigin = (typeof riskOrigins)[number];

export type RiskJudgement = {
  level: RiskLevel;
  /** Score of any harm, 0-1; only its order and the levels' cuts mean something. */
  score: number;
  /** The same per domain. */
  domains: Readonly<Record<RiskDomain, number>>;
  /** By domain the level of the riskiest words of that domain; absent ones are `none`. */
  levels?: Readonly<Partial<Record<RiskDomain, RiskLevel>>>;
  /** The domain of the riskiest words; absent where none were seen. */
  domain?: RiskDomain;
  /** Whether those words ask for harm or only talk about it; absent where none were seen. Only a hint. */
  looksLike?: 'intent' | 'topic';
  /** Where the riskiest words stand. */
  foundIn: RiskOrigin;
  /** Disguises that had to be taken off to see them: `base64`, `split words`. */
  disguises: readonly string[];
  /** What spoke for it, strongest first, at most six; `weight` in nats. */
  evidence: readonly { what: string; weight: number }[];
  /** False where the request was too long to be looked at whole: unseen text may hold more. */
  isWhole: boolean;
};

/** Whether the risk in one of `domains` (absent: in any) is `level` or higher. */
export function isAtRisk(
  { level: whole, levels, domain }: Pick<RiskJudgement, 'level' | 'levels' | 'domain'>,
  level: RiskLevel,
  domains?: readonly RiskDomain[],
): boolean {
  const isEnough = (one: RiskLevel) => riskLevels.indexOf(one) >= riskLevels.indexOf(level);
  if (domains === undefined) return isEnough(whole);
  // A risk of no named domain counts as any: unknown is the higher.
  if (domain === undefined || domains.includes(domain)) return isEnough(whole);
  return domains.some((one) => isEnough(levels?.[one] ?? 'none'));
}
