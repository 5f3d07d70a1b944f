/**
 * Sentence windows of one text. Where a window is cut depends on nothing but the text between its own ends and the one
 * mark before it, so that text added elsewhere moves no window (the law that added text never lowers risk rests on it).
 */
import { foldMask } from './char-table.ts';
import { foldedUnits, leastUnit, type NormalText } from './normalise.ts';

/** Units after which a sentence without an end is cut at the next space. */
const longestSentence = 320;

function isEnd(code: number): boolean {
  return code === 0x2e || code === 0x21 || code === 0x3f || code === 0x964;
}

/** A stop ends a sentence before white space, or where the script has no spaces. */
function endsAfter(at: number, length: number): boolean {
  if (!isEnd((foldedUnits[at] as number) & foldMask)) return false;
  const next = at + 1 < length ? (foldedUnits[at + 1] as number) : leastUnit.space;
  if (next >= leastUnit.space && next < leastUnit.symbol) return true;
  return at > 0 && (foldedUnits[at - 1] as number) >= leastUnit.ideograph;
}

/** Offsets of sentences of the folded text, each start followed by its end; blank ones are left out. */
export function cutSentences({ length }: NormalText): number[] {
  const cuts: number[] = [];
  let start = 0;
  for (let at = 0; at < length; at++) {
    const unit = foldedUnits[at] as number;
    // most units are letters in the middle of a sentence
    if (unit >= leastUnit.digit && at - start < longestSentence) continue;
    const isSpace = unit < leastUnit.newline;
    const isTooLong = at - start >= longestSentence && (isSpace || unit >= leastUnit.ideograph);
    if (isSpace && !isTooLong) continue;
    const isNewline = unit < leastUnit.symbol && !isSpace;
    if (!isNewline && !isTooLong && !endsAfter(at, length)) continue;
    if (at > start) cuts.push(start, at + 1);
    start = at + 1;
  }
  if (length > start) cuts.push(start, length);
  return cuts;
}
