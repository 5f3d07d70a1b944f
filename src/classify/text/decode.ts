/**
 * What a disguised text says: base64, hex, URL-encoding, rot13, look-alike letters, leetspeak, words split into letters.
 * Gives readings beside the plain one and never replaces it: the riskiest reading counts. Bounded: few parts, two
 * layers, and a look at cheap signs first (`mask-signs.ts`), so that plain text costs one walk.
 */
import { findMaskSigns, maskSign } from './mask-signs.ts';
import { foldLookalikes, joinSplitWords, readLeet, turnRot13 } from './unmask.ts';

/** The text is composed (NFKC). */
export type Reading = { readonly text: string; readonly disguises: readonly string[] };

/** A reading, and the disguises it may still wear. */
type OpenReading = Reading & { readonly signs: number };

const shortestCode = 12;
const mostParts = 6;
const mostReadings = 16;
const longestPart = 4096;
const layers = 2;

type Coding = {
  readonly name: string;
  /** Units the encoded run consists of. */
  readonly holds: (code: number) => boolean;
  /** null: it was none. */
  readonly decode: (run: string) => string | null;
};

function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** UTF-8 that reads as text; null for anything else. */
function readBytes(bytes: Uint8Array): string | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
  let letters = 0;
  for (const unit of text) {
    const code = unit.charCodeAt(0);
    if (code < 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return null;
    if (code === 0x20 || code >= 0x80 || (code | 0x20) >= 0x61) letters++;
  }
  return letters > text.length * 0.6 ? text : null;
}

function decodeBase64(run: string): string | null {
  // words of a language have no capitals in the middle; encoded ones always do
  let capitals = 0;
  for (let at = 1; at < run.length; at++)
    if (run.charCodeAt(at) >= 0x41 && run.charCodeAt(at) <= 0x5a) capitals++;
  if (capitals === 0 || capitals === run.length - 1) return null;
  const body = run.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
  if (body.length % 4 === 1) return null;
  try {
    return readBytes(Uint8Array.from(atob(body), (unit) => unit.charCodeAt(0)));
  } catch {
    return null;
  }
}

function decodeHex(run: string): string | null {
  const digits = run.replaceAll('\\x', '').replaceAll('0x', '').replaceAll(' ', '');
  if (digits.length < shortestCode || digits.length % 2 === 1) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    const byte = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
    if (Number.isNaN(byte)) return null;
    bytes[at] = byte;
  }
  return readBytes(bytes);
}

function decodeUrl(run: string): string | null {
  if (run.split('%').length < 3) return null;
  try {
    return decodeURIComponent(run.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** Tried in this order at the start of every run. */
const codings: readonly Coding[] = [
  {
    name: 'hex',
    holds: (code) => isHexDigit(code) || code === 0x20 || code === 0x5c || code === 0x78,
    decode: decodeHex,
  },
  {
    name: 'base64',
    holds: (code) => isAlphanumeric(code) || [0x2b, 0x2f, 0x3d, 0x2d, 0x5f].includes(code),
    decode: decodeBase64,
  },
  {
    name: 'URL-encoding',
    // what URL-encoding leaves as it is, and the percent sign itself
    holds: (code) =>
      isAlphanumeric(code) ||
      [0x25, 0x2b, 0x2d, 0x5f, 0x2e, 0x21, 0x7e, 0x2a, 0x27, 0x28, 0x29].includes(code),
    decode: decodeUrl,
  },
];

/** Whether a run may start here: after white space or a sign that quotes. */
function mayStart(text: string, at: number): boolean {
  return at === 0 || !isAlphanumeric(text.charCodeAt(at - 1));
}

type Part = { from: number; to: number; text: string; name: string };

/** End of the run without white space that holds this place. */
function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text.charCodeAt(end) > 0x20) end++;
  return end;
}

/** Whether a first look at the run from `at` to `end` is worth it. */
function isLongRun(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (end - at >= shortestCode || code === 0x25 || code === 0x5c) return true;
  // spaced hex: pairs of digits
  return end - at === 2 && isHexDigit(code) && isHexDigit(text.charCodeAt(at + 1));
}

function partAt(text: string, at: number): Part | null {
  for (const { name, holds, decode } of codings) {
    let to = at;
    while (to < text.length && to - at < longestPart && holds(text.charCodeAt(to))) to++;
    while (to > at && text.charCodeAt(to - 1) === 0x20) to--;
    if (to - at < shortestCode) continue;
    const decoded = decode(text.slice(at, to));
    if (decoded !== null && decoded.trim() !== '') return { from: at, to, text: decoded, name };
  }
  return null;
}

function findParts(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (let at = 0; at < text.length && parts.length < mostParts; at++) {
    if (at >= end) end = wordEnd(text, at);
    if (end - at < 2) {
      at = end;
      continue;
    }
    const code = text.charCodeAt(at);
    const isWord = isAlphanumeric(code) || code === 0x25 || code === 0x5c;
    if (!isWord || !mayStart(text, at)) continue;
    const part = isLongRun(text, at, end) ? partAt(text, at) : null;
    if (part === null) {
      // a short word holds nothing further in; a long one may, after a quote or an equals sign
      if (end - at < shortestCode) at = end;
      continue;
    }
    parts.push(part);
    at = part.to - 1;
  }
  return parts;
}

function openReading(raw: string, disguises: readonly string[]): OpenReading {
  const signs = findMaskSigns(raw);
  if ((signs & maskSign.composed) === 0) return { text: raw, disguises, signs };
  const text = raw.normalize('NFKC');
  return { text, disguises, signs: text === raw ? signs : findMaskSigns(text) };
}

function addName(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) ? names : [...names, name];
}

/** The text with its decoded parts in place, and each part by itself. */
function decodeLayer({ text, disguises, signs }: OpenReading): OpenReading[] {
  if ((signs & maskSign.coded) === 0) return [];
  const parts = findParts(text);
  if (parts.length === 0) return [];
  let whole = '';
  let last = 0;
  for (const part of parts) {
    whole += text.slice(last, part.from) + part.text;
    last = part.to;
  }
  const names = parts.reduce((all, { name }) => addName(all, name), disguises);
  const alone = parts.map((part) => openReading(part.text, addName(disguises, part.name)));
  return [openReading(whole + text.slice(last), names), ...alone];
}

const masks: readonly (readonly [name: string, sign: number, take: (text: string) => string[]])[] = [
  ['look-alike letters', maskSign.lookalikes, foldLookalikes],
  ['split words', maskSign.split, joinSplitWords],
  ['leetspeak', maskSign.leet, readLeet],
  ['rot13', maskSign.turned, turnRot13],
];

const allMasks = maskSign.lookalikes | maskSign.split | maskSign.leet | maskSign.turned;

/** The plain reading first; at most `mostReadings`. */
export function readDisguises(text: string): Reading[] {
  const plain = openReading(text, []);
  const readings = [plain];
  if ((plain.signs & (allMasks | maskSign.coded)) === 0) return readings;
  let from = 0;
  for (let layer = 0; layer < layers; layer++) {
    const to = readings.length;
    for (; from < to; from++) readings.push(...decodeLayer(readings[from] as OpenReading));
  }
  // masks may lie over one another, so each is taken off every reading before it
  for (const [name, sign, take] of masks) {
    for (const { text: masked, disguises, signs } of [...readings]) {
      if ((signs & sign) === 0) continue;
      for (const bare of take(masked)) readings.push(openReading(bare, [...disguises, name]));
    }
  }
  return readings.slice(0, mostReadings);
}
