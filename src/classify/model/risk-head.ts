/**
 * The risk head in its file: the word table of the lexicon, int8 weights by feature, then output (any harm first, then
 * the domains, then intent), and its settings. Reads and scores; what a score means is the business of `risk.ts`.
 */
import { riskDomains } from '../../core/risk.ts';
import { riskFeatureCount, riskNamedCount } from '../features/risk-space.ts';
import { gramsPerToken, type RiskTokens } from '../features/risk-tokens.ts';
import { gramScale, type RiskVector } from '../features/risk-window.ts';
import type { RiskWords } from '../lexicon/risk-words.ts';
import { longestText } from '../text/normalise.ts';
import { type Chunk, type Chunks, takeChunk } from './chunks.ts';

/** Any harm, the domains, and whether it is meant rather than talked about. */
export const riskOutputs = 1 + riskDomains.length + 1;
export const intentOutput = riskOutputs - 1;

export type RiskHead = {
  /** `weights[feature * riskOutputs + output]`. */
  readonly weights: Int8Array;
  /** Those of any harm alone: every window asks for them, few for the others. */
  readonly harmWeights: Int8Array;
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
    harmWeights: takeChunk(chunks, 'risk.harm', Int8Array),
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
    stemStarts: takeChunk(chunks, 'risk.stems', Uint8Array),
    phraseStarts: takeChunk(chunks, 'risk.phrases', Uint8Array),
  };
}

/** The chunks that `readRiskWords` reads. */
export function printRiskWords({
  keys,
  values,
  sets,
  stemStarts,
  phraseStarts,
}: RiskWords): [name: string, chunk: Chunk][] {
  return [
    ['risk.keys', keys],
    ['risk.values', values],
    ['risk.sets', Uint16Array.from(sets.flatMap((set) => [set.length, ...set]))],
    ['risk.stems', stemStarts],
    ['risk.phrases', phraseStarts],
  ];
}

/** Of the tokens before each token of the text that was summed last. */
const harmSums = new Int32Array(longestText + 1);

/** Sums any harm's n-gram weights up by token: spans of this text are scored by them until the next one is summed. */
export function sumHarm({ harmWeights }: RiskHead, { grams, count }: RiskTokens): void {
  let sum = 0;
  for (let token = 0, at = 0; token < count; token++) {
    harmSums[token] = sum;
    for (const end = at + gramsPerToken; at < end; at++) sum += harmWeights[grams[at] as number] as number;
  }
  harmSums[count] = sum;
}

/** A run of tokens. */
export type Span = { start: number; end: number };

/** Score of any harm alone, of a span of the text that was summed last. */
export function scoreHarm(head: RiskHead, vector: RiskVector, { start, end }: Span): number {
  const { harmWeights, scales, bias } = head;
  const { features, values, count } = vector;
  let named = 0;
  for (let at = 0; at < count; at++)
    named += (values[at] as number) * (harmWeights[features[at] as number] as number);
  const grams = (harmSums[end] as number) - (harmSums[start] as number);
  return (
    (bias[0] as number) +
    named * (scales[0] as number) +
    grams * gramScale(end - start) * (scales[riskOutputs] as number)
  );
}

const gramSums = new Int32Array(riskOutputs);

/** Scores of all outputs of the window of these tokens, written to `out`. */
export function scoreWindow(
  { weights, scales, bias }: RiskHead,
  vector: RiskVector,
  { grams }: RiskTokens,
  { start, end }: Span,
  out: Float64Array,
): void {
  out.fill(0);
  gramSums.fill(0);
  for (let at = 0; at < vector.count; at++) {
    const row = (vector.features[at] as number) * riskOutputs;
    const value = vector.values[at] as number;
    for (let each = 0; each < riskOutputs; each++)
      out[each] = (out[each] as number) + value * (weights[row + each] as number);
  }
  for (let at = start * gramsPerToken; at < end * gramsPerToken; at++) {
    const row = (grams[at] as number) * riskOutputs;
    for (let each = 0; each < riskOutputs; each++)
      gramSums[each] = (gramSums[each] as number) + (weights[row + each] as number);
  }
  const scale = gramScale(end - start);
  for (let each = 0; each < riskOutputs; each++)
    out[each] =
      (bias[each] as number) +
      (out[each] as number) * (scales[each] as number) +
      (gramSums[each] as number) * scale * (scales[riskOutputs + each] as number);
}

/** What one unit of a feature adds to one output. */
export function riskWeightOf({ weights, scales }: RiskHead, feature: number, output: number): number {
  const scale = scales[feature < riskNamedCount ? output : riskOutputs + output] ?? 0;
  return (weights[feature * riskOutputs + output] ?? 0) * scale;
}
