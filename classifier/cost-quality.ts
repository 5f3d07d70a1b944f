/**
 * The cost-quality curve of a score over requests: the share with the highest scores goes to the strong model, the rest
 * to the cheap one. Any score will do (difficulty, length, a random number, a planner's), so that ways of routing can
 * be compared on the same rows.
 */

/** What both models would have done with one request. Costs may be in any unit. */
export type TwoWays = {
  /** Quality of the answer, 0-1. */
  readonly cheapQuality: number;
  readonly strongQuality: number;
  readonly cheapCost: number;
  readonly strongCost: number;
};

export type CurvePoint = {
  /** Share of requests that the strong model gets, 0-1. */
  readonly share: number;
  /** Mean cost of a request. */
  readonly cost: number;
  /** Mean quality of an answer. */
  readonly quality: number;
};

/**
 * From all cheap (share 0) to all strong (share 1), a point after each score. Requests with the same score go together:
 * between two points lies a random mix of them.
 */
export function costQualityCurve<Row extends TwoWays>(
  rows: readonly Row[],
  score: (row: Row, at: number) => number,
): CurvePoint[] {
  const ranked = rows.map((row, at) => ({ row, rank: score(row, at) })).sort((a, b) => b.rank - a.rank);
  let cost = rows.reduce((sum, { cheapCost }) => sum + cheapCost, 0);
  let quality = rows.reduce((sum, { cheapQuality }) => sum + cheapQuality, 0);
  const points: CurvePoint[] = [{ share: 0, cost: cost / rows.length, quality: quality / rows.length }];
  ranked.forEach(({ row, rank }, at) => {
    cost += row.strongCost - row.cheapCost;
    quality += row.strongQuality - row.cheapQuality;
    if (ranked[at + 1]?.rank === rank) return;
    points.push({
      share: (at + 1) / rows.length,
      cost: cost / rows.length,
      quality: quality / rows.length,
    });
  });
  return points;
}

/** Mean quality over all costs between all cheap and all strong, each as likely as the other. */
export function meanQuality(curve: readonly CurvePoint[]): number {
  const first = curve[0];
  const last = curve.at(-1);
  if (first === undefined || last === undefined || first.cost === last.cost) return first?.quality ?? 0;
  let area = 0;
  for (const [at, point] of curve.entries()) {
    const before = curve[at - 1];
    if (before === undefined) continue;
    area += ((point.quality + before.quality) / 2) * (point.cost - before.cost);
  }
  return area / (last.cost - first.cost);
}

/** What routing by the score gains over a random mix of the same cost, on average over all costs; in quality. */
export function gainOverMix(curve: readonly CurvePoint[]): number {
  return meanQuality(curve) - ((curve[0]?.quality ?? 0) + (curve.at(-1)?.quality ?? 0)) / 2;
}

/** The point of least cost with at least this quality, between points by a random mix; null: no point has it. */
export function cheapestWith(curve: readonly CurvePoint[], quality: number): CurvePoint | null {
  for (const [at, point] of curve.entries()) {
    if (point.quality < quality) continue;
    const before = curve[at - 1];
    if (before === undefined) return point;
    const part = (quality - before.quality) / (point.quality - before.quality);
    return {
      share: before.share + part * (point.share - before.share),
      cost: before.cost + part * (point.cost - before.cost),
      quality,
    };
  }
  return null;
}
