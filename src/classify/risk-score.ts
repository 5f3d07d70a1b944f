/** What the scores of a window mean together, and which score is which level, by the settings in the file of the weights. */
import { type RiskLevel, riskDomains } from '../core/risk.ts';

/**
 * Windows that speak this clearly against harm (in nats) are not asked for their domain. A constant of the window
 * alone: what stands beside it must not change what it says.
 */
export const harmlessBelow = -2;

/** Any harm, half of what the likeliest domain says, and against it a quarter of the next: harm is of a kind. */
export function joinScores(scores: ArrayLike<number>): number {
  const harm = scores[0] ?? 0;
  if (harm < harmlessBelow) return harm + harmlessBelow / 4;
  let best = Number.NEGATIVE_INFINITY;
  let next = Number.NEGATIVE_INFINITY;
  for (let each = 1; each <= riskDomains.length; each++) {
    const score = scores[each] ?? 0;
    if (score > best) {
      next = best;
      best = score;
    } else if (score > next) next = score;
  }
  return harm + best / 2 - next / 4;
}

export function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

type Line = readonly [slope: number, offset: number];

export type RiskSettings = {
  slope: number;
  offset: number;
  cuts: readonly [low: number, elevated: number, high: number];
  /** Score of intent from which words are taken as meant. */
  intent: number;
  /** What makes the score of a planted and of a pasted order one of harm, so that the cuts hold for all. */
  planted: Line;
  pasted: Line;
};

export function readRiskSettings(settings: Float32Array): RiskSettings {
  const [slope = 1, offset = 0, low = 0, elevated = 0, high = 0, intent = 0, ...lines] = settings;
  const [plantedSlope = 1, plantedOffset = 0, pastedSlope = 1, pastedOffset = 0] = lines;
  return {
    slope,
    offset,
    cuts: [low, elevated, high],
    intent,
    planted: [plantedSlope, plantedOffset],
    pasted: [pastedSlope, pastedOffset],
  };
}

export function levelOf(score: number, [low, elevated, high]: RiskSettings['cuts']): RiskLevel {
  if (score >= high) return 'high';
  if (score >= elevated) return 'elevated';
  return score >= low ? 'low' : 'none';
}
