/**
 * Numbers written in one of the known layouts: cards, national numbers, phones inside a country. A digit run's length
 * and the sign after it choose the few layouts that are compared, so a number that is nothing costs one look.
 */

import { once } from '../../../core/once.ts';
import type { Hit } from './hit.ts';
import { isAlnum, isBehindEscape, isCapital, isDigit } from './letters.ts';
import { type NumberRule, numberRules } from './number-layouts.ts';
import { isNamed } from './words-before.ts';

type Candidate = { rule: NumberRule; layout: string };

/** Digits of the first group, and what follows it: 0 where the layout ends, `L` for any capital. */
function keyOf(digits: number, next: number): number {
  return digits * 128 + (isCapital(next) && next !== 0x58 ? 0x4c : next);
}

function indexLayouts(): ReadonlyMap<number, Candidate[]> {
  const index = new Map<number, Candidate[]>();
  for (const rule of numberRules)
    for (const layout of rule.layouts) {
      const first = layout.startsWith('(') ? 1 : 0;
      let end = first;
      while (layout[end] === 'd') end++;
      const key = keyOf(end - first, end < layout.length ? layout.charCodeAt(end) : 0);
      index.set(key, [...(index.get(key) ?? []), { rule, layout }]);
    }
  // X is a letter like others too
  for (const [key, candidates] of [...index])
    if (key % 128 === 0x4c)
      index.set(key - 0x4c + 0x58, [...(index.get(key - 0x4c + 0x58) ?? []), ...candidates]);
  return index;
}

/** Made at the first use. */
const layoutsBy = once(indexLayouts);
const longestRun = 19;

/** Where the layout ends in the text, or -1. */
function matchLayout(text: string, start: number, layout: string): number {
  for (let at = 0; at < layout.length; at++) {
    const code = text.charCodeAt(start + at);
    const wanted = layout.charCodeAt(at);
    if (wanted === 0x64 ? !isDigit(code) : wanted === 0x4c ? !isCapital(code) : code !== wanted) return -1;
  }
  return start + layout.length;
}

function isJoiner(code: number): boolean {
  return code === 0x2d || code === 0x2e || code === 0x2f;
}

/** Not in the middle of a longer word, number, date or path. */
export function startsApart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  if (isAlnum(before) || before === 0x5f) return isBehindEscape(text, at);
  return !(isJoiner(before) && at > 1 && isAlnum(text.charCodeAt(at - 2)));
}

export function endsApart(text: string, at: number): boolean {
  const after = text.charCodeAt(at);
  if (Number.isNaN(after)) return true;
  if (isAlnum(after) || after === 0x5f) return false;
  return !(isJoiner(after) && isAlnum(text.charCodeAt(at + 1)));
}

function isGroupOfFour(text: string, at: number): boolean {
  for (let offset = 0; offset < 4; offset++) if (!isDigit(text.charCodeAt(at + offset))) return false;
  return !isDigit(text.charCodeAt(at - 1)) && !isDigit(text.charCodeAt(at + 4));
}

/** One more group of four before or after: a table of numbers. */
function hasNeighbours(text: string, start: number, end: number): boolean {
  return isGroupOfFour(text, start - 5) || (isGroupOfFour(text, end + 1) && text[end] === ' ');
}

function tryCandidate(text: string, at: number, floor: number, { rule, layout }: Candidate): Hit | null {
  const start = layout.startsWith('(') ? at - 1 : at;
  const end = matchLayout(text, start, layout);
  if (end === -1 || start < floor || !startsApart(text, start) || !endsApart(text, end)) return null;
  const written = text.slice(start, end).replace(/[^0-9A-Za-z]/g, '');
  if (!rule.accepts(written)) return null;
  if (rule.words !== undefined && !isNamed(text, start, floor, rule.words)) return null;
  if (rule.standsAlone && hasNeighbours(text, start, end)) return null;
  return { kind: rule.kind, start, end, isChecked: rule.isChecked, isExample: rule.isSample(written) };
}

/** At the first digit of a run that ends at `runEnd`. */
export function readNumber(text: string, at: number, floor: number, runEnd: number): Hit | null {
  const digits = runEnd - at;
  if (digits > longestRun) return null;
  const next = text.charCodeAt(runEnd);
  for (const key of isAlnum(next) ? [keyOf(digits, next)] : [keyOf(digits, next), keyOf(digits, 0)]) {
    const candidates = layoutsBy().get(key);
    if (candidates === undefined) continue;
    for (const candidate of candidates) {
      const hit = tryCandidate(text, at, floor, candidate);
      if (hit !== null) return hit;
    }
  }
  return null;
}
