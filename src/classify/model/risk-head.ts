/**
 * The risk head in its file: the word table of the lexicon, int8 weights (any harm, the kinds of harm and planted orders
 * apart, as few windows ask for all), and its settings. Reads and scores; what a score means is the business of `risk.ts`.
 */
import { riskDomains } from '../../core/risk.ts';
import { riskFeatureCount, riskNamedCount, zoneStart } from '../features/risk-space.ts';
import { gramsPerToken, type RiskTokens } from '../features/risk-tokens.ts';
import { gramScale, type RiskVector } from '../features/risk-window.ts';
import { riskZone } from '../features/risk-zone.ts';
import type { RiskWords } from '../lexicon/risk-words.ts';
import { longestText } from '../text/normalise.ts';
import { type Chunk, type Chunks, takeChunk } from './chunks.ts';

/** Any harm, the domains, whether it is meant rather than talked about, and whether it is an order planted for a model. */
export const riskOutputs = 1 + riskDomains.length + 3;
/** The domains and intent: asked for where there is some harm. */
const kindCount = riskDomains.length + 1;
export const intentOutput = riskOutputs - 3;
/** In documents and tool results, where nobody asks a model for anything. */
export const plantedOutput = riskOutputs - 2;
/** In text that a caller has pasted, where his own requests stand beside it. */
export const pastedOutput = riskOutputs - 1;

export type RiskHead = {
  /** Of the domains and intent: `kindWeights[feature * kindCount + output - 1]`. */
  readonly kindWeights: Int8Array;
  /** Those of any harm: every window asks for them. */
  readonly harmWeights: Int8Array;
  /** Those of planted orders alone, in documents and tool results, and in pasted text. */
  readonly plantedWeights: Int8Array;
  readonly pastedWeights: Int8Array;
  /** Per output what 1 stands for: first for named features, then for n-grams. */
  readonly scales: Float32Array;
  readonly bias: Float32Array;
  readonly settings: Float32Array;
};

export function readRiskHead(chunks: Chunks): RiskHead {
  const kindWeights = takeChunk(chunks, 'risk.kinds', Int8Array);
  if (kindWeights.length !== riskFeatureCount * kindCount)
    throw new Error('the risk weights have another size');
  return {
    kindWeights,
    harmWeights: takeChunk(chunks, 'risk.harm', Int8Array),
    plantedWeights: takeChunk(chunks, 'risk.planted', Int8Array),
    pastedWeights: takeChunk(chunks, 'risk.pasted', Int8Array),
    scales: takeChunk(chunks, 'risk.scales', Float32Array),
    bias: takeChunk(chunks, 'risk.bias', Float32Array),
    settings: takeChunk(chunks, 'risk.settings', Float32Array),
  };
}

