/** The end user behind a request, as a name that says nothing: stable for a team, one way, never the same for two teams. */

import type { Caller } from '../core/caller.ts';
import { toHex } from '../core/hex.ts';

let known: { readonly pepper: string; readonly key: CryptoKey } | null = null;
const utf8 = new TextEncoder();

/** Declared cache: the key made from the one pepper of a deployment. */
async function keyOf(pepper: string): Promise<CryptoKey> {
  if (known?.pepper === pepper) return known.key;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8.encode(pepper), algorithm, false, ['sign']);
  known = { pepper, key };
  return key;
}

/** 32 hex digits; null: the request names nobody, or there is no secret to hash under. */
export async function nameEndUser(
  endUser: string | undefined,
  team: string,
  pepper: string | null,
): Promise<string | null> {
  if (endUser === undefined || endUser === '' || pepper === null) return null;
  const text = utf8.encode(JSON.stringify(['sbx-end-user', team, endUser]));
  const hash = new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(pepper), text));
  return toHex(hash.subarray(0, 16));
}

export type Identified<R> = { readonly request: R; readonly caller: Caller };

/**
 * The request and its caller with the end user under that name, or with none where there is no secret to name them
 * under. A signed token's word counts before the body's, the body's before a header's.
 */
export async function identifyEndUser<R extends { readonly endUser?: string }>(
  request: R,
  caller: Caller,
  pepper: string | null,
): Promise<Identified<R>> {
  const { endUser: written, ...others } = request;
  const { endUser: known } = caller;
  if (written === undefined && known === undefined) return { request, caller };
  const isSettled = known?.source === 'token' || written === undefined || written === '';
  const id = isSettled ? (known?.id ?? null) : await nameEndUser(written, caller.team, pepper);
  if (id === null) return { request: others as R, caller };
  const endUser = isSettled && known !== undefined ? known : { id, source: 'body' as const };
  return { request: { ...request, endUser: id }, caller: { ...caller, endUser } };
}
