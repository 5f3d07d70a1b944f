/**
 * `node classifier/evaluate.ts --data FOLDER`: how well the task head does on sources it never saw. Options: `--all`
 * trains on every source but the judged one (not what is shipped), `--folds N` how many groups of families.
 */
import { parseArgs } from 'node:util';
import { compilePhrases } from '../src/classify/lexicon/compile-phrases.ts';
import { taskCues } from '../src/classify/lexicon/task-cues.ts';
import { taskLanguages } from '../src/classify/lexicon/task-languages.ts';
import { tasks } from '../src/core/classification.ts';
import { buildTaskDataset } from './dataset.ts';
import { defaultPlan, judgeUnseen } from './folds.ts';
import {
  accuracy,
  accuracyWhereSure,
  calibrationError,
  confusion,
  fitTemperature,
  type Judged,
  judge,
} from './measures.ts';
import { percent, printTable } from './print-table.ts';
import { readOwnRows, readThirdParty } from './rows.ts';
import { defaultTraining } from './train-softmax.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.SIGNALBOX_TRAINING_DATA ?? '' },
    all: { type: 'boolean', default: false },
    folds: { type: 'string', default: '30' },
    quiet: { type: 'boolean', default: false },
    set: { type: 'string', default: '{}' },
  },
});

function groupBy(judged: readonly Judged[], key: (each: Judged) => string): Map<string, Judged[]> {
  return Map.groupBy(judged, key);
}

function printGroups(title: string, judged: readonly Judged[], key: (each: Judged) => string): string {
  const rows = [...groupBy(judged, key)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name, group]) => [
      name,
      group.length,
      percent(accuracy(group)),
      percent(accuracyWhereSure(group, 0.8)),
    ]);
  return printTable([title, 'rows', 'accuracy', 'surest 80 %'], rows);
}

function printConfusion(judged: readonly Judged[]): string {
  const matrix = confusion(judged, tasks.length);
  const rows = matrix.map((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return [tasks[truth] ?? '', ...row, percent((row[truth] ?? 0) / total)];
  });
  return printTable(['truth', ...tasks, 'recall'], rows);
}

const thirdParty = readThirdParty(values.data, 'train.task.jsonl');
if (thirdParty === null) {
  console.error('Third-party rows are missing: give their folder with --data or SIGNALBOX_TRAINING_DATA.');
  process.exit(1);
}
const overrides = JSON.parse(values.set);
const phrases = compilePhrases(taskCues, taskLanguages);
const started = performance.now();
const rows = [...readOwnRows(), ...thirdParty];
const data = buildTaskDataset(rows, phrases);
const log = values.quiet ? () => {} : (line: string) => console.log(line);
log(
  `${rows.length} rows, ${data.matrix.values.length} values in ${((performance.now() - started) / 1000).toFixed(1)} s`,
);
const plan = {
  ...defaultPlan,
  withAll: values.all,
  ...overrides,
  training: { ...defaultTraining, ...overrides.training },
};
const unseen = judgeUnseen(data, tasks.length, plan, Number(values.folds), log);
const scored = [...unseen].map(([row, scores]) => ({ row, scores, truth: data.classes[row] ?? 0 }));
const temperature = fitTemperature(scored);
const judged = scored.map(({ row, scores, truth }) =>
  judge(scores, truth, temperature, data.families[row]?.name ?? '', data.rows[row]?.lang ?? 'und'),
);
const groups = [...groupBy(judged, ({ group }) => group).values()].map(accuracy);
console.log(
  [
    '',
    `accuracy ${percent(accuracy(judged))}, on the surest 80 % ${percent(accuracyWhereSure(judged, 0.8))}, mean over families ${percent(
      groups.reduce((sum, each) => sum + each, 0) / groups.length,
    )}, calibration error ${calibrationError(judged).toFixed(3)} at temperature ${temperature.toFixed(2)}, ${(
      (performance.now() - started) / 1000
    ).toFixed(0)} s`,
  ].join('\n'),
);
if (!values.quiet) {
  console.log(`\n${printGroups('family', judged, ({ group }) => group)}`);
  console.log(`\n${printGroups('language', judged, ({ lang }) => lang)}`);
  console.log(`\n${printConfusion(judged)}`);
}
