/**
 * Named features of one window, which is a run of whole sentences: which classes are there, which meet, how it is
 * asked. N-grams are the head's business: they add up token by token. Nothing outside the window may be read.
 */
import {
  crossedActs,
  crossedFrames,
  crossedObjects,
  type RiskClass,
  riskClasses,
} from '../lexicon/risk-classes.ts';
import {
  crossedFeature,
  originFeature,
  type RiskShape,
  riskShapes,
  riskSpace,
  shapeStart,
  togetherFeature,
} from './risk-space.ts';
import { countsPerSentence, type RiskTokens, sentenceCount } from './risk-tokens.ts';

/** Filled anew for every window; `count` entries are valid. */
export type RiskVector = { readonly features: Int32Array; readonly values: Float32Array; count: number };

const mostFeatures = 4096;
const classCount = riskClasses.length;
const numberOf = (name: RiskClass): number => riskClasses.indexOf(name);

/** By class its place among those crossed, -1 for others. */
function placesOf(crossed: readonly RiskClass[]): Int8Array {
  const places = new Int8Array(classCount).fill(-1);
  crossed.forEach((name, at) => {
    places[numberOf(name)] = at;
  });
  return places;
}

const actPlaces = placesOf(crossedActs);
const objectPlaces = placesOf(crossedObjects);
const framePlaces = placesOf(crossedFrames);
const shapeOf = Object.fromEntries(riskShapes.map((name, at) => [name, shapeStart + at])) as Record<
  RiskShape,
  number
>;

const amounts = {
  present: 1,
  early: 0.7,
  ordered: 0.7,
  together: 0.5,
  crossed: 0.7,
  shape: 0.7,
  origin: 0.5,
};
/** Length of the vector of meetings above which it is scaled down: a long sentence must not win by its length. */
const longestMeetings = 3;
const nearTokens = 8;
const earlyTokens = 6;

/** What n-grams of a window of this many tokens weigh. */
export function gramScale(tokenCount: number): number {
  return 1.5 / Math.sqrt(tokenCount + 6);
}

const vector: RiskVector = {
  features: new Int32Array(mostFeatures),
  values: new Float32Array(mostFeatures),
  count: 0,
};
/** Number of this window: what is marked with it belongs to it, so that nothing has to be wiped. */
let thisWindow = 0;
const present = new Int32Array(classCount);
const early = new Int32Array(classCount);
const ordered = new Int32Array(classCount * classCount);
const found = new Int32Array(classCount);
let foundCount = 0;
const counts = new Int32Array(countsPerSentence);

function put(feature: number, value: number): void {
  if (vector.count >= mostFeatures) return;
  vector.features[vector.count] = feature;
  vector.values[vector.count++] = value;
}

function putShape(feature: number): void {
  put(feature, amounts.shape);
}

function addCounts({ sentenceCounts }: RiskTokens, from: number, to: number): void {
  for (let each = 0; each < countsPerSentence; each++) {
    let sum = 0;
    for (let sentence = from; sentence < to; sentence++)
      sum += sentenceCounts[sentence * countsPerSentence + each] as number;
    counts[each] = sum;
  }
}

function putShapes(tokens: RiskTokens, from: number, to: number, hits: number): void {
  addCounts(tokens, from, to);
  const endsAsking = tokens.sentenceCounts[(to - 1) * countsPerSentence + sentenceCount.endsAsking] === 1;
  const latin = counts[sentenceCount.latin] as number;
  const other = counts[sentenceCount.other] as number;
  const unspaced = counts[sentenceCount.unspaced] as number;
  const words = latin + other + unspaced / 2;
  if ((counts[sentenceCount.questions] as number) > 0) putShape(shapeOf['asks a question']);
  if (endsAsking) putShape(shapeOf['ends with a question']);
  if (words <= 6) putShape(shapeOf['up to 6 words']);
  else if (words <= 12) putShape(shapeOf['up to 12 words']);
  else putShape(words <= 25 ? shapeOf['up to 25 words'] : shapeOf['more than 25 words']);
  if (hits === 0) putShape(shapeOf['no word of the lexicon']);
  if (hits > words / 3) putShape(shapeOf['dense in words of the lexicon']);
  if ((counts[sentenceCount.numbers] as number) > 0) putShape(shapeOf.numbers);
  if ((counts[sentenceCount.signs] as number) > words / 2) putShape(shapeOf['many signs']);
  if ((counts[sentenceCount.quotes] as number) > 1) putShape(shapeOf.quotes);
  if (other + unspaced > latin) putShape(shapeOf['not in Latin letters']);
  if (unspaced > latin) putShape(shapeOf['no spaces between words']);
}

