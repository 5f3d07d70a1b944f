/**
 * The words of tools with all they can mean, compiled into one table: English forms are made from the base form here,
 * other languages give stems. What a name or description means is decided in `read-name.ts` and
 * `read-description.ts`.
 */
import type { ToolEffect } from '../../core/signals.ts';
import { compileWords, type FoundWord, findWords, type WordTable } from '../text/word-table.ts';
import { englishJoints, englishObjects } from './words/english-nouns.ts';
import { englishVerbs } from './words/english-verbs.ts';
import type { JointKind, NounUse, ObjectKind, VerbGroup, VerbLine, VerbPlace } from './words/meaning.ts';
import { otherLanguages } from './words/other-languages.ts';

export type Verb = {
  readonly effect: ToolEffect;
  readonly strength: 1 | 2 | 3;
  readonly noun: NounUse;
  readonly group?: VerbGroup;
  readonly only?: 'name' | 'text';
  readonly form: 'base' | 'third' | 'gerund' | 'foreign';
  readonly place: VerbPlace;
};

export type Meaning = {
  /** As in the tables, for evidence. */
  readonly word: string;
  /** A word may be one verb in names and another in descriptions. */
  readonly verbs: readonly Verb[];
  readonly objects: readonly ObjectKind[];
  readonly joints: readonly JointKind[];
  /** A noun of another language with which a change is grave. */
  readonly isGrave: boolean;
};

/** A word of a name or description; one that is not in the tables means nothing. */
export type Term = {
  readonly meaning: Meaning;
  readonly gap: number;
  readonly start: number;
  readonly end: number;
};

export type Vocabulary = {
  /** The words of `text`, two that belong together (`roll back`) as one. */
  readonly read: (text: string, limits: { end: number; most: number; splitsHumps: boolean }) => Term[];
  /** Every word known, for tests. */
  readonly words: readonly string[];
};

type Draft = { verbs: Verb[]; objects: ObjectKind[]; joints: JointKind[]; isGrave: boolean };

const nothing: Meaning = { word: '', verbs: [], objects: [], joints: [], isGrave: false };

function split(words: string): string[] {
  return words.split(/\s+/).filter((word) => word !== '');
}

function third(base: string): string {
  if (/[^aeiou]y$/.test(base)) return `${base.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh|o)$/.test(base) ? `${base}es` : `${base}s`;
}

function gerunds(base: string): string[] {
  if (/[^e]e$/.test(base)) return [`${base.slice(0, -1)}ing`];
  const doubled = /[^aeiou][aeiou][bdfglmnprt]$/.test(base) ? [`${base}${base.at(-1)}ing`] : [];
  return [`${base}ing`, ...doubled];
}

/** `roll_back` gives `roll_back`, `rolls_back` and `rolling_back`. */
function inflect(word: string): [form: Verb['form'], word: string][] {
  const [base = '', ...rest] = word.split('_');
  const join = (first: string) => [first, ...rest].join('_');
  return [
    ['base', word],
    ['third', join(third(base))],
    ...gerunds(base).map((gerund): [Verb['form'], string] => ['gerund', join(gerund)]),
  ];
}

class Drafts {
  readonly #all = new Map<string, Draft>();

  at(word: string): Draft {
    const found = this.#all.get(word) ?? { verbs: [], objects: [], joints: [], isGrave: false };
    this.#all.set(word, found);
    return found;
  }

  has(word: string): boolean {
    return this.#all.has(word);
  }

  get entries(): [string, Draft][] {
    return [...this.#all];
  }
}

function addEnglish(drafts: Drafts, lines: readonly VerbLine[]): void {
  for (const { words, effect, strength, noun, group, only } of lines) {
    for (const word of split(words)) {
      for (const [form, inflected] of inflect(word)) {
        const { verbs } = drafts.at(inflected);
        if (verbs.some((verb) => verb.only === undefined || verb.only === only)) continue;
        const verb = { effect, strength, noun, form, place: 'first' as const };
        verbs.push({ ...verb, ...(group && { group }), ...(only && { only }) });
      }
    }
  }
  for (const [kind, words] of Object.entries(englishObjects))
    for (const word of split(words)) drafts.at(word).objects.push(kind as ObjectKind);
  for (const [kind, words] of Object.entries(englishJoints))
    for (const word of split(words)) drafts.at(word).joints.push(kind as JointKind);
}

/** A word that English has already keeps its English meaning. */
function addOthers(drafts: Drafts): void {
  const english = new Set(drafts.entries.map(([word]) => word));
  for (const language of otherLanguages) {
    const addVerbs = (words: string, effect: ToolEffect, group?: VerbGroup) => {
      for (const word of split(words)) {
        const draft = drafts.at(word);
        if (english.has(word) || draft.verbs.length > 0) continue;
        const strength = group === undefined ? 3 : 2;
        const verb = { effect, strength, noun: 'never', form: 'foreign', place: language.verb } as const;
        draft.verbs.push({ ...verb, ...(group && { group }) });
      }
    };
    addVerbs(language.run ?? '', 'destructive', 'run');
    addVerbs(language.read, 'read');
    addVerbs(language.destructive, 'destructive');
    addVerbs(language.write, 'write');
    for (const word of split(language.grave ?? '')) drafts.at(word).isGrave = true;
    for (const word of split(language.not ?? '')) if (!english.has(word)) drafts.at(word).joints.push('not');
  }
}

type Compiled = { table: WordTable; meanings: Meaning[]; pairs: Map<number, Meaning> };

/** Two words that belong together are found by the numbers of both. */
const pairBase = 0x8000;

function compile(drafts: Drafts): Compiled {
  const pairs = new Map<number, Meaning>();
  for (const [word] of drafts.entries) for (const part of word.split('_')) drafts.at(part);
  const singles = drafts.entries.filter(([word]) => !word.includes('_'));
  const numbers = new Map(singles.map(([word], index) => [word, index + 1]));
  for (const [word, draft] of drafts.entries) {
    const [first = '', second] = word.split('_');
    if (second === undefined) continue;
    const key = (numbers.get(first) ?? 0) * pairBase + (numbers.get(second) ?? 0);
    pairs.set(key, { word: word.replace('_', ' '), ...draft });
  }
  const meanings = [nothing, ...singles.map(([word, draft]) => ({ word: word.replace('*', ''), ...draft }))];
  return { table: compileWords(singles.map(([word]) => word)), meanings, pairs };
}

function pairUp(words: readonly FoundWord[], { meanings, pairs }: Compiled): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < words.length; at++) {
    const found = words[at] as FoundWord;
    const next = words[at + 1];
    const pair = next && found.word !== 0 ? pairs.get(found.word * pairBase + next.word) : undefined;
    if (pair) at++;
    const meaning = pair ?? meanings[found.word] ?? nothing;
    terms.push({ meaning, gap: found.gap, start: found.start, end: pair && next ? next.end : found.end });
  }
  return terms;
}

/** `without`: English verbs to leave out, for tests of what is said of tools whose verbs are not known. */
export function createVocabulary(without: ReadonlySet<string> = new Set()): Vocabulary {
  const drafts = new Drafts();
  const keep = (line: VerbLine) => ({
    ...line,
    words: split(line.words)
      .filter((word) => !without.has(word))
      .join(' '),
  });
  addEnglish(drafts, englishVerbs.map(keep));
  addOthers(drafts);
  const compiled = compile(drafts);
  return {
    read: (text, limits) => pairUp(findWords(compiled.table, text, limits), compiled),
    words: drafts.entries.map(([word]) => word),
  };
}
