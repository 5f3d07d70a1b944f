/** What a route's tasks cost at which models: where to look when a route gets dearer. */

import { knownCostOf } from '../../finance/day-costs.ts';
import type { Counters } from '../../ledger/counters.ts';
import type { UsageGroup } from '../../ledger/query-usage.ts';
import { Heat, type HeatRow } from '../charts/heat.tsx';
import { count, money, percent } from '../parts/format.ts';
import type { Figures } from '../usage.ts';

/** More columns are no table to read. */
const mostModels = 8;

type HeatTable = {
  readonly columns: readonly string[];
  readonly rows: readonly HeatRow[];
  readonly sums: readonly (number | null)[];
};

type Known = number | 'unknown';

/** What cells cost together: unknown only where nothing of it is known. */
function addAll(values: readonly (Known | null)[]): Known | null {
  const known = values.filter((value) => typeof value === 'number');
  if (known.length > 0) return known.reduce((sum, value) => sum + value, 0);
  return values.includes('unknown') ? 'unknown' : null;
}

const figureOf = (value: Known | null): number | null => (value === 'unknown' ? null : value);

const cellOf = (counters: Counters): Known => knownCostOf(counters) ?? 'unknown';

function costsBy(groups: readonly UsageGroup[]): [string, number | null][] {
  const costs = groups.map(({ names: [name = ''], counters }): [string, number | null] => [
    name,
    knownCostOf(counters),
  ]);
  return costs.sort(([, a], [, b]) => (b ?? -1) - (a ?? -1));
}

/** Dearest first, both ways. Pure. */
export function heatTable(figures: Pick<Figures, 'by'>): HeatTable {
  const cells = new Map(
    figures.by(['task', 'model']).groups.map(({ names, counters }) => [names.join(' '), cellOf(counters)]),
  );
  const tasks = costsBy(figures.by(['task']).groups);
  const models = costsBy(figures.by(['model']).groups);
  const own = models.length > mostModels ? models.slice(0, mostModels - 1) : models;
  const others = models.slice(own.length);
  const at = (task: string, model: string) => cells.get(`${task} ${model}`) ?? null;
  const rest = others.length === 0 ? [] : [`${count(others.length)} others`];
  return {
    columns: [...own.map(([model]) => model), ...rest],
    rows: tasks.map(([task, sum]) => ({
      name: task === '' ? 'not classified' : task,
      cells: [
        ...own.map(([model]) => at(task, model)),
        ...rest.map(() => addAll(others.map(([model]) => at(task, model)))),
      ],
      sum,
    })),
    sums: [
      ...own.map(([, sum]) => sum),
      ...rest.map(() => figureOf(addAll(others.map(([, sum]) => sum ?? 'unknown')))),
    ],
  };
}

export function TaskHeat({ figures }: { readonly figures: Figures }) {
  const { total } = figures.by([]);
  return (
    <Heat
      caption="Cost by task and model; the darker, the more of the route's cost"
      rowHead="Task"
      unit="USD"
      {...heatTable(figures)}
      total={knownCostOf(total)}
      print={money}
      printShare={percent}
    />
  );
}
