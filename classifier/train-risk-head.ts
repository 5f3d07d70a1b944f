/**
 * Linear scores trained through the maximum: of every row only the window with the highest score learns, as it is the
 * only one that counts at run time. Adagrad, one row at a time, n-grams left out on a part of the updates.
 */
import { riskFeatureCount } from '../src/classify/features/risk-space.ts';
import { gramScale } from '../src/classify/features/risk-window.ts';
import { riskOutputs } from '../src/classify/model/risk-head.ts';
import { createRandom, shuffle } from './random.ts';
import type { RiskExample, RiskWindow } from './risk-dataset.ts';

export type RiskTraining = {
  readonly epochs: number;
  readonly rate: number;
  /** Share of updates without n-grams. */
  readonly dropGrams: number;
  /** What n-grams learn at, against named features. */
  readonly gramRate: number;
  readonly l2: number;
  /** Rows of a family of this many weigh 1: larger ones less, by this power. */
  readonly balance: number;
  readonly ownFactor: number;
  readonly lookalikeFactor: number;
  readonly seed: number;
};

export const defaultRiskTraining: RiskTraining = {
  epochs: 8,
  rate: 0.08,
  dropGrams: 0.6,
  gramRate: 0.5,
  l2: 0,
  balance: 0.5,
  ownFactor: 3,
  lookalikeFactor: 1.5,
  seed: 7,
};

export type RiskModel = { readonly weights: Float32Array; readonly bias: Float32Array };

export function scoreRiskWindow(
  model: RiskModel,
  window: RiskWindow,
  withGrams: boolean,
  out: Float64Array,
): void {
  const { weights, bias } = model;
  for (let each = 0; each < riskOutputs; each++) out[each] = bias[each] as number;
  const { features, values, grams } = window;
  for (let at = 0; at < features.length; at++) {
    const row = (features[at] as number) * riskOutputs;
    const value = values[at] as number;
    for (let each = 0; each < riskOutputs; each++)
      out[each] = (out[each] as number) + value * (weights[row + each] as number);
  }
  if (!withGrams) return;
  const scale = gramScale(window.tokenCount);
  for (let at = 0; at < grams.length; at++) {
    const row = (grams[at] as number) * riskOutputs;
    for (let each = 0; each < riskOutputs; each++)
      out[each] = (out[each] as number) + scale * (weights[row + each] as number);
  }
}

/** What each row weighs: big families must not drown small ones. */
function weighExamples(examples: readonly RiskExample[], training: RiskTraining): Float32Array {
  const groupOf = ({ family, row }: RiskExample) =>
    `${family.name.startsWith('own') ? 'own' : family.name} ${row.harmful}`;
  const sizes = new Map<string, number>();
  for (const example of examples) sizes.set(groupOf(example), (sizes.get(groupOf(example)) ?? 0) + 1);
  const weights = Float32Array.from(examples, (example) => {
    const isOwn = example.family.name.startsWith('own');
    const base = isOwn
      ? training.ownFactor * 400 ** -training.balance
      : (sizes.get(groupOf(example)) ?? 1) ** -training.balance;
    return base * (example.row.lookalike === undefined ? 1 : training.lookalikeFactor);
  });
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

/** Window of the highest score per output. */
function findHighest(model: RiskModel, { windows }: RiskExample, withGrams: boolean, out: Float64Array) {
  const highest = new Float64Array(riskOutputs).fill(Number.NEGATIVE_INFINITY);
  const places = new Int32Array(riskOutputs);
  windows.forEach((window, at) => {
    scoreRiskWindow(model, window, withGrams, out);
    for (let each = 0; each < riskOutputs; each++) {
      if ((out[each] as number) <= (highest[each] as number)) continue;
      highest[each] = out[each] as number;
      places[each] = at;
    }
  });
  return { highest, places };
}

export function trainRiskHead(examples: readonly RiskExample[], training: RiskTraining): RiskModel {
  const random = createRandom(training.seed);
  const model = {
    weights: new Float32Array(riskFeatureCount * riskOutputs),
    bias: new Float32Array(riskOutputs).fill(-1),
  };
  const squares = new Float32Array(model.weights.length).fill(0.01);
  const rowWeights = weighExamples(examples, training);
  const order = Int32Array.from(examples.keys());
  const out = new Float64Array(riskOutputs);
  const total = training.epochs * order.length;
  let done = 0;
  const push = (place: number, slope: number, rate: number): void => {
    const square = (squares[place] as number) + slope * slope;
    squares[place] = square;
    model.weights[place] = (model.weights[place] as number) - (rate * slope) / Math.sqrt(square);
  };
  const learn = (window: RiskWindow, each: number, error: number, withGrams: boolean, rate: number): void => {
    model.bias[each] = (model.bias[each] as number) - rate * 0.1 * error;
    const { features, values, grams } = window;
    for (let at = 0; at < features.length; at++) {
      const place = (features[at] as number) * riskOutputs + each;
      push(place, error * (values[at] as number) + training.l2 * (model.weights[place] as number), rate);
    }
    if (!withGrams) return;
    const slope = error * gramScale(window.tokenCount);
    for (let at = 0; at < grams.length; at++)
      push((grams[at] as number) * riskOutputs + each, slope, rate * training.gramRate);
  };
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index] as RiskExample;
      const rate = training.rate * (1 - (0.95 * done++) / total);
      const withGrams = random() >= training.dropGrams;
      const { highest, places } = findHighest(model, example, withGrams, out);
      const weight = rowWeights[index] as number;
      for (let each = 0; each < riskOutputs; each++) {
        const label = example.labels[each] as number;
        if (label < 0) continue;
        const error = (1 / (1 + Math.exp(-(highest[each] as number))) - label) * weight;
        // before anything is known, any window of a harmful row may be the harmful one
        const place =
          epoch === 0 && label === 1
            ? Math.floor(random() * example.windows.length)
            : (places[each] as number);
        if (Math.abs(error) > 0.002)
          learn(example.windows[place] as RiskWindow, each, error, withGrams, rate);
      }
    }
  }
  return model;
}

/** Joined score of a row, and the highest score per output. */
export function scoreRiskExample(
  model: RiskModel,
  example: RiskExample,
  join: (scores: ArrayLike<number>) => number,
): { score: number; outputs: Float64Array } {
  const out = new Float64Array(riskOutputs);
  const outputs = new Float64Array(riskOutputs).fill(Number.NEGATIVE_INFINITY);
  let score = Number.NEGATIVE_INFINITY;
  for (const window of example.windows) {
    scoreRiskWindow(model, window, true, out);
    score = Math.max(score, join(out));
    for (let each = 0; each < riskOutputs; each++)
      outputs[each] = Math.max(outputs[each] as number, out[each] as number);
  }
  return { score, outputs };
}
