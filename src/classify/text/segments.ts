/**
 * Where a text's segments (sentences and lines) and zones lie: what is asked stands mostly in the first or the last
 * segment, whatever the text is about. One walk, positions only.
 */
import { foldMask } from './char-table.ts';
import { ChoiceFinder } from './choices.ts';
import { foldedUnits, leastUnit, type NormalText } from './normalise.ts';

export type Layout = {
  /** End of the first segment, at most 160 units from the start. */
  firstEnd: number;
  /** Start of the last segment, at most 160 units from the end. */
  lastStart: number;
  segmentCount: number;
  longestSegment: number;
  firstLength: number;
  lastLength: number;
  questionCount: number;
  /** A question mark in the first or last segment. */
  asksFirst: boolean;
  asksLast: boolean;
  /** Ends with a question mark, whatever quotes or brackets follow. */
  endsAsking: boolean;
  /** Where the choices begin that the text ends with; 0: it ends with none. */
  choicesAt: number;
};

const question = 0x3f;
const longestZone = 160;

function isSentenceEnd(code: number): boolean {
  return code === 0x2e || code === 0x21 || code === question || code === 0x964;
}

/** A full stop ends a sentence before white space, or where the script has no spaces. `at` holds a sign or a newline. */
function endsAt(at: number, length: number): boolean {
  const unit = foldedUnits[at] as number;
  if (unit < leastUnit.symbol) return true;
  if (!isSentenceEnd(unit & foldMask)) return false;
  const next = at + 1 < length ? (foldedUnits[at + 1] as number) : 0;
  const before = at > 0 ? (foldedUnits[at - 1] as number) : 0;
  return next < leastUnit.symbol || before >= leastUnit.ideograph;
}

function endsAsking(length: number): boolean {
  for (let at = length - 1; at >= Math.max(0, length - 4); at--) {
    const unit = foldedUnits[at] as number;
    if ((unit & foldMask) === question) return true;
    if (unit < leastUnit.symbol || unit >= leastUnit.digit) return false;
  }
  return false;
}

/** Of the folded text. */
export function layOut({ length: end }: NormalText): Layout {
  const layout: Layout = {
    firstEnd: end,
    lastStart: 0,
    segmentCount: 0,
    longestSegment: 0,
    firstLength: end,
    lastLength: end,
    questionCount: 0,
    asksFirst: false,
    asksLast: false,
    endsAsking: endsAsking(end),
    choicesAt: 0,
  };
  const choices = new ChoiceFinder();
  let segment = choices.before;
  let start = 0;
  let asks = false;
  for (let at = 0; at <= end; at++) {
    if (at < end) {
      // letters and spaces end nothing
      const unit = foldedUnits[at] as number;
      if (unit >= leastUnit.digit || unit < leastUnit.newline) continue;
      if ((unit & foldMask) === question) {
        layout.questionCount++;
        asks = true;
      }
      choices.readSign(at, end, start, asks, segment);
      if (!endsAt(at, end)) continue;
    }
    const length = at - start;
    if (length > 1) {
      if (layout.segmentCount === 0) {
        layout.firstEnd = Math.min(at, longestZone);
        layout.firstLength = length;
        layout.asksFirst = asks;
      }
      layout.segmentCount++;
      layout.longestSegment = Math.max(layout.longestSegment, length);
      layout.lastStart = Math.max(start, end - longestZone);
      layout.lastLength = length;
      layout.asksLast = asks;
      segment = { start, asks, length };
    }
    if (at < end && (foldedUnits[at] as number) < leastUnit.symbol) choices.readLine(at + 1, end, segment);
    start = at + 1;
    asks = false;
  }
  choices.end(layout.asksLast);
  if (choices.at > 0) {
    layout.choicesAt = choices.at;
    layout.lastStart = Math.max(choices.before.start, choices.at - longestZone);
    layout.lastLength = choices.before.length;
    layout.asksLast = choices.before.asks;
  }
  return layout;
}
