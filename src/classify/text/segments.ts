/**
 * Where a text's segments (sentences and lines) and zones lie: what is asked stands mostly in the first or the last
 * segment, whatever the text is about. One walk, positions only.
 */
import { charKind } from './char-table.ts';
import type { NormalText } from './normalise.ts';

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
};

const question = 0x3f;
const longestZone = 160;

function isSentenceEnd(code: number): boolean {
  return code === 0x2e || code === 0x21 || code === question || code === 0x964;
}

/** A full stop ends a sentence before white space, or where the script has no spaces. */
function endsAt(text: NormalText, at: number): boolean {
  const code = text.codes[at] ?? 0;
  if (text.kinds[at] === charKind.newline) return true;
  if (!isSentenceEnd(code)) return false;
  const next = at + 1 < text.length ? (text.kinds[at + 1] ?? 0) : charKind.space;
  const before = at > 0 ? (text.kinds[at - 1] ?? 0) : 0;
  return next <= charKind.newline || before >= charKind.ideograph;
}

function endsAsking(text: NormalText): boolean {
  for (let at = text.length - 1; at >= Math.max(0, text.length - 4); at--) {
    if (text.codes[at] === question) return true;
    if (text.kinds[at] !== charKind.symbol) return false;
  }
  return false;
}

export function layOut(text: NormalText): Layout {
  const layout: Layout = {
    firstEnd: text.length,
    lastStart: 0,
    segmentCount: 0,
    longestSegment: 0,
    firstLength: text.length,
    lastLength: text.length,
    questionCount: 0,
    asksFirst: false,
    asksLast: false,
    endsAsking: endsAsking(text),
  };
  const { codes, kinds } = text;
  let start = 0;
  let asks = false;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length) {
      // letters and spaces end nothing
      const kind = kinds[at] as number;
      if (kind !== charKind.symbol && kind !== charKind.newline) continue;
      if (codes[at] === question) {
        layout.questionCount++;
        asks = true;
      }
      if (!endsAt(text, at)) continue;
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
      layout.lastStart = Math.max(start, text.length - longestZone);
      layout.lastLength = length;
      layout.asksLast = asks;
    }
    start = at + 1;
    asks = false;
  }
  return layout;
}
