/** Phone numbers with a calling code (`+49 …`, `0049 …`), and runs of digits that a word calls a phone number. */
import type { Hit } from './hit.ts';
import { isAlnum, isDigit, startOfRun } from './letters.ts';
import { startsApart } from './numbers.ts';
import { isFictionalPhone, isInternationalPhone, phoneWords } from './phone-layouts.ts';
import { isNamed } from './words-before.ts';

const longest = 32;
const leastDigits = 7;
const mostDigits = 15;

/** Up to two signs may part groups: `) `, `-`, ` / `. */
function isPart(code: number): boolean {
  return code === 0x20 || code === 0x2d || code === 0x2e || code === 0x28 || code === 0x29 || code === 0x2f;
}

type Run = { end: number; digits: string };

/** Digits and their separators from `at`, ended by its last digit; null: too few or too many for a phone. */
function readDigits(text: string, at: number): Run | null {
  let end = at;
  let count = 0;
  let parts = 0;
  for (let place = at; place < at + longest && count <= mostDigits; place++) {
    const code = text.charCodeAt(place);
    if (isDigit(code)) {
      count++;
      end = place + 1;
      parts = 0;
    } else if (!isPart(code) || ++parts > 2) break;
  }
  if (count < leastDigits || count > mostDigits || isAlnum(text.charCodeAt(end))) return null;
  return { end, digits: text.slice(at, end).replace(/\D/g, '') };
}

function makePhone(start: number, end: number, digits: string): Hit {
  return { kind: 'phone', start, end, isChecked: false, isExample: isFictionalPhone(digits) };
}

/** `+44 (0)20 …`: the zero is dialled inside the country only. */
function withoutTrunkZero(text: string, { end, digits }: Run, at: number): string {
  const place = text.slice(at, end).indexOf('(0)');
  if (place === -1) return digits;
  const before = text.slice(at, at + place).replace(/\D/g, '').length;
  return digits.slice(0, before) + digits.slice(before + 1);
}

/** At `+`, or at the first of two zeros. */
export function readInternational(text: string, at: number): Hit | null {
  const from = text[at] === '+' ? at + 1 : at + 2;
  const first = text.charCodeAt(from);
  if (!startsApart(text, at) || (!isDigit(first) && first !== 0x28) || first === 0x30) return null;
  const run = readDigits(text, from);
  if (run === null) return null;
  const digits = withoutTrunkZero(text, run, from);
  // Sums such as +1 000 000 000 are no phone numbers
  if (!isInternationalPhone(digits) || /^\d{1,3}(?:0{6,})$/.test(digits)) return null;
  return makePhone(at, run.end, digits);
}

/** Space and signs that part a name from its value. */
function isBetween(code: number): boolean {
  return (code >= 0x20 && code <= 0x2f) || code === 0x3a || code === 0x3d || code === 0xff1a;
}

/** Numbers stand after numbers in tables; a name ends in a letter. */
function followsLetter(text: string, at: number): boolean {
  const before = text.charCodeAt(startOfRun(text, at, isBetween, 0, 4) - 1);
  return before >= 0x80 || (isAlnum(before) && !isDigit(before));
}

/** At the first digit of a run: 7 to 15 digits soon after a word for phones. */
export function readNamedPhone(text: string, at: number, floor: number): Hit | null {
  if (!startsApart(text, at) || !followsLetter(text, at)) return null;
  const run = readDigits(text, at);
  if (run === null) return null;
  const { end, digits } = run;
  if (!isNamed(text, at, floor, phoneWords)) return null;
  // A date
  if (/^(?:19|20)\d\d-\d\d-\d\d/.test(text.slice(at, end))) return null;
  return makePhone(text[at - 1] === '(' && floor < at ? at - 1 : at, end, digits);
}
