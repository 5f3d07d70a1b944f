/**
 * `node classifier/evaluate-risk.ts --data FOLDER`: how well the risk head does on sources it never saw. Options:
 * `--set JSON` overrides training settings, `--folds N`, `--quiet` prints the summary only, `--all` trains on sources
 * whose licence forbids shipping too, `--disguises` looks at what the shipped weights still catch in disguise instead.
 */
import { parseArgs } from 'node:util';
import { compileRiskWords } from '../src/classify/lexicon/compile-risk.ts';
import { printCaught } from './risk-caught.ts';
import { buildRiskExamples, readRiskRows } from './risk-dataset.ts';
import { judgeUnseenRisk } from './risk-folds.ts';
import { groupRisk } from './risk-measures.ts';
import { joinPlanted, measurePlanted } from './risk-planted-measures.ts';
import { printRiskReport, printSummary } from './risk-report.ts';
import { defaultRiskTraining } from './train-risk-head.ts';

const { values } = parseArgs({
  options: {
    data: {
      type: 'string',
      default: process.env.SIGNALBOX_TRAINING_DATA ?? '',
    },
    folds: { type: 'string', default: '10' },
    set: { type: 'string', default: '{}' },
    quiet: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    disguises: { type: 'boolean', default: false },
  },
});
if (values.disguises) {
  console.log(printCaught());
  process.exit(0);
}
const rows = readRiskRows(values.data);
if (rows === null) {
  console.error('Third-party rows are missing: give their folder with --data or SIGNALBOX_TRAINING_DATA.');
  process.exit(1);
}
const started = performance.now();
const examples = buildRiskExamples(rows, compileRiskWords());
const { judged: judgedByHarm, everyday } = judgeUnseenRisk(
  examples,
  { ...defaultRiskTraining, ...JSON.parse(values.set) },
  {
    count: Number(values.folds),
    withAll: values.all,
    log: values.quiet ? () => {} : console.log,
  },
);
const planted = measurePlanted(judgedByHarm, everyday);
const judged = joinPlanted(judgedByHarm, planted);
console.log(`${examples.length} rows, ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(values.quiet ? printSummary(groupRisk(judged)) : printRiskReport(judged, planted, everyday));
