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
/** So many of the longest, a day with its hour, stand side by side on a phone. */
const longLabelsOnPhones = 3;
const shortLabel = 'MM-DD'.length;

export type Label = {
  readonly text: string;
  /** Left out where the picture is narrow. */
  readonly isSpare: boolean;
};

/** What stands under each place of the axis: few have a label, and none that would stand out at the end. */
export function labelsOf(names: readonly string[]): Label[] {
  const every = Math.max(1, Math.ceil(names.length / labelsShown));
  const shown = names.flatMap((_, at) => (at % every === 0 && names.length - at >= every * 0.75 ? [at] : []));
  const isCrowded = shown.length > longLabelsOnPhones;
  return names.map((name, at) => {
    const place = shown.indexOf(at);
    const isSpare = isCrowded && name.length > shortLabel && (shown.length - place) % 2 === 1;
    return place < 0 ? { text: '', isSpare: false } : { text: name, isSpare };
  });
}
