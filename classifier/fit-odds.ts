/** Logistic regression of a handful of columns with soft targets and no penalty: Newton's method, exact. */

export type OddsSample = {
  readonly columns: readonly number[];
  /** 0-1. */
  readonly target: number;
  readonly weight: number;
};

const steps = 30;

/** Gauss-Jordan without pivoting: the matrices here are positive definite. */
function solve(rows: number[][]): number[] {
  rows.forEach((row, at) => {
    const lead = row[at] ?? 1;
    for (const other of rows) {
      if (other === row) continue;
      const times = (other[at] ?? 0) / lead;
      row.forEach((value, column) => {
        other[column] = (other[column] ?? 0) - times * value;
      });
    }
  });
  return rows.map((row, at) => (row.at(-1) ?? 0) / (row[at] ?? 1));
}

/** A weight for each column; a column of ones gives the intercept. */
export function fitOdds(samples: readonly OddsSample[]): number[] {
  const width = samples[0]?.columns.length ?? 0;
  let weights = new Array<number>(width).fill(0);
  for (let step = 0; step < steps; step++) {
    const rows = Array.from({ length: width }, () => new Array<number>(width + 1).fill(0));
    for (const { columns, target, weight } of samples) {
      const odds = columns.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
      const chance = 1 / (1 + Math.exp(-odds));
      columns.forEach((value, at) => {
        const row = rows[at] ?? [];
        row[width] = (row[width] ?? 0) + weight * (target - chance) * value;
        columns.forEach((other, column) => {
          row[column] = (row[column] ?? 0) + weight * chance * (1 - chance) * value * other;
        });
      });
    }
    const change = solve(rows);
    weights = weights.map((weight, at) => weight + (change[at] ?? 0));
  }
  return weights;
}
