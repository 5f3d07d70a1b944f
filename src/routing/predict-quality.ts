/**
 * How likely a model does a task at a difficulty: a logistic curve over one public index, per effort, moved by what a
 * benchmark near the task says beyond the index. Monotone: a higher index never predicts less, a higher difficulty
 * never more. Unknown stays unknown. Pure.
 */
import type { Task } from '../core/classification.ts';
import { type Effort, efforts, type Model } from '../core/target.ts';
import { compileEffortCurve, type EffortCurve, readEffortCurve } from './effort-curve.ts';
import {
  type Benchmark,
  benchmarkLines,
  benchmarkOfTask,
  benchmarkTrust,
  qualityCurve,
} from './quality-curve.ts';

/** Log-odds of success by effort at difficulty one half: by the index, and for tasks near a benchmark. */
type Ability = { readonly usual: EffortCurve } & Readonly<Record<Benchmark, EffortCurve>>;

const keys = [...efforts, 'default'] as const;

/** What the benchmark says beyond the index, by effort. */
function distances(model: Model, benchmark: Benchmark): EffortCurve {
  const { atZero, perPoint, guessed } = benchmarkLines[benchmark];
  const found: Partial<Record<Effort | 'default', number>> = {};
  for (const key of keys) {
    const index = model.quality?.[key];
    const percent = model.scores?.[benchmark]?.[key];
    if (index === undefined || percent === undefined) continue;
    const chance = (percent / 100 - guessed) / (1 - guessed);
    // a score at or below guessing, or a full one, has no log-odds
    if (chance > 0 && chance < 1) found[key] = Math.log(chance / (1 - chance)) - atZero - perPoint * index;
  }
  return compileEffortCurve(found, model);
}

function judgeAbility(model: Model): Ability {
  const { perPoint, index, atHalf } = qualityCurve;
  const usual = compileEffortCurve(model.quality ?? {}, model).map((at) => atHalf + perPoint * (at - index));
  const near = (benchmark: Benchmark) => {
    const distance = distances(model, benchmark);
    return usual.map((odds, at) => {
      const beyond = distance[at] ?? Number.NaN;
      return Number.isNaN(beyond) ? odds : odds + benchmarkTrust * beyond;
    });
  };
  return { usual, science: near('science'), coding: near('coding') };
}

/** Declared cache: what a model is worth never changes while the program runs. */
const abilities = new WeakMap<Model, Ability>();

function abilityOf(model: Model): Ability {
  const known = abilities.get(model);
  if (known !== undefined) return known;
  const ability = judgeAbility(model);
  abilities.set(model, ability);
  return ability;
}

/** Log-odds of a difficulty, inside the range in which outcomes were seen. */
function hardness(difficulty: number): number {
  const { easiest, hardest } = qualityCurve;
  const bounded = Math.min(hardest, Math.max(easiest, difficulty));
  return Math.log(bounded / (1 - bounded));
}

/**
 * 0-1, or null where no source gives the model's index at this effort or at efforts on both sides of it. `effort` null:
 * the model's default. `task` null: not known for sure. `difficulty` 0-1 as the classifier gives it; null: nobody
 * judged, the usual one counts.
 */
export function predictQuality(
  model: Model,
  effort: Effort | null,
  task: Task | null,
  difficulty: number | null,
): number | null {
  const benchmark = task === null ? null : benchmarkOfTask[task];
  const ability = readEffortCurve(abilityOf(model)[benchmark ?? 'usual'], effort);
  if (Number.isNaN(ability)) return null;
  const { perDifficulty, usualDifficulty } = qualityCurve;
  const odds = ability - perDifficulty * hardness(difficulty ?? usualDifficulty);
  return 1 / (1 + Math.exp(-odds));
}
