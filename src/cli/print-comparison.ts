/** Two configurations side by side for people: the sums, then who moves where, then what needs a second look. Pure. */
import { type Comparison, isLowered, type Move, type Place } from './comparison.ts';
import { type Paint, plainPaint } from './paint.ts';
import { printDuration, printUsd } from './print-numbers.ts';
import { printChange, printCount, printFigure } from './print-tally.ts';
import { type Column, printTable } from './table.ts';
import type { Figure, Tally } from './tally.ts';

type Sum = {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly change: string;
};

const mostLines = 10;

function printLines(lines: readonly number[]): string {
  const shown = lines.slice(0, mostLines).join(', ');
  return lines.length > mostLines ? `${shown} and ${printCount(lines.length - mostLines)} more` : shown;
}

function sumOf(
  name: string,
  { before, after }: Comparison,
  figureOf: (tally: Tally) => Figure,
  print: (value: number) => string | null,
): Sum {
  const [old, now] = [figureOf(before), figureOf(after)];
  const isComparable = old.value !== null && now.value !== null && old.known === now.known;
  return {
    name,
    before: printFigure(old, before.requests, print),
    after: printFigure(now, after.requests, print),
    change: isComparable ? (printChange(old.value ?? 0, now.value ?? 0) ?? '') : '',
  };
}

function sumsOf(comparison: Comparison): readonly Sum[] {
  const { before, after, cost, requests } = comparison;
  const over = cost.requests === requests ? '' : ` over ${printCount(cost.requests)}`;
  const costChange = printChange(cost.beforeNanoUsd, cost.afterNanoUsd);
  const costSum = sumOf('cost', comparison, (tally) => tally.costNanoUsd, printUsd);
  return [
    {
      name: 'served',
      before: printCount(before.requests),
      after: printCount(after.requests),
      change: '',
    },
    { ...costSum, change: costChange === null ? '' : `${costChange}${over}` },
    sumOf(
      'quality',
      comparison,
      (tally) => tally.quality,
      (value) => value.toFixed(3),
    ),
    sumOf('first', comparison, (tally) => tally.firstEventMs, printDuration),
    sumOf('whole', comparison, (tally) => tally.totalMs, printDuration),
  ];
}

function printPlace({ route, target }: Place): string {
  return `${route}: ${target}`;
}

const moveColumns: readonly Column<Move>[] = [
  { title: 'from', cell: ({ from }) => printPlace(from) },
  { title: 'to', cell: ({ to }) => printPlace(to) },
  { title: 'requests', align: 'right', cell: ({ lines }) => printCount(lines.length) },
  {
    title: 'before',
    align: 'right',
    cell: ({ cost }) => (cost.requests === 0 ? null : printUsd(cost.beforeNanoUsd)),
  },
  {
    title: 'after',
    align: 'right',
    cell: ({ cost }) => (cost.requests === 0 ? null : printUsd(cost.afterNanoUsd)),
  },
  { title: 'lines', cell: ({ lines }) => ({ text: printLines(lines), style: 'faint' }) },
];

function printWarnings({ floors, newlyRefused, newlyServed }: Comparison, paint: Paint): string[] {
  return [
    ...floors.map((change) => {
      const text = `floor ${change.from} -> ${change.to}: ${printCount(change.lines.length)} (lines ${printLines(change.lines)})`;
      return isLowered(change) ? paint('bad', text) : text;
    }),
    ...newlyRefused
      .slice(0, mostLines)
      .map(({ line, message }) => paint('bad', `refused now: line ${line}: ${message}`)),
    ...(newlyRefused.length > mostLines
      ? [paint('bad', `refused now: ${printCount(newlyRefused.length - mostLines)} more`)]
      : []),
    ...(newlyServed.length === 0
      ? []
      : [`served now: lines ${printLines(newlyServed.map(({ line }) => line))}`]),
  ];
}

export function printComparison(comparison: Comparison, paint: Paint = plainPaint): string[] {
  const { moves, requests } = comparison;
  const moved = moves.reduce((sum, { lines }) => sum + lines.length, 0);
  const columns: readonly Column<Sum>[] = [
    { title: '', cell: ({ name }) => name },
    { title: 'before', align: 'right', cell: ({ before }) => before },
    { title: 'after', align: 'right', cell: ({ after }) => after },
    { title: 'change', cell: ({ change }) => change },
  ];
  const warnings = printWarnings(comparison, paint);
  return [
    paint('title', `${printCount(moved)} of ${printCount(requests)} requests move`),
    '',
    ...printTable(columns, sumsOf(comparison), { paint }),
    ...(moves.length === 0 ? [] : ['', ...printTable(moveColumns, moves, { paint })]),
    ...(warnings.length === 0 ? [] : ['', ...warnings]),
  ];
}
