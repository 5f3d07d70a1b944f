/** IP addresses of somebody: global ones. What is reserved for documentation is marked so. */
import type { Hit } from './hit.ts';
import { endOfRun, isAlnum, isBehindEscape, isDigit, isHex, startOfRun } from './letters.ts';
import { isNamed, nameWords } from './words-before.ts';

const dot = 0x2e;

/** Everybody's resolvers. */
const publicHosts = new Set(
  '8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 9.9.9.9 208.67.222.222 208.67.220.220'.split(' '),
);

/** Loopback, private, link-local, shared, multicast and reserved: of no person. */
function isLocalAddress(a: number, b: number): boolean {
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
}

/** RFC 5737. */
function isDocumentation(a: number, b: number, c: number): boolean {
  return (
    (a === 192 && b === 0 && c === 2) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113)
  );
}

const ipV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d|[A-Za-z_])/;
/** Parts all this small are a version or the number of a section. */
const smallPart = 32;
const versionWords = nameWords(['version*', 'v', 'ver', 'release', 'build', 'firmware']);

/** Digits and dots before a place. */
function isV4Unit(code: number): boolean {
  return isDigit(code) || code === dot;
}

/** At two digits: one of the four parts has more than one, or all are too small to be taken. */
export function readIpV4(text: string, at: number, floor: number, runEnd: number): Hit | null {
  const isFirst = text.charCodeAt(at - 1) !== dot;
  if (runEnd - at > 3 || (isFirst && text.charCodeAt(runEnd) !== dot)) return null;
  const start = isFirst ? at : startOfRun(text, at, isV4Unit, floor, 12);
  const before = text.charCodeAt(start - 1);
  const isInside = isAlnum(before) || before === dot || before === 0x2d || before === 0x5f;
  if (start > 0 && isInside && !isBehindEscape(text, start)) return null;
  const [found, ...written] = ipV4.exec(text.slice(start, start + 20)) ?? [];
  if (found === undefined || written.some((part) => part.length > 1 && part.startsWith('0'))) return null;
  const [a = 0, b = 0, c = 0, d = 0] = written.map(Number);
  if (Math.max(a, b, c, d) > 255 || Math.max(a, b, c, d) < smallPart || isLocalAddress(a, b)) return null;
  if (isNamed(text, start, floor, versionWords)) return null;
  const isExample = isDocumentation(a, b, c) || publicHosts.has(found);
  return { kind: 'ip-address', start, end: start + found.length, isChecked: false, isExample };
}

function isIpV6Unit(code: number): boolean {
  return isHex(code) || code === 0x3a;
}

/** At the colon of `2xxx:` or `3xxx:`: only global addresses (2000::/3) are of somebody. */
export function readIpV6(text: string, colon: number, floor: number): Hit | null {
  const at = colon - 4;
  const first = text.charCodeAt(at);
  if (at < floor || (first !== 0x32 && first !== 0x33)) return null;
  const before = text.charCodeAt(at - 1);
  if (at > 0 && (isAlnum(before) || before === 0x3a) && !isBehindEscape(text, at)) return null;
  let end = endOfRun(text, at, isIpV6Unit, 39);
  if (text[end - 1] === ':' && text[end - 2] !== ':') end--;
  if (isAlnum(text.charCodeAt(end))) return null;
  const written = text.slice(at, end).toLowerCase();
  const gaps = written.split('::');
  const groups = gaps.flatMap((part) => (part === '' ? [] : part.split(':')));
  const isFull = gaps.length === 1 && groups.length === 8;
  if (!isFull && !(gaps.length === 2 && groups.length >= 2 && groups.length <= 7)) return null;
  if (groups[0]?.length !== 4 || groups.some((group) => group === '' || group.length > 4)) return null;
  const isExample = /^2001:0?db8:/.test(written) || /^2001:4860:4860::88/.test(written);
  return { kind: 'ip-address', start: at, end, isChecked: false, isExample };
}