/** Classes together. */
function putTogether(): void {
  for (let x = 1; x < foundCount; x++) {
    const a = found[x] as number;
    for (let y = 0; y < x; y++) {
      const b = found[y] as number;
      put(a < b ? togetherFeature(a, b) : togetherFeature(b, a), amounts.together);
    }
  }
}

/** An act and what it is done to, by how it is asked. */
function putCross(act: number, object: number): void {
  let isFramed = false;
  for (let at = 0; at < foundCount; at++) {
    const frame = framePlaces[found[at] as number] as number;
    if (frame < 0) continue;
    isFramed = true;
    put(crossedFeature(act, object, frame), amounts.crossed);
  }
  if (!isFramed) put(crossedFeature(act, object, crossedFrames.length), amounts.crossed);
}

function putCrosses(): void {
  for (let x = 0; x < foundCount; x++) {
    const act = actPlaces[found[x] as number] as number;
    if (act < 0) continue;
    for (let y = 0; y < foundCount; y++) {
      const object = objectPlaces[found[y] as number] as number;
      if (object >= 0 && x !== y) putCross(act, object);
    }
  }
}

/** Scales down what was put from `before` on. */
function shorten(before: number): void {
  const { values, count } = vector;
  let sum = 0;
  for (let at = before; at < count; at++) {
    const value = values[at] as number;
    sum += value * value;
  }
  if (sum <= longestMeetings ** 2) return;
  const scale = longestMeetings / Math.sqrt(sum);
  for (let at = before; at < count; at++) values[at] = (values[at] as number) * scale;
}

/** Classes that are there, and which of them stand early. */
function putPresent({ hitTokens, hitClasses }: RiskTokens, first: number, last: number, start: number): void {
  foundCount = 0;
  for (let at = first; at < last; at++) {
    const each = hitClasses[at] as number;
    if (present[each] !== thisWindow) {
      present[each] = thisWindow;
      found[foundCount++] = each;
      put(riskSpace.present + each, amounts.present);
    }
    if ((hitTokens[at] as number) - start >= earlyTokens || early[each] === thisWindow) continue;
    early[each] = thisWindow;
    put(riskSpace.early + each, amounts.early);
  }
}

/** One class shortly before another. */
function putOrdered({ hitTokens, hitClasses }: RiskTokens, first: number, last: number): void {
  for (let at = first + 1; at < last; at++) {
    const token = hitTokens[at] as number;
    const each = hitClasses[at] as number;
    for (let back = at - 1; back >= first; back--) {
      const distance = token - (hitTokens[back] as number);
      if (distance > nearTokens) break;
      const pair = (hitClasses[back] as number) * classCount + each;
      if (distance === 0 || ordered[pair] === thisWindow) continue;
      ordered[pair] = thisWindow;
      put(riskSpace.ordered + pair, amounts.ordered);
    }
  }
}

function look(tokens: RiskTokens, from: number, to: number, origin: number): RiskVector {
  const first = tokens.sentenceHits[from] as number;
  const last = tokens.sentenceHits[to] as number;
  thisWindow = (thisWindow + 1) | 0;
  vector.count = 0;
  put(originFeature(origin, classCount), amounts.origin);
  putPresent(tokens, first, last, tokens.sentences[from] as number);
  for (let at = 0; at < foundCount; at++) put(originFeature(origin, found[at] as number), amounts.origin);
  putShapes(tokens, from, to, last - first);
  if (foundCount > 1) {
    const before = vector.count;
    putOrdered(tokens, first, last);
    putTogether();
    putCrosses();
    shorten(before);
  }
  return vector;
}

export type RiskWindows = {
  /** Features of the window of sentences `from` up to `to`; the vector is the same object at every call. */
  readonly look: (tokens: RiskTokens, from: number, to: number, origin: number) => RiskVector;
};

/** All lookers share their arrays: one window is looked at at a time. */
export function createRiskWindows(): RiskWindows {
  return { look };
}
