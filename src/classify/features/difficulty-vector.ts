/**
 * A request as the difficulty head sees it: counts of its own walk over the user's turns, and what the task head's
 * extraction found already (cues, structure, declared facts), taken by name, so that a new cue moves no weight. No
 * trained weight is an input.
 */
import { declaredTools } from '../../core/declared-tools.ts';
import { once } from '../../core/once.ts';
import type { LlmRequest } from '../../core/request.ts';
import type { WordTable } from '../lexicon/difficulty/word-table.ts';
import { difficultyClasses } from '../lexicon/difficulty/words.ts';
import { taskCueMeanings, taskCues } from '../lexicon/task-cues.ts';
import { clip, type Part, sampleRequest } from '../sample.ts';
import type { SparseVector } from './bag.ts';
import { countSigns, firstClass, sign, signCount } from './difficulty-signs.ts';
import { factNames } from './fact-names.ts';
import { describeFeature, namedCount } from './space.ts';
import { structureNames } from './structure-names.ts';

type Measure = (counts: Counts, request: RequestSize) => number;

type Counts = Float64Array;
type RequestSize = { asked: number; whole: number; tools: number };

function log(value: number, unit: number): number {
  return Math.log2(1 + value) / unit;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, part / whole);
}

function of(counts: Counts, name: keyof typeof sign): number {
  return counts[sign[name]] as number;
}

/** By what evidence says; each about 0-1. */
const measures: Readonly<Record<string, Measure>> = {
  'length of what is asked': (_, { asked }) => log(asked, 12),
  'length squared': (_, { asked }) => log(asked, 12) ** 2,
  'length of the whole request': (_, { whole }) => log(whole, 16),
  'number of tools': (_, { tools }) => log(tools, 5),
  'long words on average': (counts) => {
    const words = of(counts, 'words');
    return words < 3 ? 0 : Math.max(0, Math.min(1, of(counts, 'letters') / words / 4 - 0.75));
  },
  'share of long words': (counts) => share(3 * of(counts, 'longWords'), Math.max(8, of(counts, 'words'))),
  'share of very long words': (counts) =>
    share(6 * of(counts, 'veryLongWords'), Math.max(8, of(counts, 'words'))),
  numbers: (counts) => log(of(counts, 'numbers'), 5),
  'long numbers': (counts) => log(of(counts, 'longNumbers'), 3),
  'TeX commands': (counts) => log(of(counts, 'commands'), 5),
  'signs of formulas': (counts) => log(of(counts, 'operators'), 6),
  'share of formula signs': (counts) =>
    share(5 * of(counts, 'operators'), Math.max(30, of(counts, 'letters'))),
  brackets: (counts) => log(of(counts, 'brackets'), 6),
  'names of people, places and works': (counts) => log(of(counts, 'names'), 5),
  'share of names': (counts) => share(2 * of(counts, 'names'), Math.max(6, of(counts, 'words'))),
  'many clauses': (counts) => log(of(counts, 'clauses'), 5),
  'long sentences': (counts) => {
    const ends = of(counts, 'sentences') + of(counts, 'questions') + 0.5 * of(counts, 'lines');
    return log(of(counts, 'words') / (1 + ends), 6);
  },
  'many sentences': (counts) => log(of(counts, 'sentences'), 5),
  questions: (counts) => log(of(counts, 'questions'), 3),
  'numbered parts': (counts) => log(of(counts, 'parts'), 3),
  'many lines': (counts) => log(of(counts, 'lines'), 6),
};

const classMeanings = Object.values(difficultyClasses);

/** What the task head found that is taken over: cues wherever they stand, structure, facts. */
const borrowed: readonly { what: string; id: string }[] = [
  ...taskCues.map((cue) => ({ what: taskCueMeanings[cue], id: `cue ${cue}` })),
  ...structureNames.map((name) => ({ what: name, id: `structure ${name}` })),
  ...factNames.map((name) => ({ what: name, id: `fact ${name}` })),
];

/** What each place of the vector says, in words. */
export const difficultyMeanings: readonly string[] = [
  ...Object.keys(measures),
  ...classMeanings,
  ...classMeanings,
  ...borrowed.map(({ what }) => what),
];

/** Under which each place's weight stands in the file of the weights. */
export const difficultyNames: readonly string[] = [
  ...Object.keys(measures),
  ...classMeanings.map((what) => `count ${what}`),
  ...classMeanings.map((what) => `share ${what}`),
  ...borrowed.map(({ id }) => id),
];

export const difficultyCount = difficultyNames.length;

const borrowedFrom = difficultyCount - borrowed.length;

/** Places of the task head's named features, or -1: found by what they say, so that their order may change. */
const placeOf = once(() =>
  Int16Array.from({ length: namedCount }, (_, feature) => {
    const said = describeFeature(feature);
    const at = borrowed.findIndex(({ what }) => what === said);
    return at === -1 ? -1 : borrowedFrom + at;
  }),
);

function sizeOf(request: LlmRequest): number {
  let size = 0;
  for (const block of request.system) if (block.type === 'text') size += block.text.length;
  for (const { content } of request.messages)
    for (const block of content) if (block.type === 'text') size += block.text.length;
  return size;
}

export type DifficultyExtractor = (
  request: LlmRequest,
  found: SparseVector,
  turns?: readonly Part[],
) => Float32Array;

/** Units at the start and the end of a turn that are walked: what is asked stands there. */
const walked = [700, 400] as const;

const measureList = Object.values(measures);

/** `found`: the task head's features of the same request; `turns`: its sampled turns, where they are known. The result is valid until the next call. */
export function createDifficultyExtractor(table: WordTable): DifficultyExtractor {
  const counts = new Float64Array(signCount);
  const vector = new Float32Array(difficultyCount);
  return (request, { features, values }, turns = sampleRequest(request).turns) => {
    counts.fill(0);
    let asked = 0;
    for (const { text, weight } of turns) {
      const part = clip(text, walked);
      countSigns(counts, table, part, weight);
      asked += part.length * weight;
    }
    const size = { asked, whole: sizeOf(request), tools: declaredTools(request).length };
    const words = Math.max(10, of(counts, 'words'));
    let at = 0;
    for (const measure of measureList) vector[at++] = measure(counts, size);
    for (let place = firstClass; place < signCount; place++) {
      const count = counts[place] as number;
      vector[at + classMeanings.length] = share(5 * count, words);
      vector[at++] = log(count, 4);
    }
    vector.fill(0, borrowedFrom);
    const places = placeOf();
    for (let each = 0; each < features.length; each++) {
      const feature = features[each] as number;
      if (feature >= namedCount) continue;
      const place = places[feature] as number;
      if (place >= 0) vector[place] = values[each] as number;
    }
    return vector;
  };
}
