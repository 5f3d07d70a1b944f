/** What a search for risk has found so far: the riskiest window, and the most that any window said of each output. */
import type { RiskDomain, RiskJudgement, RiskLevel, RiskOrigin } from '../core/risk.ts';
import { riskDomains } from '../core/risk.ts';
import type { RiskyWords } from './build-up.ts';
import type { RiskVector } from './features/risk-window.ts';
import { riskOutputs } from './model/risk-head.ts';
import { levelOf, type RiskSettings } from './risk-score.ts';

export type Finding = {
  score: number;
  outputs: Float64Array;
  bestOutputs: Float64Array;
  /** By output the riskiest window whose likeliest domain it is, where that is risky at all. */
  byDomain: Float64Array;
  /** The same of the text that is looked at now, without planted orders. */
  ofText: Float64Array;
  /** What the caller has said that is risky by itself. */
  said: RiskyWords[];
  origin: RiskOrigin;
  /** Output of the planted order that it is, 0: none. */
  plantedAs: number;
  disguises: readonly string[];
  vector: RiskVector;
};

const nothing: RiskVector = {
  features: new Int32Array(0),
  values: new Float32Array(0),
  count: 0,
};

export function newFinding(): Finding {
  return {
    score: 0,
    outputs: new Float64Array(riskOutputs),
    bestOutputs: new Float64Array(riskOutputs),
    byDomain: new Float64Array(riskOutputs),
    ofText: new Float64Array(riskOutputs),
    said: [],
    origin: 'caller',
    plantedAs: 0,
    disguises: [],
    vector: nothing,
  };
}

/** Begins anew, in the same memory. */
export function forget(finding: Finding): void {
  finding.score = Number.NEGATIVE_INFINITY;
  finding.outputs.fill(Number.NEGATIVE_INFINITY);
  finding.bestOutputs.fill(0);
  finding.byDomain.fill(Number.NEGATIVE_INFINITY);
  finding.ofText.fill(Number.NEGATIVE_INFINITY);
  finding.said = [];
  finding.origin = 'caller';
  finding.plantedAs = 0;
  finding.disguises = [];
  finding.vector = nothing;
}

export function likeliestDomain(outputs: Float64Array): number {
  let best = 1;
  for (let each = 2; each <= riskDomains.length; each++)
    if ((outputs[each] as number) > (outputs[best] as number)) best = each;
  return best;
}

/** Each to the higher of two. */
export function raise(outputs: Float64Array, by: Float64Array): void {
  for (let each = 0; each < riskOutputs; each++)
    outputs[each] = Math.max(outputs[each] as number, by[each] as number);
}

/** A louder risk of one domain does not hide a quieter one of another. */
export function noteDomain({ byDomain }: Finding, output: number, score: number): void {
  byDomain[output] = Math.max(byDomain[output] as number, score);
}

/** The same of words that ask for harm themselves. */
export function noteWords(finding: Finding, output: number, score: number): void {
  noteDomain(finding, output, score);
  const { ofText } = finding;
  ofText[output] = Math.max(ofText[output] as number, score);
}

/** Keeps what has been noted of the text that has been looked at; `turn`: of the caller, null: others said it. */
export function closeText({ ofText, said }: Finding, text: string, turn: number | null): void {
  const isRisky = ofText.some((score) => score > Number.NEGATIVE_INFINITY);
  if (!isRisky) return;
  if (turn !== null) said.push({ turn, text, byDomain: ofText.slice() });
  ofText.fill(Number.NEGATIVE_INFINITY);
}

export function levelsByDomain(
  { byDomain }: Finding,
  cuts: RiskSettings['cuts'],
): Pick<RiskJudgement, 'levels'> {
  const levels: Partial<Record<RiskDomain, RiskLevel>> = {};
  for (let output = 1; output <= riskDomains.length; output++) {
    const level = levelOf(byDomain[output] as number, cuts);
    if (level !== 'none') levels[riskDomains[output - 1] as RiskDomain] = level;
  }
  return Object.keys(levels).length === 0 ? {} : { levels };
}
