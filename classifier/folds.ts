/** Leave-one-family-out: every family is judged by a model that read nothing of it. */
import { tasks } from '../src/core/classification.ts';
import type { Dataset } from './dataset.ts';
import type { FoldPlan } from './plan.ts';
import { type LinearModel, scoreRow, trainMean } from './train-softmax.ts';

export function isOwn(source: string): boolean {
  return source.startsWith('own');
}

/** Big families must not drown small ones, nor small ones be learnt by heart: in between lies `balance`. */
export function weighRows(
  data: Dataset,
  chosen: Int32Array,
  { balance, ownFactor }: Pick<FoldPlan, 'balance' | 'ownFactor'>,
): Float32Array {
  const sizes = new Map<string, number>();
  const groupOf = (row: number) => {
    const { name } = data.families[row] ?? { name: '' };
    return isOwn(name) ? 'own' : name;
  };
  for (const row of chosen) sizes.set(groupOf(row), (sizes.get(groupOf(row)) ?? 0) + 1);
  const weights = new Float32Array(data.rows.length);
  let sum = 0;
  for (const row of chosen) {
    const group = groupOf(row);
    const weight = group === 'own' ? ownFactor * 600 ** -balance : (sizes.get(group) ?? 1) ** -balance;
    weights[row] = weight;
    sum += weight;
  }
  for (const row of chosen) weights[row] = ((weights[row] ?? 0) * chosen.length) / sum;
  return weights;
}

/** Rows before `end` that weights which ship may be trained on. */
export function shippedRows(data: Dataset, end: number): Int32Array {
  const rows = [...data.rows.keys()].slice(0, end);
  return Int32Array.from(rows.filter((row) => data.families[row]?.evaluationOnly === undefined));
}

export function trainOn(data: Dataset, chosen: Int32Array, plan: FoldPlan): LinearModel {
  const { matrix, classes } = data;
  const weights = weighRows(data, chosen, plan);
  return trainMean({ matrix, classes, chosen, weights }, tasks.length, plan.training, plan.models);
}

/** Families that are tested together: the model that judges them read none of them. */
export function groupFamilies(data: Dataset, groups: number): string[][] {
  const sizes = new Map<string, number>();
  data.families.forEach(({ name, evaluationOnly }) => {
    if (evaluationOnly === undefined && !isOwn(name)) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  });
  const folds = Array.from({ length: Math.min(groups, sizes.size) }, () => ({
    size: 0,
    names: [] as string[],
  }));
  for (const [name, size] of [...sizes].sort(([, a], [, b]) => b - a)) {
    const smallest = folds.reduce((least, fold) => (fold.size < least.size ? fold : least));
    smallest.size += size;
    smallest.names.push(name);
  }
  return folds.map(({ names }) => names);
}

/** Scores of every row that was judged unseen; rows that were not are absent. */
export type Unseen = Map<number, Float64Array>;

/** `qwen_math` and `asdiv` share a house style: neither trains a model that judges the other. */
const kin: Readonly<Record<string, string>> = { asdiv: 'qwen_math' };

export function judgeUnseen(
  data: Dataset,
  plan: FoldPlan,
  groups: number,
  log: (line: string) => void,
): Unseen {
  const unseen: Unseen = new Map();
  const evaluationOnly = new Set(
    data.families.flatMap((family) => (family.evaluationOnly ? [family.name] : [])),
  );
  const folds = groupFamilies(data, groups);
  if (!plan.withAll) folds.push([...evaluationOnly]);
  else for (const name of evaluationOnly) folds.push([name]);
  folds.forEach((names, fold) => {
    const out = new Set(names.flatMap((name) => [name, kin[name] ?? name]));
    const isTrained = (row: number) => {
      const family = data.families[row];
      return (
        family !== undefined && !out.has(family.name) && (plan.withAll || family.evaluationOnly === undefined)
      );
    };
    const chosen = Int32Array.from([...data.rows.keys()].filter(isTrained));
    const model = trainOn(data, chosen, plan);
    for (const row of data.rows.keys()) {
      if (names.includes(data.families[row]?.name ?? ''))
        unseen.set(row, scoreRow(model, data.matrix, row, data.matrix.values, 0));
    }
    log(`fold ${fold + 1} of ${folds.length}: ${names.join(', ')} (${chosen.length} rows trained)`);
  });
  return unseen;
}
