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

/** Classes that are added up at a time: as many sums as stay in registers. */
const lanes = 4;

/** Unscaled sums of the `lanes` classes from `first` on: those of named features into `named`, of buckets into `hashed`. */
function addUp(
  { classCount, weights }: Head,
  { features, values }: SparseVector,
  first: number,
  named: Float64Array,
  hashed: Float64Array,
): void {
  let n0 = 0;
  let n1 = 0;
  let n2 = 0;
  let n3 = 0;
  let h0 = 0;
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  for (let at = 0; at < features.length; at++) {
    const feature = features[at] as number;
    const value = values[at] as number;
    const row = feature * classCount + first;
    const w0 = value * (weights[row] as number);
    const w1 = value * (weights[row + 1] as number);
    const w2 = value * (weights[row + 2] as number);
    const w3 = value * (weights[row + 3] as number);
    if (feature < namedCount) {
      n0 += w0;
      n1 += w1;
      n2 += w2;
      n3 += w3;
    } else {
      h0 += w0;
      h1 += w1;
      h2 += w2;
      h3 += w3;
    }
  }
  named[first] = n0;
  named[first + 1] = n1;
  named[first + 2] = n2;
  named[first + 3] = n3;
  hashed[first] = h0;
  hashed[first + 1] = h1;
  hashed[first + 2] = h2;
  hashed[first + 3] = h3;
}

/** Linear scores by class. */
export function scoreHead(head: Head, vector: SparseVector): Float64Array {
  const { classCount, scales, bias } = head;
  const room = Math.ceil(classCount / lanes) * lanes;
  const named = new Float64Array(room);
  const hashed = new Float64Array(room);
  for (let first = 0; first < classCount; first += lanes) addUp(head, vector, first, named, hashed);
  for (let each = 0; each < classCount; each++)
    named[each] =
      (bias[each] as number) +
      (named[each] as number) * (scales[each] as number) +
      (hashed[each] as number) * (scales[classCount + each] as number);
  return named.subarray(0, classCount);
}
