/** A simulation for people: the whole against its baselines, then the mix by route, task and target. Pure. */
import { type Paint, plainPaint } from './paint.ts';
import { printChange, printCount, tallyColumns } from './print-tally.ts';
import type { Simulation } from './simulation.ts';
import { type Column, printTable } from './table.ts';
import type { CostPair, Tally } from './tally.ts';

type Row = {
  readonly name: string;
  readonly tally: Tally;
  readonly cost: CostPair | null;
  readonly refused: number;
};

function printSaved({ cost, tally }: Row): string {
  if (cost === null) return '';
  const change = printChange(cost.beforeNanoUsd, cost.afterNanoUsd);
  if (change === null) return '';
  const over = cost.requests === tally.requests ? '' : ` over ${printCount(cost.requests)}`;
  return `${change}${over}`;
}

/** The first lines of what is refused: more of them say no more. */
const mostRefusals = 5;

function printRefused({ refused }: Simulation, paint: Paint): string[] {
  if (refused.length === 0) return [];
  const shown = refused.slice(0, mostRefusals).map(({ line, message }) => `  line ${line}: ${message}`);
  const more =
    refused.length > mostRefusals ? [`  and ${printCount(refused.length - mostRefusals)} more`] : [];
  return ['', paint('bad', `refused: ${printCount(refused.length)}`), ...shown, ...more];
}

export function printSimulation(simulation: Simulation, paint: Paint = plainPaint): string[] {
  const { requests, routed, baselines, refused, byRoute, byTask, byTarget, byArm } = simulation;
  const rows: readonly Row[] = [
    { name: 'as routed', tally: routed, cost: null, refused: refused.length },
    ...baselines.map((one) => ({ ...one, name: `always ${one.target}` })),
  ];
  const columns: readonly Column<Row>[] = [
    ...tallyColumns('', requests).filter(({ title }) => title !== 'share'),
    { title: 'refused', align: 'right', cell: (row) => printCount(row.refused) },
    { title: 'routed costs', cell: printSaved },
  ];
  const mixes = [
    ['route', byRoute],
    ['task', byTask],
    ['target', byTarget],
    ...(byArm.length === 0 ? [] : [['arm', byArm] as const]),
  ] as const;
  return [
    ...printTable(columns, rows, { paint }),
    ...mixes.flatMap(([title, groups]) => [
      '',
      ...printTable(tallyColumns(title, requests), groups, { paint }),
    ]),
    ...printRefused(simulation, paint),
  ];
}
