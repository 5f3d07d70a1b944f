/** How fast a model is expected to answer: priors of the catalogue by effort. Unknown stays unknown. Pure. */
import type { LatencyForecast } from '../core/prediction.ts';
import type { Effort, Model } from '../core/target.ts';
import { type ByEffort, compileEffortCurve, type EffortCurve, readEffortCurve } from './effort-curve.ts';

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

/**
 * The time to the first event holds the thinking before it, as measured; after it comes what is written:
 * `visibleTokens`.
 */
export function predictLatency(model: Model, effort: Effort | null, visibleTokens: number): LatencyForecast {
  const speed = speedOf(model);
  const first = readEffortCurve(speed.firstEventMs, effort);
  const rate = readEffortCurve(speed.tokensPerSecond, effort);
  const total = first + (visibleTokens / rate) * 1000;
  return {
    firstEventMs: Number.isNaN(first) ? null : Math.round(first),
    totalMs: Number.isFinite(total) ? Math.round(total) : null,
  };
}
