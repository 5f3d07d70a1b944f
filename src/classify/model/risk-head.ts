/**
 * The risk head in its file: the word table of the lexicon, int8 weights by feature, then output (any harm first, then
 * the domains), and its settings. Reads and scores; what a score means is the business of `risk.ts`.
 */
import { riskDomains } from '../../core/risk.ts';
import { riskFeatureCount, riskNamedCount } from '../features/risk-space.ts';
import { gramsPerToken, type RiskTokens } from '../features/risk-tokens.ts';
import { gramScale, type RiskVector } from '../features/risk-window.ts';
import type { RiskWords } from '../lexicon/risk-words.ts';
import { type Chunk, type Chunks, takeChunk } from './chunks.ts';

export const riskOutputs = 1 + riskDomains.length;

export type RiskHead = {
  /** `weights[feature * riskOutputs + output]`. */
  readonly weights: Int8Array;
  /** Per output what 1 stands for: first for named features, then for n-grams. */
  readonly scales: Float32Array;
  readonly bias: Float32Array;
  readonly settings: Float32Array;
};

export function readRiskHead(chunks: Chunks): RiskHead {
  const weights = takeChunk(chunks, 'risk.weights', Int8Array);
  if (weights.length !== riskFeatureCount * riskOutputs)
    throw new Error('the risk weights have another size');
  return {
    weights,
    scales: takeChunk(chunks, 'risk.scales', Float32Array),
    bias: takeChunk(chunks, 'risk.bias', Float32Array),
    settings: takeChunk(chunks, 'risk.settings', Float32Array),
  };
}

export function readRiskWords(chunks: Chunks): RiskWords {
  const flat = takeChunk(chunks, 'risk.sets', Uint16Array);
  const sets: number[][] = [];
  for (let at = 0; at < flat.length; at += 1 + (flat[at] ?? 0))
    sets.push([...flat.subarray(at + 1, at + 1 + (flat[at] ?? 0))]);
  return {
    keys: takeChunk(chunks, 'risk.keys', Uint32Array),
    values: takeChunk(chunks, 'risk.values', Uint16Array),
    sets,
  };
}

/** The chunks that `readRiskWords` reads. */
export function printRiskWords({ keys, values, sets }: RiskWords): [name: string, chunk: Chunk][] {
  return [
    ['risk.keys', keys],
    ['risk.values', values],
    ['risk.sets', Uint16Array.from(sets.flatMap((set) => [set.length, ...set]))],
  ];
}

/** Running sums of the n-gram weights by token: those of tokens before t stand at `t * riskOutputs`. */
export function sumGrams({ weights }: RiskHead, { grams, count }: RiskTokens): Int32Array {
  const sums = new Int32Array((count + 1) * riskOutputs);
  for (let token = 0; token < count; token++) {
    const from = token * riskOutputs;
    const to = from + riskOutputs;
    for (let each = 0; each < riskOutputs; each++) sums[to + each] = sums[from + each] as number;
    for (let gram = 0; gram < gramsPerToken; gram++) {
      const row = (grams[token * gramsPerToken + gram] as number) * riskOutputs;
      for (let each = 0; each < riskOutputs; each++)
        sums[to + each] = (sums[to + each] as number) + (weights[row + each] as number);
    }
  }
  return sums;
}

/** Score of any harm alone: a tenth of the work of all outputs. */
export function scoreHarm(
  { weights, scales, bias }: RiskHead,
  vector: RiskVector,
  sums: Int32Array,
  [start, end]: readonly [start: number, end: number],
): number {
  let named = 0;
  for (let at = 0; at < vector.count; at++)
    named +=
      (vector.values[at] as number) * (weights[(vector.features[at] as number) * riskOutputs] as number);
  const grams = (sums[end * riskOutputs] as number) - (sums[start * riskOutputs] as number);
  return (
    (bias[0] as number) +
    named * (scales[0] as number) +
    grams * gramScale(end - start) * (scales[riskOutputs] as number)
  );
}

/** Scores of the window of tokens `start` up to `end`, written to `out`. */
export function scoreWindow(
  head: RiskHead,
  vector: RiskVector,
  sums: Int32Array,
  [start, end]: readonly [start: number, end: number],
  out: Float64Array,
): void {
  const { weights, scales, bias } = head;
  out.fill(0);
  for (let at = 0; at < vector.count; at++) {
    const row = (vector.features[at] as number) * riskOutputs;
    const value = vector.values[at] as number;
    for (let each = 0; each < riskOutputs; each++)
      out[each] = (out[each] as number) + value * (weights[row + each] as number);
  }
  const scale = gramScale(end - start);
  for (let each = 0; each < riskOutputs; each++) {
    const grams = (sums[end * riskOutputs + each] as number) - (sums[start * riskOutputs + each] as number);
    out[each] =
      (bias[each] as number) +
      (out[each] as number) * (scales[each] as number) +
      grams * scale * (scales[riskOutputs + each] as number);
  }
}

/** What one unit of a feature adds to one output. */
export function riskWeightOf({ weights, scales }: RiskHead, feature: number, output: number): number {
  const scale = scales[feature < riskNamedCount ? output : riskOutputs + output] ?? 0;
  return (weights[feature * riskOutputs + output] ?? 0) * scale;
}
