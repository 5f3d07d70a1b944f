/** Figures of a tally as columns of a table; what is known for a part of the requests only says so. Pure. */
import { printDuration, printShare, printUsd } from './print-numbers.ts';
import type { Column } from './table.ts';
import type { Figure, Tally } from './tally.ts';

export function printFigure(
  { value, known }: Figure,
  of: number,
  print: (value: number) => string | null,
): string | null {
  if (value === null) return null;
  return known === of ? print(value) : `${print(value)} (${known} of ${of})`;
}

export function printCount(count: number): string {
  return count.toLocaleString('en');
}

/** Against before: `-87 %`, or `12 times` as much; null: before was nothing. */
export function printChange(before: number, after: number): string | null {
  if (before === 0) return null;
  const ratio = after / before;
  if (ratio >= 10) return `${Number(ratio.toPrecision(2))} times`;
  return `${ratio > 1 ? '+' : ''}${printShare(ratio - 1)}`;
}

/** `nameTitle` for the first column; `all` to give each group its share of. */
export function tallyColumns(
  nameTitle: string,
  all: number,
): readonly Column<{ name: string; tally: Tally }>[] {
  return [
    { title: nameTitle, cell: ({ name }) => name },
    { title: 'requests', align: 'right', cell: ({ tally }) => printCount(tally.requests) },
    {
      title: 'share',
      align: 'right',
      cell: ({ tally }) => printShare(all === 0 ? null : tally.requests / all),
    },
    {
      title: 'cost',
      align: 'right',
      cell: ({ tally }) => printFigure(tally.costNanoUsd, tally.requests, printUsd),
    },
    {
      title: 'quality',
      align: 'right',
      cell: ({ tally }) => printFigure(tally.quality, tally.requests, (value) => value.toFixed(3)),
    },
    {
      title: 'first',
      align: 'right',
      cell: ({ tally }) => printFigure(tally.firstEventMs, tally.requests, printDuration),
    },
    {
      title: 'whole',
      align: 'right',
      cell: ({ tally }) => printFigure(tally.totalMs, tally.requests, printDuration),
    },
  ];
}
