/**
 * `node classifier/train.ts --data FOLDER`: trains what ships and writes `src/classify/model/weights.bin`. Only sources
 * whose licence permits it are read (`sources.ts`). The temperature is fitted on sources that no fold saw.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { spaceText } from '../src/classify/features/space.ts';
import { compilePhrases } from '../src/classify/lexicon/compile-phrases.ts';
import { taskCues } from '../src/classify/lexicon/task-cues.ts';
import { taskLanguages } from '../src/classify/lexicon/task-languages.ts';
import type { Chunk } from '../src/classify/model/chunks.ts';
import { printPhrases } from '../src/classify/model/read-phrases.ts';
import { buildTaskDataset } from './dataset.ts';
import { judgeUnseen, shippedRows, trainOn } from './folds.ts';
import { fitTemperature } from './measures.ts';
import { defaultPlan, surePast } from './plan.ts';
import { quantiseHead } from './quantise.ts';
import { readTaskRows, readThirdParty } from './rows.ts';
import { writeChunks } from './write-chunks.ts';

const { values } = parseArgs({
  options: { data: { type: 'string', default: process.env.SIGNALBOX_TRAINING_DATA ?? '' } },
});
const target = new URL('../src/classify/model/weights.bin', import.meta.url).pathname;

function digest(parts: readonly (string | Chunk)[]): number {
  const hash = createHash('sha256');
  for (const part of parts)
    hash.update(
      typeof part === 'string' ? part : new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
    );
  return hash.digest().readUInt32BE(0);
}

const thirdParty = readThirdParty(values.data, 'train.task.jsonl');
if (thirdParty === null) {
  console.error('Third-party rows are missing: give their folder with --data or SIGNALBOX_TRAINING_DATA.');
  process.exit(1);
}
const phrases = compilePhrases(taskCues, taskLanguages);
const data = buildTaskDataset([...readTaskRows(), ...thirdParty], phrases);
const unseen = judgeUnseen(data, defaultPlan, 5, console.log);
const temperature = fitTemperature(
  [...unseen].map(([row, scores]) => ({ scores, truth: data.classes[row] ?? 0 })),
);
const chosen = shippedRows(data, data.rows.length);
const model = trainOn(data, chosen, defaultPlan);
const chunks = [...printPhrases(phrases), ...quantiseHead('task', model, [temperature, surePast])];
const version = digest([spaceText(), ...chunks.flat()]);
const file = writeChunks([['version', Uint32Array.of(version)], ...chunks]);
writeFileSync(target, new Uint8Array(file));
const zipped = gzipSync(new Uint8Array(file)).length;
console.log(`${chosen.length} rows, temperature ${temperature.toFixed(2)}, version ${version.toString(16)}`);
console.log(`${file.byteLength} bytes, ${zipped} with gzip`);
