/**
 * Rows that difficulty is learnt from and judged by: outcomes of small and strong models (third-party, read from
 * outside) and own requests with a level that their author gave.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDifficultyExtractor } from '../src/classify/features/difficulty-vector.ts';
import { createFeatureExtractor } from '../src/classify/features/extract-features.ts';
import { compilePhrases } from '../src/classify/lexicon/compile-phrases.ts';
import { compileDifficultyWords } from '../src/classify/lexicon/difficulty/compile-words.ts';
import { makeWordTable } from '../src/classify/lexicon/difficulty/word-table.ts';
import { createPhraseFinder } from '../src/classify/lexicon/phrases.ts';
import { taskCues } from '../src/classify/lexicon/task-cues.ts';
import { taskLanguages } from '../src/classify/lexicon/task-languages.ts';
import { type DifficultyFamily, difficultyFamilyOf } from './difficulty-sources.ts';
import { ownFolder, type Row, readOwnRows, readThirdParty, requestOf } from './rows.ts';

/** Quality of answers, 0-1. */
export type Outcome = {
  /** One small and one strong model. */
  readonly cheap: number;
  readonly strong: number;
  /** Means over the small models and over the strong ones. */
  readonly cheapMean: number;
  readonly strongMean: number;
};

export type DifficultyRow = Row & {
  readonly family: DifficultyFamily;
  readonly outcome?: Outcome;
  /** 1-5: given by the author of an own row, or by the source. */
  readonly level?: number;
  /** Units of text. */
  readonly length: number;
};

export type DifficultyExample = { readonly row: DifficultyRow; readonly vector: Float32Array };

type RawOutcome = Row & {
  dataset?: string;
  level?: number;
  cheap_score?: number;
  strong_score?: number;
  cheap_mean?: number;
  strong_mean?: number;
};

function lengthOf(row: Row): number {
  const turns = row.messages?.map(({ content }) => content.length) ?? [row.text?.length ?? 0];
  return turns.reduce((sum, length) => sum + length, 0);
}

function readOutcome(raw: RawOutcome): Outcome | undefined {
  if (raw.cheap_mean === undefined || raw.strong_mean === undefined) return undefined;
  return {
    cheap: raw.cheap_score ?? raw.cheap_mean,
    strong: raw.strong_score ?? raw.strong_mean,
    cheapMean: raw.cheap_mean,
    strongMean: raw.strong_mean,
  };
}

function rowOf(raw: RawOutcome, name: string): DifficultyRow {
  const outcome = readOutcome(raw);
  return {
    ...raw,
    family: difficultyFamilyOf(name),
    length: lengthOf(raw),
    ...(outcome === undefined ? {} : { outcome }),
    ...(raw.level === undefined ? {} : { level: raw.level }),
  };
}

function readLines<T>(name: string): T[] {
  const lines = readFileSync(join(ownFolder, name), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** Levels of rows written for the task, by id, and rows written for difficulty with their level. */
function readOwn(): DifficultyRow[] {
  const known = new Map(readOwnRows().map((row) => [row.id, row]));
  const levelled = readLines<{ id: string; level: number }>('difficulty-levels.jsonl').flatMap(
    ({ id, level }) => {
      const row = known.get(id);
      return row === undefined ? [] : [rowOf({ ...row, level }, row.source)];
    },
  );
  const written = readLines<RawOutcome & { author: string }>('difficulty-k.jsonl').map((row) =>
    rowOf({ ...row, source: `own-${row.author}` }, `own-${row.author}`),
  );
  return [...levelled, ...written];
}

/** Null: the folder has no `train.difficulty.jsonl`. */
export function readDifficultyRows(folder: string | undefined): DifficultyRow[] | null {
  const thirdParty = readThirdParty(folder, 'train.difficulty.jsonl') as RawOutcome[] | null;
  if (thirdParty === null) return null;
  const named = thirdParty.map((row) =>
    rowOf(row, row.source === 'llmrouter' ? (row.dataset ?? '') : row.source),
  );
  return [...named, ...readOwn()];
}

/** All own requests that were written for the task: what is ordinary. They have no level. */
export function readOrdinaryRows(): DifficultyRow[] {
  return readOwnRows().map((row) => rowOf(row, row.source));
}

export function isOwnRow({ family }: DifficultyRow): boolean {
  return family.name.startsWith('own');
}

/** By the very feature code of the Worker. */
export function buildDifficultyExamples(rows: readonly DifficultyRow[]): DifficultyExample[] {
  const find = createPhraseFinder(compilePhrases(taskCues, taskLanguages));
  const extract = createFeatureExtractor(find);
  const measure = createDifficultyExtractor(makeWordTable(compileDifficultyWords()));
  return rows.map((row) => {
    const request = requestOf(row);
    return { row, vector: measure(request, extract(request)).slice() };
  });
}
