/**
 * Sentence windows of one text. Where a window is cut depends on nothing but the text between its own ends and the one
 * mark before it, so that text added elsewhere moves no window (the law that added text never lowers risk rests on it).
 */
import { charKind } from './char-table.ts';
import type { NormalText } from './normalise.ts';

/** Units after which a sentence without an end is cut at the next space. */
const longestSentence = 320;

function isEnd(code: number): boolean {
  return code === 0x2e || code === 0x21 || code === 0x3f || code === 0x964;
}

/** A stop ends a sentence before white space, or where the script has no spaces. */
function endsAfter({ codes, kinds, length }: NormalText, at: number): boolean {
  if (!isEnd(codes[at] as number)) return false;
  const next = at + 1 < length ? (kinds[at + 1] as number) : charKind.space;
  return next === charKind.space || next === charKind.newline || (kinds[at - 1] ?? 0) >= charKind.ideograph;
}

/** Offsets of sentences, each start followed by its end; blank ones are left out. */
export function cutSentences(text: NormalText): number[] {
  const cuts: number[] = [];
  const { kinds, length } = text;
  let start = 0;
  for (let at = 0; at < length; at++) {
    const kind = kinds[at] as number;
    // most units are letters in the middle of a sentence
    if (kind >= charKind.digit && at - start < longestSentence) continue;
    const isTooLong =
      at - start >= longestSentence && (kind === charKind.space || kind >= charKind.ideograph);
    if (kind !== charKind.newline && !isTooLong && !endsAfter(text, at)) continue;
    if (at > start) cuts.push(start, at + 1);
    start = at + 1;
  }
  if (length > start) cuts.push(start, length);
  return cuts;
}
