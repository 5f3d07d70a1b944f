/** The few features that decided, in words a person can read. It explains a judgement and never changes it. */
import type { Evidence } from '../core/classification.ts';
import type { SparseVector } from './features/bag.ts';
import { describeFeature, namedCount } from './features/space.ts';
import type { Head } from './model/head.ts';

const mostEvidence = 8;
const leastWeight = 0.05;

/** Numbers of the classes with the highest and the second highest score. */
function bestTwo(scores: ArrayLike<number>): [best: number, second: number] {
  let best = 0;
  let second = 1;
  for (let each = 1; each < scores.length; each++) {
    const score = scores[each] as number;
    if (score > (scores[best] as number)) [best, second] = [each, best];
    else if (second === best || score > (scores[second] as number)) second = each;
  }
  return [best, second];
}

type Reason = { readonly feature: number; readonly weight: number };

/** Keeps `reasons` at the strongest few, in order; of equals the first. */
export function addStrongest<T extends { readonly weight: number }>(
  reasons: T[],
  reason: T,
  most: number,
): void {
  const strength = Math.abs(reason.weight);
  let at = reasons.length;
  while (at > 0 && Math.abs((reasons[at - 1] as T).weight) < strength) at--;
  if (at >= most) return;
  reasons.splice(at, 0, reason);
  if (reasons.length > most) reasons.pop();
}

/**
 * What spoke for the best class against the second best: shared reasons explain nothing. N-grams have no names of their
 * own and are added up.
 */
export function gatherEvidence(head: Head, vector: SparseVector, scores: ArrayLike<number>): Evidence[] {
  const { classCount, weights, scales } = head;
  const { features, values } = vector;
  const [best, second] = bestTwo(scores);
  const [bestScale, secondScale] = [scales[best] as number, scales[second] as number];
  const reasons: Reason[] = [];
  let wordsOfBest = 0;
  let wordsOfSecond = 0;
  for (let at = 0; at < features.length; at++) {
    const feature = features[at] as number;
    const value = values[at] as number;
    const forBest = value * (weights[feature * classCount + best] as number);
    const forSecond = value * (weights[feature * classCount + second] as number);
    if (feature >= namedCount) {
      wordsOfBest += forBest;
      wordsOfSecond += forSecond;
      continue;
    }
    const weight = forBest * bestScale - forSecond * secondScale;
    if (weight > leastWeight) addStrongest(reasons, { feature, weight }, mostEvidence);
  }
  const words =
    wordsOfBest * (scales[classCount + best] as number) -
    wordsOfSecond * (scales[classCount + second] as number);
  if (words > leastWeight) addStrongest(reasons, { feature: namedCount, weight: words }, mostEvidence);
  return reasons.map(({ feature, weight }) => ({
    what: describeFeature(feature),
    weight: Math.round(weight * 100) / 100,
  }));
}
