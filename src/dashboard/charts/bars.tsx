/**
 * Stacked bars over time as SVG, with a line and marks where something happened, and a table of the same figures
 * beneath. No script, no inline style. The picture stretches with the page; words around it do not.
 */
import { type Column, Table } from '../parts/table.tsx';
import { at, ChartFrame, type FrameProps, Grid, height, heightOf, Key, step } from './frame.tsx';
import { scaleTo } from './scale.ts';

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

export type BarsProps = Pick<FrameProps, 'caption' | 'print' | 'printTicks'> & {
  /** What the picture is of. */
  readonly title: string;
  readonly unit: string;
  /** Names of the series, the greatest first: eight at most. */
  readonly series: readonly string[];
  readonly bars: readonly Bar[];
  /** Between two ticks of the scale at least: 1 where there are no halves. */
  readonly leastStep?: number;
  /** A line over the bars, in their unit; null where there is none. */
  readonly line?: { readonly name: string; readonly values: readonly (number | null)[] };
};

const width = 7.6;

const sumOf = ({ values }: Bar) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
/** As high as it is drawn: what was corrected downwards has no height. */
const totalOf = ({ values }: Bar) => values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0);

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
    value === null ? [] : [`${at(index * step + step / 2)},${heightOf(value, top)}`],
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
      <Grid ticks={ticks} top={top} wide={wide} />
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
    <>
      {series.map((name, place) => (
        <Key name={name}>
          <rect class={`s${place + 1}`} width="10" height="10" />
          {place % 2 === 1 ? <rect class="hatched" width="10" height="10" /> : null}
        </Key>
      ))}
      {line === undefined ? null : (
        <Key name={line.name}>
          <line class="line" x1="0" x2="10" y1="5" y2="5" />
        </Key>
      )}
      {marks.map(({ mark, label }) => (
        <Key name={`${label}: ${mark}`}>
          <line class="mark" x1="5" x2="5" y1="0" y2="10" />
        </Key>
      ))}
    </>
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
  const { bars, series, print, printTicks, title, caption, line, leastStep } = props;
  if (series.length === 0) return <p class="empty">Nothing in this period.</p>;
  const most = Math.max(0, ...bars.map(totalOf), ...(line?.values.map((value) => value ?? 0) ?? []));
  const { top, ticks } = scaleTo(most, 1, leastStep);
  return (
    <ChartFrame
      caption={caption}
      ticks={ticks}
      print={print}
      {...(printTicks && { printTicks })}
      labels={bars.map(({ label }) => label)}
      picture={<Picture {...props} top={top} ticks={ticks} />}
      legend={<Legend {...props} />}
      table={
        <Table caption={title} columns={columnsOf(props)} rows={bars.map((bar, index) => ({ bar, index }))} />
      }
    />
  );
}
