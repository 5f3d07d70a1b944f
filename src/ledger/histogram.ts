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

export function mergeHistograms(histograms: Iterable<Histogram>): Map<number, number> {
  const merged = new Map<number, number>();
  for (const histogram of histograms) {
    for (const [bucket, count] of histogram) {
      const sum = (merged.get(bucket) ?? 0) + count;
      if (sum === 0) merged.delete(bucket);
      else merged.set(bucket, sum);
    }
  }
  return merged;
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

export function unpackHistogram(text: string): Map<number, number> {
  const histogram = new Map<number, number>();
  for (const part of text.split(',')) {
    const [bucket, count] = part.split(':');
    if (bucket !== undefined && count !== undefined) histogram.set(Number(bucket), Number(count));
  }
  return histogram;
}
