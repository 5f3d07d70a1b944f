/**
 * Linear scores trained through the maximum: of every row only the window with the highest score learns, as it is the
 * only one that counts at run time. Adagrad, one row at a time, n-grams left out on a part of the updates.
 */
import { riskFeatureCount, zoneStart } from '../src/classify/features/risk-space.ts';
import { gramScale } from '../src/classify/features/risk-window.ts';
import { riskZone } from '../src/classify/features/risk-zone.ts';
import { intentOutput, pastedOutput, plantedOutput, riskOutputs } from '../src/classify/model/risk-head.ts';
import { createRandom, shuffle } from './random.ts';
import type { RiskExample, RiskWindow } from './risk-dataset.ts';

export type RiskTraining = {
  readonly epochs: number;
  readonly rate: number;
  /** Share of updates without n-grams. */
  readonly dropGrams: number;
  /** What n-grams learn at, against named features. */
  readonly gramRate: number;
  /** Rows of a family of this many weigh 1: larger ones less, by this power. */
  readonly balance: number;
  readonly ownFactor: number;
  /** What rows put together from goals weigh. */
  readonly goalFactor: number;
  /** The same of topics, and of documents with an order planted. */
  readonly topicFactor: number;
  readonly plantedFactor: number;
  readonly lookalikeFactor: number;
  /** What requests of the task data weigh, and the share of them read in each epoch. */
  readonly backgroundFactor: number;
  readonly backgroundShare: number;
  /** Share of the visits to rows that teach next to nothing that are left out. */
  readonly skipEasy: number;
  readonly seed: number;
};

export const defaultRiskTraining: RiskTraining = {
  epochs: 6,
  rate: 0.08,
  dropGrams: 0.3,
  gramRate: 0.5,
  balance: 0.5,
  ownFactor: 2,
  goalFactor: 1,
  topicFactor: 1,
  plantedFactor: 1.5,
  lookalikeFactor: 0.6,
  backgroundFactor: 18,
  backgroundShare: 0.4,
  skipEasy: 0.75,
  seed: 7,
};

export type RiskModel = { readonly weights: Float32Array; readonly bias: Float32Array };

/** Sums of one window, so that no array is made for it. */
const sums = new Float64Array(riskOutputs);

export function scoreRiskWindow(
  { weights, bias }: RiskModel,
  { features, values, grams, tokenCount }: RiskWindow,
  withGrams: boolean,
  out: Float64Array,
): void {
  sums.fill(0);
  if (withGrams) {
    for (let at = 0; at < grams.length; at++) {
      const row = (grams[at] as number) * riskOutputs;
      for (let each = 0; each < riskOutputs; each++)
        sums[each] = (sums[each] as number) + (weights[row + each] as number);
    }
    const scale = gramScale(tokenCount);
    for (let each = 0; each < riskOutputs; each++) sums[each] = (sums[each] as number) * scale;
  }
  for (let at = 0; at < features.length; at++) {
    const row = (features[at] as number) * riskOutputs;
    const value = values[at] as number;
    for (let each = 0; each < riskOutputs; each++)
      sums[each] = (sums[each] as number) + value * (weights[row + each] as number);
  }
  for (let each = 0; each < riskOutputs; each++) out[each] = (bias[each] as number) + (sums[each] as number);
}

