/** Keys of known providers, JSON web tokens and PEM private keys. A sample from documentation is marked as such. */

import { passesChecksum } from '../../../core/token-checksum.ts';
import type { Hit } from './hit.ts';
import { type KeyForm, keyForms, longestHead } from './key-forms.ts';
import {
  endOfRun,
  isAlnum,
  isBehindEscape,
  isCapital,
  isKeyUnit,
  isSpace,
  skipEscape,
  startOfRun,
} from './letters.ts';

/** Forms by their units up to and with the first `-` or `_`. */
const formsByHead = new Map<string, KeyForm[]>();
for (const form of keyForms) {
  const head = /^\w*?[-_]/.exec(form.starts)?.[0] ?? form.starts;
  formsByHead.set(head, [...(formsByHead.get(head) ?? []), form]);
}

const lastLetters = new Uint8Array(128);
for (const head of formsByHead.keys()) lastLetters[head.charCodeAt(head.length - 2)] = 1;

const passes = {
  word: isAlnum,
  key: isKeyUnit,
  dotted: (code: number) => isKeyUnit(code) || code === 0x2e,
} as const;

/** Words with hyphens are not drawn at random; a key has many letters and digits, and no letter too often. */
export function looksRandom(body: string): boolean {
  const digits = body.replace(/\D/g, '').length;
  if (digits === 0 || (digits < 2 && body.length < 40)) return false;
  return new Set(body).size >= Math.min(10, body.length / 2);
}

/** Placeholders: `sk-xxxxxxxx`, `ghp_YOUR_TOKEN`, `AKIAIOSFODNN7EXAMPLE`. */
const sample =
  /example|your|placeholder|dummy|sample|xxxx|0{8}|1{8}|12345678|abcdef(?:gh|12)|redacted|\*\*\*/i;

function readForm(text: string, start: number, form: KeyForm): Hit | null {
  const from = start + form.starts.length;
  const end = endOfRun(text, from, passes[form.units], form.most + 1);
  const length = end - from;
  if (length < form.least || length > form.most) return null;
  const body = text.slice(from, end);
  const hasChecksum = form.check === 'crc32' && length === 36;
  const isChecked = hasChecksum && passesChecksum(body);
  const isExample = form.isSample === true || (!isChecked && sample.test(body));
  if (!isExample && (!looksRandom(body) || hasChecksum !== isChecked)) return null;
  const isMarked = body.includes('T3BlbkFJ');
  return { kind: form.kind, start, end, isChecked: isChecked || isMarked, isExample };
}

/** Keys that would begin inside other runs of their units are not looked at: each unit is read a few times at most. */
function startsKey(text: string, at: number): boolean {
  return at === 0 || !isKeyUnit(text.charCodeAt(at - 1)) || isBehindEscape(text, at);
}

/** At the first `-` or `_` of a start. */
export function readPrefixedKey(text: string, at: number, floor: number): Hit | null {
  const before = text.charCodeAt(at - 1);
  if (at === 0 || !(before < 128) || lastLetters[before] !== 1 || !isAlnum(text.charCodeAt(at + 1)))
    return null;
  const start = skipEscape(text, startOfRun(text, at, isAlnum, floor, longestHead));
  if (!startsKey(text, start)) return null;
  for (const form of formsByHead.get(text.slice(start, at + 1)) ?? [])
    if (text.startsWith(form.starts, start)) {
      const hit = readForm(text, start, form);
      if (hit !== null) return hit;
    }
  return null;
}

function isBase32(code: number): boolean {
  return isCapital(code) || (code >= 0x32 && code <= 0x37);
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || !isAlnum(text.charCodeAt(at - 1)) || isBehindEscape(text, at);
}

/** At `AIza`. */
export function readGoogleKey(text: string, at: number): Hit | null {
  const end = endOfRun(text, at, isKeyUnit, 40);
  if (!startsWord(text, at) || end - at !== 39) return null;
  return {
    kind: 'google-key',
    start: at,
    end,
    isChecked: false,
    isExample: sample.test(text.slice(at, end)),
  };
}

