/**
 * `node classifier/compare-routing.ts --data FOLDER`: what the planner makes of requests whose outcome at a small and a
 * strong model is known, against always small, always strong, a random mix and routing by length. Difficulties are said
 * by models that never saw the data set. `--report` writes `REPORT-routing.md` instead of printing.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chanceOf } from '../src/classify/model/difficulty-head.ts';
import { tasks } from '../src/core/classification.ts';
import { completeModel } from '../src/core/complete-model.ts';
import { estimateTokensByFamily } from '../src/core/estimate-tokens.ts';
import type { Judged } from '../src/core/judged.ts';
import type { Model } from '../src/core/target.ts';
import { measureRequest, predict } from '../src/routing/predict.ts';
import { readTraits } from '../src/routing/read-traits.ts';
import {
  type CurvePoint,
  cheapestWith,
  costQualityCurve,
  meanQuality,
  type TwoWays,
} from './cost-quality.ts';
import { fitUnseenChance, type JudgedDifficulty, judgeUnseenDifficulty } from './difficulty-folds.ts';
import { bootstrap } from './difficulty-measures.ts';
import { buildDifficultyExamples, readDifficultyRows } from './difficulty-rows.ts';
import { percent, printTable } from './print-table.ts';
import { createRandom } from './random.ts';
import { requestOf } from './rows.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.SIGNALBOX_TRAINING_DATA ?? '' },
    report: { type: 'boolean', default: false },
  },
});

const nowMs = Date.UTC(2026, 10, 21);

/** Places on the index as in `docs/decisions/0005-quality-from-one-scale.md`; prices are made up, one to ten. */
function makeModel(id: string, index: number, usd: { input: number; output: number }): Model {
  const prices = [{ from: '2026-01-01', usd }];
  const written = { id, provider: 'made-up', protocols: ['openai-chat'] } as const;
  return completeModel({ ...written, quality: { default: index }, prices }, 'made up');
}

const small = makeModel('small', 8, { input: 0.1, output: 0.4 });
const strong = makeModel('strong', 15, { input: 1, output: 4 });

const ways = ['planner', 'bar', 'length', 'random'] as const;
type Way = (typeof ways)[number];

const wayNames: Readonly<Record<Way, string>> = {
  planner: 'the planner: gain in quality per dollar (`weighted`)',
  bar: 'the planner: quality of the small model (`cheapest` with a bar)',
  length: 'length of the text',
  random: 'a random number',
};

type Compared = TwoWays & { readonly family: string; readonly scores: Readonly<Record<Way, number>> };

/** The task is held back: the head that says it has read some of these questions. */
const anyTask = {
  task: 'qa',
  probability: 1 / tasks.length,
  probabilities: Object.fromEntries(tasks.map((task) => [task, 1 / tasks.length])),
  isSure: false,
  sureFrom: 1,
} as unknown as Judged['task'];

function expected(model: Model, { row }: JudgedDifficulty, difficulty: number) {
  const judged = { task: anyTask, difficulty: { score: difficulty, rank: 0.5, evidence: [], model: 'fold' } };
  const request = requestOf(row);
  const measured = measureRequest(readTraits(request), judged, nowMs, estimateTokensByFamily(request));
  const { quality, cost } = predict(measured, model, null, 0);
  return { quality: quality ?? Number.NaN, cost: cost?.expectedNanoUsd ?? Number.NaN };
}

function compare(judged: readonly JudgedDifficulty[], isPair: boolean): Compared[] {
  const chance = fitUnseenChance(judged);
  const random = createRandom(3);
  return judged.flatMap((each): Compared[] => {
    const { outcome, family, length } = each.row;
    if (outcome === undefined || family.name === 'alpaca_eval') return [];
    const difficulty = chanceOf(chance, each.score);
    const [one, other] = [small, strong].map((model) => expected(model, each, difficulty));
    if (one === undefined || other === undefined) return [];
    const scores = {
      planner: (other.quality - one.quality) / (other.cost - one.cost),
      bar: -one.quality,
      length,
      random: random(),
    };
    return [
      {
        family: family.name,
        cheapQuality: isPair ? outcome.cheap : outcome.cheapMean,
        strongQuality: isPair ? outcome.strong : outcome.strongMean,
        cheapCost: one.cost,
        strongCost: other.cost,
        scores,
      },
    ];
  });
}

function endsOf(curve: readonly CurvePoint[]): readonly [CurvePoint, CurvePoint] {
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no rows');
  return [first, last];
}

/** What a random mix of both models has, by arithmetic: the straight line between the ends. */
function mixOf(curve: readonly CurvePoint[]): CurvePoint[] {
  return [...endsOf(curve)];
}

const curveOf = (rows: readonly Compared[], way: Way) => costQualityCurve(rows, ({ scores }) => scores[way]);

const enoughShare = 0.95;

