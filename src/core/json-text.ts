/**
 * JSON as text: a scan that checks nesting and finds the top-level members, and a patch that replaces whole
 * members without touching any other byte. So numbers, key order and fields we do not know pass as written.
 */
import type { Json } from './json.ts';

/** Top-level members to replace; `undefined` removes one; a name that is not there is added at the end. */
export type Edits = { readonly [name: string]: Json | undefined };

export type MemberSpan = {
  /** Index of the key's opening quote. */
  readonly start: number;
  readonly valueStart: number;
  /** Just behind the value. */
  readonly end: number;
};

export type JsonScan = {
  readonly depth: number;
  readonly members: ReadonlyMap<string, MemberSpan>;
  /** Of all objects in it: a name that stands twice counts twice. */
  readonly memberCount: number;
};

const quote = 34;
const backslash = 92;
const comma = 44;
const colon = 58;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;

/** Index of the quote that closes the string opened at `start`; text must be valid JSON, else the text's length. */
export function closingQuote(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at !== -1) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}

/** A key with escapes reads as what it means, so that `"mod\u0065l"` is `model`; invalid text stays as it is. */
export function readKey(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}

/**
 * Scans a JSON object in one pass: strings are jumped over, so the cost follows structure rather than length.
 * Text that is no JSON gives a scan without meaning, never an exception: parse it as well.
 */
export function scanObject(text: string): JsonScan {
  const members = new Map<string, MemberSpan>();
  let memberCount = 0;
  let depth = 0;
  let deepest = 0;
  let key = -1;
  let keyEnd = -1;
  let valueStart = -1;
  const close = (end: number) => {
    if (key === -1 || valueStart === -1) return;
    const name = readKey(text.slice(key, keyEnd + 1));
    members.set(name, { start: key, valueStart, end: trimEnd(text, end) });
    key = -1;
    valueStart = -1;
  };
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = closingQuote(text, at);
        if (depth === 1 && key === -1) {
          key = at;
          keyEnd = end;
        }
        at = end;
        break;
      }
      case openBrace:
      case openBracket:
        depth++;
        if (depth > deepest) deepest = depth;
        break;
      case closeBrace:
      case closeBracket:
        if (depth === 1) close(at);
        depth--;
        break;
      case colon:
        memberCount++;
        if (depth === 1) valueStart = skipSpace(text, at + 1);
        break;
      case comma:
        if (depth === 1) close(at);
        break;
    }
  }
  return { depth: deepest, members, memberCount };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function skipSpace(text: string, at: number): number {
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function trimEnd(text: string, end: number): number {
  while (isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

/** The same text with some top-level members replaced. `scan` is of this very text. */
export function patchObject(text: string, scan: JsonScan, edits: Edits): string {
  const names = Object.keys(edits);
  if (names.length === 0) return text;
  const replaced = names
    .map((name) => ({ name, span: scan.members.get(name), value: edits[name] }))
    .sort((a, b) => (a.span?.start ?? text.length) - (b.span?.start ?? text.length));
  let out = '';
  let at = 0;
  const added: string[] = [];
  for (const { name, span, value } of replaced) {
    if (span === undefined) {
      if (value !== undefined) added.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
    } else if (value !== undefined) {
      out += text.slice(at, span.valueStart) + JSON.stringify(value);
      at = span.end;
    } else {
      out += text.slice(at, span.start);
      at = span.end;
    }
  }
  const rest = out + text.slice(at);
  return tidy(rest, added, edits, scan);
}

/** Removing a member leaves a comma behind, adding one needs one: both are settled here, outside of strings. */
function tidy(text: string, added: readonly string[], edits: Edits, scan: JsonScan): string {
  const removed = Object.keys(edits).some((name) => edits[name] === undefined && scan.members.has(name));
  const clean = removed ? dropStrayCommas(text) : text;
  if (added.length === 0) return clean;
  const end = clean.lastIndexOf('}');
  const isEmpty = clean.charCodeAt(trimEnd(clean, end) - 1) === openBrace;
  return `${clean.slice(0, end)}${isEmpty ? '' : ','}${added.join(',')}${clean.slice(end)}`;
}

/** Drops top-level commas that no member follows or precedes. */
function dropStrayCommas(text: string): string {
  let out = '';
  let from = 0;
  let depth = 0;
  let hasMember = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      hasMember = true;
      at = closingQuote(text, at);
    } else if (code === openBrace || code === openBracket) depth++;
    else if (code === closeBrace || code === closeBracket) depth--;
    else if (code === comma && depth === 1) {
      const next = text.charCodeAt(skipSpace(text, at + 1));
      if (!hasMember || next === comma || next === closeBrace) {
        out += text.slice(from, at);
        from = at + 1;
      }
    }
  }
  return out + text.slice(from);
}
