/** Lines over time as SVG, for percentiles; a table of the same beneath. Gaps stay gaps. */
import { type Column, Table } from '../parts/table.tsx';
import { at, ChartFrame, type FrameProps, Grid, height, heightOf, Key, step } from './frame.tsx';
import { scaleTo } from './scale.ts';

export type Point = {
  readonly name: string;
  readonly label: string;
  readonly values: readonly (number | null)[];
};

export type LinesProps = Pick<FrameProps, 'caption' | 'print' | 'printTicks'> & {
  readonly title: string;
  readonly unit: string;
  /** Names of the lines: eight at most. */
  readonly series: readonly string[];
  readonly points: readonly Point[];
  /** Between two ticks of the scale at least. */
  readonly leastStep?: number;
};

type Dot = { readonly x: number; readonly y: number };

/** A line of one point would not be seen. */
const dashed = ({ x, y }: Dot): Dot[] => [-0.25, 0.25].map((aside) => ({ x: x + aside * step, y }));

/** Runs of known values as points of a polyline; a single one becomes a short dash. */
function runsOf(values: readonly (number | null)[], top: number): string[] {
  const runs: Dot[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ x: (index + 0.5) * step, y: heightOf(value, top) });
  }
  return runs
    .filter((run) => run.length > 0)
    .map((run) => (run.length === 1 ? run.flatMap(dashed) : run))
    .map((run) => run.map(({ x, y }) => `${at(x)},${y}`).join(' '));
}

export function Lines(props: LinesProps) {
  const { caption, title, unit, series, points, print, printTicks, leastStep } = props;
  const most = Math.max(0, ...points.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const { top, ticks } = scaleTo(most, 1, leastStep);
  const wide = Math.max(1, points.length) * step;
  const columns: Column<Point>[] = [
    { head: 'Time', isText: true, cell: ({ name }) => name },
    ...series.map((head, place) => ({
      head,
      unit,
      cell: ({ values }: Point) => print(values[place] ?? null),
    })),
  ];
  const picture = (
    <svg viewBox={`0 0 ${wide} ${height}`} preserveAspectRatio="none" role="img" aria-label={title}>
      <Grid ticks={ticks} top={top} wide={wide} />
      {series.map((_, place) =>
        runsOf(
          points.map(({ values }) => values[place] ?? null),
          top,
        ).map((run) => <polyline class={`l${place + 1}`} points={run} />),
      )}
    </svg>
  );
  return (
    <ChartFrame
      caption={caption}
      ticks={ticks}
      print={print}
      {...(printTicks && { printTicks })}
      labels={points.map(({ label }) => label)}
      picture={picture}
      legend={series.map((name, place) => (
        <Key name={name}>
          <line class={`l${place + 1}`} x1="0" x2="10" y1="5" y2="5" />
        </Key>
      ))}
      table={<Table caption={title} columns={columns} rows={points} />}
    />
  );
}
