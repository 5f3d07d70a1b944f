// A text that matches a regular expression, for schema patterns and free-text tools with a grammar.
// Must not promise more than a checked guess: callers get undefined where the guess does not match.

interface Cursor {
  source: string;
  at: number;
}

const REPEAT_CAP = 8;
const classExamples: Readonly<Record<string, string>> = {
  d: '7',
  w: 'a',
  s: ' ',
  D: 'x',
  W: '-',
  S: 'x',
  b: '',
  B: '',
};
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** An example for `pattern`, or undefined if it is invalid or beyond the simple subset handled here. */
export function exampleForPattern(pattern: string): string | undefined {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
  const cursor: Cursor = { source: pattern, at: 0 };
  const guess = readAlternatives(cursor);
  return cursor.at >= pattern.length && expression.test(guess) ? guess : undefined;
}

/** Reads `a|b|c` and keeps the first alternative. */
function readAlternatives(cursor: Cursor): string {
  const first = readSequence(cursor);
  while (cursor.source[cursor.at] === '|') {
    cursor.at += 1;
    readSequence(cursor);
  }
  return first;
}

function readSequence(cursor: Cursor): string {
  let text = '';
  while (cursor.at < cursor.source.length) {
    const next = cursor.source[cursor.at];
    if (next === '|' || next === ')') break;
    const atom = readAtom(cursor);
    text += atom.repeat(readRepeat(cursor));
  }
  return text;
}

function readAtom(cursor: Cursor): string {
  const character = cursor.source[cursor.at] ?? '';
  cursor.at += 1;
  switch (character) {
    case '^':
    case '$':
      return '';
    case '.':
      return 'a';
    case '(':
      return readGroup(cursor);
    case '[':
      return readClass(cursor);
    case '\\':
      return readEscape(cursor);
    default:
      return character;
  }
}

function readEscape(cursor: Cursor): string {
  const letter = cursor.source[cursor.at] ?? '';
  cursor.at += 1;
  if (letter === 'p' || letter === 'P') {
    const close = cursor.source.indexOf('}', cursor.at);
    cursor.at = close === -1 ? cursor.source.length : close + 1;
    return 'a';
  }
  return classExamples[letter] ?? escapes[letter] ?? letter;
}

function readGroup(cursor: Cursor): string {
  const rest = cursor.source.slice(cursor.at);
  const opening = /^\?(?::|<[A-Za-z_]\w*>|=|!|<=|<!)/.exec(rest)?.[0] ?? '';
  cursor.at += opening.length;
  const inside = readAlternatives(cursor);
  cursor.at += 1;
  const isLookaround = /^\?(=|!|<=|<!)$/.test(opening);
  return isLookaround ? '' : inside;
}

/** Reads `[...]`: the first member, or for `[^...]` the first plain character that is not a member. */
function readClass(cursor: Cursor): string {
  const start = cursor.at;
  let end = start;
  while (end < cursor.source.length && (cursor.source[end] !== ']' || end === start)) {
    end += cursor.source[end] === '\\' ? 2 : 1;
  }
  const inside = cursor.source.slice(start, end);
  cursor.at = end + 1;
  if (inside.startsWith('^')) {
    const member = new RegExp(`[${inside}]`, 'u');
    return [...'aA0-_ .'].find((candidate) => member.test(candidate)) ?? 'a';
  }
  const preferred = [...'aA7'].find((candidate) => new RegExp(`[${inside}]`, 'u').test(candidate));
  if (preferred !== undefined) return preferred;
  return inside.startsWith('\\') ? readEscape({ source: inside, at: 1 }) : (inside[0] ?? '');
}

function readRepeat(cursor: Cursor): number {
  const rest = cursor.source.slice(cursor.at);
  const match = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/.exec(rest);
  if (match === null) return 1;
  cursor.at += match[0].length;
  if (match[1] === '*') return REPEAT_CAP / 2;
  if (match[1] !== undefined) return match[1] === '+' ? REPEAT_CAP / 2 : 1;
  return Number(match[2]);
}
