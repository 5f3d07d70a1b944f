/**
 * Verifies an exported audit log: entries and signed heads, one JSON a line. Says the first place that is wrong and what
 * is wrong there. Needs no router: whoever holds the file, an earlier head and the public key can run it.
 */
import type { AuditEntry, AuditHead } from '../core/audit.ts';
import { isObject } from '../core/json.ts';
import { beginChain, hashEntry, isSignedBy } from './chain.ts';

/** What can be wrong, each with what it means for people. */
export const auditFaults = {
  unreadable: 'is no entry of an audit log',
  missing: 'is missing',
  'out-of-order': 'does not stand in its place',
  repeated: 'stands there twice',
  forked: 'is forked: what follows it, or stands beside it, was not written after it',
  changed: 'was changed after it was written',
  rewritten: 'is not what the head was signed for: everything up to it may have been written anew',
  unsigned: 'carries no signature',
  'wrong-signature': 'carries a signature that the key did not make',
  'other-log': 'belongs to another log',
  'cut-short': 'is missing: a head was signed for it',
} as const;

export type AuditFault = {
  readonly fault: keyof typeof auditFaults;
  /** Of the entry, or null where a line is none. */
  readonly seq: number | null;
  /** Counts from 1; null: of no line of this file. */
  readonly line: number | null;
  /** The last entry before it that is as it was. */
  readonly after: number;
};

export type AuditVerdict = {
  readonly fault: AuditFault | null;
  readonly entries: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Heads that fit. */
  readonly heads: number;
  /** Whether every head is signed; by whom only `keys` can say. */
  readonly isSigned: boolean;
};

export type VerifyOptions = {
  /** Public keys in base64url of which one must have signed each head; none: the one that a head names itself. */
  readonly keys?: readonly string[];
  /** Heads that were kept elsewhere. */
  readonly kept?: readonly AuditHead[];
};

type Numbered<T> = { readonly value: T; readonly line: number };

const entryFields = 'seq,at,action,actor,object,details,prev,hash';
const isHash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isSeq = (value: unknown, least = 0) => Number.isSafeInteger(value) && Number(value) >= least;

/** Null: it is none. */
export function readHead(value: unknown): AuditHead | null {
  if (!isObject(value) || value.object !== 'audit_head') return null;
  const { log, seq, hash, at, key, signature } = value;
  const isText = [log, at].every((each) => typeof each === 'string');
  const isKey = [key, signature].every((each) => each === null || typeof each === 'string');
  return isText && isKey && isSeq(seq) && isHash(hash) ? (value as AuditHead) : null;
}

/** Exactly as it is printed: a byte that means nothing may not differ either. */
function readEntry(value: unknown, text: string): AuditEntry | null {
  if (!isObject(value) || Object.keys(value).join() !== entryFields) return null;
  const isRight = isSeq(value.seq, 1) && isHash(value.prev) && isObject(value.details);
  return isRight && JSON.stringify(value) === text ? (value as AuditEntry) : null;
}

function parseLine(text: string): AuditEntry | AuditHead | null {
  try {
    const value: unknown = JSON.parse(text);
    return readHead(value) ?? readEntry(value, text);
  } catch {
    return null;
  }
}

type Read = {
  readonly entries: readonly Numbered<AuditEntry>[];
  readonly heads: readonly Numbered<AuditHead>[];
  /** The first line that is neither. */
  readonly unreadable: number | null;
};

