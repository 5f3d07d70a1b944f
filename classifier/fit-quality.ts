/**
 * `node classifier/fit-quality.ts --data FOLDER`: the numbers of `src/routing/quality-curve.ts`. What a point of the
 * index is worth comes from two benchmarks in the catalogue that stand beside the index; what difficulty takes comes
 * from outcomes of small and strong models, at difficulties that a model said which never saw the data set.
 */
import { parseArgs } from 'node:util';
import { listModels } from '../src/catalogue/catalogue.ts';
import { chanceOf } from '../src/classify/model/difficulty-head.ts';
import { fitUnseenChance, judgeUnseenDifficulty } from './difficulty-folds.ts';
import { calibrationErrorOf, quantile, reliabilityOf } from './difficulty-measures.ts';
import { buildDifficultyExamples, type DifficultyRow, readDifficultyRows } from './difficulty-rows.ts';
import { fitOdds, type OddsSample } from './fit-odds.ts';
import { percent, printTable } from './print-table.ts';

const { values } = parseArgs({
  options: { data: { type: 'string', default: process.env.SIGNALBOX_TRAINING_DATA ?? '' } },
});

/**
 * Where the small models (7-9B, of 2024) stand on the index: no source has them on this scale. Assumed below the
 * weakest that are on it (14.9 at effort low); what another assumption does is printed.
 */
const smallIndex = 8;
/** Four choices: a guess is right once in four. */
const guessed = 0.25;

const logit = (chance: number) => Math.log(chance / (1 - chance));
const logistic = (odds: number) => 1 / (1 + Math.exp(-odds));
const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

type Point = { readonly index: number; readonly odds: number };

/** Runs of the same model count once, whoever serves it. */
function pointsOf(kind: 'science' | 'coding'): Point[] {
  const points = new Map<string, Point>();
  for (const { quality = {}, scores = {} } of listModels()) {
    for (const [effort, percent] of Object.entries(scores[kind] ?? {})) {
      const index = quality[effort as keyof typeof quality];
      if (index === undefined) continue;
      const chance = kind === 'science' ? (percent / 100 - guessed) / (1 - guessed) : percent / 100;
      points.set(`${index} ${percent}`, { index, odds: logit(chance) });
    }
  }
  return [...points.values()];
}

/** Least squares with one slope for all groups and an intercept for each. */
function fitLines(groups: readonly (readonly Point[])[]): { slope: number; intercepts: number[] } {
  let [both, own] = [0, 0];
  const centres = groups.map((points) => ({
    index: mean(points.map(({ index }) => index)),
    odds: mean(points.map(({ odds }) => odds)),
  }));
  groups.forEach((points, at) => {
    const centre = centres[at] ?? { index: 0, odds: 0 };
    for (const { index, odds } of points) {
      both += (index - centre.index) * (odds - centre.odds);
      own += (index - centre.index) ** 2;
    }
  });
  const slope = both / own;
  return { slope, intercepts: centres.map(({ index, odds }) => odds - slope * index) };
}

type Judged = { readonly row: DifficultyRow; readonly difficulty: number };

function judgeRows(): Judged[] | null {
  const rows = readDifficultyRows(values.data);
  if (rows === null) return null;
  const judged = judgeUnseenDifficulty(buildDifficultyExamples(rows), () => {});
  const chance = fitUnseenChance(judged);
  return judged.map(({ row, score }) => ({ row, difficulty: chanceOf(chance, score) }));
}

type Outcomes = { readonly atHalf: number; readonly perDifficulty: number; readonly gap: number };

/**
 * Log-odds of success: a line over the log-odds of difficulty for small models, its parallel for strong ones. How
 * strictly answers were marked differs by data set, so each has a height of its own; `atHalf` is their mean.
 */
function fitOutcomes(judged: readonly Judged[]): Outcomes {
  const sets = [...Map.groupBy(judged, ({ row }) => row.family.name).values()];
  const samples = sets.flatMap((rows, set) =>
    rows.flatMap(({ row: { outcome }, difficulty }): OddsSample[] => {
      if (outcome === undefined) return [];
      const weight = rows.length ** -0.5;
      const heights = sets.map((_, at) => Number(at === set));
      const ease = -logit(difficulty);
      return [
        { columns: [ease, 0, ...heights], target: outcome.cheapMean, weight },
        { columns: [ease, 1, ...heights], target: outcome.strongMean, weight },
      ];
    }),
  );
  const [perDifficulty = 0, gap = 0, ...heights] = fitOdds(samples);
  const weights = sets.map(({ length }) => Math.sqrt(length));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const atHalf = heights.reduce((total, height, at) => total + (height * (weights[at] ?? 0)) / sum, 0);
  return { atHalf, perDifficulty, gap };
}

