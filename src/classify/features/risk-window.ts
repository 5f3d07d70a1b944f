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
import type { RiskTokens } from './risk-tokens.ts';

/** Filled anew for every window; `count` entries are valid. */
export type RiskVector = { readonly features: Int32Array; readonly values: Float32Array; count: number };

const mostFeatures = 4096;
const classCount = riskClasses.length;
const numberOf = (name: RiskClass): number => riskClasses.indexOf(name);
const acts = crossedActs.map(numberOf);
const objects = crossedObjects.map(numberOf);
const frames = crossedFrames.map(numberOf);
const shapeOf = new Map(riskShapes.map((name, at) => [name, shapeStart + at]));

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

export type RiskWindows = {
  /** Features of the window of sentences `from` up to `to`; the vector is the same object at every call. */
  readonly look: (tokens: RiskTokens, from: number, to: number, origin: number) => RiskVector;
};

/** What n-grams of a window of this many tokens weigh. */
export function gramScale(tokenCount: number): number {
  return 1.5 / Math.sqrt(tokenCount + 6);
}

class WindowReader implements RiskWindows {
  readonly #vector: RiskVector = {
    features: new Int32Array(mostFeatures),
    values: new Float32Array(mostFeatures),
    count: 0,
  };
  readonly #present = new Uint8Array(classCount);
  readonly #early = new Uint8Array(classCount);
  readonly #ordered = new Uint8Array(classCount * classCount);

  #put(feature: number, value: number): void {
    const vector = this.#vector;
    if (vector.count >= mostFeatures) return;
    vector.features[vector.count] = feature;
    vector.values[vector.count++] = value;
  }

  #putShape(tokens: RiskTokens, start: number, end: number, hits: number): void {
    const set = (name: RiskShape) => this.#put(shapeOf.get(name) ?? 0, amounts.shape);
    const sorts = [0, 0, 0, 0, 0];
    let asks = false;
    let quotes = 0;
    for (let at = start; at < end; at++) {
      const sort = tokens.sorts[at] as number;
      sorts[sort] = (sorts[sort] as number) + 1;
      if (sort !== 0) continue;
      if (tokens.codes[at] === 0x3f) asks = true;
      if (tokens.codes[at] === 0x22) quotes++;
    }
    const [signs = 0, numbers = 0, latin = 0, other = 0, unspaced = 0] = sorts;
    const words = latin + other + unspaced / 2;
    if (asks) set('asks a question');
    if (tokens.codes[end - 1] === 0x3f) set('ends with a question');
    set(
      words <= 6
        ? 'up to 6 words'
        : words <= 12
          ? 'up to 12 words'
          : words <= 25
            ? 'up to 25 words'
            : 'more than 25 words',
    );
    if (hits === 0) set('no word of the lexicon');
    if (hits > words / 3) set('dense in words of the lexicon');
    if (numbers > 0) set('numbers');
    if (signs > words / 2) set('many signs');
    if (quotes > 1) set('quotes');
    if (other + unspaced > latin) set('not in Latin letters');
    if (unspaced > latin) set('no spaces between words');
  }

  /** Classes in their order, and classes together. */
  #putPairs(found: readonly number[]): void {
    const ordered = this.#ordered;
    for (const a of found)
      for (const b of found)
        if (ordered[a * classCount + b] === 1)
          this.#put(riskSpace.ordered + a * classCount + b, amounts.ordered);
    for (let x = 0; x < found.length; x++)
      for (let y = x + 1; y < found.length; y++)
        this.#put(togetherFeature(found[x] as number, found[y] as number), amounts.together);
  }

  /** An act, what it is done to, how it is asked. */
  #putCrosses(): void {
    const present = this.#present;
    for (let a = 0; a < acts.length; a++) {
      if (present[acts[a] as number] === 0) continue;
      for (let b = 0; b < objects.length; b++) {
        if (objects[b] === acts[a] || present[objects[b] as number] === 0) continue;
        let isFramed = false;
        for (let c = 0; c < frames.length; c++) {
          if (present[frames[c] as number] === 0) continue;
          isFramed = true;
          this.#put(crossedFeature(a, b, c), amounts.crossed);
        }
        if (!isFramed) this.#put(crossedFeature(a, b, frames.length), amounts.crossed);
      }
    }
  }

  #putMeetings(found: readonly number[]): void {
    const vector = this.#vector;
    const before = vector.count;
    this.#putPairs(found);
    this.#putCrosses();
    let sum = 0;
    for (let at = before; at < vector.count; at++) sum += (vector.values[at] as number) ** 2;
    if (sum <= longestMeetings ** 2) return;
    const scale = longestMeetings / Math.sqrt(sum);
    for (let at = before; at < vector.count; at++) vector.values[at] = (vector.values[at] as number) * scale;
  }

  /** Marks the classes of the window; returns how many words of the lexicon stand in it. */
  #mark({ hitTokens, hitClasses }: RiskTokens, start: number, end: number): number {
    const [present, early, ordered] = [this.#present, this.#early, this.#ordered];
    let first = 0;
    let last = hitTokens.length;
    while (first < last) {
      const middle = (first + last) >> 1;
      if ((hitTokens[middle] as number) < start) first = middle + 1;
      else last = middle;
    }
    let at = first;
    for (; at < hitTokens.length && (hitTokens[at] as number) < end; at++) {
      const token = hitTokens[at] as number;
      const each = hitClasses[at] as number;
      present[each] = 1;
      if (token - start < earlyTokens) early[each] = 1;
      for (let back = at - 1; back >= first; back--) {
        const distance = token - (hitTokens[back] as number);
        if (distance > nearTokens) break;
        if (distance > 0) ordered[(hitClasses[back] as number) * classCount + each] = 1;
      }
    }
    return at - first;
  }

  look(tokens: RiskTokens, from: number, to: number, origin: number): RiskVector {
    const [vector, present, early, ordered] = [this.#vector, this.#present, this.#early, this.#ordered];
    const start = tokens.sentences[from] as number;
    const end = tokens.sentences[to] as number;
    vector.count = 0;
    const hits = this.#mark(tokens, start, end);
    const found: number[] = [];
    this.#put(originFeature(origin, classCount), amounts.origin);
    for (let each = 0; each < classCount; each++) {
      if (present[each] === 0) continue;
      found.push(each);
      this.#put(riskSpace.present + each, amounts.present);
      this.#put(originFeature(origin, each), amounts.origin);
      if (early[each] === 1) this.#put(riskSpace.early + each, amounts.early);
    }
    this.#putShape(tokens, start, end, hits);
    if (found.length > 1) this.#putMeetings(found);
    for (const each of found) ordered.fill(0, each * classCount, (each + 1) * classCount);
    present.fill(0);
    early.fill(0);
    return vector;
  }
}

export function createRiskWindows(): RiskWindows {
  return new WindowReader();
}
