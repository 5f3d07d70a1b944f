/**
 * `node classifier/train-difficulty.ts --data FOLDER`: trains the difficulty head that ships and writes
 * `src/classify/model/difficulty.bin`. Only families whose licence permits it are read (`difficulty-sources.ts`). What a
 * score is worth is fitted on data sets that no fold saw.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { difficultyCount, difficultyNames } from '../src/classify/features/difficulty-vector.ts';
import { compileDifficultyWords } from '../src/classify/lexicon/difficulty/compile-words.ts';
import { printDifficultyHead, printDifficultyWords } from '../src/classify/model/difficulty-head.ts';
import { fitUnseenChance, judgeUnseenDifficulty, scoreOf, trainDifficulty } from './difficulty-folds.ts';
import { quantile } from './difficulty-measures.ts';
import {
  buildDifficultyExamples,
  type DifficultyExample,
  readDifficultyRows,
  readOrdinaryRows,
} from './difficulty-rows.ts';
import { writeChunks } from './write-chunks.ts';

const { values } = parseArgs({
  options: { data: { type: 'string', default: process.env.SIGNALBOX_TRAINING_DATA ?? '' } },
});
const target = new URL('../src/classify/model/difficulty.bin', import.meta.url).pathname;

/** Of own rows: they are what evidence is compared with. */
function meansOf(examples: readonly DifficultyExample[]): Float32Array {
  const means = new Float32Array(difficultyCount);
  for (const { vector } of examples)
    vector.forEach((value, at) => {
      means[at] = (means[at] ?? 0) + value / examples.length;
    });
  return means;
}

const stepCount = 40;

/** Scores of the own requests that were written for the task, at even steps of their share. */
function stepsOf(score: (vector: Float32Array) => number): Float32Array {
  const ordinary = buildDifficultyExamples(readOrdinaryRows()).map(({ vector }) => score(vector));
  return Float32Array.from({ length: stepCount + 1 }, (_, step) => quantile(ordinary, step / stepCount));
}

const rows = readDifficultyRows(values.data);
if (rows === null) {
  console.error('Third-party rows are missing: give their folder with --data or SIGNALBOX_TRAINING_DATA.');
  process.exit(1);
}
const examples = buildDifficultyExamples(rows);
const chance = fitUnseenChance(judgeUnseenDifficulty(examples, console.log));
const model = trainDifficulty(examples);
const { weights, bias } = model;
const own = examples.filter(({ row }) => row.family.name.startsWith('own'));
const head = {
  weights: Float32Array.from(weights),
  means: meansOf(own),
  bias,
  ...chance,
  steps: stepsOf((vector) => scoreOf(model, vector)),
};
const chunks = [
  ...printDifficultyWords(compileDifficultyWords()),
  ...printDifficultyHead(head, difficultyNames),
];
const hash = createHash('sha256');
for (const [name, chunk] of chunks)
  hash.update(name).update(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
const version = hash.digest().readUInt32BE(0);
const file = new Uint8Array(writeChunks([['version', Uint32Array.of(version)], ...chunks]));
writeFileSync(target, file);
const shipped = examples.filter(({ row }) => row.family.evaluationOnly === undefined);
console.log(
  `${shipped.length} rows (${own.length} own), slope ${chance.slope.toFixed(2)}, offset ${chance.offset.toFixed(2)}, version ${version.toString(16)}`,
);
console.log(`${file.length} bytes, ${gzipSync(file).length} with gzip`);
