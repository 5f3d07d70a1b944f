/**
 * The words of tools with all they can mean, in one table: English forms are made from the base form here, other
 * languages give stems. What a name or description means is decided in `read-name.ts` and `read-description.ts`.
 */
import type { ToolEffect } from '../../core/signals.ts';
import {
  addWord,
  createWordTable,
  type FoundWord,
  findPair,
  findWords,
  type WalkLimits,
} from '../text/word-table.ts';
import { wordLists } from '../words/words.ts';
import type { JointKind, NounUse, ObjectKind, VerbGroup, VerbLine, VerbPlace } from './words/meaning.ts';

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
  /** A word may be one verb in names and another in descriptions. */
  readonly verbs: readonly Verb[];
  readonly objects: readonly ObjectKind[];
  readonly joints: readonly JointKind[];
  /** A noun of another language with which a change is grave. */
  readonly isGrave: boolean;
};

/** A word of a name or description; one that is not in the tables means nothing. */
export class Term implements Meaning {
  readonly verbs: readonly Verb[];
  readonly objects: readonly ObjectKind[];
  readonly joints: readonly JointKind[];
  readonly isGrave: boolean;
  readonly isKnown: boolean;
  readonly gap: number;
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;

  constructor(meaning: Meaning, text: string, { start, gap }: FoundWord, end: number) {
    this.verbs = meaning.verbs;
    this.objects = meaning.objects;
    this.joints = meaning.joints;
    this.isGrave = meaning.isGrave;
    this.isKnown = meaning !== nothing;
    this.gap = gap;
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  /** As written, in small letters: for evidence, so it is made for few words only. */
  get word(): string {
    return this.#text.slice(this.#start, this.#end).toLowerCase();
  }
}

export type Vocabulary = {
  /** The words of `text`, two that belong together (`roll back`) as one. */
  readonly read: (text: string, limits: WalkLimits) => Term[];
};

const none: readonly never[] = [];
const nothing: Meaning = { verbs: none, objects: none, joints: none, isGrave: false };

function split(words: string): string[] {
  return words.split(/\s+/);
}

const vowels = 'aeiou';

/** The letter so far from the end is a vowel. */
function isVowel(word: string, fromEnd: number): boolean {
  return vowels.includes(word.charAt(word.length - fromEnd));
}

function third(base: string): string {
  if (base.endsWith('y') && !isVowel(base, 2)) return `${base.slice(0, -1)}ies`;
  const hisses = 'sxzo'.includes(base.charAt(base.length - 1)) || base.endsWith('ch') || base.endsWith('sh');
  return base + (hisses ? 'es' : 's');
}

function gerunds(base: string): string[] {
  if (base.endsWith('e') && !base.endsWith('ee')) return [`${base.slice(0, -1)}ing`];
  const last = base.charAt(base.length - 1);
  const doubles = 'bdfglmnprt'.includes(last) && isVowel(base, 2) && !isVowel(base, 3);
  return doubles ? [`${base}ing`, `${base}${last}ing`] : [`${base}ing`];
}

/** Room for the words below and as many again. */
const mostWords = 8192;

class Lexicon {
  readonly table = createWordTable(mostWords);
  readonly meanings: Meaning[] = [nothing];

  #at(word: string): number {
    const row = addWord(this.table, word);
    if (row === this.meanings.length) this.meanings.push(nothing);
    return row;
  }

  /** Words of equal meaning share their arrays. A word that means something means no verb of another language. */
  addForeign(word: string, meaning: Meaning): void {
    const row = this.#at(word);
    if (this.meanings[row] === nothing) this.meanings[row] = meaning;
  }

  addVerb(word: string, alone: readonly Verb[]): void {
    const row = this.#at(word);
    const known = this.meanings[row] ?? nothing;
    const [verb] = alone;
    if (verb === undefined || known.verbs.some(({ only }) => only === undefined || only === verb.only))
      return;
    this.meanings[row] = { ...known, verbs: known.verbs.length === 0 ? alone : [...known.verbs, verb] };
  }

  addObject(word: string, alone: readonly ObjectKind[]): void {
    const row = this.#at(word);
    const known = this.meanings[row] ?? nothing;
    this.meanings[row] = { ...known, objects: known === nothing ? alone : [...known.objects, ...alone] };
  }

  addJoint(word: string, alone: readonly JointKind[]): void {
    const row = this.#at(word);
    const known = this.meanings[row] ?? nothing;
    this.meanings[row] = { ...known, joints: known === nothing ? alone : [...known.joints, ...alone] };
  }
}

function addEnglish(lexicon: Lexicon, line: VerbLine, without: ReadonlySet<string>): void {
  const { words, ...meaning } = line;
  const inForm = (form: Verb['form']): readonly Verb[] => [{ ...meaning, form, place: 'first' }];
  const [base, thirdForm, gerund] = [inForm('base'), inForm('third'), inForm('gerund')];
  for (const word of split(words)) {
    if (without.has(word)) continue;
    const joint = word.indexOf('_');
    const [first, rest] = joint < 0 ? [word, ''] : [word.slice(0, joint), word.slice(joint)];
    lexicon.addVerb(word, base);
    lexicon.addVerb(third(first) + rest, thirdForm);
    for (const each of gerunds(first)) lexicon.addVerb(each + rest, gerund);
  }
}

function addOthers(lexicon: Lexicon): void {
  for (const { verb: place, run, read, write, destructive, grave, not } of wordLists().otherLanguages) {
    const addAll = (words: string | undefined, meaning: Meaning) => {
      for (const word of words === undefined ? [] : split(words)) lexicon.addForeign(word, meaning);
    };
    const verb = (effect: ToolEffect, group?: VerbGroup): Meaning => {
      const strength = group === undefined ? 3 : 2;
      const made: Verb = { effect, strength, noun: 'never', form: 'foreign', place, ...(group && { group }) };
      return { ...nothing, verbs: [made] };
    };
    addAll(run, verb('destructive', 'run'));
    addAll(read, verb('read'));
    addAll(destructive, verb('destructive'));
    addAll(write, verb('write'));
    addAll(grave, { ...nothing, isGrave: true });
    addAll(not, { ...nothing, joints: ['not'] });
  }
}

function fill(lexicon: Lexicon, without: ReadonlySet<string>): void {
  const { englishVerbs, englishObjects, englishJoints } = wordLists();
  for (const line of englishVerbs) addEnglish(lexicon, line, without);
  for (const [kind, words] of Object.entries(englishObjects)) {
    const alone = [kind as ObjectKind];
    for (const word of split(words)) lexicon.addObject(word, alone);
  }
  for (const [kind, words] of Object.entries(englishJoints)) {
    const alone = [kind as JointKind];
    for (const word of split(words)) lexicon.addJoint(word, alone);
  }
  addOthers(lexicon);
}

/** `without`: English verbs to leave out, for tests of what is said of tools whose verbs are not known. */
export function createVocabulary(without: ReadonlySet<string> = new Set()): Vocabulary {
  const lexicon = new Lexicon();
  fill(lexicon, without);
  const { table, meanings } = lexicon;
  return {
    read: (text, limits) => {
      const words = findWords(table, text, limits);
      const terms: Term[] = [];
      for (let at = 0; at < words.length; at++) {
        const found = words[at] as FoundWord;
        const next = words[at + 1];
        const pair = next ? findPair(table, found, next) : 0;
        if (pair !== 0) at++;
        const meaning = meanings[pair || found.row] ?? nothing;
        const end = pair !== 0 && next ? next.end : found.end;
        terms.push(new Term(meaning, text, found, end));
      }
      return terms;
    },
  };
}
