/** The report of the difficulty head as Markdown, from judgements of unseen families. Figures only as they come out. */
import { chanceOf } from '../src/classify/model/difficulty-head.ts';
import {
  type CurvePoint,
  cheapestWith,
  costQualityCurve,
  gainOverMix,
  meanQuality,
  type TwoWays,
} from './cost-quality.ts';
import { chanceOfGain, fitUnseenChance, type JudgedDifficulty } from './difficulty-folds.ts';
import {
  bootstrap,
  calibrationErrorOf,
  quantile,
  type Reliability,
  rankCorrelation,
  reliabilityOf,
} from './difficulty-measures.ts';
import type { Outcome } from './difficulty-rows.ts';
import { percent, printTable } from './print-table.ts';
import { createRandom } from './random.ts';
import { areaUnderCurve } from './risk-measures.ts';

/** A request with outcomes, and what each way of routing says of it. */
type Compared = TwoWays & {
  readonly family: string;
  readonly isGain: boolean;
  readonly scores: Readonly<Record<Way, number>>;
};

const ways = ['difficulty', 'length', 'random', 'data set'] as const;
type Way = (typeof ways)[number];

/** What the strong model costs beside the cheap one. */
const priceRatio = 10;

const sides = {
  pair: { cheap: 'cheap', strong: 'strong' },
  means: { cheap: 'cheapMean', strong: 'strongMean' },
} as const satisfies Record<string, { cheap: keyof Outcome; strong: keyof Outcome }>;

/** Rows of the data sets whose outcomes are right or wrong. */
function hasOutcome({ row }: JudgedDifficulty): boolean {
  return row.outcome !== undefined && row.family.name !== 'alpaca_eval';
}

function compare(judged: readonly JudgedDifficulty[], side: keyof typeof sides): Compared[] {
  const { cheap, strong } = sides[side];
  const random = createRandom(3);
  const rows = judged.filter(hasOutcome).map(({ row, score }) => {
    const cheapQuality = row.outcome?.[cheap] ?? 0;
    const strongQuality = row.outcome?.[strong] ?? 0;
    return {
      family: row.family.name,
      cheapQuality,
      strongQuality,
      cheapCost: 1,
      strongCost: priceRatio,
      isGain: cheapQuality < 0.5 && strongQuality >= 0.5,
      scores: { difficulty: score, length: row.length, random: random(), 'data set': 0 },
    };
  });
  const gains = new Map(
    [...Map.groupBy(rows, ({ family }) => family)].map(([family, group]) => [
      family,
      group.reduce((sum, each) => sum + each.strongQuality - each.cheapQuality, 0) / group.length,
    ]),
  );
  return rows.map((row) => ({ ...row, scores: { ...row.scores, 'data set': gains.get(row.family) ?? 0 } }));
}

function curveOf(rows: readonly Compared[], way: Way): CurvePoint[] {
  return costQualityCurve(rows, ({ scores }) => scores[way]);
}

function orderOf(rows: readonly Compared[], way: Way): number {
  const scores = (isGain: boolean) =>
    rows.filter((row) => row.isGain === isGain).map((row) => row.scores[way]);
  return areaUnderCurve(scores(true), scores(false));
}

function points(quality: number): string {
  return `${quality < 0 ? '' : '+'}${(100 * quality).toFixed(2)}`;
}

const wayNames: Readonly<Record<Way, string>> = {
  difficulty: 'difficulty',
  length: 'length of the text',
  random: 'a random number',
  'data set': 'the gain of its data set, known beforehand',
};

/** All rows together: where a mix of all kinds of questions arrives. */
function printWays(rows: readonly Compared[], isPair: boolean): string {
  const strong = rows.reduce((sum, { strongQuality }) => sum + strongQuality, 0) / rows.length;
  const table = ways.map((way) => {
    const curve = curveOf(rows, way);
    const enough = cheapestWith(curve, 0.95 * strong);
    return [
      wayNames[way],
      ...(isPair ? [orderOf(rows, way).toFixed(3)] : []),
      percent(meanQuality(curve)),
      points(gainOverMix(curve)),
      enough === null ? '' : percent(enough.share),
      enough === null ? '' : percent(enough.cost / priceRatio),
    ];
  });
  const head = [
    'routed by',
    ...(isPair ? ['AUROC'] : []),
    'mean quality %',
    'over a mix, points',
    'to the strong model %',
    'cost, % of all strong',
  ];
  return printTable(head, table);
}

function printDifference(rows: readonly Compared[]): string {
  const against = (way: Way) => (sample: readonly Compared[]) =>
    gainOverMix(curveOf(sample, 'difficulty')) - gainOverMix(curveOf(sample, way));
  const sets = [...Map.groupBy(rows, ({ family }) => family).values()];
  const lines = (['length', 'random'] as const).map((way) => {
    const byRow = bootstrap(rows, against(way), 300);
    const bySet = bootstrap(sets, (drawn) => against(way)(drawn.flat()), 300);
    const span = ({ low, high }: typeof byRow) => `${points(low)} to ${points(high)}`;
    return `- ${points(against(way)(rows))} points against ${wayNames[way]}; 95 % of samples of rows: ${span(byRow)}, of whole data sets: ${span(bySet)}`;
  });
  return `Difficulty gains:\n${lines.join('\n')}`;
}

