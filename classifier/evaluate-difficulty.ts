/**
 * `node classifier/evaluate-difficulty.ts --data FOLDER`: how well the difficulty head does on data sets and authors it
 * never saw, against length and chance. `--report` writes `REPORT-difficulty.md` instead of printing.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chanceOf } from '../src/classify/model/difficulty-head.ts';
import { fitUnseenChance, judgeUnseenDifficulty, scoreOf, trainDifficulty } from './difficulty-folds.ts';
import { reportDifficulty } from './difficulty-report.ts';
import {
  buildDifficultyExamples,
  isOwnRow,
  readDifficultyRows,
  readOrdinaryRows,
} from './difficulty-rows.ts';
import { difficultyFamilies } from './difficulty-sources.ts';
import { printTable } from './print-table.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.SIGNALBOX_TRAINING_DATA ?? '' },
    report: { type: 'boolean', default: false },
  },
});
const rows = readDifficultyRows(values.data);
if (rows === null) {
  console.error('Third-party rows are missing: give their folder with --data or SIGNALBOX_TRAINING_DATA.');
  process.exit(1);
}
const examples = buildDifficultyExamples(rows);
const judged = judgeUnseenDifficulty(examples, values.report ? () => {} : console.log);
const model = trainDifficulty(examples);
const chance = fitUnseenChance(judged);
const ordinary = buildDifficultyExamples(readOrdinaryRows()).map(({ vector }) =>
  chanceOf(chance, scoreOf(model, vector)),
);
const figures = reportDifficulty(judged, ordinary);
const own = rows.filter(isOwnRow).length;
const shipped = rows.filter(({ family }) => family.evaluationOnly === undefined).length;

const text = `# The difficulty head: what it can and cannot

It says how likely a small model fails where a strong one succeeds: the gain in quality that a planner can expect from
the strong model. What both fail, and what both do, is not difficult in this sense. Written by
\`node classifier/evaluate-difficulty.ts --data FOLDER --report\`; \`node classifier/train-difficulty.ts --data FOLDER\`
writes \`src/classify/model/difficulty.bin\`.

## What it is learnt from

${shipped} rows train what ships: outcomes of open models on eleven public sets of questions, and ${own} own requests in 24
languages with a level of 1-5 that one author gave (\`classifier/data/difficulty-*.jsonl\`). Order is learnt from how often the four small
models fail inside a set, with an intercept per set, so that "which set is this" teaches nothing; a logistic, fitted on
sets that the judged model did not see, turns the score into the chance. Linear, no trained weight of another head among
its features.

Every figure is of families the judged model never saw (leave one family out; translations of one set stay together;
the models that were asked are the same in all sets). Small: qwen2.5-7b, mistral-7b, llama-3.1-8b, gemma-2-9b. Strong:
nemotron 51b and 49b. What to learn (failures or gains), the weight of own rows, the bound on weights and the features
were compared on these same folds, some thirty ways in all, so the figures flatter a little. "Pair" is llama-3.1-8b against nemotron-51b, one run each; "means" are over four small and two
strong models. Mean quality is over all shares from none to all to the strong model; a strong answer is counted as ten
times the cost of a cheap one. "To the strong model" and "cost": the least with 95 % of the strong model's quality.

## All sets together: the pair

${figures.pair}

${figures.pairDifference}

${figures.pairCurve}

## All sets together: the means

${figures.means}

${figures.meansDifference}

## By data set

AUROC: of the pair, small fails and strong succeeds against all else. The last four columns: points of quality over a
random mix of the same cost, routed by difficulty and by length.

${figures.families}

## Other unseen families

Rank correlation. The levels of own rows are one author's opinion of difficulty, judged by a model without that author's
rows; the author who gave all levels is the same.

${figures.levels}

## Calibration

Each set's chances come from a logistic fitted on the other sets. Expected calibration error: ${figures.calibrationError} (bins of equal size).

${figures.reliability}

\`rank\` is the share of ordinary requests that are easier: of the ${ordinary.length} own requests written for the task, by the weights
that ship.

${figures.quantiles}

## How to read this

- Between kinds of requests the order holds on unseen sets. Inside one set of like questions it is little better than
  chance, and so is length: one run of one model on one question is mostly luck.
- The scores are of 7-9B against 49-51B models on benchmarks of 2019-2023. For a frontier model the small one's failures
  are nearer to the whole gain: read the score as an order, and let a planner learn its own curve.
- The range is narrow since the truth is: few requests gain more than one time in three. Choose thresholds by \`rank\`
  ("harder than 90 % of requests"), not by a score of 0.5.
- How somebody writes counts too: a full stop, capitals, a colon near the start. Without these seven features the gain
  over a mix fell from 0.77 to 0.63 points (pair) and from 2.33 to 2.18 (means), and most other unseen families lost
  as well, so they stayed; evidence that names them is no reason a person would give.
- Own levels were given by one author, from the request alone, without seeing answers. That author's own harder requests
  are longer (own-k): there length alone orders better.
- Cost: about 20 microseconds for 2 KB beside the task head's features, 8.5 KB with gzip.
- Two of the sets teach nothing that ships: their licence does not permit it (\`classifier/difficulty-sources.ts\`).

${printTable(
  ['family', 'licence', 'evaluation only, since'],
  difficultyFamilies.map(({ name, licence, evaluationOnly }) => [name, licence, evaluationOnly ?? '']),
)}
`;

if (values.report) writeFileSync(new URL('./REPORT-difficulty.md', import.meta.url).pathname, text);
else console.log(text);
