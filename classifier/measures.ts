/** Figures of a set of judgements: accuracy, accuracy where sure, calibration, confusion. */
import { softmax } from '../src/classify/task.ts';

/** Where a judged row comes from. */
export type Origin = {
  /** Family of sources. */
  readonly group: string;
  readonly source: string;
  readonly lang: string;
  /** Whether its licence lets weights trained on it ship. */
  readonly mayShip: boolean;
};

export type Judged = Origin & { truth: number; guess: number; probability: number };

export function judge(scores: Float64Array, truth: number, temperature: number, origin: Origin): Judged {
  const probabilities = softmax(scores, temperature);
  const probability = Math.max(...probabilities);
  return { ...origin, truth, guess: probabilities.indexOf(probability), probability };
}

export function accuracy(judged: readonly Judged[]): number {
  return judged.filter(({ truth, guess }) => truth === guess).length / judged.length;
}

/** Accuracy on the given share of judgements with the highest probability. */
export function accuracyWhereSure(judged: readonly Judged[], share: number): number {
  const sorted = [...judged].sort((a, b) => b.probability - a.probability);
  return accuracy(sorted.slice(0, Math.round(sorted.length * share)));
}

/** Expected calibration error over ten bins of equal width. */
export function calibrationError(judged: readonly Judged[]): number {
  const bins = reliability(judged);
  return bins.reduce(
    (sum, { count, accuracy, probability }) =>
      sum + (count * Math.abs(accuracy - probability)) / judged.length,
    0,
  );
}

export type Bin = { from: number; count: number; accuracy: number; probability: number };

export function reliability(judged: readonly Judged[], binCount = 10): Bin[] {
  return Array.from({ length: binCount }, (_, bin) => {
    const inside = judged.filter(
      ({ probability }) => Math.min(binCount - 1, Math.floor(probability * binCount)) === bin,
    );
    return {
      from: bin / binCount,
      count: inside.length,
      accuracy: inside.length === 0 ? 0 : accuracy(inside),
      probability: inside.reduce((sum, { probability }) => sum + probability, 0) / Math.max(1, inside.length),
    };
  });
}

/** Mean of the accuracy of each family, whatever its size. */
export function meanOfGroups(judged: readonly Judged[]): number {
  const groups = [...Map.groupBy(judged, ({ group }) => group).values()].map(accuracy);
  return groups.reduce((sum, each) => sum + each, 0) / groups.length;
}

export type SurePoint = { cut: number; share: number; right: number; rightBelow: number };

/** For each cut of the probability: the share of rows at or above it, and how often they and the others are right. */
export function sureCurve(judged: readonly Judged[]): SurePoint[] {
  return Array.from({ length: 15 }, (_, step) => {
    const cut = 0.2 + 0.05 * step;
    const [above, below] = [
      judged.filter(({ probability }) => probability >= cut),
      judged.filter(({ probability }) => probability < cut),
    ];
    return {
      cut,
      share: above.length / judged.length,
      right: accuracy(above),
      rightBelow: accuracy(below),
    };
  });
}

/** `matrix[truth][guess]`. */
export function confusion(judged: readonly Judged[], classCount: number): number[][] {
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (const { truth, guess } of judged) {
    const row = matrix[truth];
    if (row !== undefined) row[guess] = (row[guess] ?? 0) + 1;
  }
  return matrix;
}

/** The temperature of the least log loss. */
export function fitTemperature(scores: readonly { scores: Float64Array; truth: number }[]): number {
  const loss = (temperature: number) =>
    scores.reduce(
      (sum, each) => sum - Math.log((softmax(each.scores, temperature)[each.truth] ?? 0) + 1e-9),
      0,
    );
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let temperature = 0.6; temperature <= 4; temperature *= 1.05) {
    const value = loss(temperature);
    if (value < least) [best, least] = [temperature, value];
  }
  return best;
}