/** What each row weighs: big families must not drown small ones. */
function weighExamples(examples: readonly RiskExample[], training: RiskTraining): Float32Array {
  const { balance, ownFactor, lookalikeFactor, backgroundFactor } = training;
  const isOwn = ({ family }: RiskExample) => family.name.startsWith('own');
  const groupOf = (example: RiskExample) =>
    `${isOwn(example) ? 'own' : example.family.name} ${example.row.background ?? example.row.harmful}`;
  const sizes = new Map<string, number>();
  for (const example of examples) sizes.set(groupOf(example), (sizes.get(groupOf(example)) ?? 0) + 1);
  const weightOf = (example: RiskExample): number => {
    const byFamily = (sizes.get(groupOf(example)) ?? 1) ** -balance;
    if (example.row.background) return backgroundFactor * (isOwn(example) ? 600 ** -balance : byFamily);
    const near = example.row.lookalike === undefined ? 1 : lookalikeFactor;
    if (example.row.planted) return training.plantedFactor * 400 ** -balance;
    if (example.row.source === 'own-topics') return near * training.topicFactor * 400 ** -balance;
    if (example.row.trainOnly) return near * training.goalFactor * 400 ** -balance;
    return near * (isOwn(example) ? ownFactor * 400 ** -balance : byFamily);
  };
  const weights = Float32Array.from(examples, weightOf);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

const out = new Float64Array(riskOutputs);
const highest = new Float64Array(riskOutputs);
const places = new Int32Array(riskOutputs);

/** Where a window is no place for orders of this sort, it has no such score. */
function addZone(model: RiskModel, zone: number, out: Float64Array): void {
  const { document, none } = riskZone;
  const isPasted = zone !== none && zone !== document;
  out[plantedOutput] =
    zone === document ? (out[plantedOutput] as number) + zoneWeight(model, zone) : Number.NEGATIVE_INFINITY;
  out[pastedOutput] = isPasted
    ? (out[pastedOutput] as number) + zoneWeight(model, zoneThatCounts(model, zone))
    : Number.NEGATIVE_INFINITY;
}

function zoneWeight({ weights }: RiskModel, zone: number): number {
  const output = zone === riskZone.document ? plantedOutput : pastedOutput;
  return weights[(zoneStart + zone - 1) * riskOutputs + output] as number;
}

/** Text behind a pasted window may only add to its score. */
function zoneThatCounts(model: RiskModel, zone: number): number {
  const { pasted, pastedEnd } = riskZone;
  return zone === pasted && zoneWeight(model, pastedEnd) > zoneWeight(model, pasted) ? pastedEnd : zone;
}

/** Window of the highest score per output, into `highest` and `places`. */
function findHighest(model: RiskModel, { windows }: RiskExample, withGrams: boolean): void {
  highest.fill(Number.NEGATIVE_INFINITY);
  windows.forEach((window, at) => {
    scoreRiskWindow(model, window, withGrams, out);
    addZone(model, window.zone, out);
    for (let each = 0; each < riskOutputs; each++) {
      if ((out[each] as number) <= (highest[each] as number)) continue;
      highest[each] = out[each] as number;
      places[each] = at;
    }
  });
}

/** Weights while they are learned. */
class Learner {
  readonly model: RiskModel = {
    weights: new Float32Array(riskFeatureCount * riskOutputs),
    bias: new Float32Array(riskOutputs).fill(-1),
  };
  readonly #squares = new Float32Array(riskFeatureCount * riskOutputs).fill(0.01);
  readonly #gramRate: number;

  constructor(gramRate: number) {
    this.#gramRate = gramRate;
  }

  #push(place: number, slope: number, rate: number): void {
    const { weights } = this.model;
    const square = (this.#squares[place] as number) + slope * slope;
    this.#squares[place] = square;
    weights[place] = (weights[place] as number) - (rate * slope) / Math.sqrt(square);
  }

  learn(window: RiskWindow, output: number, error: number, withGrams: boolean, rate: number): void {
    const { bias } = this.model;
    bias[output] = (bias[output] as number) - rate * 0.1 * error;
    const { features, values, grams } = window;
    if (output >= plantedOutput)
      this.#push(
        (zoneStart + zoneThatCounts(this.model, window.zone) - 1) * riskOutputs + output,
        error,
        rate,
      );
    for (let at = 0; at < features.length; at++)
      this.#push((features[at] as number) * riskOutputs + output, error * (values[at] as number), rate);
    if (!withGrams) return;
    const slope = error * gramScale(window.tokenCount);
    for (let at = 0; at < grams.length; at++)
      this.#push((grams[at] as number) * riskOutputs + output, slope, rate * this.#gramRate);
  }
}

/** Harmless rows all of whose scores lie below this teach next to nothing. */
const easyBelow = -4;

/** Errors smaller than this teach nothing. */
const leastError = 0.002;

export function trainRiskHead(examples: readonly RiskExample[], training: RiskTraining): RiskModel {
  const random = createRandom(training.seed);
  const learner = new Learner(training.gramRate);
  const rowWeights = weighExamples(examples, training);
  const order = Int32Array.from(examples.keys());
  const easy = new Uint8Array(examples.length);
  const total = training.epochs * order.length;
  let done = 0;
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const { row, windows, labels } = examples[index] as RiskExample;
      const rate = training.rate * (1 - (0.95 * done++) / total);
      if (row.background && random() > training.backgroundShare) continue;
      if ((easy[index] as number) === 1 && random() < training.skipEasy) continue;
      const withGrams = random() >= training.dropGrams;
      findHighest(learner.model, examples[index] as RiskExample, withGrams);
      easy[index] =
        row.harmful === 0 && highest.every((score, each) => each === intentOutput || score < easyBelow)
          ? 1
          : 0;
      for (let each = 0; each < riskOutputs; each++) {
        const label = labels[each] as number;
        if (label < 0) continue;
        const chance = 1 / (1 + Math.exp(-(highest[each] as number)));
        const error = (chance - label) * (rowWeights[index] as number);
        if (Math.abs(error) <= leastError) continue;
        // before anything is known, any window of a harmful row may be the harmful one
        const isBlind = epoch === 0 && label === 1 && each < plantedOutput;
        const place = isBlind ? Math.floor(random() * windows.length) : (places[each] as number);
        learner.learn(windows[place] as RiskWindow, each, error, withGrams, rate);
      }
    }
  }
  return learner.model;
}

/** Joined score of a row, and the highest score per output. */
export function scoreRiskExample(
  model: RiskModel,
  example: RiskExample,
  join: (scores: ArrayLike<number>) => number,
): { score: number; outputs: Float64Array } {
  const outputs = new Float64Array(riskOutputs).fill(Number.NEGATIVE_INFINITY);
  let score = Number.NEGATIVE_INFINITY;
  for (const window of example.windows) {
    scoreRiskWindow(model, window, true, out);
    addZone(model, window.zone, out);
    score = Math.max(score, join(out));
    for (let each = 0; each < riskOutputs; each++)
      outputs[each] = Math.max(outputs[each] as number, out[each] as number);
  }
  return { score, outputs };
}