function printCurve(name: string, curve: readonly CurvePoint[]): string[] {
  const [, all] = endsOf(curve);
  const enough = cheapestWith(curve, enoughShare * all.quality);
  return [
    name,
    percent(meanQuality(curve)),
    enough === null ? '' : percent(enough.share),
    enough === null ? '' : percent(enough.cost / all.cost),
  ];
}

function printWays(rows: readonly Compared[]): string {
  const [none, all] = endsOf(curveOf(rows, 'random'));
  const fixed = (name: string, point: CurvePoint) => [
    name,
    percent(point.quality),
    '',
    percent(point.cost / all.cost),
  ];
  return printTable(
    ['routed by', 'mean quality %', 'to the strong model %', 'cost, % of always strong'],
    [
      ...ways.map((way) => printCurve(wayNames[way], curveOf(rows, way))),
      printCurve('a random mix, by arithmetic', mixOf(curveOf(rows, 'random'))),
      fixed('always strong', all),
      fixed('always small', none),
    ],
  );
}

/** In points of quality. */
function printDifference(
  rows: readonly Compared[],
  way: Way,
  name: string,
  other: (sample: readonly Compared[]) => CurvePoint[],
): string {
  const difference = (sample: readonly Compared[]) =>
    100 * (meanQuality(curveOf(sample, way)) - meanQuality(other(sample)));
  const { low, high } = bootstrap(rows, difference, 400);
  return `${name}: ${difference(rows).toFixed(2)} points of mean quality (95 %: ${low.toFixed(2)} to ${high.toFixed(2)}).`;
}

function printDifferences(rows: readonly Compared[]): string {
  const mix = (sample: readonly Compared[]) => mixOf(curveOf(sample, 'random'));
  return [
    printDifference(rows, 'planner', '- `weighted` over a random mix', mix),
    printDifference(rows, 'planner', '- `weighted` over length', (sample) => curveOf(sample, 'length')),
    printDifference(rows, 'bar', '- `cheapest` with a bar over a random mix', mix),
  ].join('\n');
}

function printFamilies(rows: readonly Compared[]): string {
  const gain = (group: readonly Compared[], way: Way) => {
    const curve = curveOf(group, way);
    return (100 * (meanQuality(curve) - meanQuality(mixOf(curve)))).toFixed(2);
  };
  return printTable(
    ['data set', 'rows', 'small %', 'strong %', '`weighted`', '`cheapest`', 'length'],
    [...Map.groupBy(rows, ({ family }) => family)].map(([family, group]) => {
      const [none, all] = endsOf(curveOf(group, 'random'));
      return [
        family,
        group.length,
        percent(none.quality),
        percent(all.quality),
        gain(group, 'planner'),
        gain(group, 'bar'),
        gain(group, 'length'),
      ];
    }),
  );
}

const rows = readDifficultyRows(values.data);
if (rows === null) {
  console.error('Third-party rows are missing: give their folder with --data or SIGNALBOX_TRAINING_DATA.');
  process.exit(1);
}
const judged = judgeUnseenDifficulty(buildDifficultyExamples(rows), () => {});
const pair = compare(judged, true);
const means = compare(judged, false);
const text = `# The planner against simpler ways

Requests whose outcome at a small and a strong model is known, routed by the planner's own predictions of quality and
cost. Written by \`node classifier/compare-routing.ts --data FOLDER --report\`.

${pair.length} questions of ${new Set(pair.map(({ family }) => family)).size} public sets. Difficulty is said by a model that never read the set (leave one set out;
translations of one set stay together). The task is held back, since its head has read some of the questions. Cost is
the planner's forecast (input by the estimator, output by its prior) at made-up prices of one to ten; how long the
answers really were is not known. Two of the curve's numbers (\`perDifficulty\`, \`atHalf\`) were fitted on these outcomes;
they bend scores, and hardly change their order.

Mean quality is over all budgets between always small and always strong, each as likely as the other. The last two
columns: the least that has 95 % of the strong model's quality.

## One small and one strong model (llama-3.1-8b, nemotron-51b), one run each

${printWays(pair)}

${printDifferences(pair)}

## Means over four small and two strong models

${printWays(means)}

${printDifferences(means)}

## How to read this

- \`cheapest\` with a bar asks one thing of the planner, how hard the request is, and beats a random mix.
- \`weighted\` asks for the gain per dollar. On these questions the longer ones gain more from the strong model, and cost
  more; a sum of predicted gain and cost sees the second and hardly the first, is hardly better than a random mix and worse
  than length. For two models on one scale, write a bar.
- Inside one set of like questions no way of routing is much better than chance; the gain is between kinds of requests.

## By data set: points of mean quality over a random mix (means)

${printFamilies(means)}
`;

if (values.report) writeFileSync(new URL('./REPORT-routing.md', import.meta.url).pathname, text);
else console.log(text);
