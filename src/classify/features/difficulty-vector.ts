/**
 * A request as the difficulty head sees it: counts of its own walk over the user's turns, and what the task head's
 * extraction found already (cues, structure, declared facts), taken by name, so that a new cue moves no weight. No
 * trained weight is an input.
 */
import type { LlmRequest } from '../../core/request.ts';
import type { WordTable } from '../lexicon/difficulty/compile.ts';
import { difficultyClasses } from '../lexicon/difficulty/words.ts';
import { taskCueMeanings, taskCues } from '../lexicon/task-cues.ts';
import { sampleRequest } from '../sample.ts';
import type { SparseVector } from './bag.ts';
import { countSigns, type DifficultySigns, emptySigns } from './difficulty-signs.ts';
import { factNames } from './fact-names.ts';
import { cueFeature, factFeatures, namedCount, structureFeatures } from './space.ts';
import { structureNames } from './structure-names.ts';

type Measure = (signs: DifficultySigns, request: RequestSize) => number;

type RequestSize = { asked: number; whole: number; tools: number };

function log(value: number, unit: number): number {
  return Math.log2(1 + value) / unit;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, part / whole);
}

/** By what evidence says; each about 0-1. */
const measures: Readonly<Record<string, Measure>> = {
  'length of what is asked': (_, { asked }) => log(asked, 12),
  'length squared': (_, { asked }) => log(asked, 12) ** 2,
  'length of the whole request': (_, { whole }) => log(whole, 16),
  'number of tools': (_, { tools }) => log(tools, 5),
  'long words on average': ({ letters, words }) =>
    words < 3 ? 0 : Math.max(0, Math.min(1, letters / words / 4 - 0.75)),
  'share of long words': ({ longWords, words }) => share(3 * longWords, Math.max(8, words)),
  'share of very long words': ({ veryLongWords, words }) => share(6 * veryLongWords, Math.max(8, words)),
  numbers: ({ numbers }) => log(numbers, 5),
  'long numbers': ({ longNumbers }) => log(longNumbers, 3),
  'TeX commands': ({ commands }) => log(commands, 5),
  'signs of formulas': ({ operators }) => log(operators, 6),
  'share of formula signs': ({ operators, letters }) => share(5 * operators, Math.max(30, letters)),
  brackets: ({ brackets }) => log(brackets, 6),
  'names of people, places and works': ({ names }) => log(names, 5),
  'share of names': ({ names, words }) => share(2 * names, Math.max(6, words)),
  'many clauses': ({ clauses }) => log(clauses, 5),
  'long sentences': ({ words, sentences, questions, lines }) =>
    log(words / (1 + sentences + questions + 0.5 * lines), 6),
  'many sentences': ({ sentences }) => log(sentences, 5),
  questions: ({ questions }) => log(questions, 3),
  'numbered parts': ({ parts }) => log(parts, 3),
  'many lines': ({ lines }) => log(lines, 6),
};

const classMeanings = Object.values(difficultyClasses);

const borrowedCues = taskCues.map((cue) => ({
  what: taskCueMeanings[cue],
  feature: cueFeature('any', taskCues.indexOf(cue)),
  id: `cue ${cue}`,
}));
const borrowedStructure = structureNames.map((name) => ({
  what: name as string,
  feature: structureFeatures.get(name) ?? 0,
  id: `structure ${name}`,
}));
const borrowedFacts = factNames.map((name) => ({
  what: name as string,
  feature: factFeatures.get(name) ?? 0,
  id: `fact ${name}`,
}));
const borrowed = [...borrowedCues, ...borrowedStructure, ...borrowedFacts];

/** What each place of the vector says, in words; a digest of the names stands in the file of the weights. */
export const difficultyMeanings: readonly string[] = [
  ...Object.keys(measures),
  ...classMeanings,
  ...classMeanings,
  ...borrowed.map(({ what }) => what),
];

export const difficultyNames: readonly string[] = [
  ...Object.keys(measures),
  ...classMeanings.map((what) => `count ${what}`),
  ...classMeanings.map((what) => `share ${what}`),
  ...borrowed.map(({ id }) => id),
];

export const difficultyCount = difficultyNames.length;

/** Places of the named features of the task head, or -1. */
const placeOf = new Int16Array(namedCount).fill(-1);
const borrowedFrom = difficultyCount - borrowed.length;
borrowed.forEach(({ feature }, at) => {
  placeOf[feature] = borrowedFrom + at;
});

function sizeOf(request: LlmRequest): number {
  let size = 0;
  for (const block of request.system) if (block.type === 'text') size += block.text.length;
  for (const { content } of request.messages)
    for (const block of content) if (block.type === 'text') size += block.text.length;
  return size;
}

export type DifficultyExtractor = (request: LlmRequest, found: SparseVector) => Float32Array;

const measureList = Object.values(measures);

/** `found`: the task head's features of the same request. The result is new for every call. */
export function createDifficultyExtractor(table: WordTable): DifficultyExtractor {
  return (request, found) => {
    const signs = emptySigns();
    let asked = 0;
    for (const { text, weight } of sampleRequest(request).turns) {
      countSigns(signs, table, text, weight);
      asked += text.length * weight;
    }
    const size = { asked, whole: sizeOf(request), tools: request.tools.length };
    const vector = new Float32Array(difficultyCount);
    let at = 0;
    for (const measure of measureList) vector[at++] = measure(signs, size);
    for (const count of signs.classes) vector[at++] = log(count, 4);
    for (const count of signs.classes) vector[at++] = share(5 * count, Math.max(10, signs.words));
    for (let each = 0; each < found.features.length; each++) {
      const place = placeOf[found.features[each] ?? 0] ?? -1;
      if (place >= 0) vector[place] = found.values[each] ?? 0;
    }
    return vector;
  };
}
