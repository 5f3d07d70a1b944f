/**
 * Where the choices of a question begin that a text ends with: `A) ...`, `(b) ...`, `1. ...`, `- ...`. What is asked then
 * stands before them and not at the end. Reads the folded text while its segments are walked; positions only.
 */
import { foldMask } from './char-table.ts';
import { foldedUnits, leastUnit } from './normalise.ts';

const sign = {
  open: 0x28,
  close: 0x29,
  star: 0x2a,
  comma: 0x2c,
  dash: 0x2d,
  dot: 0x2e,
  colon: 0x3a,
} as const;
const [latinA, latinH, cyrillicA, cyrillicD, bullet, zero] = [
  0x61, 0x68, 0x430, 0x434, 0x2022, 0x30,
] as const;

function codeAt(at: number, length: number): number {
  return at < length ? (foldedUnits[at] as number) & foldMask : 0;
}

function isFirstLetter(code: number): boolean {
  return code === latinA || code === cyrillicA;
}

function isChoiceLetter(code: number): boolean {
  return (code >= latinA && code <= latinH) || (code >= cyrillicA && code <= cyrillicD);
}

function endsMark(code: number): boolean {
  return code === sign.close || code === sign.dot || code === sign.comma || code === sign.colon;
}

/** How a line starts: `first` like `A)` or `(a)`, `choice` like `B.`, `2)` or `- `; null: like any other. */
function readLineStart(start: number, length: number): 'first' | 'choice' | null {
  const isIndented = (foldedUnits[start] as number) < leastUnit.newline;
  const bracket = start + (isIndented ? 1 : 0);
  const at = codeAt(bracket, length) === sign.open ? bracket + 1 : bracket;
  const code = codeAt(at, length);
  const next = codeAt(at + 1, length);
  if (isChoiceLetter(code) && endsMark(next)) return isFirstLetter(code) ? 'first' : 'choice';
  if (code === zero && (next === sign.dot || next === sign.close)) return 'choice';
  const isBullet = code === sign.dash || code === sign.star || code === bullet;
  return isBullet && next === 0x20 ? 'choice' : null;
}

/** `(a)`, ` a)` or ` a. ` inside a line; `at` holds the sign. */
function isInlineFirst(at: number, code: number, length: number): boolean {
  if (code === sign.open)
    return isFirstLetter(codeAt(at + 1, length)) && codeAt(at + 2, length) === sign.close;
  if (code !== sign.close && code !== sign.dot) return false;
  if (at < 2 || !isFirstLetter(codeAt(at - 1, length)) || codeAt(at - 2, length) !== 0x20) return false;
  return code === sign.close || codeAt(at + 1, length) === 0x20;
}

/** A segment: where it starts, whether it asks. */
type Asking = { readonly start: number; readonly asks: boolean; readonly length: number };

/** Units of a choice's letter with its signs; units from which on what stands before a choice is the question itself. */
const longestLetter = 3;
const shortestQuestion = 8;

/** The choices that a text ends with, found while its segments are walked. */
export class ChoiceFinder {
  /** Where they begin; 0: there are none. */
  at = 0;
  /** The segment before them: it asks. */
  before: Asking = { start: 0, asks: false, length: 0 };
  #runAt = 0;
  #runLength = 0;
  #runBefore: Asking = this.before;

  #mark(at: number, before: Asking): void {
    if (this.at > 0) return;
    this.at = at;
    this.before = before;
  }

  /** A sign in a segment that began at `start`; a full stop counts only there (`He got an A.`). */
  readSign(at: number, length: number, start: number, asks: boolean, last: Asking): void {
    const code = codeAt(at, length);
    if (!isInlineFirst(at, code, length)) return;
    const read = at - start;
    if (code === sign.dot && read > longestLetter) return;
    this.#mark(at, read > shortestQuestion ? { start, asks, length: read } : last);
  }

  /** A line begins at `start`. */
  readLine(start: number, length: number, before: Asking): void {
    const kind = readLineStart(start, length);
    if (kind === 'first') this.#mark(start, before);
    if (kind === null) this.#runLength = 0;
    else if (this.#runLength++ === 0) {
      this.#runAt = start;
      this.#runBefore = before;
    }
  }

  /** No more lines. What ends with a question has not ended with choices, unless they answer another. */
  end(asksLast: boolean): void {
    if (this.#runLength > 1) this.#mark(this.#runAt, this.#runBefore);
    if (asksLast && !this.before.asks) this.at = 0;
  }
}
