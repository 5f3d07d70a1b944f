/**
 * What a tool's description says of its effect: the main verb of its first sentence that has one, and remarks such as
 * `read-only` or `cannot be undone`. A description is the word of whoever wrote it: `judge-tool.ts` decides how far
 * it may lower what the name says.
 */
import { gapKind } from '../text/word-table.ts';
import { judgeObject } from './object-rules.ts';
import { graver, type Reading } from './reading.ts';
import type { Term, Verb, Vocabulary } from './vocabulary.ts';
import type { JointKind, ObjectKind } from './words/meaning.ts';

export type DescriptionReading = {
  main: Reading | null;
  /** Says that nothing is changed: the words that say so. */
  claim: string | null;
  /** Says that it cannot be undone. */
  irreversible: string | null;
};

const limits = { end: 280, most: 48, splitsHumps: false };
/** Units of a description that say anything: those that are walked, and the one behind them. */
export const readUnits = limits.end + 2;
const mostSentences = 3;

function has(term: Term | undefined, ...kinds: readonly JointKind[]): boolean {
  return term?.joints.some((kind) => kinds.includes(kind)) ?? false;
}

/** What may stand before the first verb: `This tool lets you …`, `Please …`. */
const opening = ['opener', 'filler', 'may', 'determiner', 'pronoun', 'to'] as const;

type Place = { term: Term; before: Term | undefined; next: Term | undefined; isStart: boolean };

function placeOf(sentence: readonly Term[], at: number): Place {
  const before = sentence[at - 1];
  const isStart = sentence.slice(0, at).every((term) => has(term, ...opening));
  return { term: sentence[at] as Term, before, next: sentence[at + 1], isStart };
}

/** `Order a taxi` orders, `Order details` are looked at. */
function actsOnNext({ next }: Place, isPlural: boolean): boolean {
  if (next === undefined || next.gap !== gapKind.space || next.objects.includes('aspect')) return false;
  if (has(next, 'determiner', 'pronoun')) return true;
  return !isPlural && !has(next, 'and', 'preposition');
}

/** `email the results`: an article after it makes a verb of almost any word. */
function actsOnThat({ next }: Place): boolean {
  return next?.gap === gapKind.space && has(next, 'determiner', 'pronoun');
}

/** Whether a word that can be this verb is one where it stands. */
function isVerbHere(verb: Verb, place: Place): boolean {
  const { before, isStart } = place;
  if (verb.only === 'name' || has(before, 'determiner')) return false;
  const isAwaited = isStart || has(before, 'to', 'may');
  switch (verb.form) {
    case 'foreign':
      return true;
    case 'base':
      if (verb.noun === 'never') return !has(before, 'preposition');
      if (verb.noun === 'seldom') return isAwaited || has(before, 'and', 'pronoun');
      if (has(before, 'and')) return actsOnThat(place);
      return has(before, 'to', 'may') || (isStart && actsOnNext(place, false));
    case 'third':
      if (verb.noun === 'never') return !has(before, 'preposition') || isAfterThat(before);
      if (verb.noun === 'seldom') return isStart || has(before, 'and', 'pronoun') || isAfterThat(before);
      return (isStart || isAfterThat(before)) && actsOnNext(place, true);
    case 'gerund':
      // `Spending by category` names what is looked at
      if (isStart && has(place.next, 'preposition')) return false;
      if (verb.noun === 'never') return isStart || has(before, 'preposition', 'opener');
      return has(before, 'preposition') && actsOnNext(place, true);
    default:
      return verb.form satisfies never;
  }
}

function isAfterThat(before: Term | undefined): boolean {
  return before?.word === 'that' || before?.word === 'which';
}

/** What is acted on: up to a preposition or the next clause. */
function phraseAfter(sentence: readonly Term[], at: number): Term[] {
  const phrase: Term[] = [];
  for (const term of sentence.slice(at + 1)) {
    if (term.gap !== gapKind.space || has(term, 'preposition', 'to', 'and')) break;
    phrase.push(term);
  }
  return phrase;
}

