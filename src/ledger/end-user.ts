/** The end user behind a request, as a name that says nothing: stable for a team, one way, never the same for two teams. */

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
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
