/** A scale from 0 to a round number with few ticks. Pure. */

export type Scale = {
  readonly top: number;
  /** Rising, from 0 to `top`, evenly apart. */
  readonly ticks: readonly number[];
};

const roundSteps = [1, 2, 2.5, 5, 10];

/** `most` is the greatest value shown; where nothing is above 0 the scale ends at `least`. Ticks are `leastStep` apart or more. */
export function scaleTo(most: number, least = 1, leastStep = 0): Scale {
  const wanted = most > 0 ? most : least;
  const rough = wanted / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const rounded = (roundSteps.find((each) => each * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const step = Math.max(leastStep, rounded);
  const steps = Math.max(1, Math.ceil(wanted / step - 1e-9));
  return { top: steps * step, ticks: Array.from({ length: steps + 1 }, (_, at) => at * step) };
}

const labelsShown = 6;

/** Whether the place on the axis has its label written under it: few do, and none that would stand out at the end. */
export function hasLabel(index: number, of: number): boolean {
  const every = Math.max(1, Math.ceil(of / labelsShown));
  return index % every === 0 && of - index >= every * 0.75;
}
