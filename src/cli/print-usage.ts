/** Usage as a table for people, the total on the last line. Pure. */
import { printDuration, printTokens, printUsd } from './print-numbers.ts';
import { type Cell, type Column, printTable, type TableOptions } from './table.ts';

/** Figures as `GET /admin/usage` has them; null is unknown. */
export type ListedFigures = Readonly<Record<string, string | number | null>>;

export type ListedUsage = {
  readonly from: string;
  readonly to: string;
  readonly time_zone: string;
  readonly complete_until: string | null;
  readonly by: readonly string[];
  readonly total: ListedFigures;
  readonly data: readonly ListedFigures[];
};

type Line = { readonly figures: ListedFigures; readonly isTotal: boolean };

function nameColumn(dimension: string, at: number): Column<Line> {
  return {
    title: dimension,
    cell: ({ figures, isTotal }) => {
      if (isTotal) return at === 0 ? 'total' : '';
      return figures[dimension]?.toString() ?? null;
    },
  };
}

function figure(
  title: string,
  name: string,
  print: (value: number | null) => string | null,
  dropRank = 0,
): Column<Line> {
  const cell = ({ figures }: Line) => {
    const value = figures[name];
    return print(typeof value === 'number' ? value : null);
  };
  return { title, align: 'right', cell, dropRank };
}

const count = (value: number | null) => value?.toLocaleString('en') ?? null;

/** What the sums lack or guess, which most days is nothing. */
function unsure(figures: ListedFigures): string | Cell {
  const words = ['estimated', 'unpriced'].flatMap((word) => {
    const value = figures[`${word}_attempts`];
    return typeof value === 'number' && value > 0 ? [`${count(value)} ${word}`] : [];
  });
  return words.length === 0 ? '' : { text: words.join(', '), style: 'warn' };
}

const columns: readonly Column<Line>[] = [
  figure('requests', 'requests', count),
  figure('succeeded', 'succeeded', count, 3),
  figure('in', 'gen_ai.usage.input_tokens', printTokens, 1),
  figure('cached', 'gen_ai.usage.cache_read.input_tokens', printTokens, 4),
  figure('out', 'gen_ai.usage.output_tokens', printTokens, 1),
  figure('cost', 'cost_nano_usd', printUsd),
  figure('baseline', 'cost_baseline_nano_usd', printUsd, 5),
  figure('first p95', 'first_event_ms_p95', printDuration, 6),
  { title: '', cell: ({ figures }) => unsure(figures) },
];

export function printUsage(usage: ListedUsage, options: TableOptions = {}): string[] {
  const { from, to, time_zone: timeZone, complete_until: until, by } = usage;
  const groups = by.length === 0 ? [] : usage.data.map((figures) => ({ figures, isTotal: false }));
  return [
    `${from} to ${to}, days of ${timeZone}, complete until ${until ?? 'nothing is over yet'}`,
    '',
    ...printTable(
      [...by.map(nameColumn), ...columns],
      [...groups, { figures: usage.total, isTotal: true }],
      options,
    ),
  ];
}
