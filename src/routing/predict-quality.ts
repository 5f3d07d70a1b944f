/**
 * How likely a model does a task at a difficulty: a logistic curve over one public index, per effort. Monotone by
 * construction: a higher index never predicts less, a higher difficulty never more. Unknown stays unknown. Pure.
 */
import type { Task } from '../core/classification.ts';
import type { Effort, Model } from '../core/target.ts';
import { compileEffortCurve, type EffortCurve, readEffortCurve } from './effort-curve.ts';
import { qualityCurve } from './quality-curve.ts';

/** Declared cache: what a model is worth never changes while the program runs. */
const indices = new WeakMap<Model, EffortCurve>();

function indexCurveOf(model: Model): EffortCurve {
  const known = indices.get(model);
  if (known !== undefined) return known;
  const curve = compileEffortCurve(model.quality ?? {}, model);
  indices.set(model, curve);
  return curve;
}

/** Log-odds of a difficulty, inside the range in which outcomes were seen. */
function hardness(difficulty: number): number {
  const { easiest, hardest } = qualityCurve;
  const bounded = Math.min(hardest, Math.max(easiest, difficulty));
  return Math.log(bounded / (1 - bounded));
}

/**
 * 0-1, or null where no source gives the model's index at this effort or at efforts on both sides of it. `effort` null:
 * the model's default. `difficulty` 0-1 as the classifier gives it; null: nobody judged, the usual one counts.
 */
export function predictQuality(
  model: Model,
  effort: Effort | null,
  _task: Task | null,
  difficulty: number | null,
): number | null {
  const index = readEffortCurve(indexCurveOf(model), effort);
  if (Number.isNaN(index)) return null;
  const { perPoint, index: at, atHalf, perDifficulty, usualDifficulty } = qualityCurve;
  const odds = atHalf + perPoint * (index - at) - perDifficulty * hardness(difficulty ?? usualDifficulty);
  return 1 / (1 + Math.exp(-odds));
}
