/**
 * A linear softmax trained by Adagrad, one row at a time. N-grams learn their sources by heart, so all of them are left
 * out on a part of the updates (group dropout): the named features must then do without.
 */
import { featureCount, namedCount } from '../src/classify/features/space.ts';
import { tasks } from '../src/core/classification.ts';
import type { Matrix } from './dataset.ts';
import { createRandom, type Random, shuffle } from './random.ts';

export type Training = {
  readonly epochs: number;
  readonly rate: number;
  /** Share of updates without n-grams. */
  readonly dropNgrams: number;
  /** Share of updates without named features. */
  readonly dropNamed: number;
  /** Share of single features left out. */
  readonly dropout: number;
  readonly smoothing: number;
  readonly seed: number;
};

export const defaultTraining: Training = {
  epochs: 5,
  rate: 0.05,
  dropNgrams: 0.1,
  dropNamed: 0,
  dropout: 0.1,
  smoothing: 0,
  seed: 7,
};

export type LinearModel = {
  readonly classCount: number;
  /** `weights[feature * classCount + class]`. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
};

type State = { model: LinearModel; squares: Float32Array; biasSquares: Float32Array };

function emptyState(classCount: number): State {
  return {
    model: {
      classCount,
      weights: new Float32Array(featureCount * classCount),
      bias: new Float32Array(classCount),
    },
    squares: new Float32Array(featureCount * classCount),
    biasSquares: new Float32Array(classCount).fill(0.01),
  };
}

const firstSquare = 0.01;

/** A class that is judged this well has nothing to learn from the row. */
const leastError = 0.004;
const learners = new Uint8Array(tasks.length);

/** Values of a row with this update's dropout applied. */
function drop(matrix: Matrix, row: number, training: Training, random: Random, kept: Float32Array): void {
  const from = matrix.starts[row] ?? 0;
  const to = matrix.starts[row + 1] ?? 0;
  const withoutNgrams = random() < training.dropNgrams;
  const withoutNamed = !withoutNgrams && random() < training.dropNamed;
  const scale = 1 / (1 - training.dropout);
  for (let at = from; at < to; at++) {
    const isNamed = (matrix.features[at] ?? 0) < namedCount;
    const isOut = (isNamed ? withoutNamed : withoutNgrams) || random() < training.dropout;
    kept[at - from] = isOut ? 0 : (matrix.values[at] ?? 0) * scale;
  }
}

/** Softmax of the scores, in place. */
function toProbabilities(scores: Float64Array): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let sum = 0;
  for (let each = 0; each < scores.length; each++) {
    const power = Math.exp((scores[each] ?? 0) - highest);
    scores[each] = power;
    sum += power;
  }
  for (let each = 0; each < scores.length; each++) scores[each] = (scores[each] ?? 0) / sum;
}

/** One step against the gradient, given as probabilities minus the truth. */
function update(
  state: State,
  matrix: Matrix,
  row: number,
  kept: Float32Array,
  error: Float64Array,
  step: number,
): void {
  const { model, squares, biasSquares } = state;
  const { classCount, weights, bias } = model;
  const from = matrix.starts[row] ?? 0;
  const to = matrix.starts[row + 1] ?? 0;
  for (let each = 0; each < classCount; each++) {
    const slope = error[each] ?? 0;
    biasSquares[each] = (biasSquares[each] ?? 0) + slope * slope;
    bias[each] = (bias[each] ?? 0) - (step * slope) / Math.sqrt(biasSquares[each] ?? 1);
  }
  let learnerCount = 0;
  for (let each = 0; each < classCount; each++)
    if (Math.abs(error[each] as number) > leastError) learners[learnerCount++] = each;
  for (let at = from; at < to; at++) {
    const value = kept[at - from] as number;
    if (value === 0) continue;
    const base = (matrix.features[at] as number) * classCount;
    for (let learner = 0; learner < learnerCount; learner++) {
      const each = learners[learner] as number;
      const place = base + each;
      const slope = (error[each] as number) * value;
      const sum = (squares[place] as number) + slope * slope;
      squares[place] = sum;
      weights[place] = (weights[place] as number) - (step * slope) / Math.sqrt(sum + firstSquare);
    }
  }
}

export function scoreRow(
  model: LinearModel,
  matrix: Matrix,
  row: number,
  values: Float32Array,
  shift: number,
): Float64Array {
  const { classCount, weights, bias } = model;
  const scores = Float64Array.from(bias);
  for (let at = matrix.starts[row] ?? 0; at < (matrix.starts[row + 1] ?? 0); at++) {
    const value = values[at - shift] as number;
    if (value === 0) continue;
    const base = (matrix.features[at] as number) * classCount;
    for (let each = 0; each < classCount; each++)
      scores[each] = (scores[each] as number) + value * (weights[base + each] as number);
  }
  return scores;
}

export type Examples = {
  readonly matrix: Matrix;
  readonly classes: Uint8Array;
  /** Rows to train on, and what each row of the matrix weighs. */
  readonly chosen: Int32Array;
  readonly weights: Float32Array;
};

export function trainSoftmax(examples: Examples, classCount: number, training: Training): LinearModel {
  const { matrix, classes, chosen, weights } = examples;
  const random = createRandom(training.seed);
  const state = emptyState(classCount);
  const order = Int32Array.from(chosen);
  const kept = new Float32Array(1 << 15);
  const total = training.epochs * order.length;
  let done = 0;
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    shuffle(order, random);
    for (const row of order) {
      const step = training.rate * (1 - (0.95 * done++) / total);
      drop(matrix, row, training, random, kept);
      const error = scoreRow(state.model, matrix, row, kept, matrix.starts[row] ?? 0);
      toProbabilities(error);
      const weight = weights[row] ?? 0;
      for (let each = 0; each < classCount; each++) {
        const truth = (each === classes[row] ? 1 - training.smoothing : 0) + training.smoothing / classCount;
        error[each] = ((error[each] ?? 0) - truth) * weight;
      }
      update(state, matrix, row, kept, error, step);
    }
  }
  return state.model;
}

/** The mean of `count` models that differ in their seed alone: as fast as one and steadier on what none of them saw. */
export function trainMean(
  examples: Examples,
  classCount: number,
  training: Training,
  count: number,
): LinearModel {
  const mean = trainSoftmax(examples, classCount, training);
  for (let extra = 1; extra < count; extra++) {
    const { weights, bias } = trainSoftmax(examples, classCount, {
      ...training,
      seed: training.seed + extra,
    });
    for (let at = 0; at < weights.length; at++)
      mean.weights[at] = (mean.weights[at] as number) + (weights[at] as number);
    for (let each = 0; each < classCount; each++)
      mean.bias[each] = (mean.bias[each] as number) + (bias[each] as number);
  }
  for (let at = 0; at < mean.weights.length; at++) mean.weights[at] = (mean.weights[at] as number) / count;
  for (let each = 0; each < classCount; each++) mean.bias[each] = (mean.bias[each] as number) / count;
  return mean;
}
