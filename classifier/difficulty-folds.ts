/**
 * What difficulty is learnt from, and leave-one-family-out: every data set and every author is judged by a model that
 * read nothing of it. Order is learnt from how often small models fail inside a data set and from the levels of own
 * requests; what a score is worth (`fitUnseenChance`) from how often small ones fail where strong ones succeed.
 */
import { type Fitted, fitChance, fitLogistic, type Sample } from './difficulty-logistic.ts';
import { type DifficultyExample, type DifficultyRow, isOwnRow } from './difficulty-rows.ts';

/** How likely a small model fails, by the level that the author of an own row gave. */
const chanceOfLevel: Readonly<Record<number, number>> = { 1: 0.03, 2: 0.08, 3: 0.2, 4: 0.4, 5: 0.65 };

/** What own rows weigh beside rows with outcomes. */
const ownWeight = 3;
const l2 = 30;

/** Null: a row that trains nothing. */
function targetOf(row: DifficultyRow): number | null {
  if (isOwnRow(row)) return chanceOfLevel[row.level ?? 0] ?? null;
  return row.outcome === undefined ? null : 1 - row.outcome.cheapMean;
}

function isShipped({ row }: DifficultyExample): boolean {
  return row.family.evaluationOnly === undefined;
}

/** Families that are one group: own authors share a scale of levels. */
function groupOf(row: DifficultyRow): string {
  return isOwnRow(row) ? 'own' : row.family.name;
}

/** Big data sets must not drown small ones: a data set of n rows weighs as the root of n. */
function toSamples(examples: readonly DifficultyExample[]): Sample[] {
  const sizes = new Map<string, number>();
  for (const { row } of examples) sizes.set(groupOf(row), (sizes.get(groupOf(row)) ?? 0) + 1);
  const groups = [...sizes.keys()];
  const outcomes = examples.filter(({ row }) => !isOwnRow(row));
  const rootOf = (row: DifficultyRow) => (sizes.get(groupOf(row)) ?? 1) ** -0.5;
  const scale = outcomes.length / outcomes.reduce((sum, { row }) => sum + rootOf(row), 0);
  return examples.flatMap(({ row, vector }) => {
    const target = targetOf(row);
    if (target === null) return [];
    const weight = isOwnRow(row) ? ownWeight : rootOf(row) * scale;
    return [{ vector, target, weight, group: groups.indexOf(groupOf(row)) }];
  });
}

/** On the rows of `examples` whose licence permits it. */
export function trainDifficulty(examples: readonly DifficultyExample[]): Fitted {
  return fitLogistic(toSamples(examples.filter(isShipped)), l2);
}

export function scoreOf({ weights, bias }: Fitted, vector: Float32Array): number {
  return vector.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), bias);
}

export type JudgedDifficulty = { readonly row: DifficultyRow; readonly score: number };

export function judgeUnseenDifficulty(
  examples: readonly DifficultyExample[],
  log: (line: string) => void,
): JudgedDifficulty[] {
  const judged: JudgedDifficulty[] = [];
  const folds = Map.groupBy(examples, ({ row }) =>
    row.family.evaluationOnly === undefined ? row.family.name : 'evaluation only',
  );
  for (const [name, held] of folds) {
    const kin = held[0]?.row.family.kin;
    const seen = examples.filter(
      ({ row }) => row.family.name !== name && (kin === undefined || row.family.name !== kin),
    );
    const model = trainDifficulty(seen);
    for (const { row, vector } of held) judged.push({ row, score: scoreOf(model, vector) });
    log(`judged unseen: ${name} (${held.length} rows)`);
  }
  return judged;
}

/** The share of pairs of a small and a strong model of which the small one fails and the strong one succeeds. */
export function chanceOfGain({ outcome }: DifficultyRow): number {
  return outcome === undefined ? Number.NaN : (1 - outcome.cheapMean) * outcome.strongMean;
}

/** Slope and offset from scores to chances, on rows that were judged unseen and whose licence permits it. */
export function fitUnseenChance(judged: readonly JudgedDifficulty[]): { slope: number; offset: number } {
  return fitChance(
    judged
      .filter(({ row }) => row.outcome !== undefined && row.family.evaluationOnly === undefined)
      .map(({ row, score }) => ({ score, target: chanceOfGain(row) })),
  );
}