/** The chunks of weights that `readRiskHead` reads, of `weights[feature * riskOutputs + output]`. */
export function printRiskWeights(weights: Int8Array): [name: string, chunk: Chunk][] {
  const only = (test: (output: number) => boolean) => weights.filter((_, at) => test(at % riskOutputs));
  return [
    ['risk.kinds', only((output) => output > 0 && output <= kindCount)],
    ['risk.harm', only((output) => output === 0)],
    ['risk.planted', only((output) => output === plantedOutput)],
    ['risk.pasted', only((output) => output === pastedOutput)],
  ];
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

/** Kinds that are summed at a time: as many as stay in registers. */
const kindLanes = 5;
const kindRoom = Math.ceil(kindCount / kindLanes) * kindLanes;
const gramSums = new Int32Array(kindCount);

/** Of the tokens before each token of the text that was summed last. */
const harmSums = new Int32Array(longestText + 1);
const plantedSums = new Int32Array(longestText + 1);

function sumUp(weights: Int8Array, { grams, count }: RiskTokens, sums: Int32Array): void {
  let sum = 0;
  for (let token = 0, at = 0; token < count; token++, at += gramsPerToken) {
    sums[token] = sum;
    for (let each = 0; each < gramsPerToken; each++) sum += weights[grams[at + each] as number] as number;
  }
  sums[count] = sum;
}

/** Sums any harm's n-gram weights up by token: spans of this text are scored by them until the next one is summed. */
export function sumHarm({ harmWeights }: RiskHead, tokens: RiskTokens): void {
  sumUp(harmWeights, tokens, harmSums);
  areKindsSummed.fill(0, 0, tokens.sentences.length);
}

/** The same for planted orders, given or pasted. */
export function sumPlanted(
  { plantedWeights, pastedWeights }: RiskHead,
  tokens: RiskTokens,
  isPasted: boolean,
): void {
  sumUp(isPasted ? pastedWeights : plantedWeights, tokens, plantedSums);
}

/** A run of tokens. */
export type Span = { start: number; end: number };

function addNamed(weights: Int8Array, { features, values, count }: RiskVector): number {
  let named = 0;
  for (let at = 0; at < count; at++)
    named += (values[at] as number) * (weights[features[at] as number] as number);
  return named;
}

/** Score of any harm alone, of a span of the text that was summed last. */
export function scoreHarm(head: RiskHead, vector: RiskVector, { start, end }: Span): number {
  const { harmWeights, scales, bias } = head;
  const grams = (harmSums[end] as number) - (harmSums[start] as number);
  return (
    (bias[0] as number) +
    addNamed(harmWeights, vector) * (scales[0] as number) +
    grams * gramScale(end - start) * (scales[riskOutputs] as number)
  );
}

/** Score of a span of this zone as an order planted for a model; text behind it may only add. */
export function scorePlanted(head: RiskHead, vector: RiskVector, { start, end }: Span, zone: number): number {
  const { scales, bias } = head;
  const isPasted = zone !== riskZone.document;
  const output = isPasted ? pastedOutput : plantedOutput;
  const weights = isPasted ? head.pastedWeights : head.plantedWeights;
  const own = weights[zoneStart + zone - 1] as number;
  const atEnd = weights[zoneStart + riskZone.pastedEnd - 1] as number;
  const place = zone === riskZone.pasted ? Math.max(own, atEnd) : own;
  const grams = (plantedSums[end] as number) - (plantedSums[start] as number);
  return (
    (bias[output] as number) +
    (addNamed(weights, vector) + place) * (scales[output] as number) +
    grams * gramScale(end - start) * (scales[riskOutputs + output] as number)
  );
}

/** Sums of the kinds' n-gram weights by sentence of the text that was summed last, made for the windows that ask. */
const kindSums = new Int32Array(longestText * kindRoom);
const areKindsSummed = new Uint8Array(longestText + 1);

/** Place in `kindSums` of the sums of this sentence. */
function sumKinds({ kindWeights }: RiskHead, { grams, sentences }: RiskTokens, sentence: number): number {
  const place = sentence * kindRoom;
  if (areKindsSummed[sentence] === 1) return place;
  areKindsSummed[sentence] = 1;
  const start = (sentences[sentence] as number) * gramsPerToken;
  const end = (sentences[sentence + 1] as number) * gramsPerToken;
  for (let each = 0; each < kindCount; each += kindLanes) {
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    let sum4 = 0;
    for (let at = start; at < end; at++) {
      const row = (grams[at] as number) * kindCount + each;
      sum0 += kindWeights[row] as number;
      sum1 += kindWeights[row + 1] as number;
      sum2 += kindWeights[row + 2] as number;
      sum3 += kindWeights[row + 3] as number;
      sum4 += kindWeights[row + 4] as number;
    }
    kindSums[place + each] = sum0;
    kindSums[place + each + 1] = sum1;
    kindSums[place + each + 2] = sum2;
    kindSums[place + each + 3] = sum3;
    kindSums[place + each + 4] = sum4;
  }
  return place;
}

/** A run of sentences. */
type Window = { readonly from: number; readonly to: number };

/** Scores of any harm (as `scoreHarm` gave it), the domains and intent, of this window: into `out`. */
export function scoreWindow(
  head: RiskHead,
  vector: RiskVector,
  tokens: RiskTokens,
  { from, to }: Window,
  harm: number,
  out: Float64Array,
): void {
  const { kindWeights, scales, bias } = head;
  out.fill(0);
  gramSums.fill(0);
  for (let at = 0; at < vector.count; at++) {
    const row = (vector.features[at] as number) * kindCount;
    const value = vector.values[at] as number;
    for (let each = 0; each < kindCount; each++)
      out[each + 1] = (out[each + 1] as number) + value * (kindWeights[row + each] as number);
  }
  for (let sentence = from; sentence < to; sentence++) {
    const place = sumKinds(head, tokens, sentence);
    for (let each = 0; each < kindCount; each++)
      gramSums[each] = (gramSums[each] as number) + (kindSums[place + each] as number);
  }
  const { sentences } = tokens;
  const scale = gramScale((sentences[to] as number) - (sentences[from] as number));
  out[0] = harm;
  for (let each = 1; each <= kindCount; each++)
    out[each] =
      (bias[each] as number) +
      (out[each] as number) * (scales[each] as number) +
      (gramSums[each - 1] as number) * scale * (scales[riskOutputs + each] as number);
}

function rawWeightOf(head: RiskHead, feature: number, output: number): number | undefined {
  if (output === 0) return head.harmWeights[feature];
  if (output === plantedOutput) return head.plantedWeights[feature];
  if (output === pastedOutput) return head.pastedWeights[feature];
  return head.kindWeights[feature * kindCount + output - 1];
}

/** What one unit of a feature adds to one output. */
export function riskWeightOf(head: RiskHead, feature: number, output: number): number {
  const scale = head.scales[feature < riskNamedCount ? output : riskOutputs + output] ?? 0;
  return (rawWeightOf(head, feature, output) ?? 0) * scale;
}