function predictBoth({ atHalf, perDifficulty, gap }: Outcomes, difficulty: number) {
  const odds = atHalf - perDifficulty * logit(difficulty);
  return { cheap: logistic(odds), strong: logistic(odds + gap) };
}

const science = pointsOf('science');
const coding = pointsOf('coding');
const lines = fitLines([science, coding]);
console.log(`one line for both benchmarks: ${lines.slope.toFixed(4)} log-odds a point`);
for (const [name, points] of [
  ['science', science],
  ['coding', coding],
] as const) {
  const { slope, intercepts } = fitLines([points]);
  const spread = Math.sqrt(
    mean(points.map(({ index, odds }) => (odds - slope * index - (intercepts[0] ?? 0)) ** 2)),
  );
  console.log(
    `${name}: ${points.length} runs, at index 0 ${intercepts[0]?.toFixed(3)}, a point ${slope.toFixed(4)}, spread ${spread.toFixed(2)}`,
  );
}

const all = judgeRows();
if (all === null) {
  console.error('Third-party rows are missing: give their folder with --data or SIGNALBOX_TRAINING_DATA.');
  process.exit(1);
}
const withOutcome = all.filter(({ row }) => row.outcome !== undefined);
const shipped = withOutcome.filter(({ row }) => row.family.evaluationOnly === undefined);
const fitted = fitOutcomes(shipped);
const difficulties = shipped.map(({ difficulty }) => difficulty);
console.log(`
perPoint ${lines.slope.toFixed(3)}, index ${smallIndex}, atHalf ${fitted.atHalf.toFixed(3)}, perDifficulty ${fitted.perDifficulty.toFixed(3)}
easiest ${quantile(difficulties, 0.001).toFixed(3)}, hardest ${quantile(difficulties, 0.999).toFixed(3)}, usualDifficulty ${quantile(difficulties, 0.5).toFixed(3)}
the strong models are ${fitted.gap.toFixed(2)} log-odds better: ${(fitted.gap / lines.slope).toFixed(1)} points of the index
`);

/** Each data set by a curve fitted without it. */
const heldOut = [...Map.groupBy(withOutcome, ({ row }) => row.family.name)].map(([name, held]) => {
  const others = shipped.filter(({ row }) => row.family.name !== name && row.family.kin !== name);
  const curve = fitOutcomes(others);
  const pairs = held.flatMap(({ row, difficulty }) => {
    const said = predictBoth(curve, difficulty);
    return row.outcome === undefined
      ? []
      : [
          { who: 'small', said: said.cheap, found: row.outcome.cheapMean },
          { who: 'strong', said: said.strong, found: row.outcome.strongMean },
        ];
  });
  return { name, isShipped: held[0]?.row.family.evaluationOnly === undefined, count: held.length, pairs };
});
console.log(
  printTable(
    ['data set, judged by a curve without it', 'rows', 'small said', 'found', 'strong said', 'found'],
    heldOut.map(({ name, count, pairs }) => [
      name,
      String(count),
      ...(['small', 'strong'] as const).flatMap((who) => {
        const own = pairs.filter((pair) => pair.who === who);
        return [percent(mean(own.map(({ said }) => said))), percent(mean(own.map(({ found }) => found)))];
      }),
    ]),
  ),
);
const bins = reliabilityOf(
  heldOut.filter(({ isShipped }) => isShipped).flatMap(({ pairs }) => pairs),
  10,
);
console.log(`calibration error over ten bins: ${percent(calibrationErrorOf(bins))} points\n`);

const { atHalf, perDifficulty } = fitted;
const qualityAt = (index: number, difficulty: number, anchor: number) =>
  logistic(atHalf + lines.slope * (index - anchor) - perDifficulty * logit(difficulty));
console.log(
  printTable(
    ['small models assumed at', 'difficulty', 'index 25', 'index 35', 'index 45', 'index 55'],
    [3, 8, 13].flatMap((anchor) =>
      [0.15, 0.18, 0.25].map((difficulty) => [
        String(anchor),
        String(difficulty),
        ...[25, 35, 45, 55].map((index) => percent(qualityAt(index, difficulty, anchor))),
      ]),
    ),
  ),
);
