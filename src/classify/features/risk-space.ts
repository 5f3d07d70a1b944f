/**
 * The numbers of the risk features: named ones (word classes, which meet which, the shape of the sentence, whose words
 * they are) and hashed n-grams behind them. Order is part of the trained weights.
 */
import { riskOrigins } from '../../core/risk.ts';
import {
  crossedActs,
  crossedFrames,
  crossedObjects,
  type RiskClass,
  riskClasses,
  riskClassWords,
} from '../lexicon/risk-classes.ts';

export const riskShapes = [
  'asks a question',
  'ends with a question',
  'up to 6 words',
  'up to 12 words',
  'up to 25 words',
  'more than 25 words',
  'no word of the lexicon',
  'dense in words of the lexicon',
  'numbers',
  'many signs',
  'quotes',
  'not in Latin letters',
  'no spaces between words',
] as const;

export type RiskShape = (typeof riskShapes)[number];

/** In a document or tool result; pasted by the caller, at the end of the text or with more of it behind. */
export const riskZones = ['document', 'pasted-end', 'pasted'] as const;

const count = riskClasses.length;
const frameSlots = crossedFrames.length + 1;

export const riskSpace = {
  /** A class is there. */
  present: 0,
  /** It is among the first words. */
  early: count,
  /** One class shortly before another. */
  ordered: 2 * count,
  /** Two classes in one window. */
  together: 2 * count + count * count,
  /** An act, what it is done to, how it is asked. */
  crossed: 2 * count + count * count + (count * (count + 1)) / 2,
} as const;

const crossedCount = crossedActs.length * crossedObjects.length * frameSlots;
export const shapeStart = riskSpace.crossed + crossedCount;
/** A class in words of this origin. */
export const originStart = shapeStart + riskShapes.length;
/** Where in a text the window stands, for planted orders alone. */
export const zoneStart = originStart + riskOrigins.length * (count + 1);
export const riskNamedCount = zoneStart + riskZones.length;
export const riskBucketCount = 1 << 15;
export const riskFeatureCount = riskNamedCount + riskBucketCount;

export function togetherFeature(low: number, high: number): number {
  return riskSpace.together + (high * (high - 1)) / 2 + low;
}

export function crossedFeature(act: number, object: number, frame: number): number {
  return riskSpace.crossed + (act * crossedObjects.length + object) * frameSlots + frame;
}

export function originFeature(origin: number, each: number): number {
  return originStart + origin * (count + 1) + each;
}

function wordsOf(each: RiskClass | undefined): string {
  return each === undefined ? 'its words' : riskClassWords[each];
}

function describeCrossed(place: number): string {
  const frame = crossedFrames[place % frameSlots];
  const rest = Math.floor(place / frameSlots);
  const object = crossedObjects[rest % crossedObjects.length];
  const act = crossedActs[Math.floor(rest / crossedObjects.length)];
  const asked = frame === undefined ? '' : `, asked as ${wordsOf(frame)}`;
  return `${wordsOf(act)} with ${wordsOf(object)}${asked}`;
}

/** What a feature stands for, in words a person can read. */
export function describeRiskFeature(feature: number): string {
  if (feature >= riskNamedCount) return 'its words';
  if (feature >= zoneStart) return `stands in: ${riskZones[feature - zoneStart] ?? 'document'}`;
  if (feature >= originStart) {
    const place = feature - originStart;
    const origin = riskOrigins[Math.floor(place / (count + 1))] ?? 'caller';
    const each = riskClasses[place % (count + 1)];
    return each === undefined ? `stands in: ${origin}` : `${wordsOf(each)}, in: ${origin}`;
  }
  if (feature >= shapeStart) return riskShapes[feature - shapeStart] ?? 'its shape';
  if (feature >= riskSpace.crossed) return describeCrossed(feature - riskSpace.crossed);
  if (feature >= riskSpace.together) {
    const place = feature - riskSpace.together;
    let high = Math.floor((1 + Math.sqrt(1 + 8 * place)) / 2);
    if ((high * (high - 1)) / 2 > place) high--;
    return `${wordsOf(riskClasses[place - (high * (high - 1)) / 2])} and ${wordsOf(riskClasses[high])}`;
  }
  if (feature >= riskSpace.ordered) {
    const place = feature - riskSpace.ordered;
    return `${wordsOf(riskClasses[Math.floor(place / count)])}, then ${wordsOf(riskClasses[place % count])}`;
  }
  return wordsOf(riskClasses[feature % count]);
}