/** `Performs a search`, `Runs an analysis`: the first noun that names what is done. */
function readNoun(phrase: readonly Term[]): Reading | null {
  for (const { verbs, objects, isGrave, word } of phrase) {
    const [verb] = verbs;
    if (verb) return { effect: verb.effect, strength: Math.min(2, verb.strength) as 1 | 2, words: word };
    if (isGrave || objects.includes('money')) return { effect: 'destructive', strength: 2, words: word };
  }
  return null;
}

function readVerb(verb: Verb, sentence: readonly Term[], at: number): Reading {
  const term = sentence[at] as Term;
  const rest = sentence.slice(at + 1);
  const phrase = phraseAfter(sentence, at);
  const ruling = judgeObject(verb, phrase, rest);
  if (ruling) return { ...ruling, words: `${term.word} … ${ruling.object}` };
  if (verb.group === 'run' || verb.group === 'take') {
    const around = verb.form === 'foreign' ? sentence.filter((_, index) => index !== at) : [];
    const noun = readNoun(phrase) ?? readNoun(around);
    if (noun) return noun;
  }
  const grave = verb.effect === 'write' ? rest.find(({ isGrave }) => isGrave) : undefined;
  if (grave) return { effect: 'destructive', strength: 2, words: `${term.word} … ${grave.word}` };
  const { effect, group } = verb;
  const isPlain = verb.noun === 'often' && actsOnThat(placeOf(sentence, at));
  const strength = isPlain ? 3 : verb.strength;
  return { effect, strength, words: term.word, ...(group && { group }) };
}

function isNegated(sentence: readonly Term[], at: number): boolean {
  return sentence.slice(Math.max(0, at - 3), at).some((term) => has(term, 'not'));
}

type Found = { at: number; verb: Verb; reading: Reading };

function findVerbs(sentence: readonly Term[]): Found[] {
  const found: Found[] = [];
  for (let at = 0; at < sentence.length; at++) {
    const place = placeOf(sentence, at);
    const verb = place.term.verbs.find((each) => isVerbHere(each, place));
    if (verb && !isNegated(sentence, at)) {
      found.push({ at, verb, reading: readVerb(verb, sentence, at) });
    } else if (has(place.term, 'bridge') && found.length === 0) {
      const noun = readNoun(phraseAfter(sentence, at));
      const [named] = place.term.verbs;
      if (noun) found.push({ at, verb: named ?? bridgeVerb, reading: noun });
    }
  }
  return found;
}

const bridgeVerb: Verb = { effect: 'read', strength: 2, noun: 'never', form: 'base', place: 'first' };

/** The first verb, or the last in languages that have it there; and those that are joined to it by `and` or commas. */
function readSentence(sentence: readonly Term[]): Reading | null {
  const [opener] = sentence;
  if (opener && startsClause(sentence)) return { effect: 'read', strength: 2, words: opener.word };
  // `When the sun sets` asks; `When done, delete it` orders
  const isQuestion = has(opener, 'asks') && !sentence.some(({ gap }) => gap === gapKind.comma);
  if (opener && isQuestion) return { effect: 'read', strength: 3, words: opener.word };
  const found = findVerbs(sentence);
  const last = found.findLast(({ verb }) => verb.place === 'last');
  if (last) return last.reading;
  const [first, ...others] = found;
  if (first === undefined) return null;
  let { reading } = first;
  for (const { at, verb, reading: other } of others) {
    const term = sentence[at] as Term;
    const isJoined = has(sentence[at - 1], 'and') || term.gap === gapKind.comma;
    const isVerb = verb.noun === 'never' || verb.form === 'base';
    if (isJoined && isVerb && verb.form === first.verb.form) reading = graver(reading, other);
  }
  return reading;
}

/** What follows things rather than actions: `Cash machines near a place`. */
const afterThings: ReadonlySet<string> = new Set(
  'near between about that which whose around during since without far below beyond among while'.split(' '),
);

const auxiliaries: ReadonlySet<string> = new Set('has have had is are was were'.split(' '));

