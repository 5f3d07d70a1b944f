/** The shape of a user's turn: length, lines, questions, numbers, code signs, options, scripts. No words. */
import { type TaskCue, taskCues } from '../lexicon/task-cues.ts';
import { foldMask } from '../text/char-table.ts';
import { foldedUnits, leastUnit, type NormalText } from '../text/normalise.ts';
import type { Layout } from '../text/segments.ts';
import type { FeatureBag } from './bag.ts';
import type { CueHits } from './cues.ts';
import { type Script, type Signs, scanSigns, scripts } from './scan-signs.ts';
import { structureFeatures } from './space.ts';
import type { StructureName } from './structure-names.ts';

type Setter = (name: StructureName, value?: number | boolean) => void;

/** Numbers of the features by name: a property is found faster than the key of a map. */
const numbers = Object.fromEntries(structureFeatures) as Record<StructureName, number>;

type Steps = readonly (readonly [limit: number, name: StructureName])[];

/** The first step whose limit is not passed. */
function step(value: number, steps: Steps): StructureName {
  let at = 0;
  while (at < steps.length - 1 && value > (steps[at] as Steps[number])[0]) at++;
  return (steps[at] as Steps[number])[1];
}

const lengthSteps = [
  [11, 'shorter than 12 characters'],
  [24, 'shorter than 25 characters'],
  [60, 'up to 60 characters'],
  [120, 'up to 120 characters'],
  [250, 'up to 250 characters'],
  [500, 'up to 500 characters'],
  [1000, 'up to 1,000 characters'],
  [2000, 'up to 2,000 characters'],
  [Number.POSITIVE_INFINITY, 'longer than 2,000 characters'],
] as const;

const lineSteps = [
  [0, 'one line'],
  [3, 'a few lines'],
  [10, 'up to ten lines'],
  [Number.POSITIVE_INFINITY, 'many lines'],
] as const;

const sentenceSteps = [
  [1, 'one sentence'],
  [2, 'two sentences'],
  [4, 'up to four sentences'],
  [10, 'up to ten sentences'],
  [Number.POSITIVE_INFINITY, 'many sentences'],
] as const;

const questionSteps = [
  [0, 'no question mark'],
  [1, 'one question mark'],
  [Number.POSITIVE_INFINITY, 'several question marks'],
] as const;

const numberSteps = [
  [0, 'no number'],
  [2, 'one or two numbers'],
  [7, 'up to seven numbers'],
  [Number.POSITIVE_INFINITY, 'many numbers'],
] as const;

function setSteps(set: Setter, text: NormalText, layout: Layout): void {
  set(step(text.length, lengthSteps));
  set(step(text.newlineCount, lineSteps));
  set(step(layout.segmentCount, sentenceSteps));
  set(step(layout.questionCount, questionSteps));
  set(step(text.numberCount, numberSteps));
  set('share of numbers', Math.min(1, (10 * text.numberCount) / Math.max(20, text.length)));
  set('starts with a capital', text.start === 'upper');
  set('starts with a small letter', text.start === 'lower');
  set('share of capitals', Math.min(1, (5 * text.upperCount) / Math.max(20, text.length)));
}

const colon = 0x3a;

/** Among the first units. */
function hasColon(count: number): boolean {
  for (let at = 0; at < count; at++) if (((foldedUnits[at] as number) & foldMask) === colon) return true;
  return false;
}

function setEnds(set: Setter, text: NormalText, layout: Layout): void {
  const lastUnit = text.length === 0 ? 0 : (foldedUnits[text.length - 1] as number);
  const last = lastUnit & foldMask;
  set('ends with a question', layout.endsAsking);
  set('the first sentence asks', layout.asksFirst && layout.segmentCount > 1);
  set('the last sentence asks', layout.asksLast && layout.segmentCount > 1);
  set(
    'only the last sentence asks',
    layout.asksLast && layout.questionCount === 1 && layout.segmentCount > 1,
  );
  set('ends with a colon', last === colon);
  set('ends with a full stop', last === 0x2e);
  set('ends without a mark', lastUnit >= leastUnit.digit);
  set('a colon near the start', hasColon(Math.min(200, text.length)));
  set('a long sentence', layout.longestSegment > 200);
  const isLong = text.length > 300 && layout.segmentCount > 2;
  set('long text, short last sentence', isLong && layout.lastLength < 120);
  set('long text, short first sentence', isLong && layout.firstLength < 120);
}

