/**
 * Stacked bars over time as SVG, with a line and marks where something happened, and a table of the same figures
 * beneath. No script, no inline style. The picture stretches with the page; words around it do not.
 */
import type { Child } from 'hono/jsx';
import { type Column, Table } from '../parts/table.tsx';
import { hasLabel, scaleTo } from './scale.ts';

export type Bar = {
  /** What the table and the tip call it. */
  readonly name: string;
  /** Short, under the axis. */
  readonly label: string;
  /** As many as there are series; null: not known. */
  readonly values: readonly (number | null)[];
  /** What became so at this bar's beginning. */
  readonly mark?: string;
  /** Still growing. */
  readonly isOpen?: boolean;
};

export type BarsProps = {
  /** What the picture says, in a sentence. */
  readonly caption: Child;
  /** What the picture is of. */
  readonly title: string;
  readonly unit: string;
  /** Names of the series, the greatest first: eight at most. */
  readonly series: readonly string[];
  readonly bars: readonly Bar[];
  readonly print: (value: number | null) => string;
  /** Between two ticks of the scale at least: 1 where there are no halves. */
  readonly leastStep?: number;
  /** A line over the bars, in their unit; null where there is none. */
  readonly line?: { readonly name: string; readonly values: readonly (number | null)[] };
};

const height = 100;
const step = 10;
const width = 7.6;

const sumOf = ({ values }: Bar) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
/** As high as it is drawn: what was corrected downwards has no height. */
const totalOf = ({ values }: Bar) => values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0);
/** Two digits behind the point are a thousandth of a pixel; more are bytes. */
const at = (value: number) => Number(value.toFixed(2));

function Pieces({ bar, index, top, series, print }: { bar: Bar; index: number; top: number } & Names) {
  let below = 0;
  const x = at(index * step + (step - width) / 2);
  const tall = bar.values.map((value) => at((Math.max(0, value ?? 0) / top) * height));
  const words = series.flatMap((name, place) =>
    (bar.values[place] ?? null) === null ? [] : [`${name} ${print(bar.values[place] ?? null)}`],
  );
  return (
    <g class={bar.isOpen ? 'open' : undefined}>
      <title>{[bar.name, ...words].join('\n')}</title>
      {tall.map((piece, place) => {
        if (piece === 0) return null;
        below += piece;
        const box = { x, y: at(height - below), width, height: piece };
        return (
          <>
            <rect class={`s${place + 1}`} {...box} />
            {place % 2 === 1 ? <rect class="hatched" {...box} /> : null}
          </>
        );
      })}
    </g>
  );
}

type Names = Pick<BarsProps, 'series' | 'print'>;

function Line({ values, top }: { values: readonly (number | null)[]; top: number }) {
  const points = values.flatMap((value, index) =>
    value === null ? [] : [`${at(index * step + step / 2)},${at(height - (value / top) * height)}`],
  );
  return <polyline class="line" points={points.join(' ')} />;
}

function Picture({
  title,
  bars,
  series,
  print,
  line,
  top,
  ticks,
}: BarsProps & { top: number; ticks: readonly number[] }) {
  const wide = bars.length * step;
  return (
    <svg viewBox={`0 0 ${wide} ${height}`} preserveAspectRatio="none" role="img" aria-label={title}>
      <defs>
        <pattern id="hatch" width="2" height="2" patternUnits="userSpaceOnUse">
          <rect width="2" height="0.7" />
        </pattern>
      </defs>
      {ticks.map((tick) => (
        <line
          class="grid"
          x1="0"
          x2={wide}
          y1={at(height - (tick / top) * height)}
          y2={at(height - (tick / top) * height)}
        />
      ))}
      {bars.map((bar, index) => (
        <Pieces bar={bar} index={index} top={top} series={series} print={print} />
      ))}
      {bars.map(({ mark }, index) =>
        mark === undefined ? null : (
          <line class="mark" x1={index * step} x2={index * step} y1="0" y2={height}>
            <title>{mark}</title>
          </line>
        ),
      )}
      {line === undefined ? null : <Line values={line.values} top={top} />}
    </svg>
  );
}

function Legend({ series, line, bars }: BarsProps) {
  const marks = bars.filter(({ mark }) => mark !== undefined);
  return (
    <ul class="legend">
      {series.map((name, place) => (
        <li>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <rect class={`s${place + 1}`} width="10" height="10" />
            {place % 2 === 1 ? <rect class="hatched" width="10" height="10" /> : null}
          </svg>
          {name}
        </li>
      ))}
      {line === undefined ? null : (
        <li>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <line class="line" x1="0" x2="10" y1="5" y2="5" />
          </svg>
          {line.name}
        </li>
      )}
      {marks.map(({ mark, label }) => (
        <li>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <line class="mark" x1="5" x2="5" y1="0" y2="10" />
          </svg>
          {label}: {mark}
        </li>
      ))}
    </ul>
  );
}

function columnsOf({ series, print, unit, line }: BarsProps): Column<{ bar: Bar; index: number }>[] {
  const known = ({ values }: Bar) => values.some((value) => value !== null);
  return [
    { head: 'Time', isText: true, cell: ({ bar }) => bar.name },
    ...series.map((head, place) => ({
      head,
      unit,
      cell: ({ bar }: { bar: Bar }) => print(bar.values[place] ?? null),
    })),
    ...(series.length < 2
      ? []
      : [
          {
            head: 'Together',
            unit,
            cell: ({ bar }: { bar: Bar }) => print(known(bar) ? sumOf(bar) : null),
          },
        ]),
    ...(line === undefined
      ? []
      : [
          {
            head: line.name,
            unit,
            cell: ({ index }: { index: number }) => print(line.values[index] ?? null),
          },
        ]),
  ];
}

export function Bars(props: BarsProps) {
  const { bars, series, print, title, caption, line, leastStep } = props;
  if (series.length === 0) return <p class="empty">Nothing in this period.</p>;
  const most = Math.max(0, ...bars.map(totalOf), ...(line?.values.map((value) => value ?? 0) ?? []));
  const { top, ticks } = scaleTo(most, 1, leastStep);
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div class="plot">
        <div class="y" aria-hidden="true">
          {ticks.toReversed().map((tick) => (
            <span>{print(tick)}</span>
          ))}
        </div>
        <Picture {...props} top={top} ticks={ticks} />
        <div class="x" aria-hidden="true">
          {bars.map(({ label }, index) => (
            <span>{hasLabel(index, bars.length) ? label : ''}</span>
          ))}
        </div>
      </div>
      <Legend {...props} />
      <details>
        <summary>The same as a table</summary>
        <Table caption={title} columns={columnsOf(props)} rows={bars.map((bar, index) => ({ bar, index }))} />
      </details>
    </figure>
  );
}
