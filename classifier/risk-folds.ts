/** Every family of sources judged by a model that read nothing of it; own rows by models that read no twin of them. */
import { joinScores } from '../src/classify/risk-score.ts';
import type { RiskExample } from './risk-dataset.ts';
import { type RiskModel, type RiskTraining, scoreRiskExample, trainRiskHead } from './train-risk-head.ts';

/**
 * Each fold has a model of its own, and their scores have no common zero. They are laid on one another by own everyday
 * requests that none of them trained on, at these shares of the highest: never by what is judged.
 */
const alignedAt = [0.005, 0.01, 0.02, 0.03, 0.05] as const;
/** One in so many own everyday requests is kept for it. */
const alignsEvery = 6;

/** `score` from the common zero, `raw` as the model of the fold gave it. */
export type JudgedRisk = { example: RiskExample; score: number; raw: number; outputs: Float64Array };

/** Own everyday requests that no model trains on. */
export function isKeptForZero({ family, row }: RiskExample, at: number): boolean {
  return row.background === true && family.name.startsWith('own') && at % alignsEvery === 0;
}

const trainsAlways = -1;
const aligns = -2;

/** Number of the fold that judges the example. */
export function foldRiskExamples(examples: readonly RiskExample[], count: number): Int32Array {
  const sizes = new Map<string, number>();
  for (const { family, row } of examples)
    if (!family.name.startsWith('own') && !row.background)
      sizes.set(family.name, (sizes.get(family.name) ?? 0) + (row.harmful ? 2 : 1));
  const loads = new Float64Array(count);
  const folds = new Map<string, number>();
  for (const [name, size] of [...sizes].sort(([, a], [, b]) => b - a)) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + size;
    folds.set(name, least);
  }
  return Int32Array.from(examples, (example, at) => {
    const { family, row } = example;
    if (isKeptForZero(example, at)) return aligns;
    if (!family.name.startsWith('own')) return folds.get(family.name) ?? 0;
    return row.background || row.trainOnly ? trainsAlways : (row.pair ?? at) % count;
  });
}

/** Where the common zero lies on the scores of this model, which must not have trained on the examples. */
export function zeroOf(model: RiskModel, everyday: readonly RiskExample[]): number {
  return meanOfHighest(everyday.map((example) => scoreRiskExample(model, example, joinScores).score));
}

function meanOfHighest(scores: readonly number[]): number {
  const sorted = [...scores].sort((a, b) => b - a);
  const marks = alignedAt.map((share) => sorted[Math.floor(share * sorted.length)] ?? 0);
  return marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
}

/** Also the everyday requests that no model trained on. With `withAll`, rows whose licence forbids shipping train too (not what ships). */
export function judgeUnseenRisk(
  examples: readonly RiskExample[],
  training: RiskTraining,
  { count, withAll, log }: { count: number; withAll: boolean; log: (line: string) => void },
): { judged: JudgedRisk[]; everyday: JudgedRisk[] } {
  const folds = foldRiskExamples(examples, count);
  const judged: JudgedRisk[] = [];
  const everyday: JudgedRisk[] = [];
  const kept = examples.filter((_, at) => folds[at] === aligns);
  for (let fold = 0; fold < count; fold++) {
    const trained = examples.filter(
      ({ family }, at) =>
        folds[at] !== fold && folds[at] !== aligns && (withAll || family.evaluationOnly === undefined),
    );
    const model = trainRiskHead(trained, training);
    const tested = examples.filter(({ row }, at) => folds[at] === fold && !row.background);
    const zero = zeroOf(model, kept);
    const judge = (example: RiskExample): JudgedRisk => {
      const { score, outputs } = scoreRiskExample(model, example, joinScores);
      return { example, score: score - zero, raw: score, outputs };
    };
    judged.push(...tested.map(judge));
    everyday.push(...kept.filter((_, at) => at % count === fold).map(judge));
    log(
      `fold ${fold + 1} of ${count}: ${trained.length} trained, ${tested.length} judged, zero ${zero.toFixed(2)}`,
    );
  }
  return { judged, everyday };
}
