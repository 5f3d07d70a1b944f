/** Lines over time as SVG, for percentiles; a table of the same beneath. Gaps stay gaps. */
import type { Child } from 'hono/jsx';
import { type Column, Table } from '../parts/table.tsx';
import { hasLabel, scaleTo } from './scale.ts';

export type Point = {
  readonly name: string;
  readonly label: string;
  readonly values: readonly (number | null)[];
};

export type LinesProps = {
  readonly caption: Child;
  readonly title: string;
  readonly unit: string;
  /** Names of the lines: eight at most. */
  readonly series: readonly string[];
  readonly points: readonly Point[];
  readonly print: (value: number | null) => string;
  /** Between two ticks of the scale at least. */
  readonly leastStep?: number;
};

const height = 100;
const at = (value: number) => Number(value.toFixed(2));

/** Runs of known values as points of a polyline; a single one becomes a short dash. */
function runsOf(values: readonly (number | null)[], top: number): string[] {
  const runs: string[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${at(index * 10 + 5)},${at(height - (value / top) * height)}`);
  }
  return runs
    .filter((run) => run.length > 0)
    .map((run) => (run.length === 1 ? [...run, ...run] : run).join(' '));
}

export function Lines({ caption, title, unit, series, points, print, leastStep }: LinesProps) {
  const most = Math.max(0, ...points.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const { top, ticks } = scaleTo(most, 1, leastStep);
  const wide = Math.max(1, points.length) * 10;
  const columns: Column<Point>[] = [
    { head: 'Time', isText: true, cell: ({ name }) => name },
    ...series.map((head, place) => ({
      head,
      unit,
      cell: ({ values }: Point) => print(values[place] ?? null),
    })),
  ];
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div class="plot">
        <div class="y" aria-hidden="true">
          {ticks.toReversed().map((tick) => (
            <span>{print(tick)}</span>
          ))}
        </div>
        <svg viewBox={`0 0 ${wide} ${height}`} preserveAspectRatio="none" role="img" aria-label={title}>
          {ticks.map((tick) => {
            const y = at(height - (tick / top) * height);
            return <line class="grid" x1="0" x2={wide} y1={y} y2={y} />;
          })}
          {series.map((_, place) =>
            runsOf(
              points.map(({ values }) => values[place] ?? null),
              top,
            ).map((run) => <polyline class={`l${place + 1}`} points={run} />),
          )}
        </svg>
        <div class="x" aria-hidden="true">
          {points.map(({ label }, index) => (
            <span>{hasLabel(index, points.length) ? label : ''}</span>
          ))}
        </div>
      </div>
      <ul class="legend">
        {series.map((name, place) => (
          <li>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <line class={`l${place + 1}`} x1="0" x2="10" y1="5" y2="5" />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <details>
        <summary>The same as a table</summary>
        <Table caption={title} columns={columns} rows={points} />
      </details>
    </figure>
  );
}
