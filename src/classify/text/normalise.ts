/**
 * Text as the features see it: folded units (no case, no Latin accents, digits as one 0, no invisible characters,
 * single spaces) beside what each unit is, and the few counts that folding loses. Linear in the text, no regex.
 */
import { charFolds, charKind, charKinds } from './char-table.ts';

export type NormalText = {
  /** Folded UTF-16 units; `length` of them are valid. */
  readonly codes: Uint16Array;
  /** `charKind` of each. */
  readonly kinds: Uint8Array;
  readonly length: number;
  readonly upperCount: number;
  readonly digitCount: number;
  /** Runs of digits. */
  readonly numberCount: number;
  readonly newlineCount: number;
  /** Starts with a capital, a small letter, or neither. */
  readonly start: 'upper' | 'lower' | 'other';
};

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
  const codes = new Uint16Array(raw.length);
  const kinds = new Uint8Array(raw.length);
  let length = 0;
  let upperCount = 0;
  let digitCount = 0;
  let numberCount = 0;
  let newlineCount = 0;
  let last: number = charKind.newline;
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    const kind = charKinds[code] as number;
    if (kind >= charKind.letter) {
      if (code <= 0x5a) upperCount++;
      codes[length] = charFolds[code] as number;
      kinds[length++] = kind;
      last = kind;
      continue;
    }
    if (kind === charKind.dropped) continue;
    if (kind === charKind.newline) newlineCount++;
    if (kind === charKind.digit) {
      digitCount++;
      if (last === charKind.digit) continue;
      numberCount++;
    } else if (kind <= charKind.newline && last <= charKind.newline) {
      // a run of white space is one unit, and a newline in it wins
      if (kind === charKind.newline && last === charKind.space && length > 0) {
        codes[length - 1] = 0x0a;
        kinds[length - 1] = kind;
        last = kind;
      }
      continue;
    }
    codes[length] = charFolds[code] as number;
    kinds[length++] = kind;
    last = kind;
  }
  if (length > 0 && last <= charKind.newline) length--;
  return { codes, kinds, length, upperCount, digitCount, numberCount, newlineCount, start: startOf(raw) };
}