function readLines(lines: readonly string[]): Read {
  const entries: Numbered<AuditEntry>[] = [];
  const heads: Numbered<AuditHead>[] = [];
  for (const [at, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const line = at + 1;
    const value = parseLine(text);
    if (value === null) return { entries, heads, unreadable: line };
    if ('signature' in value) heads.push({ value, line });
    else entries.push({ value, line });
  }
  return { entries, heads, unreadable: null };
}

type Numbers = { readonly seen: ReadonlyMap<number, AuditEntry>; readonly all: ReadonlySet<number> };

/** Why this entry cannot stand where the next one should, by their numbers alone. `before`: 0 or more. */
function faultOfOrder(
  { value: { seq, hash }, line }: Numbered<AuditEntry>,
  before: number,
  { seen, all }: Numbers,
): AuditFault | null {
  const expected = before + 1;
  if (seq === expected) return null;
  const at = { line, after: before };
  const twin = seen.get(seq);
  if (twin !== undefined) return { fault: twin.hash === hash ? 'repeated' : 'forked', seq, ...at };
  // A number that comes later in the file has only changed its place.
  if (seq > expected && !all.has(expected)) return { fault: 'missing', seq: expected, ...at };
  return { fault: 'out-of-order', seq, ...at };
}

/** At once, so many: the runtime hashes beside the program. */
const atOnce = 500;

async function hashAll(entries: readonly Numbered<AuditEntry>[]): Promise<string[]> {
  const hashes: string[] = [];
  for (let at = 0; at < entries.length; at += atOnce) {
    const some = entries.slice(at, at + atOnce);
    hashes.push(...(await Promise.all(some.map(({ value }) => hashEntry(withoutHash(value))))));
  }
  return hashes;
}

async function findInChain(entries: readonly Numbered<AuditEntry>[]): Promise<AuditFault | null> {
  const all = new Set(entries.map(({ value }) => value.seq));
  const seen = new Map<number, AuditEntry>();
  const hashes = await hashAll(entries);
  // A log may begin anywhere: what is too old is gone.
  let before = entries.reduce((least, { value }) => Math.min(least, value.seq), Infinity) - 1;
  for (const [at, each] of entries.entries()) {
    const { value, line } = each;
    const outOfOrder = faultOfOrder(each, before, { seen, all });
    if (outOfOrder !== null) return outOfOrder;
    if (hashes[at] !== value.hash) return { fault: 'changed', seq: value.seq, line, after: before };
    const last = seen.get(before);
    if (last !== undefined && value.prev !== last.hash)
      return { fault: 'forked', seq: before, line, after: before - 1 };
    seen.set(value.seq, value);
    before = value.seq;
  }
  return null;
}

function withoutHash({ hash: _, ...rest }: AuditEntry): Omit<AuditEntry, 'hash'> {
  return rest;
}

type Against = {
  readonly log: string;
  /** Empty: the key that a head names itself. */
  readonly keys: readonly string[];
  /** By number. */
  readonly hashes: ReadonlyMap<number, string>;
  readonly lastSeq: number;
};

async function isSigned(head: AuditHead, keys: readonly string[]): Promise<boolean> {
  for (const key of keys) if (await isSignedBy(head, key)) return true;
  return false;
}

/** The log, the signature, and that what it was made for is there. */
async function faultOfHead(head: AuditHead, against: Against): Promise<keyof typeof auditFaults | null> {
  const { log, seq, hash, key, signature } = head;
  if (log !== against.log) return 'other-log';
  if (signature === null && against.keys.length > 0) return 'unsigned';
  const keys = against.keys.length > 0 ? against.keys : [key ?? ''];
  if (signature !== null && !(await isSigned(head, keys))) return 'wrong-signature';
  const own = against.hashes.get(seq);
  if (own !== undefined) return own === hash ? null : 'rewritten';
  return seq > against.lastSeq ? 'cut-short' : null;
}

/** By number: the first that does not fit says how far the entries can be relied on. */
async function findInHeads(
  heads: readonly { readonly value: AuditHead; readonly line: number | null }[],
  against: Against,
): Promise<{ readonly fault: AuditFault | null; readonly fit: number }> {
  const inOrder = [...heads].sort((a, b) => a.value.seq - b.value.seq);
  let after = 0;
  let fit = 0;
  for (const { value, line } of inOrder) {
    const fault = await faultOfHead(value, against);
    if (fault !== null) return { fault: { fault, seq: value.seq, line, after }, fit };
    after = value.seq;
    fit++;
  }
  return { fault: null, fit };
}

/** Hashes by number, with the one that the first entry follows. */
function hashesOf(entries: readonly AuditEntry[]): Map<number, string> {
  const hashes = new Map(entries.map(({ seq, hash }) => [seq, hash]));
  const [first] = entries;
  if (first !== undefined) hashes.set(first.seq - 1, first.prev);
  return hashes;
}

/** `lines`: of the file, from the first. */
export async function verifyAudit(
  lines: readonly string[],
  { keys = [], kept = [] }: VerifyOptions = {},
): Promise<AuditVerdict> {
  const { entries, heads, unreadable } = readLines(lines);
  const values = entries.map(({ value }) => value);
  const lastSeq = values.at(-1)?.seq ?? 0;
  const firstSeq = values[0]?.seq ?? 0;
  const counted = { entries: values.length, firstSeq, lastSeq };
  const inChain = await findInChain(entries);
  if (inChain !== null) return { ...counted, fault: inChain, heads: 0, isSigned: false };
  if (unreadable !== null) {
    const fault = { fault: 'unreadable', seq: null, line: unreadable, after: lastSeq } as const;
    return { ...counted, fault, heads: 0, isSigned: false };
  }
  const all = [...heads, ...kept.map((value) => ({ value, line: null }))];
  const log = kept[0]?.log ?? heads[0]?.value.log ?? null;
  if (log === null) return { ...counted, fault: null, heads: 0, isSigned: false };
  const hashes = hashesOf(values);
  if (firstSeq === 1 && hashes.get(0) !== (await beginChain(log))) {
    const fault = { fault: 'other-log', seq: 1, line: entries[0]?.line ?? null, after: 0 } as const;
    return { ...counted, fault, heads: 0, isSigned: false };
  }
  const { fault, fit } = await findInHeads(all, { log, keys, hashes, lastSeq });
  const isSigned = fault === null && all.every(({ value }) => value.signature !== null);
  return { ...counted, fault, heads: fit, isSigned };
}
