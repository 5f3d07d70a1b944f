/**
 * What a tool's name says of its effect: which of its words is the verb, and what the verb acts on. Names have many
 * forms (`create_issue`, `issues.create`, `mcp__hub__issue-create`, `GMAIL_SEND_EMAIL`, `rechnungAnlegen`, `发送邮件`).
 */
import { gapKind } from '../text/word-table.ts';
import { judgeObject } from './object-rules.ts';
import { graver, gravity, type Reading } from './reading.ts';
import type { Term, Verb, Vocabulary } from './vocabulary.ts';
import type { JointKind } from './words/meaning.ts';

const limits = { end: 96, most: 16, splitsHumps: true };

type Candidate = { at: number; verb: Verb; word: string };

/** The verb that a word can be in a name; plurals are nouns here (`lists`, `orders`). */
function verbOf({ verbs }: Term, isFirst: boolean): Verb | undefined {
  return verbs.find(({ only, form, noun }) => {
    if (only === 'text' || form === 'gerund') return false;
    return form !== 'third' || (noun === 'never' && isFirst);
  });
}

function isJoint(term: Term | undefined, kind: JointKind): boolean {
  return term?.joints.includes(kind) ?? false;
}

/** After `to` or `for` stands what the tool is about, not what it does (`list_files_to_delete`). */
function findCandidates(terms: readonly Term[]): Candidate[] {
  const found: Candidate[] = [];
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at] as Term;
    const isOver = isJoint(term, 'preposition') || isJoint(term, 'to');
    if (isOver && found.length > 0) break;
    const verb = verbOf(term, found.length === 0);
    if (verb) found.push({ at, verb, word: term.word });
  }
  return found;
}

function isPure({ verb }: Candidate): boolean {
  return verb.noun === 'never';
}

/** `order_status`: a thing and what is looked at of it. */
function isOfView(terms: readonly Term[], at: number): boolean {
  return terms[at + 1]?.objects.includes('aspect') ?? false;
}

type Choice = { main: Candidate; strength: 1 | 2 | 3 };

/** A noun that could be a verb (`order`, `post`) gives way to any word that is one. */
function chooseNounLike(
  terms: readonly Term[],
  candidates: readonly Candidate[],
  first: Candidate,
): Choice | null {
  const isOrder = first.verb.group === 'make' && first.at === 0 && !isOfView(terms, 0);
  const seldom = isOrder ? undefined : candidates.findLast(({ verb }) => verb.noun === 'seldom');
  const better = candidates.find(isPure) ?? seldom;
  if (better) return { main: better, strength: better.verb.strength };
  const others = candidates.filter(({ at }) => !isOfView(terms, at));
  const [main, second] = others;
  if (main === undefined) return null;
  if (second && !isOrder) {
    const isGraver = gravity(second.verb.effect) > gravity(main.verb.effect);
    return { main: isGraver ? second : main, strength: 1 };
  }
  const isNamer = main.verb.effect === 'read' && main.at === terms.length - 1;
  const isVerb = isNamer || (main === first && main.at + 1 < terms.length);
  return { main, strength: isVerb ? main.verb.strength : 1 };
}

function choose(terms: readonly Term[], candidates: readonly Candidate[]): Choice | null {
  const [first] = candidates;
  const last = candidates.at(-1);
  if (first === undefined || last === undefined) return null;
  const isInitial = terms.slice(0, first.at).every((term) => isJoint(term, 'filler') || !term.isKnown);
  const endsName = last.at === terms.length - 1;
  if (first.verb.form === 'foreign' || last.verb.form === 'foreign') {
    const isLast = first.verb.place !== 'first' && endsName && (first.verb.effect !== 'read' || !isInitial);
    const main = isLast ? last : first;
    return { main, strength: main.verb.strength };
  }
  if (isPure(first)) return { main: first, strength: first.verb.strength };
  if (first.verb.noun === 'often' || !isInitial) return chooseNounLike(terms, candidates, first);
  const isNoun = last !== first && endsName && isPure(last) && last.verb.strength === 3;
  const main = isNoun ? last : first;
  return { main, strength: main.verb.strength };
}

