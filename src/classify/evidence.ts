/** The few features that decided, in words a person can read. It explains a judgement and never changes it. */
import type { Evidence } from '../core/classification.ts';
import type { SparseVector } from './features/bag.ts';
import { describeFeature } from './features/space.ts';
import { type Head, weightOf } from './model/head.ts';

const mostEvidence = 8;
const leastWeight = 0.05;

/**
 * What spoke for the best class against the second best: shared reasons explain nothing. Features with the same words
 * (all n-grams are `its words`) are added up.
 */
export function gatherEvidence(head: Head, vector: SparseVector, scores: ArrayLike<number>): Evidence[] {
  const ranked = Array.from(scores, (score, each) => ({ score, each })).sort((a, b) => b.score - a.score);
  const best = ranked[0]?.each ?? 0;
  const second = ranked[1]?.each ?? 0;
  const weights = new Map<string, number>();
  vector.features.forEach((feature, at) => {
    const weight =
      (vector.values[at] ?? 0) * (weightOf(head, feature, best) - weightOf(head, feature, second));
    if (weight === 0) return;
    const what = describeFeature(feature);
    weights.set(what, (weights.get(what) ?? 0) + weight);
  });
  return [...weights]
    .filter(([, weight]) => weight > leastWeight)
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostEvidence)
    .map(([what, weight]) => ({ what, weight: Math.round(weight * 100) / 100 }));
}
