/** E-mail addresses and passwords inside URLs. What is reserved for examples is marked so. */
import type { Hit } from './hit.ts';
import { endOfRun, isAlnum, skipEscape, startOfRun } from './letters.ts';

const longestLocal = 64;
const longestDomain = 189;

function isLocalUnit(code: number): boolean {
  return (
    isAlnum(code) ||
    (code >= 0x23 && code <= 0x2e && code !== 0x28 && code !== 0x29 && code !== 0x2c) ||
    code === 0x5f
  );
}

function isDomainUnit(code: number): boolean {
  return isAlnum(code) || code === 0x2d || code === 0x2e;
}

/** Ends of file names: `icon@2x.png` is none of anybody's. */
const fileEndings = new Set(
  'png jpg jpeg gif webp svg ico css js mjs ts tsx json html md pdf zip py'.split(' '),
);

const reservedDomains =
  /(?:^|\.)(?:example|test|invalid|localhost|local)$|(?:^|\.)example\.(?:com|org|net|edu)$|^(?:domain|company|(?:your|my)-?(?:domain|company))\.(?:com|org)$/i;
/** Names of programs at a host (`git@github.com`). */
const machineNames = /^(?:git|hg|svn)$/i;

/** The last label has letters only, at least two. */
function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  if (
    labels.length < 2 ||
    labels.some((label) => label === '' || label.startsWith('-') || label.endsWith('-'))
  )
    return false;
  return /^(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})$/i.test(last) && !fileEndings.has(last.toLowerCase());
}

/** At `@`. */
export function readEmail(text: string, at: number, floor: number): Hit | null {
  let start = skipEscape(text, startOfRun(text, at, isLocalUnit, floor, longestLocal));
  while (start < at && !isAlnum(text.charCodeAt(start)) && text[start] !== '_') start++;
  if (start === at || text[at - 1] === '.' || (start > floor && text[start - 1] === '@')) return null;
  let end = endOfRun(text, at + 1, isDomainUnit, longestDomain);
  while (end > at + 1 && !isAlnum(text.charCodeAt(end - 1))) end--;
  const domain = text.slice(at + 1, end);
  if (!isDomain(domain)) return null;
  const isExample = reservedDomains.test(domain) || machineNames.test(text.slice(start, at));
  return { kind: 'email', start, end, isChecked: false, isExample };
}

const longestUserInfo = 256;
const sampleWords =
  /^(?:password|passwd|pass|pwd|secret|user|username|changeme|x+|\*+|\.+|\$.*|<.*|\{.*|\[.*|%.*|your.*|my.*)$/i;

/** A user's part of an address may hold anything but these. */
function isUserInfoUnit(code: number): boolean {
  return (
    code > 0x20 &&
    code !== 0x2f &&
    code !== 0x40 &&
    code !== 0x22 &&
    code !== 0x27 &&
    code !== 0x3e &&
    code < 0x7f
  );
}

/** At the colon of `scheme://user:password@host`. */
export function readUrlPassword(text: string, at: number): Hit | null {
  if (text.charCodeAt(at + 1) !== 0x2f || text.charCodeAt(at + 2) !== 0x2f) return null;
  const from = at + 3;
  const end = endOfRun(text, from, isUserInfoUnit, longestUserInfo);
  if (text[end] !== '@' || !isAlnum(text.charCodeAt(end + 1))) return null;
  const colon = text.slice(from, end).indexOf(':');
  const start = from + colon + 1;
  if (colon === -1 || start === end) return null;
  const host = text.slice(end + 1, endOfRun(text, end + 1, isDomainUnit, longestDomain));
  const isExample = sampleWords.test(text.slice(start, end)) || reservedDomains.test(host);
  return { kind: 'url-password', start, end, isChecked: true, isExample };
}
