/**
 * Watches every world that a test makes: what callers write, what models answer, and every key must be in no log line, row,
 * receipt, error, audit entry or plain value of the store. `tell-nothing.ts` looks after each test.
 */
import { unpackReceipt } from '../../../src/ledger/receipt-codec.ts';
import { said, secret } from './answers.ts';

/** Shorter ones are words that anybody may use. */
const leastChars = 12;

/** Fields of all three protocols that hold what people and models say. */
const speaking = /^(content|text|input|output|instructions|system|arguments|prompt|query|data|url)$/;

/** And those that name something, wherever they stand. */
const naming = /^(type|role|name|model|status|format|detail|media_type|mime_type|id|.*_id)$/;

/** What somebody says in a body of any of the protocols. */
export function wordsIn(value: unknown, isSpoken = false): string[] {
  if (typeof value === 'string') return isSpoken && value.length >= leastChars ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => wordsIn(each, isSpoken));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    naming.test(name) ? [] : wordsIn(each, isSpoken || speaking.test(name)),
  );
}

type Kept = {
  /** Names what it is, for who reads a failure. */
  readonly what: string;
  readonly read: () => unknown;
  /** A provider's own words to its caller pass through it. */
  readonly isPassedOn: boolean;
};

/** Of one test. */
const kept: Kept[] = [];
const words = new Set<string>();
const keys = new Set<string>();

/** A secret that nothing may tell. */
export function guardKey(key: string): void {
  keys.add(key);
}

/** What `read` gives when the test is over holds nothing private. */
export function watch(what: string, read: () => unknown, isPassedOn = false): void {
  kept.push({ what, read, isPassedOn });
}

/** Whatever a caller says in it is private from now on. */
export function guardBody(text: string): void {
  try {
    for (const word of wordsIn(JSON.parse(text))) words.add(word);
  } catch {
    // No JSON says nothing.
  }
}

const printed = (word: string): string => JSON.stringify(word).slice(1, -1);

/** Whether it stands in JSON, or in JSON within that. */
export function holds(json: string, word: string): boolean {
  const once = printed(word);
  return json.includes(once) || json.includes(printed(once));
}

/** Values that are sealed say nothing; receipts are read as their caller reads them. */
export async function plainValues(values: ReadonlyMap<string, string>): Promise<unknown[]> {
  const plain = [...values].filter(([name]) => !name.startsWith('sbx:items:'));
  return Promise.all(
    plain.map(async ([name, value]) => [
      name,
      name.startsWith('sbx:receipt:') ? await unpackReceipt(value) : value,
    ]),
  );
}

/** Places that tell what they must not, each with what it tells; all is forgotten. */
export async function findTold(): Promise<string[]> {
  const told: string[] = [];
  const callers = [...words, ...keys];
  for (const { what, read, isPassedOn } of kept) {
    const text = JSON.stringify(await read()) ?? '';
    for (const word of isPassedOn ? callers : [...callers, said, secret])
      if (holds(text, word)) told.push(`${what} tells ${word.slice(0, 80)}`);
  }
  kept.length = 0;
  words.clear();
  return told;
}
