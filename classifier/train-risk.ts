/**
 * `node classifier/train-risk.ts --data FOLDER`: trains the risk head that ships and writes
 * `src/classify/model/risk.bin`. Only sources whose licence permits it are read (`risk-sources.ts`). The cuts of the
 * levels are set on sources that no fold saw.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { riskFeatureCount, riskNamedCount } from '../src/classify/features/risk-space.ts';
import { compileRiskWords } from '../src/classify/lexicon/compile-risk.ts';
import type { Chunk } from '../src/classify/model/chunks.ts';
import { printRiskWeights, printRiskWords, riskOutputs } from '../src/classify/model/risk-head.ts';
import { percent, printTable } from './print-table.ts';
import { buildRiskExamples, readRiskRows } from './risk-dataset.ts';
import { isKeptForZero, judgeUnseenRisk, zeroOf } from './risk-folds.ts';
import { cutAt, cutOfIntent, groupRisk, scoresOf, shareAbove } from './risk-measures.ts';
import { joinPlanted, measurePlanted } from './risk-planted-measures.ts';
import { printRiskReport } from './risk-report.ts';
import { defaultRiskTraining, type RiskModel, trainRiskHead } from './train-risk-head.ts';
import { writeChunks } from './write-chunks.ts';

/** Share of ordinary requests of unseen sources that each level flags. */
const falseAlarms = { low: 0.05, elevated: 0.01, high: 0.002 } as const;

const { values } = parseArgs({
  options: {
    data: {
      type: 'string',
      default: process.env.SIGNALBOX_TRAINING_DATA ?? '',
    },
    folds: { type: 'string', default: '10' },
  },
});
const target = new URL('../src/classify/model/risk.bin', import.meta.url).pathname;

/** Int8 weights; named features and n-grams have scales of their own. */
function quantise({ weights, bias }: RiskModel, settings: readonly number[]): [string, Chunk][] {
  const scales = new Float32Array(2 * riskOutputs);
  const bytes = new Int8Array(weights.length);
  const ranges = [
    [0, riskNamedCount],
    [riskNamedCount, riskFeatureCount],
  ] as const;
  ranges.forEach(([from, to], range) => {
    for (let each = 0; each < riskOutputs; each++) {
      let most = 1e-6;
      for (let at = from; at < to; at++)
        most = Math.max(most, Math.abs(weights[at * riskOutputs + each] ?? 0));
      const scale = most / 127;
      scales[range * riskOutputs + each] = scale;
      for (let at = from; at < to; at++) {
        const place = at * riskOutputs + each;
        bytes[place] = Math.round((weights[place] ?? 0) / scale);
      }
    }
  });
  return [
    ...printRiskWeights(bytes),
    ['risk.scales', scales],
    ['risk.bias', bias],
    ['risk.settings', Float32Array.from(settings)],
  ];
}

/** Slope and offset of the logistic that turns a joined score into a chance, at as many harmful as harmless. */
function fitChance(harmful: readonly number[], harmless: readonly number[]): [slope: number, offset: number] {
  let [slope, offset] = [1, 0];
  const sides = [
    [harmful, 1],
    [harmless, 0],
  ] as const;
  for (let step = 0; step < 500; step++) {
    let [bySlope, byOffset] = [0, 0];
    for (const [scores, label] of sides) {
      for (const score of scores) {
        const error = (1 / (1 + Math.exp(-slope * score - offset)) - label) / scores.length;
        bySlope += error * score;
        byOffset += error;
      }
    }
    slope -= 0.2 * bySlope;
    offset -= 0.2 * byOffset;
  }
  return [slope, offset];
}

const rows = readRiskRows(values.data);
if (rows === null) {
  console.error('Third-party rows are missing: give their folder with --data or SIGNALBOX_TRAINING_DATA.');
  process.exit(1);
}
const words = compileRiskWords();
const examples = buildRiskExamples(rows, words);
const { judged: judgedByHarm, everyday } = judgeUnseenRisk(examples, defaultRiskTraining, {
  count: Number(values.folds),
  withAll: false,
  log: console.log,
});
const planted = measurePlanted(judgedByHarm, everyday);
const judged = joinPlanted(judgedByHarm, planted);
console.log(printRiskReport(judged, planted, everyday));
const groups = groupRisk(judged);
const [harmful, ordinary, lookalikes] = [groups.harmful, groups.ordinary, groups.lookalikes].map(
  scoresOf,
) as [number[], number[], number[]];
const cuts = Object.entries(falseAlarms).map(([level, share]) => ({
  level,
  cut: cutAt(ordinary, share),
}));
const table = cuts.map(({ level, cut }) => {
  const [found, alarms, near] = [harmful, ordinary, lookalikes].map((scores) => shareAbove(scores, cut)) as [
    number,
    number,
    number,
  ];
  const flagged = [harmful, ordinary, lookalikes].map(
    (scores) => scores.filter((score) => score >= cut).length,
  );
  const precision = (flagged[0] ?? 0) / flagged.reduce((sum, count) => sum + count, 0);
  return [level, cut.toFixed(2), percent(found), percent(alarms), percent(near), percent(precision)];
});
console.log(
  printTable(
    ['level', 'cut', 'harmful found %', 'ordinary flagged %', 'look-alikes flagged %', 'precision %'],
    table,
  ),
);

const shipped = examples.filter(
  (example, at) => example.family.evaluationOnly === undefined && !isKeptForZero(example, at),
);
const model = trainRiskHead(shipped, defaultRiskTraining);
const chance = fitChance(harmful, [...ordinary, ...lookalikes]);
const intent = cutOfIntent(groups);
console.log(
  `meant rather than talked about: cut ${intent.cut.toFixed(2)}, right of both sides ${percent(intent.right)} %`,
);
const zero = zeroOf(model, examples.filter(isKeptForZero));
const settings = [
  chance[0],
  chance[1] - chance[0] * zero,
  ...cuts.map(({ cut }) => cut + zero),
  intent.cut,
  planted.planted.slope,
  planted.planted.offset + zero,
  planted.pasted.slope,
  planted.pasted.offset + zero,
];
const chunks = [...printRiskWords(words), ...quantise(model, settings)];
const hash = createHash('sha256');
for (const [name, chunk] of chunks)
  hash.update(name).update(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
const version = hash.digest().readUInt32BE(0);
const file = new Uint8Array(writeChunks([['version', Uint32Array.of(version)], ...chunks]));
writeFileSync(target, file);
console.log(`${shipped.length} rows, version ${version.toString(16)}`);
console.log(`${file.length} bytes, ${gzipSync(file).length} with gzip`);