function printCurve(rows: readonly Compared[]): string {
  const at = (way: Way, share: number) => {
    const curve = curveOf(rows, way);
    return percent(curve.find((point) => point.share >= share - 1e-9)?.quality ?? Number.NaN);
  };
  const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  const table = shares.map((share) => [
    percent(share),
    percent((1 + share * (priceRatio - 1)) / priceRatio),
    at('difficulty', share),
    at('length', share),
    at('random', share),
  ]);
  return printTable(['to the strong model %', 'cost %', 'difficulty', 'length', 'random'], table);
}

function printFamilies(pair: readonly Compared[], means: readonly Compared[]): string {
  const byFamily = Map.groupBy(means, ({ family }) => family);
  const table = [...Map.groupBy(pair, ({ family }) => family)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([family, rows]) => {
      const same = byFamily.get(family) ?? [];
      const curve = curveOf(rows, 'difficulty');
      return [
        family,
        rows.length,
        percent(curve[0]?.quality ?? 0),
        percent(curve.at(-1)?.quality ?? 0),
        orderOf(rows, 'difficulty').toFixed(2),
        orderOf(rows, 'length').toFixed(2),
        points(gainOverMix(curve)),
        points(gainOverMix(curveOf(rows, 'length'))),
        points(gainOverMix(curveOf(same, 'difficulty'))),
        points(gainOverMix(curveOf(same, 'length'))),
      ];
    });
  const head = ['data set', 'rows', 'cheap %', 'strong %', 'AUROC', 'length'];
  return printTable([...head, 'pair', 'length', 'means', 'length'], table);
}

function printLevels(judged: readonly JudgedDifficulty[]): string {
  const groups = Map.groupBy(
    judged.filter(({ row }) => row.level !== undefined),
    ({ row }) => row.family.name,
  );
  const correlate = (list: readonly JudgedDifficulty[], truth: (each: JudgedDifficulty) => number) => [
    list.length,
    rankCorrelation(
      list.map(({ score }) => score),
      list.map(truth),
    ).toFixed(3),
    rankCorrelation(
      list.map(({ row }) => row.length),
      list.map(truth),
    ).toFixed(3),
  ];
  const table = [...groups].map(([name, list]) => [
    name === 'own-' ? 'own, first rows' : name,
    name.startsWith('own') ? 'level by its author' : 'knowledge needed, 1-5',
    ...correlate(list, ({ row }) => row.level ?? 0),
  ]);
  const alpaca = judged.filter(({ row }) => row.family.name === 'alpaca_eval');
  table.push([
    'alpaca_eval',
    'strong models less small ones',
    ...correlate(alpaca, ({ row }) => (row.outcome?.strongMean ?? 0) - (row.outcome?.cheapMean ?? 0)),
  ]);
  return printTable(['family', 'against', 'rows', 'difficulty', 'length'], table);
}

/** Each data set's chances by a logistic that was fitted on the others. */
function reliabilityUnseen(judged: readonly JudgedDifficulty[]): Reliability[] {
  const rows = judged.filter(hasOutcome);
  const pairs = rows.map((each) => ({ ...each, name: each.row.family.name }));
  const said = [...Map.groupBy(pairs, ({ name }) => name)].flatMap(([name, held]) => {
    const chance = fitUnseenChance(rows.filter(({ row }) => row.family.name !== name));
    return held.map(({ row, score }) => ({ said: chanceOf(chance, score), found: chanceOfGain(row) }));
  });
  return reliabilityOf(said, 10);
}

function printReliability(bins: readonly Reliability[]): string {
  const table = bins.map(({ from, to, count, said, found }) => [
    `${from.toFixed(3)} to ${to.toFixed(3)}`,
    count,
    percent(said),
    percent(found),
  ]);
  return printTable(['score', 'rows', 'said %', 'found %'], table);
}

/** What the weights that ship say of own requests, by the rank that they say with it. */
function printQuantiles(scores: readonly number[]): string {
  const ranks = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
  return printTable(
    ['rank', ...ranks.map(String)],
    [['score', ...ranks.map((share) => quantile(scores, share).toFixed(3))]],
  );
}

export type DifficultyReport = Readonly<
  Record<
    'pair' | 'pairDifference' | 'pairCurve' | 'means' | 'meansDifference' | 'families' | 'levels',
    string
  >
> & { readonly reliability: string; readonly calibrationError: string; readonly quantiles: string };

/** `ordinary`: chances of ordinary requests by the weights that ship. */
export function reportDifficulty(
  judged: readonly JudgedDifficulty[],
  ordinary: readonly number[],
): DifficultyReport {
  const pair = compare(judged, 'pair');
  const means = compare(judged, 'means');
  const bins = reliabilityUnseen(judged);
  return {
    pair: printWays(pair, true),
    pairDifference: printDifference(pair),
    pairCurve: printCurve(pair),
    means: printWays(means, false),
    meansDifference: printDifference(means),
    families: printFamilies(pair, means),
    levels: printLevels(judged),
    reliability: printReliability(bins),
    calibrationError: calibrationErrorOf(bins).toFixed(3),
    quantiles: printQuantiles(ordinary),
  };
}
