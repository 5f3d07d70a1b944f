/**
 * What is predicted once something has been seen: the catalogue's prior and what was seen, each by its weight. All of
 * it is bounded, so that no amount of odd answers or of bad words turns a prediction upside down. Pure.
 */
import type { Seen } from '../core/learned.ts';

/** A prior counts as so many answers. */
const speedPrior = 5;
const lengthPrior = 20;
const qualityPrior = 50;

/** Of a speed that no source gives, so many answers must have been seen. */
const enoughAnswers = 5;
/** Of a quality that no source gives, so much has to be said of it: more than one caller can say. */
const enoughRatings = 30;

/** However much was said, it counts as no more than this, so that half of a prediction stays the catalogue's. */
const mostRatings = 50;
/** The most that ratings move a predicted quality, up or down; fewer of them move it by as much less. */
export const mostQualityShift = 0.15;

/** Lengths are learned up to so many times what the catalogue expects, or as small a part of it. */
const mostFactor = 8;

/** A typical value of something skewed: means of logarithms. NaN: unknown. */
export function learnSpeed(prior: number, seen: Seen | undefined): number {
  if (seen === undefined || !(seen.value > 0)) return prior;
  if (Number.isNaN(prior)) return seen.weight >= enoughAnswers ? seen.value : prior;
  const logs = speedPrior * Math.log(prior) + seen.weight * Math.log(seen.value);
  return Math.exp(logs / (speedPrior + seen.weight));
}

/** By which the expected tokens are multiplied. */
export function learnFactor(seen: Seen | undefined): number {
  if (seen === undefined) return 1;
  const factor = (lengthPrior + seen.weight * seen.value) / (lengthPrior + seen.weight);
  return Math.min(mostFactor, Math.max(1 / mostFactor, factor));
}

/** 0-1, or null where it is unknown. */
export function learnQuality(prior: number | null, seen: Seen | undefined): number | null {
  if (seen === undefined) return prior;
  const weight = Math.min(mostRatings, seen.weight);
  const said = weight * seen.value;
  // One good and one bad rating stand in for what nobody knows.
  if (prior === null) return seen.weight >= enoughRatings ? (1 + said) / (2 + weight) : null;
  const posterior = (qualityPrior * prior + said) / (qualityPrior + weight);
  const bound = (mostQualityShift * weight) / mostRatings;
  return Math.min(prior + bound, Math.max(prior - bound, posterior));
}
