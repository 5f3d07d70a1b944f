/** What bars and lines have in common: a sentence, an axis on each side of the picture, a legend, the figures as a table. */
import type { Child } from 'hono/jsx';
import { labelsOf } from './scale.ts';

/** Of the picture, in units of its own: it stretches with the page. */
export const height = 100;
/** From one bar or point to the next. */
export const step = 10;

/** Two digits behind the point are a thousandth of a pixel; more are bytes. */
export const at = (value: number): number => Number(value.toFixed(2));

/** Where `value` lies on a scale that ends at `top`. */
export const heightOf = (value: number, top: number): number => at(height - (value / top) * height);

export type FrameProps = {
  /** What the picture says, in a sentence. */
  readonly caption: Child;
  /** Rising, from 0. */
  readonly ticks: readonly number[];
  readonly print: (value: number | null) => string;
  /** What stands at the ticks; by default each as it is printed. */
  readonly printTicks?: (ticks: readonly number[]) => readonly string[];
  /** Short, one under each bar or point. */
  readonly labels: readonly string[];
  readonly picture: Child;
  /** Items of a list, `Key` each. */
  readonly legend: Child;
  readonly table: Child;
};

export function ChartFrame(props: FrameProps) {
  const {
    caption,
    ticks,
    print,
    printTicks = (all) => all.map(print),
    labels,
    picture,
    legend,
    table,
  } = props;
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div class="plot">
        <div class="y" aria-hidden="true">
          {printTicks(ticks)
            .toReversed()
            .map((tick) => (
              <span>{tick}</span>
            ))}
        </div>
        {picture}
        <div class="x" aria-hidden="true">
          {labelsOf(labels).map(({ text, isSpare }) => (
            <span class={isSpare ? 'spare' : undefined}>{text}</span>
          ))}
        </div>
      </div>
      <ul class="legend">{legend}</ul>
      <details>
        <summary>The same as a table</summary>
        {table}
      </details>
    </figure>
  );
}

type GridProps = { readonly ticks: readonly number[]; readonly top: number; readonly wide: number };

export function Grid({ ticks, top, wide }: GridProps) {
  return (
    <>
      {ticks.map((tick) => {
        const y = heightOf(tick, top);
        return <line class="grid" x1="0" x2={wide} y1={y} y2={y} />;
      })}
    </>
  );
}

/** A sample beside its name. */
export function Key({ name, children }: { readonly name: Child; readonly children?: Child }) {
  return (
    <li>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        {children}
      </svg>
      {name}
    </li>
  );
}
