/**
 * One linear head over the feature space: int8 weights by feature, then class, with a scale per class for named
 * features and one for buckets. Reads and scores; what a score means is the business of the head's own file.
 */
import type { SparseVector } from '../features/bag.ts';
import { featureCount, namedCount } from '../features/space.ts';
import { type Chunks, takeChunk } from './chunks.ts';

export type Head = {
  readonly classCount: number;
  /** `weights[feature * classCount + class]`. */
  readonly weights: Int8Array;
  /** Per class what 1 stands for: first for named features, then for buckets. */
  readonly scales: Float32Array;
  readonly bias: Float32Array;
  /** Numbers of the head's own: temperature, thresholds. */
  readonly settings: Float32Array;
};

export function readHead(chunks: Chunks, name: string): Head {
  const bias = takeChunk(chunks, `${name}.bias`, Float32Array);
  const weights = takeChunk(chunks, `${name}.weights`, Int8Array);
  if (weights.length !== featureCount * bias.length)
    throw new Error(`the weights of ${name} have another size`);
  return {
    classCount: bias.length,
    weights,
    scales: takeChunk(chunks, `${name}.scales`, Float32Array),
    bias,
    settings: takeChunk(chunks, `${name}.settings`, Float32Array),
  };
}

/** Linear scores by class. */
export function scoreHead(head: Head, vector: SparseVector): Float64Array {
  const { classCount, weights, scales, bias } = head;
  const named = new Float64Array(classCount);
  const hashed = new Float64Array(classCount);
  const { features, values } = vector;
  for (let at = 0; at < features.length; at++) {
    const feature = features[at] ?? 0;
    const value = values[at] ?? 0;
    const sums = feature < namedCount ? named : hashed;
    const row = feature * classCount;
    for (let each = 0; each < classCount; each++)
      sums[each] = (sums[each] ?? 0) + value * (weights[row + each] ?? 0);
  }
  return named.map(
    (sum, each) =>
      (bias[each] ?? 0) + sum * (scales[each] ?? 0) + (hashed[each] ?? 0) * (scales[classCount + each] ?? 0),
  );
}

/** What one feature adds to one class. */
export function weightOf(head: Head, feature: number, each: number): number {
  const scale = head.scales[feature < namedCount ? each : head.classCount + each] ?? 0;
  return (head.weights[feature * head.classCount + each] ?? 0) * scale;
}
