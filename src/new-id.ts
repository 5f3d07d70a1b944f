/** Unguessable ids: 24 characters of `[a-z0-9]`, some 124 bits. */

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Largest multiple of 36 in a byte: bytes above it would favour some characters and are drawn again. */
const fair = 252;

/** Random bytes are drawn for many ids at once: each call costs more than the bytes. No byte is used twice. */
const pool = new Uint8Array(2048);
let drawnTo = pool.length;

function nextByte(): number {
  if (drawnTo === pool.length) {
    crypto.getRandomValues(pool);
    drawnTo = 0;
  }
  return pool[drawnTo++] ?? 0;
}

export function newId(length = 24): string {
  let id = '';
  while (id.length < length) {
    const byte = nextByte();
    if (byte < fair) id += alphabet[byte % alphabet.length];
  }
  return id;
}
