/**
 * Histograms with logarithmic buckets: merging is adding, so percentiles of a month come from its hours. Pure. A
 * bucket is 1/8 of a doubling wide, and a percentile read from it is off by at most `relativeError`.
 */

const bucketsPerDoubling = 8;
/** Bucket 0 holds everything below 1; the last one what is beyond all measure. */
const lastBucket = 512;

/** 2^(1/16) - 1: from a bucket's geometric middle to its edge. */
export const relativeError = 2 ** (1 / (2 * bucketsPerDoubling)) - 1;

/** Counts by bucket. */
export type Histogram = ReadonlyMap<number, number>;

/** `value` is not negative. */
export function bucketOf(value: number): number {
  if (!(value >= 1)) return 0;
  return Math.min(lastBucket, 1 + Math.floor(Math.log2(value) * bucketsPerDoubling));
}

/** The value that stands for all of a bucket. */
export function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : 2 ** ((bucket - 0.5) / bucketsPerDoubling);
}

/** Bucket and count in turn, buckets rising: a histogram that is only to be added or not looked at yet. */
type Buckets = readonly number[];

/** Sums by bucket, while `sumBuckets` runs; zero in between. */
const sums = new Float64Array(lastBucket + 1);

/** Buckets whose counts cancel out are left out. */
function sumBuckets(all: readonly Buckets[]): Buckets {
  for (const buckets of all) {
    for (let at = 0; at < buckets.length; at += 2) {
      const bucket = buckets[at] ?? 0;
      sums[bucket] = (sums[bucket] ?? 0) + (buckets[at + 1] ?? 0);
    }
  }
  const summed: number[] = [];
  for (let bucket = 0; bucket <= lastBucket; bucket++) {
    const sum = sums[bucket];
    if (sum) summed.push(bucket, sum);
  }
  sums.fill(0);
  return summed;
}

/**
 * A histogram that is read, or summed, when somebody looks at it: most are only added to others, or never asked for.
 */
class LazyHistogram implements Histogram {
  #read: (() => Buckets) | null;
  #buckets: Buckets = [];
  #map: ReadonlyMap<number, number> | null = null;

  constructor(read: (() => Buckets) | null) {
    this.#read = read;
  }

  get buckets(): Buckets {
    if (this.#read !== null) {
      this.#buckets = this.#read();
      this.#read = null;
    }
    return this.#buckets;
  }

  #open(): ReadonlyMap<number, number> {
    this.#map ??= toHistogram(this.buckets);
    return this.#map;
  }

  get size(): number {
    return this.#open().size;
  }

  get(bucket: number): number | undefined {
    return this.#open().get(bucket);
  }

  has(bucket: number): boolean {
    return this.#open().has(bucket);
  }

  keys(): MapIterator<number> {
    return this.#open().keys();
  }

  values(): MapIterator<number> {
    return this.#open().values();
  }

  entries(): MapIterator<[number, number]> {
    return this.#open().entries();
  }

  [Symbol.iterator](): MapIterator<[number, number]> {
    return this.entries();
  }

  forEach(tell: (count: number, bucket: number, all: Histogram) => void): void {
    for (const [bucket, count] of this) tell(count, bucket, this);
  }
}

export const noHistogram: Histogram = new LazyHistogram(null);

function bucketsOf(histogram: Histogram): Buckets {
  if (histogram instanceof LazyHistogram) return histogram.buckets;
  return [...histogram].sort(([a], [b]) => a - b).flat();
}

/** The sum of any number of them. */
export function mergeHistograms(all: readonly Histogram[]): Histogram {
  const some = all.filter((each) => each !== noHistogram);
  return some.length === 0 ? noHistogram : new LazyHistogram(() => sumBuckets(some.map(bucketsOf)));
}

/** As `packHistogram` and the scripts write it. */
export function unpackHistogram(text: string): Histogram {
  return text === '' ? noHistogram : new LazyHistogram(() => readBuckets(text));
}

function toHistogram(buckets: Buckets): ReadonlyMap<number, number> {
  const histogram = new Map<number, number>();
  for (let at = 0; at + 1 < buckets.length; at += 2) histogram.set(buckets[at] ?? 0, buckets[at + 1] ?? 0);
  return histogram;
}

export function countOf(histogram: Histogram): number {
  let count = 0;
  for (const each of histogram.values()) count += each;
  return count;
}

/**
 * The value that `share` (0-1) of all are at or below, within `relativeError` of it (values below 1 read as 0); null:
 * there are none.
 */
export function percentile(histogram: Histogram, share: number): number | null {
  const count = countOf(histogram);
  if (count <= 0) return null;
  const rank = Math.max(1, Math.ceil(share * count));
  let seen = 0;
  for (const bucket of [...histogram.keys()].sort((a, b) => a - b)) {
    seen += histogram.get(bucket) ?? 0;
    if (seen >= rank) return middleOf(bucket);
  }
  return null;
}

/** `12:3,15:1`, buckets rising. */
export function packHistogram(histogram: Histogram): string {
  const buckets = [...histogram].filter(([, count]) => count !== 0).sort(([a], [b]) => a - b);
  return buckets.map(([bucket, count]) => `${bucket}:${count}`).join(',');
}

const [zeroCode, nineCode, minusCode] = ['0', '9', '-'].map((sign) => sign.charCodeAt(0)) as [
  number,
  number,
  number,
];

/** `12:3,15:1`, as `packHistogram` and the scripts write it. */
export function readBuckets(text: string): Buckets {
  const buckets: number[] = [];
  if (text === '') return buckets;
  let [value, isNegative] = [0, false];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= zeroCode && code <= nineCode) value = value * 10 + code - zeroCode;
    else if (code === minusCode) isNegative = true;
    else {
      buckets.push(isNegative ? 0 - value : value);
      value = 0;
      isNegative = false;
    }
  }
  buckets.push(isNegative ? 0 - value : value);
  return buckets;
}
