// Opaque reasoning tokens: thinking signatures and encrypted reasoning, minted here and recognised again.
// Must refuse whatever was minted elsewhere, as the providers do.

import { createHmac } from 'node:crypto';
import { isObject, parseJson } from './json.ts';

/** Fixed, so that a conversation survives a restart of the simulator; it protects nothing. */
const SECRET = 'provider simulator';
const SEAL_BYTES = 16;

export type OpaqueKind = 'signature' | 'redacted' | 'encrypted';

const prefixes: Readonly<Record<OpaqueKind, string>> = {
  signature: 'Er',
  redacted: 'Eq',
  encrypted: 'gAAAAAB',
};

export interface OpaqueFacts {
  kind: OpaqueKind;
  provider: string;
  model: string;
  /** Digest of the visible reasoning text. */
  text: string;
  /** Digest of the conversation before the block. */
  conversation: string;
}

function seal(payload: string): Buffer {
  return createHmac('sha256', SECRET).update(payload).digest().subarray(0, SEAL_BYTES);
}

export function mintOpaque(facts: OpaqueFacts): string {
  const payload = JSON.stringify(facts);
  const bytes = Buffer.concat([seal(payload), Buffer.from(payload)]);
  return prefixes[facts.kind] + bytes.toString(facts.kind === 'encrypted' ? 'base64url' : 'base64');
}

/** What an opaque token says, or undefined if it was not minted here for that kind. */
export function openOpaque(kind: OpaqueKind, token: string): OpaqueFacts | undefined {
  const prefix = prefixes[kind];
  if (!token.startsWith(prefix)) return undefined;
  const bytes = Buffer.from(token.slice(prefix.length), kind === 'encrypted' ? 'base64url' : 'base64');
  if (bytes.length <= SEAL_BYTES) return undefined;
  const payload = bytes.subarray(SEAL_BYTES).toString();
  if (!seal(payload).equals(bytes.subarray(0, SEAL_BYTES))) return undefined;
  const facts = parseJson(payload);
  return isObject(facts) && facts.kind === kind ? (facts as unknown as OpaqueFacts) : undefined;
}
