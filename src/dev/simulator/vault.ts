// Opaque reasoning tokens: thinking signatures and encrypted reasoning, minted here and recognised again.
// Must refuse whatever was minted elsewhere, as the providers do.

import { createHmac } from 'node:crypto';
import { isObject, parseJson } from './json.ts';

/** Fixed, so that a conversation survives a restart of the simulator; it protects nothing. */
const SECRET = 'provider simulator';
const SEAL_BYTES = 16;

export type OpaqueKind = 'signature' | 'redacted' | 'encrypted' | 'thought';

const prefixes: Readonly<Record<OpaqueKind, string>> = {
  signature: 'Er',
  redacted: 'Eq',
  encrypted: 'gAAAAAB',
  thought: 'Cs',
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

/** A signature in the form of an id, for providers that sign so: made again from the same, it is recognised. */
export function mintUuid(provider: string, text: string): string {
  const hex = seal(JSON.stringify([provider, text])).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
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
