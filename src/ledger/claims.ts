/**
 * Which requests have been made under a client's Idempotency-Key, so that none is made twice: a claim is written
 * before the request is served and tells whoever comes back with the key what became of it. No text of either.
 */

import { RouterError } from '../core/errors.ts';
import { toHex } from '../core/hex.ts';
import { isObject } from '../core/json.ts';
import type { WorkStart } from '../core/long-work.ts';
import { protocolIds } from '../core/target.ts';
import type { Usage } from '../core/usage.ts';
import { claimTtlSeconds, keys, runningClaimTtlSeconds } from './keys.ts';
import type { Store } from './store.ts';

export type Claim = {
  /** Of protocol and body. */
  readonly bodyHash: string;
  readonly requestId: string;
  readonly isRunning: boolean;
  /** An answer in the background, which the provider tells again; null: there is none. */
  readonly work: ClaimedWork | null;
  /** Of the answer, where it is known. */
  readonly usage: Pick<Usage, 'inputTokens' | 'outputTokens'>;
};

export type ClaimedWork = WorkStart & { readonly route: string };

const utf8 = new TextEncoder();

async function hashOf(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text)));
  return toHex(hash);
}

/** 64 hex digits: of this caller's key, and of nobody else's. */
export function claimName(callerId: string, key: string): Promise<string> {
  return hashOf(`sbx-claim:${callerId}:${key}`);
}

/** 64 hex digits. */
export function claimedBody(protocol: string, body: string): Promise<string> {
  return hashOf(`${protocol}\n${body}`);
}

function parseWork(value: unknown): ClaimedWork | null {
  if (!isObject(value)) return null;
  const { responseId, targetName, provider, route } = value;
  const protocol = protocolIds.find((id) => id === value.protocol);
  if (typeof responseId !== 'string' || typeof targetName !== 'string') return null;
  if (typeof provider !== 'string' || typeof route !== 'string' || protocol === undefined) return null;
  return { responseId, targetName, provider, protocol, route };
}

function parseClaim(text: string): Claim | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return null;
    const { bodyHash, requestId, isRunning, work, usage } = value;
    if (typeof bodyHash !== 'string' || typeof requestId !== 'string') return null;
    const { inputTokens, outputTokens } = isObject(usage) ? usage : {};
    return {
      bodyHash,
      requestId,
      isRunning: isRunning === true,
      work: parseWork(work),
      usage: {
        ...(typeof inputTokens === 'number' && { inputTokens }),
        ...(typeof outputTokens === 'number' && { outputTokens }),
      },
    };
  } catch {
    return null;
  }
}

/** Without the store nobody knows whether the request is made already. */
function unavailable(cause: unknown): RouterError {
  const message = 'Whether a request with this Idempotency-Key was made already cannot be read now.';
  const detail = cause instanceof Error ? cause.message : '';
  return new RouterError('store_unavailable', message, { cause, detail });
}

/** Null: the claim is ours now; else whose it is. Errors: `store_unavailable`. */
export async function takeClaim(name: string, claim: Claim, store: Store): Promise<Claim | null> {
  const key = keys.claim(name);
  try {
    if (await store.setIfAbsent(key, JSON.stringify(claim), runningClaimTtlSeconds)) return null;
    const held = await store.get(key);
    const known = held === null ? null : parseClaim(held);
    if (known !== null) return known;
  } catch (cause) {
    throw unavailable(cause);
  }
  // It ended between the two: whoever comes next may have it.
  return { ...claim, isRunning: true, work: null };
}

/** Rejects with `StoreError`. */
export async function writeClaim(name: string, claim: Claim, store: Store): Promise<void> {
  const ttlSeconds = claim.isRunning ? runningClaimTtlSeconds : claimTtlSeconds;
  await store.setFor(keys.claim(name), JSON.stringify(claim), ttlSeconds);
}

/** The request came to nothing: it may be made anew. Rejects with `StoreError`. */
export async function dropClaim(name: string, store: Store): Promise<void> {
  await store.remove(keys.claim(name));
}
