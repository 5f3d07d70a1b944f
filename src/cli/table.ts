/** Aligned tables for people: the same text in a terminal and in a pipe, but for colours. Pure. */
import { type Paint, plainPaint, type Style } from './paint.ts';
import { pad, textWidth } from './text-width.ts';

export type Cell = { readonly text: string; readonly style?: Style };

export type Column<Row> = {
  readonly title: string;
  /** Numbers stand on the right. */
  readonly align?: 'left' | 'right';
  /** Null: unknown, shown as –. */
  readonly cell: (row: Row) => string | Cell | null;
  /** Left out first where the terminal is too narrow: the highest first. Absent: always there. */
  readonly dropRank?: number;
};

export type TableOptions = {
  readonly paint?: Paint;
  /** Columns of the terminal; absent: as wide as it gets. */
  readonly maxWidth?: number;
};

const gap = '  ';
export const unknown = '–';

type Laid<Row> = { readonly column: Column<Row>; readonly cells: readonly Cell[]; readonly width: number };

function lay<Row>(column: Column<Row>, rows: readonly Row[]): Laid<Row> {
  const cells = rows.map((row): Cell => {
    const cell = column.cell(row);
    if (cell === null) return { text: unknown, style: 'faint' };
    return typeof cell === 'string' ? { text: cell } : cell;
  });
  const width = Math.max(...[column.title, ...cells.map(({ text }) => text)].map(textWidth));
  return { column, cells, width };
}

function narrow<Row>(laid: readonly Laid<Row>[], maxWidth: number): readonly Laid<Row>[] {
  const total = laid.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
  if (total <= maxWidth) return laid;
  const rank = (one: Laid<Row>) => one.column.dropRank ?? 0;
  const worst = Math.max(...laid.map(rank));
  if (worst === 0) return laid;
  const dropped = laid.findLast((one) => rank(one) === worst);
  return narrow(
    laid.filter((one) => one !== dropped),
    maxWidth,
  );
}

/** Lines without a line break; no spaces at their ends. A row of titles, then one line a row. */
export function printTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { paint = plainPaint, maxWidth = Number.POSITIVE_INFINITY }: TableOptions = {},
): string[] {
  const laid = narrow(
    columns.map((column) => lay(column, rows)),
    maxWidth,
  );
  const line = (cellOf: (one: Laid<Row>) => Cell) => {
    const cells = laid.map((one, at) => {
      const { text, style } = cellOf(one);
      const side = one.column.align ?? 'left';
      const isLast = at === laid.length - 1 && side === 'left';
      const padded = isLast ? text : pad(text, one.width, side);
      return style === undefined ? padded : paint(style, padded);
    });
    return cells.join(gap).trimEnd();
  };
  const titles = line(({ column }) => ({ text: column.title, style: 'title' }));
  return [titles, ...rows.map((_, row) => line(({ cells }) => cells[row] ?? { text: '' }))];
}
