/**
 * The form of our API keys: `sbx_live_`, 12 characters that name the key, 32 that are its secret (190 bits), and a
 * checksum by which scanners find a leaked key and typos are told without asking anybody. Pure but for the randomness
 * that is passed in.
 */
import { toHex } from '../core/hex.ts';
import { base62, checksumOf } from '../core/token-checksum.ts';

export const keyPrefix = 'sbx_live_';

const idLength = 12;
const secretLength = 32;
const form = new RegExp(
  `^${keyPrefix}([0-9A-Za-z]{${idLength}})([0-9A-Za-z]{${secretLength}})([0-9A-Za-z]{6})$`,
);

/** Bytes above this would make some characters likelier than others. */
const fairBytes = 256 - (256 % base62.length);

/** Of letters and digits; `randomBytes` must be unguessable. */
export function randomText(length: number, randomBytes: (count: number) => Uint8Array): string {
  let text = '';
  while (text.length < length)
    for (const byte of randomBytes(length))
      if (byte < fairBytes && text.length < length) text += base62[byte % base62.length];
  return text;
}

export type NewKey = { readonly id: string; readonly key: string };

/** `randomBytes` must be unguessable. */
export function makeKey(randomBytes: (count: number) => Uint8Array): NewKey {
  const id = randomText(idLength, randomBytes);
  const body = `${id}${randomText(secretLength, randomBytes)}`;
  return { id, key: `${keyPrefix}${body}${checksumOf(body)}` };
}

/** The id of a key of our form with a right checksum; null: it is none. */
export function readKeyId(key: string): string | null {
  const [, id, secret, check] = form.exec(key) ?? [];
  if (id === undefined || secret === undefined) return null;
  return checksumOf(`${id}${secret}`) === check ? id : null;
}

/** Hex HMAC-SHA-256 of a key: what is kept of it. */
export async function digestKey(key: string, pepper: string): Promise<string> {
  const utf8 = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const secret = await crypto.subtle.importKey('raw', utf8.encode(pepper), algorithm, false, ['sign']);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', secret, utf8.encode(key)));
  return toHex(bytes);
}
