/**
 * `node classifier/evaluate-risk.ts --data FOLDER`: how well the risk head does on sources it never saw. Options:
 * `--set JSON` overrides training settings, `--folds N`, `--quiet` prints the summary only, `--all` trains on sources
 * whose licence forbids shipping too, `--disguises` looks at what the shipped weights still catch in disguise instead.
 */
import { parseArgs } from 'node:util';
import { compileRiskWords } from '../src/classify/lexicon/compile-risk.ts';
import { riskDomains } from '../src/core/risk.ts';
import { percent, printTable } from './print-table.ts';
import { printCaught } from './risk-caught.ts';
import { buildRiskExamples, readRiskRows } from './risk-dataset.ts';
import { type JudgedRisk, judgeUnseenRisk } from './risk-folds.ts';
import { areaUnderCurve, cutAt, cutOfIntent, groupRisk, scoresOf, shareAbove } from './risk-measures.ts';
import { defaultRiskTraining } from './train-risk-head.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.SIGNALBOX_TRAINING_DATA ?? '' },
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
const judged = judgeUnseenRisk(
  examples,
  { ...defaultRiskTraining, ...JSON.parse(values.set) },
  { count: Number(values.folds), withAll: values.all, log: values.quiet ? () => {} : console.log },
);
const groups = groupRisk(judged);
const [harmful, ordinary, lookalikes] = [groups.harmful, groups.ordinary, groups.lookalikes].map(
  scoresOf,
) as [number[], number[], number[]];
const [ownHarmful, ownLookalikes] = [groups.ownHarmful, groups.ownLookalikes].map(scoresOf) as [
  number[],
  number[],
];
const cut = cutAt(ordinary, 0.01);
console.log(
  [
    `${examples.length} rows, ${((performance.now() - started) / 1000).toFixed(0)} s`,
    `AUROC against all harmless ${percent(areaUnderCurve(harmful, [...ordinary, ...lookalikes]))}, ordinary ${percent(areaUnderCurve(harmful, ordinary))}, look-alikes ${percent(areaUnderCurve(harmful, lookalikes))}; own twins ${percent(areaUnderCurve(ownHarmful, ownLookalikes))}`,
    `at 1 % of ordinary: found ${percent(shareAbove(harmful, cut))}, look-alikes flagged ${percent(shareAbove(lookalikes, cut))}; own found ${percent(shareAbove(ownHarmful, cut))}, own look-alikes flagged ${percent(shareAbove(ownLookalikes, cut))}`,
  ].join('\n'),
);

/** Sources that mark a topic or a tone as harmful: many of their rows read as harmless to people too. */
const vagueSources = new Set(['safety_tuned_llamas', 'stl_physical_unsafe', 'stl_harmfulq', 'harmfulqa']);

function printLadder(): void {
  const clear = scoresOf(groups.harmful.filter(({ example }) => !vagueSources.has(example.row.source)));
  const table = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1].map((share) => {
    const at = cutAt(ordinary, share);
    const flagged = [harmful, ordinary, lookalikes].map(
      (scores) => scores.filter((score) => score >= at).length,
    );
    const precision = (flagged[0] ?? 0) / flagged.reduce((sum, count) => sum + count, 0);
    const shares = [harmful, clear, ordinary, lookalikes].map((scores) => percent(shareAbove(scores, at)));
    return [at.toFixed(2), ...shares, percent(precision)];
  });
  const columns = ['cut', 'harmful found %', 'without vague sources %', 'ordinary flagged %'];
  console.log(`\n${printTable([...columns, 'look-alikes flagged %', 'precision %'], table)}`);
}

printLadder();

function printGroups(title: string, list: readonly JudgedRisk[], key: (each: JudgedRisk) => string): void {
  const table = [...Map.groupBy(list, key)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name, group]) => [name, group.length, percent(shareAbove(scoresOf(group), cut))]);
  console.log(`\n${printTable([title, 'rows', 'flagged %'], table)}`);
}

if (!values.quiet) {
  const sourceOf = ({ example }: JudgedRisk) => example.row.source;
  printGroups('harmful, unseen source', groups.harmful, sourceOf);
  printGroups('look-alikes, unseen source', groups.lookalikes, sourceOf);
  printGroups('ordinary, family', groups.ordinary, ({ example }) => example.family.name);
  printGroups(
    'content to moderate',
    judged.filter(({ example }) => example.row.content === true),
    ({ example }) => (example.row.harmful === 1 ? 'harmful' : 'harmless'),
  );
  printGroups('harmful, unseen, language', groups.harmful, ({ example }) => example.row.lang);
  printGroups('own harmful, language', groups.ownHarmful, ({ example }) => example.row.lang);
  printGroups('own harmless, language', groups.ownLookalikes, ({ example }) => example.row.lang);
  const intent = cutOfIntent(groups);
  console.log(
    `\nmeant or talked about, harmful against look-alikes: ${percent(intent.right)} right of both sides`,
  );
  const domains = riskDomains.map((domain, at) => {
    const joined = groups.harmful.filter(({ example }) => example.labels[at + 1] === 1);
    const scores = (isIn: boolean) =>
      judged
        .filter(({ example }) => example.labels[at + 1] === (isIn ? 1 : 0))
        .map(({ outputs }) => outputs[at + 1] ?? 0);
    const area = percent(areaUnderCurve(scores(true), scores(false)));
    return [domain, scores(true).length, area, percent(shareAbove(scoresOf(joined), cut))];
  });
  console.log(`\n${printTable(['domain', 'rows', 'AUROC', 'unseen harmful flagged %'], domains)}`);
}
