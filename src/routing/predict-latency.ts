/** How fast a model is expected to answer: by the catalogue, and by what was seen. Unknown stays unknown. Pure. */

import type { LearnedTarget } from '../core/learned.ts';
import type { LatencyForecast } from '../core/prediction.ts';
import type { Effort, Model } from '../core/target.ts';
import { type ByEffort, compileEffortCurve, type EffortCurve, readEffortCurve } from './effort-curve.ts';
import { learnSpeed } from './use-learned.ts';

type Speed = { readonly firstEventMs: EffortCurve; readonly tokensPerSecond: EffortCurve };

/** Declared cache: priors of a model never change while the program runs. */
const speeds = new WeakMap<Model, Speed>();

function speedOf(model: Model): Speed {
  const known = speeds.get(model);
  if (known !== undefined) return known;
  const written = Object.entries(model.latency ?? {});
  const curveOf = (meter: 'firstEventMs' | 'tokensPerSecond') => {
    const values: ByEffort = Object.fromEntries(
      written.flatMap(([effort, prior]) => (prior[meter] === null ? [] : [[effort, prior[meter]]])),
    );
    return compileEffortCurve(values, model);
  };
  const speed = { firstEventMs: curveOf('firstEventMs'), tokensPerSecond: curveOf('tokensPerSecond') };
  speeds.set(model, speed);
  return speed;
}

const unseen: LearnedTarget = {};
const unknown: LatencyForecast = { firstEventMs: null, totalMs: null };

/**
 * The time to the first event holds the thinking before it, as measured; after it comes what is written:
 * `visibleTokens`.
 */
export function predictLatency(
  model: Model,
  effort: Effort | null,
  visibleTokens: number,
  seen: LearnedTarget = unseen,
): LatencyForecast {
  const speed = speedOf(model);
  const first = learnSpeed(readEffortCurve(speed.firstEventMs, effort), seen.firstEventMs);
  const rate = learnSpeed(readEffortCurve(speed.tokensPerSecond, effort), seen.tokensPerSecond);
  if (Number.isNaN(first)) return unknown;
  const total = first + (visibleTokens / rate) * 1000;
  return {
    firstEventMs: Math.round(first),
    totalMs: Number.isFinite(total) ? Math.round(total) : null,
  };
}
