/** Every family of sources judged by a model that read nothing of it; own rows by models that read no twin of them. */
import { joinScores } from '../src/classify/risk.ts';
import type { RiskExample } from './risk-dataset.ts';
import { type RiskTraining, scoreRiskExample, trainRiskHead } from './train-risk-head.ts';

export type JudgedRisk = { example: RiskExample; score: number; outputs: Float64Array };

const trainsAlways = -1;

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
  return Int32Array.from(examples, ({ family, row }, at) => {
    if (!family.name.startsWith('own')) return folds.get(family.name) ?? 0;
    return row.background || row.trainOnly ? trainsAlways : (row.pair ?? at) % count;
  });
}

/** With `withAll`, rows whose licence forbids shipping train too (not what ships). */
export function judgeUnseenRisk(
  examples: readonly RiskExample[],
  training: RiskTraining,
  { count, withAll, log }: { count: number; withAll: boolean; log: (line: string) => void },
): JudgedRisk[] {
  const folds = foldRiskExamples(examples, count);
  const judged: JudgedRisk[] = [];
  for (let fold = 0; fold < count; fold++) {
    const trained = examples.filter(
      ({ family }, at) => folds[at] !== fold && (withAll || family.evaluationOnly === undefined),
    );
    const model = trainRiskHead(trained, training);
    const tested = examples.filter(({ row }, at) => folds[at] === fold && !row.background);
    for (const example of tested) judged.push({ example, ...scoreRiskExample(model, example, joinScores) });
    log(`fold ${fold + 1} of ${count}: ${trained.length} trained, ${tested.length} judged`);
  }
  return judged;
}