/** How English adjectives and nouns end that no verb looks like: `Similar …`, `Consumption …`. */
const endsLikeThing =
  /(?:[aeu]r|al|ive|ous|est|ic|ful|less|[aei]nt|tion|sion|ment|ness|ity|[ae]nce|ship|ism)$/;

/** `Papers an author has published`: a thing and a clause about it, though the first word may be a verb too. */
function startsClause([first, second, ...rest]: readonly Term[]): boolean {
  if (first === undefined || second === undefined || !first.word.endsWith('s')) return false;
  // `Permits issued for an address`
  if (second.word.endsWith('ed')) return has(rest[0], 'preposition');
  return has(second, 'determiner') && rest.slice(1).some(({ word }) => auxiliaries.has(word));
}

/** Words before a thing that is looked at. */
const thingOpeners: ReadonlySet<string> = new Set(
  'last latest first free similar possible current rough highest lowest top total average other same all'.split(
    ' ',
  ),
);

/** Named without a verb, these are done all the same: `Payment by card`. */
const deeds: readonly ObjectKind[] = ['money', 'rights', 'message', 'release', 'code'];

/** No verb in it: `Path of a file`, `Whether it is open`, `Air quality at a place` are looked at. */
function readNounPhrase(sentence: readonly Term[]): Reading | null {
  const [first, second] = sentence;
  if (first === undefined) return null;
  if (has(first, 'asks')) return { effect: 'read', strength: 2, words: first.word };
  // an unknown verb and what it acts on: `Refuels the line`
  if (has(second, 'determiner', 'pronoun')) return null;
  const end = sentence.findIndex(
    (term, at) =>
      at > 0 && (has(term, 'preposition', 'to') || afterThings.has(term.word) || term.gap !== gapKind.space),
  );
  const head = sentence[(end === -1 ? sentence.length : end) - 1];
  const joint = end > 0 && end <= 5 ? sentence[end]?.word : undefined;
  if (joint === 'of') return { effect: 'read', strength: 2, words: joint };
  if (head?.objects.includes('view')) return { effect: 'read', strength: 2, words: head.word };
  // one word and what it is of or for, or a word that no verb looks like: `Obstacles around the robot`
  const isNoun = thingOpeners.has(first.word) || (first.word.length > 4 && endsLikeThing.test(first.word));
  if (joint !== undefined && joint !== 'to' && (end === 1 || isNoun))
    return {
      effect: 'read',
      strength: head?.objects.some((kind) => deeds.includes(kind)) ? 2 : 3,
      words: joint,
    };
  const sign = has(first, 'determiner') ? first.word : joint;
  const isThing = sign !== undefined && (sign !== joint || afterThings.has(joint));
  return isThing ? { effect: 'read', strength: 1, words: sign } : null;
}

function splitSentences(terms: readonly Term[]): Term[][] {
  const sentences: Term[][] = [];
  for (const term of terms) {
    if (term.gap === gapKind.sentence || sentences.length === 0) sentences.push([]);
    sentences.at(-1)?.push(term);
  }
  return sentences;
}

/** `read-only`, `no side effects`, `does not modify`. */
function findClaim(sentences: readonly Term[][]): string | null {
  for (const sentence of sentences) {
    for (let at = 0; at < sentence.length; at++) {
      const term = sentence[at] as Term;
      if (term.joints.includes('claim') && !isNegated(sentence, at)) return term.word;
      const isChange = term.joints.includes('effects') || term.verbs.some(({ group }) => group === 'alter');
      if (isChange && isNegated(sentence, at)) return `not … ${term.word}`;
    }
  }
  return null;
}

export function readDescription(description: string, vocabulary: Vocabulary): DescriptionReading {
  const terms = vocabulary.read(description, limits);
  const sentences = splitSentences(terms);
  let main: Reading | null = null;
  for (const sentence of sentences.slice(0, mostSentences)) main ??= readSentence(sentence);
  if (sentences[0]) main ??= readNounPhrase(sentences[0]);
  const irreversible = terms.find((term) => has(term, 'irreversible'))?.word ?? null;
  return { main, claim: findClaim(sentences), irreversible };
}
