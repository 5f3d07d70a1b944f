/** Words of a request that nobody can put others in place of, with where they stand: names of members, and tools. Pure. */
import { isObject, type Json, type JsonObject } from './json.ts';
import { schemaWords } from './request-guard.ts';

export type FixedWords = {
  readonly text: string;
  /** Where it stands; of a name, what has a member of that name. */
  readonly field: string;
  /** What refers to a name would not find it under another. */
  readonly isName: boolean;
};

/** What a protocol or a schema says with one word. */
const word = /^[a-z_$]{1,64}$/i;

/** Rewritten like the arguments of calls, with the names in them. */
const rewritten: ReadonlySet<string> = new Set(['input_examples']);

type See = (words: FixedWords) => void;

/** `isSaying`: strings under the words of a schema are seen, and not only names. */
function see(value: Json | undefined, field: string, isSaying: boolean, isWords: boolean, tell: See): void {
  if (typeof value === 'string') {
    if (isWords) tell({ text: value, field, isName: false });
  } else if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) see(item, `${field}[${at}]`, isSaying, isWords, tell);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (rewritten.has(name)) continue;
      if (!word.test(name)) tell({ text: name, field, isName: true });
      see(member, `${field}.${name}`, isSaying, isWords || (isSaying && schemaWords.has(name)), tell);
    }
  }
}

/** The names of all members inside a value. */
export function namesInside(value: Json | undefined, field: string): FixedWords[] {
  const found: FixedWords[] = [];
  see(value, field, false, false, (words) => found.push(words));
  return found;
}

/** What declared tools say in words, and the names in their schemas. */
export function wordsOfTools(value: Json | undefined, field: string): FixedWords[] {
  const found: FixedWords[] = [];
  see(value, field, true, false, (words) => found.push(words));
  return found;
}

/** Of the members of a body that hold schemas of an answer, and of those that declare tools. */
export function fixedMembers(
  raw: JsonObject,
  schemas: readonly string[],
  tools: readonly string[],
): FixedWords[] {
  return [
    ...schemas.flatMap((name) => namesInside(raw[name], name)),
    ...tools.flatMap((name) => wordsOfTools(raw[name], name)),
  ];
}