/** `create_or_update`, `search_and_delete`: what is said by the verb after the joint. */
function readJoined(terms: readonly Term[], from: number): Reading | null {
  for (let at = from + 1; at + 1 < terms.length; at++) {
    if (!isJoint(terms[at], 'and')) continue;
    const term = terms[at + 1] as Term;
    const verb = verbOf(term, true);
    if (verb) return { effect: verb.effect, strength: verb.strength, words: term.word };
  }
  return null;
}

/** What is acted on: what follows the verb up to a preposition; of `payment.create`, what comes before. */
function phraseOf(
  terms: readonly Term[],
  all: readonly Term[],
  at: number,
): [phrase: readonly Term[], rest: readonly Term[]] {
  const rest = terms.slice(at + 1);
  const before = all.slice(0, all.indexOf(terms[at] as Term));
  const used = rest.length > 0 ? rest : before;
  const end = used.findIndex(
    (term) => isJoint(term, 'preposition') || isJoint(term, 'to') || isJoint(term, 'and'),
  );
  const phrase = end === -1 ? used : used.slice(0, end);
  return [phrase, used];
}

/** Of `run_query` and `take_screenshot` the noun tells. */
function readNoun(verb: Verb, phrase: readonly Term[]): Reading | null {
  if (verb.group !== 'run' && verb.group !== 'take') return null;
  const noun = phrase.findLast(({ verbs }) => verbs.some(({ noun }) => noun !== 'never'));
  const found = noun?.verbs.find(({ effect }) => effect === 'read');
  const grave = phrase.find(({ isGrave }) => isGrave);
  if (grave && verb.group === 'run') return { effect: 'destructive', strength: 2, words: grave.word };
  if (noun === undefined || found === undefined) return null;
  return { effect: 'read', strength: verb.group === 'run' ? 1 : 2, words: noun.word };
}

function readMain(terms: readonly Term[], all: readonly Term[], { main, strength }: Choice): Reading {
  const [phrase, rest] = phraseOf(terms, all, main.at);
  const ruling = judgeObject(main.verb, phrase, rest);
  if (ruling) return { ...ruling, words: `${main.word} … ${ruling.object}` };
  const { effect, group } = main.verb;
  const own: Reading = { effect, strength, words: main.word, ...(group && { group }) };
  const grave = own.effect === 'write' ? [...rest, ...phrase].find(({ isGrave }) => isGrave) : undefined;
  if (grave) return { effect: 'destructive', strength: 2, words: `${main.word} … ${grave.word}` };
  return readNoun(main.verb, phrase) ?? own;
}

/** No verb: `weather_forecast` is looked at, `sequential_thinking` computes. */
function readVerbless(terms: readonly Term[]): Reading | null {
  const last = terms.at(-1);
  if (last?.objects.includes('view')) return { effect: 'read', strength: 2, words: last.word };
  const gerund = terms.find(({ verbs }) => verbs.some(({ form }) => form === 'gerund'));
  const [verb] = gerund?.verbs ?? [];
  if (gerund && verb) return { effect: verb.effect, strength: 1, words: gerund.word };
  const view = terms.find(({ objects }) => objects.includes('view'));
  return view ? { effect: 'read', strength: 1, words: view.word } : null;
}

function readSegment(terms: readonly Term[], all: readonly Term[]): Reading | null {
  const initial = terms.find((term) => !isJoint(term, 'filler'));
  if (initial && isJoint(initial, 'asks') && terms.length > 1)
    return { effect: 'read', strength: 3, words: initial.word };
  const choice = choose(terms, findCandidates(terms));
  if (choice === null) return null;
  const main = readMain(terms, all, choice);
  const joined = readJoined(terms, choice.main.at);
  return joined ? graver(main, joined) : main;
}

export function readName(name: string, vocabulary: Vocabulary): Reading | null {
  const all = vocabulary.read(name, limits);
  const lastStart = all.findLastIndex(({ gap }) => gap === gapKind.segment || gap === gapKind.sentence);
  const terms = lastStart > 0 ? all.slice(lastStart) : all;
  const reading = readSegment(terms, all) ?? readSegment(all, all) ?? readVerbless(all);
  if (reading === null || reading.effect === 'read') return reading;
  const claim = all.find((term) => isJoint(term, 'claim'));
  if (claim) return { effect: 'read', strength: 2, words: claim.word };
  const force = all.find((term) => isJoint(term, 'force'));
  return force ? graver(reading, { effect: 'destructive', strength: 2, words: force.word }) : reading;
}
