/**
 * The numbers of the quality curve: from a model's index and a request's difficulty to a chance of success. Data only,
 * printed by `node classifier/fit-quality.ts --data FOLDER`; what they rest on is in
 * `docs/decisions/0005-quality-from-one-scale.md`.
 */
export const qualityCurve = {
  /** Log-odds of success per point of the Artificial Analysis index v4.1. */
  perPoint: 0.078,
  /** Log-odds at `index` for a request whose difficulty is one half. */
  index: 8,
  atHalf: -1.357,
  /** How many log-odds of success one of difficulty costs. */
  perDifficulty: 1.095,
  /** Difficulties beyond these were never seen with an outcome; they count as these. */
  easiest: 0.05,
  hardest: 0.6,
  /** The middle request of those that were judged; stands in where nothing was judged. */
  usualDifficulty: 0.18,
} as const;
