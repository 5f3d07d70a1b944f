/** Unguessable ids: 24 characters of `[a-z0-9]`, some 124 bits. */

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Largest multiple of 36 in a byte: bytes above it would favour some characters and are drawn again. */
const fair = 252;

export function newId(length = 24): string {
  let id = '';
  while (id.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      if (byte < fair && id.length < length) id += alphabet[byte % alphabet.length];
    }
  }
  return id;
}