/** At `AKIA` or `ASIA`. */
export function readAwsKey(text: string, at: number): Hit | null {
  const end = endOfRun(text, at + 4, isBase32, 17);
  if (!startsWord(text, at) || end - at !== 20 || isAlnum(text.charCodeAt(end))) return null;
  return {
    kind: 'aws-access-key',
    start: at,
    end,
    isChecked: false,
    isExample: sample.test(text.slice(at, end)),
  };
}

function isBase64(code: number): boolean {
  return isAlnum(code) || code === 0x2b || code === 0x2f;
}

const awsSecretWithin = 160;
const awsSecretUnits = 40;

/** 40 units of base64 soon after an access key. */
export function readAwsSecretAfter(text: string, at: number): Hit | null {
  const last = Math.min(text.length, at + awsSecretWithin);
  for (let start = at; start < last; start++) {
    if (!isBase64(text.charCodeAt(start))) continue;
    const end = endOfRun(text, start, isBase64, awsSecretWithin);
    if (end - start === awsSecretUnits) {
      const body = text.slice(start, end);
      if (/[a-z]/.test(body) && /[A-Z]/.test(body) && (/\d/.test(body) || /[+/]/.test(body)))
        return { kind: 'aws-secret-key', start, end, isChecked: false, isExample: sample.test(body) };
    }
    start = end;
  }
  return null;
}

const longestHeader = 1024;
const longestPayload = 2400;
const longestSignature = 670;

/** Base64url without padding -> whether it is a JSON object with an `alg`. */
function isTokenHeader(written: string): boolean {
  try {
    const header: unknown = JSON.parse(atob(written.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof header === 'object' && header !== null && 'alg' in header;
  } catch {
    return false;
  }
}

/** The payload that jwt.io shows everybody. */
const sampleToken = 'eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lI';

/** At `.eyJ`, where a payload follows its header: three parts of base64url with points between. */
export function readJwt(text: string, at: number, floor: number): Hit | null {
  const start = skipEscape(text, startOfRun(text, at, isKeyUnit, floor, longestHeader));
  if (at - start < 16 || !text.startsWith('eyJ', start)) return null;
  const payloadEnd = endOfRun(text, at + 1, isKeyUnit, longestPayload);
  if (text[payloadEnd] !== '.') return null;
  const end = endOfRun(text, payloadEnd + 1, isKeyUnit, longestSignature);
  if (end - payloadEnd < 16 || !isTokenHeader(text.slice(start, at))) return null;
  return { kind: 'jwt', start, end, isChecked: true, isExample: text.startsWith(sampleToken, at + 1) };
}

const pemStart = /^-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/;
const pemEnd = /^-----END [A-Z0-9 ]{1,60}-----/;
const longestPem = 8192;

/** Base64, white space (also as `\n` in source code) and header lines; hyphens are looked at apart. */
function isPemUnit(code: number): boolean {
  return (
    isBase64(code) ||
    isSpace(code) ||
    (code >= 0x2c && code <= 0x2e) ||
    code === 0x3a ||
    code === 0x3d ||
    code === 0x5c
  );
}

/** Where the lines of a block end: at five hyphens, or at what no block holds. */
function endOfBody(text: string, from: number, last: number): number {
  let end = from;
  for (; end < last && isPemUnit(text.charCodeAt(end)); end++)
    if (text.charCodeAt(end) === 0x2d && text.startsWith('-----', end)) break;
  return end;
}

/** At the first `-` of a PEM block; one without its last line is taken up to where its lines end. */
export function readPem(text: string, at: number): Hit | null {
  if (!text.startsWith('-----BEGIN ', at)) return null;
  const [begin] = pemStart.exec(text.slice(at, at + 72)) ?? [];
  if (begin === undefined) return null;
  const from = at + begin.length;
  const bodyEnd = endOfBody(text, from, at + longestPem - 72);
  const [closing = ''] = pemEnd.exec(text.slice(bodyEnd, bodyEnd + 72)) ?? [];
  const body = text.slice(from, bodyEnd);
  const isExample =
    body.replace(/[^A-Za-z0-9+/]/g, '').length < 64 || /\.\.\.|example/i.test(body.slice(0, 200));
  const isChecked = closing !== '';
  const end = isChecked ? bodyEnd + closing.length : from + body.trimEnd().length;
  return { kind: 'private-key', start: at, end, isChecked, isExample };
}
