/**
 * Logistic regression with soft targets by Newton's method: few features, so the exact answer costs seconds, and no
 * seed, rate or number of epochs can change it.
 */

export type Sample = {
  readonly vector: Float32Array;
  /** 0-1. */
  readonly target: number;
  readonly weight: number;
  /** Rows of a group share an intercept of their own, so that what is learnt is order inside a group. */
  readonly group: number;
};

export type Fitted = { readonly weights: Float64Array; readonly bias: number };

/** In place: `matrix` (symmetric, positive definite, row by row) becomes its factor, `side` the solution. */
function solve(matrix: Float64Array, side: Float64Array): void {
  const size = side.length;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] as number;
      for (let at = 0; at < column; at++)
        sum -= (matrix[row * size + at] as number) * (matrix[column * size + at] as number);
      matrix[row * size + column] =
        row === column ? Math.sqrt(sum) : sum / (matrix[column * size + column] as number);
    }
  }
  for (let row = 0; row < size; row++) {
    let sum = side[row] as number;
    for (let at = 0; at < row; at++) sum -= (matrix[row * size + at] as number) * (side[at] as number);
    side[row] = sum / (matrix[row * size + row] as number);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = side[row] as number;
    for (let at = row + 1; at < size; at++) sum -= (matrix[at * size + row] as number) * (side[at] as number);
    side[row] = sum / (matrix[row * size + row] as number);
  }
}

/** Group intercepts are bound this much more loosely than weights. */
const groupScale = 3;

type Sparse = { places: number[]; values: number[] };

function toSparse({ vector, group }: Sample): Sparse {
  const places: number[] = [];
  const values: number[] = [];
  vector.forEach((value, at) => {
    if (value === 0) return;
    places.push(at);
    values.push(value);
  });
  places.push(vector.length + group);
  values.push(groupScale);
  return { places, values };
}

const steps = 12;
const enough = 1e-5;

/** One step of Newton; returns the largest change. */
function improve(
  samples: readonly Sample[],
  sparse: readonly Sparse[],
  solution: Float64Array,
  l2: number,
): number {
  const size = solution.length;
  const curvature = new Float64Array(size * size);
  const slope = new Float64Array(size);
  const last = size - 1;
  samples.forEach(({ target, weight }, row) => {
    const { places, values } = sparse[row] as Sparse;
    let score = solution[last] as number;
    places.forEach((place, at) => {
      score += (values[at] as number) * (solution[place] as number);
    });
    const chance = 1 / (1 + Math.exp(-score));
    const error = weight * (chance - target);
    const bend = weight * chance * (1 - chance) + 1e-9;
    for (let at = 0; at < places.length; at++) {
      const place = places[at] as number;
      const value = values[at] as number;
      slope[place] = (slope[place] as number) + error * value;
      for (let other = 0; other <= at; other++)
        curvature[place * size + (places[other] as number)] =
          (curvature[place * size + (places[other] as number)] as number) +
          bend * value * (values[other] as number);
      curvature[last * size + place] = (curvature[last * size + place] as number) + bend * value;
    }
    slope[last] = (slope[last] as number) + error;
    curvature[last * size + last] = (curvature[last * size + last] as number) + bend;
  });
  for (let at = 0; at < size; at++) {
    const bound = at === last ? 1e-6 : l2;
    curvature[at * size + at] = (curvature[at * size + at] as number) + bound;
    slope[at] = (slope[at] as number) + bound * (solution[at] as number);
  }
  solve(curvature, slope);
  let most = 0;
  for (let at = 0; at < size; at++) {
    solution[at] = (solution[at] as number) - (slope[at] as number);
    most = Math.max(most, Math.abs(slope[at] as number));
  }
  return most;
}

export function fitLogistic(samples: readonly Sample[], l2: number): Fitted {
  const width = samples[0]?.vector.length ?? 0;
  const groups = samples.reduce((most, { group }) => Math.max(most, group + 1), 0);
  const sparse = samples.map(toSparse);
  const solution = new Float64Array(width + groups + 1);
  for (let step = 0; step < steps; step++) {
    if (improve(samples, sparse, solution, l2) < enough) break;
  }
  return { weights: solution.slice(0, width), bias: solution[solution.length - 1] ?? 0 };
}

/** Slope and offset of the logistic that turns scores into chances, by soft targets. */
export function fitChance(pairs: readonly { score: number; target: number }[]): {
  slope: number;
  offset: number;
} {
  let [slope, offset] = [1, 0];
  for (let step = 0; step < steps; step++) {
    const curvature = new Float64Array([1e-6, 0, 0, 1e-6]);
    const side = new Float64Array(2);
    for (const { score, target } of pairs) {
      const chance = 1 / (1 + Math.exp(-slope * score - offset));
      const bend = chance * (1 - chance);
      side[0] = (side[0] as number) + (chance - target) * score;
      side[1] = (side[1] as number) + chance - target;
      curvature[0] = (curvature[0] as number) + bend * score * score;
      curvature[2] = (curvature[2] as number) + bend * score;
      curvature[3] = (curvature[3] as number) + bend;
    }
    solve(curvature, side);
    slope -= side[0] as number;
    offset -= side[1] as number;
  }
  return { slope, offset };
}
