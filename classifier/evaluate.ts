/**
 * `node classifier/evaluate.ts --data FOLDER`: how well the task head does on sources it never saw. Options: `--report`
 * writes REPORT.md, `--all` trains on every source but the judged one (not what is shipped), `--folds N` how many
 * groups of families, `--set JSON` overrides settings, `--quiet` prints the summary only.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compilePhrases } from '../src/classify/lexicon/compile-phrases.ts';
import { taskCues } from '../src/classify/lexicon/task-cues.ts';
import { taskLanguages } from '../src/classify/lexicon/task-languages.ts';
import { buildTaskDataset, type Dataset } from './dataset.ts';
import { isOwn, judgeUnseen, shippedRows, trainOn, type Unseen } from './folds.ts';
import { fitTemperature, type Judged, judge } from './measures.ts';
import { defaultPlan, type FoldPlan, surePast } from './plan.ts';
import { printConfusion, printGroups, printReport, printSummary } from './print-report.ts';
import { readTaskRows, readThirdParty } from './rows.ts';
import { scoreRow } from './train-softmax.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.SIGNALBOX_TRAINING_DATA ?? '' },
    report: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    folds: { type: 'string', default: '6' },
    quiet: { type: 'boolean', default: false },
    set: { type: 'string', default: '{}' },
  },
});
const reportPath = new URL('./REPORT.md', import.meta.url).pathname;

function judgeAll(data: Dataset, scored: Unseen, temperature: number): Judged[] {
  return [...scored].map(([at, scores]) => {
    const [row, family] = [data.rows[at], data.families[at]];
    return judge(scores, data.classes[at] ?? 0, temperature, {
      group: family?.name ?? '',
      source: row?.source ?? '',
      lang: row?.lang ?? 'und',
      mayShip: family?.evaluationOnly === undefined,
    });
  });
}

function temperatureOf(data: Dataset, scored: Unseen): number {
  return fitTemperature([...scored].map(([at, scores]) => ({ scores, truth: data.classes[at] ?? 0 })));
}

/** Rows from `first` on, which no model trains on, scored by the model that ships. */
function judgeDev(data: Dataset, first: number, plan: FoldPlan): Unseen {
  const model = trainOn(data, shippedRows(data, first), plan);
  const kept = Array.from({ length: data.rows.length - first }, (_, at) => first + at);
  return new Map(kept.map((at) => [at, scoreRow(model, data.matrix, at, data.matrix.values, 0)]));
}

const [train, dev] = [
  readThirdParty(values.data, 'train.task.jsonl'),
  readThirdParty(values.data, 'dev.task.jsonl'),
];
if (train === null || dev === null) {
  console.error('Third-party rows are missing: give their folder with --data or SIGNALBOX_TRAINING_DATA.');
  process.exit(1);
}
const started = performance.now();
const log = values.quiet ? () => {} : (line: string) => console.log(line);
const phrases = compilePhrases(taskCues, taskLanguages);
const own = readTaskRows();
const data = buildTaskDataset([...own, ...train], phrases);
const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
log(`${data.rows.length} rows, ${data.matrix.values.length} values in ${seconds()} s`);
const overrides = JSON.parse(values.set);
const plan: FoldPlan = {
  ...defaultPlan,
  withAll: values.all,
  ...overrides,
  training: { ...defaultPlan.training, ...overrides.training },
};
const folds = Number(values.folds);
const unseen = judgeUnseen(data, plan, folds, log);
const temperature = temperatureOf(data, unseen);
const judged = judgeAll(data, unseen, temperature);
console.log(`\n${printSummary(judged, temperature)}, ${seconds()} s`);
if (values.report) {
  const withDev = buildTaskDataset([...own, ...train, ...dev], phrases);
  const text = printReport({
    unseen: judged,
    dev: judgeAll(withDev, judgeDev(withDev, data.rows.length, plan), temperature),
    temperature,
    surePast,
    counts: {
      own: data.rows.filter(({ source }) => isOwn(source)).length,
      shipped: shippedRows(data, data.rows.length).length,
    },
  });
  writeFileSync(reportPath, text);
} else if (!values.quiet) {
  console.log(`\n${printGroups('family', judged, ({ group }) => group)}`);
  console.log(`\n${printGroups('language', judged, ({ lang }) => lang)}`);
  console.log(`\n${printConfusion(judged)}`);
}
