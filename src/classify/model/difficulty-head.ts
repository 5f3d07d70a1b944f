/**
 * The difficulty head in its file: the keys of its words, int8 weights by name of the feature, what each feature is on
 * average, and the settings. Weights are found by name, so that a feature that came later weighs nothing until the next training.
 */
import type { WordKeys } from '../lexicon/difficulty/word-table.ts';
import { mixHash } from '../text/tokens.ts';
import { type Chunk, type Chunks, takeChunk } from './chunks.ts';

export type DifficultyHead = {
  /** By place of the feature. */
  readonly weights: Float32Array;
  /** The average of each feature over the training rows: evidence is what differs from it. */
  readonly means: Float32Array;
  /** Score of a vector of zeros. */
  readonly bias: number;
  /** The logistic that turns a score into a chance. */
  readonly slope: number;
  readonly offset: number;
  /** Scores of ordinary requests at even steps of their share, from the least to the highest. */
  readonly steps: Float32Array;
};

function keyOf(name: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < name.length; at++) hash = mixHash(hash, name.charCodeAt(at));
  return hash >>> 0;
}

const largest = 127;

/** The chunks that `readDifficultyHead` reads. Throws when two names share a key. */
export function printDifficultyHead(
  head: DifficultyHead,
  names: readonly string[],
): [name: string, chunk: Chunk][] {
  const keys = Uint32Array.from(names, keyOf);
  if (new Set(keys).size !== keys.length) throw new Error('two features have the same key');
  const most = head.weights.reduce((all, weight) => Math.max(all, Math.abs(weight)), 1e-6);
  const scale = most / largest;
  return [
    ['difficulty.keys', keys],
    ['difficulty.wts', Int8Array.from(head.weights, (weight) => Math.round(weight / scale))],
    ['difficulty.means', head.means],
    ['difficulty.steps', head.steps],
    ['difficulty.set', Float32Array.of(scale, head.bias, head.slope, head.offset)],
  ];
}

export function readDifficultyHead(chunks: Chunks, names: readonly string[]): DifficultyHead {
  const keys = takeChunk(chunks, 'difficulty.keys', Uint32Array);
  const bytes = takeChunk(chunks, 'difficulty.wts', Int8Array);
  const held = takeChunk(chunks, 'difficulty.means', Float32Array);
  const [scale = 0, bias = 0, slope = 1, offset = 0] = takeChunk(chunks, 'difficulty.set', Float32Array);
  const steps = takeChunk(chunks, 'difficulty.steps', Float32Array);
  const places = new Map(Array.from(keys, (key, at) => [key, at]));
  const weights = new Float32Array(names.length);
  const means = new Float32Array(names.length);
  names.forEach((name, at) => {
    const place = places.get(keyOf(name));
    if (place === undefined) return;
    weights[at] = (bytes[place] ?? 0) * scale;
    means[at] = held[place] ?? 0;
  });
  return { weights, means, bias, slope, offset, steps };
}

export function printDifficultyWords({ keys, classes, starts }: WordKeys): [name: string, chunk: Chunk][] {
  return [
    ['words.keys', keys],
    ['words.classes', classes],
    ['words.starts', starts],
  ];
}

export function readDifficultyWords(chunks: Chunks): WordKeys {
  return {
    keys: takeChunk(chunks, 'words.keys', Uint32Array),
    classes: takeChunk(chunks, 'words.classes', Uint32Array),
    starts: takeChunk(chunks, 'words.starts', Uint32Array),
  };
}

export function scoreDifficulty({ weights, bias }: DifficultyHead, vector: Float32Array): number {
  let score = bias;
  for (let at = 0; at < vector.length; at++) score += (vector[at] as number) * (weights[at] as number);
  return score;
}

/** The share of ordinary requests with a lower score, 0-1; in between steps in proportion. */
export function rankOf({ steps }: Pick<DifficultyHead, 'steps'>, score: number): number {
  const last = steps.length - 1;
  const above = steps.findIndex((step) => step > score);
  if (above <= 0) return above === 0 || last < 1 ? 0 : 1;
  const [from, to] = [steps[above - 1] as number, steps[above] as number];
  return (above - 1 + (score - from) / (to - from)) / last;
}

export function chanceOf({ slope, offset }: Pick<DifficultyHead, 'slope' | 'offset'>, score: number): number {
  return 1 / (1 + Math.exp(-slope * score - offset));
}
