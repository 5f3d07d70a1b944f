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

/** Adds the weights of the features on one side of `namedCount` to `sums`, unscaled. */
function addUp({ classCount, weights }: Head, vector: SparseVector, isNamed: boolean, sums: Float64Array) {
  const { features, values } = vector;
  for (let at = 0; at < features.length; at++) {
    const feature = features[at] as number;
    if (feature < namedCount !== isNamed) continue;
    const value = values[at] as number;
    const row = feature * classCount;
    for (let each = 0; each < classCount; each++)
      sums[each] = (sums[each] as number) + value * (weights[row + each] as number);
  }
}

/** Linear scores by class. */
export function scoreHead(head: Head, vector: SparseVector): Float64Array {
  const { classCount, scales, bias } = head;
  const named = new Float64Array(classCount);
  const hashed = new Float64Array(classCount);
  addUp(head, vector, true, named);
  addUp(head, vector, false, hashed);
  for (let each = 0; each < classCount; each++)
    named[each] =
      (bias[each] as number) +
      (named[each] as number) * (scales[each] as number) +
      (hashed[each] as number) * (scales[classCount + each] as number);
  return named;
}
