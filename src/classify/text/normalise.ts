/**
 * Text as the features see it: folded units (no case, no Latin accents, digits as one 0, no invisible characters,
 * single spaces), each packed with its kind, and the few counts that folding loses. One walk, no regex. The units of the
 * text folded last lie in one array that all readers share: nothing of it may be kept.
 */
import { charKind, charTable, kindShift } from './char-table.ts';

/** Units of a text that are folded: far more than is looked at of a request, even where NFKC spells out ligatures. */
export const longestText = 1 << 14;

/** Units behind the end of a text that may be read as well: they are of no kind. */
const padding = 4;

/** Packed units (`char-table.ts`) of the text that was folded last; its `length` are valid. */
export const foldedUnits = new Int32Array(longestText + padding);

export type NormalText = {
  readonly length: number;
  readonly upperCount: number;
  readonly digitCount: number;
  /** Runs of digits. */
  readonly numberCount: number;
  readonly newlineCount: number;
  /** Starts with a capital, a small letter, or neither. */
  readonly start: 'upper' | 'lower' | 'other';
};

/** Least packed units of these kinds and of those above them. */
export const leastUnit = {
  space: charKind.space << kindShift,
  newline: charKind.newline << kindShift,
  symbol: charKind.symbol << kindShift,
  digit: charKind.digit << kindShift,
  letter: charKind.letter << kindShift,
  joined: charKind.joined << kindShift,
  ideograph: charKind.ideograph << kindShift,
  unspaced: charKind.unspaced << kindShift,
} as const;

const newline = leastUnit.newline | 0x0a;

/** Ligatures, full-width and mathematical letters, and the halves of surrogate pairs: only NFKC knows them. */
function needsComposition(code: number): boolean {
  if (code < 0x300) return false;
  if (code < 0x370) return true;
  if (code < 0x2070) return false;
  if (code >= 0xff01 && code <= 0xff5e) return false; // the fold table knows full-width ASCII
  return (
    code < 0x24ff || (code >= 0x3200 && code < 0x3400) || (code >= 0xd800 && code < 0xdfff) || code >= 0xfb00
  );
}

function compose(raw: string): string {
  for (let at = 0; at < raw.length; at++) {
    if (needsComposition(raw.charCodeAt(at))) return raw.normalize('NFKC');
  }
  return raw;
}

function startOf(raw: string): NormalText['start'] {
  const code = raw.charCodeAt(0);
  if (code >= 0x61 && code <= 0x7a) return 'lower';
  if (code >= 0x41 && code <= 0x5a) return 'upper';
  const [first = ''] = raw;
  if (first.toLowerCase() !== first) return 'upper';
  return first.toUpperCase() !== first ? 'lower' : 'other';
}

/** A word of one script with letters of another that look the same is left to `unmask`. */
export function normaliseText(text: string): NormalText {
  return foldText(compose(text));
}

/** The same of a text that is composed (NFKC) already. */
export function foldText(raw: string): NormalText {
  const table = charTable();
  const size = Math.min(raw.length, longestText);
  let length = 0;
  let upperCount = 0;
  let digitCount = 0;
  let numberCount = 0;
  let newlineCount = 0;
  let last: number = newline;
  for (let at = 0; at < size; at++) {
    const code = raw.charCodeAt(at);
    const unit = (table[code] as number) + code;
    if (unit >= leastUnit.letter) {
      if (code <= 0x5a) upperCount++;
      foldedUnits[length++] = unit;
      last = unit;
      continue;
    }
    if (unit < leastUnit.space) continue;
    if (unit < leastUnit.symbol) {
      if (unit >= leastUnit.newline) newlineCount++;
      if (last < leastUnit.symbol) {
        // a run of white space is one unit, and a newline in it wins
        if (unit >= leastUnit.newline && last < leastUnit.newline && length > 0)
          foldedUnits[length - 1] = last = newline;
        continue;
      }
    } else if (unit >= leastUnit.digit) {
      digitCount++;
      if (last >= leastUnit.digit && last < leastUnit.letter) continue;
      numberCount++;
    }
    foldedUnits[length++] = unit;
    last = unit;
  }
  foldedUnits.fill(0, length, length + padding);
  // white space at the end is left where it is, and no longer counted
  if (length > 0 && last < leastUnit.symbol) length--;
  return { length, upperCount, digitCount, numberCount, newlineCount, start: startOf(raw) };
}