function setSigns(set: Setter, text: NormalText, signs: Signs): void {
  const share = signs.codeSigns / Math.max(20, text.length);
  set('share of code signs', Math.min(1, 20 * share));
  set('many code signs', share > 0.03);
  set('quoted text', signs.quotes > 1);
  set('long quoted text', signs.longestQuote > 60);
  set('list items', signs.listItems > 1);
  set('lettered options', signs.options > 1);
  set('ends with lettered options', signs.options > 1 && signs.lastOptionAt > text.length - 160);
  set('speakers with colons', signs.speakers > 1);
  set('indented lines', signs.indents > 1);
  set('blanks to fill', signs.blanks > 0);
  set('a rule or table', signs.pipes > 3);
  set('markup tags', signs.tags > 1);
  set('placeholders in brackets', signs.placeholders > 0);
}

const scriptNames: Partial<Record<Script, StructureName>> = {
  kana: 'kana',
  han: 'Chinese or Japanese characters',
  hangul: 'Hangul',
  cyrillic: 'Cyrillic or Greek',
  arabic: 'Arabic or Hebrew',
  indic: 'Indic script',
  thai: 'Thai script',
};

function setScripts(set: Setter, signs: Signs): void {
  const letters = Math.max(1, signs.letters);
  set('share of letters outside Latin', 1 - signs.scripts.latin / letters);
  let written = 0;
  for (const script of scripts) {
    const isThere = signs.scripts[script] > 0.15 * letters;
    const name = scriptNames[script];
    if (name !== undefined) set(name, isThere);
    // Japanese is written in two
    if (isThere && script !== 'kana') written++;
  }
  set('letters of two scripts', written > 1);
}

const cueNumbers = new Map(taskCues.map((cue, at) => [cue, at]));

function setShapes(set: Setter, text: NormalText, layout: Layout, hits: CueHits): void {
  const has = (cue: TaskCue) => hits[cueNumbers.get(cue) ?? -1] !== 0;
  let found = 0;
  for (let cue = 0; cue < hits.length; cue++) if (hits[cue] !== 0) found++;
  set('no cue of a task', found === 0);
  set('one or two cues', found === 1 || found === 2);
  set('many cues', found > 10);
  const isLong = text.length > 300;
  set('passage first, question last', isLong && layout.asksLast && !layout.asksFirst);
  set('question first, passage after', isLong && layout.asksFirst && !layout.asksLast);
  const hasChoices = layout.choicesAt > 0;
  set('choices at the end', hasChoices);
  set('choices after a question', hasChoices && layout.asksLast);
  set('choices after a long text', hasChoices && layout.choicesAt > 300);
  set('question alone', layout.segmentCount === 1 && layout.questionCount === 1);
  set('numbers and a question how many', text.numberCount > 1 && has('howmany'));
}

function setterOf(bag: FeatureBag, weight: number): Setter {
  return (name, value = true) => {
    const amount = Number(value) * weight;
    if (amount > 0) bag.set(numbers[name], amount);
  };
}

export function setStructure(
  bag: FeatureBag,
  text: NormalText,
  layout: Layout,
  hits: CueHits,
  weight: number,
): void {
  const set = setterOf(bag, weight);
  const signs = scanSigns(text);
  setSteps(set, text, layout);
  setEnds(set, text, layout);
  setSigns(set, text, signs);
  setScripts(set, signs);
  setShapes(set, text, layout, hits);
}
