/**
 * The chain of the audit log: how an entry is hashed onto the one before it, and how a head is signed. Shared by what
 * writes it and what verifies it. A chain shows that something in it was touched; only a head that is kept elsewhere
 * shows that all of it was written anew.
 */
import { canonicalJson } from '../config/config-version.ts';
import type { AuditEntry, AuditHead, AuditRecord } from '../core/audit.ts';
import { fromBase64, toBase64 } from '../core/base64.ts';
import { toHex } from '../core/hex.ts';

const utf8 = new TextEncoder();
const algorithm = { name: 'Ed25519' };

async function sha256(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text))));
}

/** What the first entry of a log follows: another log's entries do not fit behind it. */
export function beginChain(log: string): Promise<string> {
  return sha256(`signalbox-audit:${log}`);
}

/** 64 hex digits: SHA-256 of `prev` and the canonical JSON of the rest. */
export function hashEntry({ prev, ...rest }: Omit<AuditEntry, 'hash'>): Promise<string> {
  return sha256(prev + canonicalJson(rest));
}

export async function linkEntry(record: AuditRecord, seq: number, prev: string): Promise<AuditEntry> {
  const { at, action, actor, object, details } = record;
  const entry = { seq, at, action, actor, object, details, prev };
  return { ...entry, hash: await hashEntry(entry) };
}

type HeadFacts = Pick<AuditHead, 'log' | 'seq' | 'hash' | 'at'>;

const signedText = ({ log, seq, hash, at }: HeadFacts) =>
  utf8.encode(`signalbox-audit-head\n${canonicalJson({ log, seq, hash, at })}`);

const toBase64Url = (bytes: Uint8Array) =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const fromBase64Url = (text: string) => fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));

/** Both halves of the secret `SIGNALBOX_AUDIT_KEY`. */
export type AuditKey = { readonly sign: CryptoKey; readonly public: string };

/** `text`: an Ed25519 key, PKCS#8 in base64. Null: it is none. */
export async function readAuditKey(text: string): Promise<AuditKey | null> {
  try {
    const bytes = fromBase64(text.replaceAll(/\s/g, ''));
    const sign = await crypto.subtle.importKey('pkcs8', bytes, algorithm, true, ['sign']);
    const { x } = (await crypto.subtle.exportKey('jwk', sign)) as JsonWebKey;
    return x === undefined ? null : { sign, public: x };
  } catch {
    // What a runtime says of a wrong key may show parts of it.
    return null;
  }
}

export async function signHead(facts: HeadFacts, key: AuditKey | null): Promise<AuditHead> {
  const { log, seq, hash, at } = facts;
  const head = { object: 'audit_head', log, seq, hash, at } as const;
  if (key === null) return { ...head, key: null, signature: null };
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, key.sign, signedText(facts)));
  return { ...head, key: key.public, signature: toBase64Url(signature) };
}

/** Whether `publicKey` has signed it. */
export async function isSignedBy(head: AuditHead, publicKey: string): Promise<boolean> {
  if (head.signature === null) return false;
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64Url(publicKey), algorithm, false, ['verify']);
    return await crypto.subtle.verify(algorithm, key, fromBase64Url(head.signature), signedText(head));
  } catch {
    return false;
  }
}
