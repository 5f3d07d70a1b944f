/** At two digits: which number begins there or just before. The order of the readers is that of their certainty. */
import type { Hit } from './hit.ts';
import { readIpV4 } from './ip-addresses.ts';
import { readLettered } from './lettered-numbers.ts';
import { endOfRun, isCapital, isDigit } from './letters.ts';
import { readNumber } from './numbers.ts';
import { readInternational, readNamedPhone } from './phones.ts';

const space = 0x20;
const bracket = 0x28;
const hyphen = 0x2d;

/** A single digit in front belongs to the number: `1 (415) 555-2671`, `1-415-…`, `2 68 05 …`. */
function startOfNumber(text: string, at: number, floor: number): number {
  const before = text.charCodeAt(at - 1);
  const gap = before === bracket && text.charCodeAt(at - 2) === space ? 2 : 1;
  const isJoined = before === space || before === hyphen || before === bracket;
  const start = at - gap - 1;
  const isSingle = isJoined && start >= floor && isDigit(text.charCodeAt(start));
  return isSingle && !isDigit(text.charCodeAt(start - 1)) ? start : at;
}

/** Longest run of digits that says nothing by itself. */
const shortRun = 5;

/** More of a number may follow: a separator with a digit or a bracket behind it. */
function goesOn(text: string, runEnd: number): boolean {
  const next = text.charCodeAt(runEnd);
  if (next !== space && next !== bracket + 1 && (next < hyphen || next > 0x2f)) return false;
  const after = text.charCodeAt(runEnd + 1);
  return isDigit(after) || after === bracket || after === space || after === 0x2f;
}

/** Years, counts, prices: most numbers. */
function isPlain(text: string, at: number, runEnd: number): boolean {
  if (runEnd - at > shortRun || goesOn(text, runEnd)) return false;
  const before = text.charCodeAt(at - 1);
  return before !== 0x2e && !isCapital(before);
}

/** At the first two digits of a run. */
export function readDigits(text: string, at: number, floor: number): Hit | null {
  const runEnd = endOfRun(text, at, isDigit, text.length);
  if (isPlain(text, at, runEnd)) return null;
  const address = readIpV4(text, at, floor, runEnd);
  if (address !== null) return address;
  const start = startOfNumber(text, at, floor);
  return (
    (start === at ? null : readNumber(text, start, floor, start + 1)) ??
    readLettered(text, at, floor) ??
    readNumber(text, at, floor, runEnd) ??
    (text.startsWith('00', at) ? readInternational(text, at) : null) ??
    readNamedPhone(text, at, floor)
  );
}
