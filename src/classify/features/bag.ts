/**
 * Collects the features of one request and hands them out as a sparse vector. It is used again for every request of an
 * isolate (classification is synchronous), so nothing is allocated per request but the vector.
 */
import { bucketCount, namedCount } from './space.ts';

export type SparseVector = {
  /** Feature numbers, each once. */
  readonly features: Int32Array;
  readonly values: Float32Array;
};

const mostFeatures = 16384;

export class FeatureBag {
  readonly #named = new Float32Array(namedCount);
  readonly #counts = new Float32Array(bucketCount);
  readonly #touched = new Int32Array(mostFeatures);
  readonly #features = new Int32Array(mostFeatures);
  readonly #values = new Float32Array(mostFeatures);
  #touchedCount = 0;
  #length = 0;

  /** Keeps the larger of two values. */
  set(feature: number, value: number): void {
    const known = this.#named[feature] as number;
    if (value <= known) return;
    if (known === 0) this.#features[this.#length++] = feature;
    this.#named[feature] = value;
  }

  count(bucket: number, weight: number): void {
    const known = this.#counts[bucket] as number;
    if (known === 0) {
      if (this.#touchedCount === mostFeatures) return;
      this.#touched[this.#touchedCount++] = bucket;
    }
    this.#counts[bucket] = known + weight;
  }

  /** Ends a group of counted buckets: together they weigh `norm`, however many they are. */
  closeGroup(norm: number): void {
    let squares = 0;
    for (let at = 0; at < this.#touchedCount; at++) {
      const bucket = this.#touched[at] as number;
      const count = this.#counts[bucket] as number;
      const value = count > 1 ? 1 + 0.5 * Math.log(count) : count;
      this.#counts[bucket] = value;
      squares += value * value;
    }
    const scale = squares === 0 ? 0 : norm / Math.sqrt(squares);
    for (let at = 0; at < this.#touchedCount; at++) {
      const bucket = this.#touched[at] as number;
      if (this.#length < mostFeatures) {
        this.#features[this.#length] = namedCount + bucket;
        this.#values[this.#length++] = (this.#counts[bucket] as number) * scale;
      }
      this.#counts[bucket] = 0;
    }
    this.#touchedCount = 0;
  }

  /** The vector so far; the bag is empty again. Valid until the next request. */
  take(): SparseVector {
    const { length } = this;
    for (let at = 0; at < length; at++) {
      const feature = this.#features[at] as number;
      if (feature >= namedCount) continue;
      this.#values[at] = this.#named[feature] as number;
      this.#named[feature] = 0;
    }
    this.#length = 0;
    return { features: this.#features.subarray(0, length), values: this.#values.subarray(0, length) };
  }

  get length(): number {
    return this.#length;
  }
}
