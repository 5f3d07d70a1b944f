/** The checksum of tokens that name themselves (GitHub, npm, our own keys): CRC-32 of the body, in base 62, six characters. */
import { once } from './once.ts';

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, value) => {
    let rest = value;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });
}

const tableOf = once(makeTable);

/** Of ASCII text, 0 to 2³²-1. */
export function crc32(text: string): number {
  const table = tableOf();
  let rest = 0xffffffff;
  for (let at = 0; at < text.length; at++)
    rest = (rest >>> 8) ^ (table[(rest ^ text.charCodeAt(at)) & 0xff] ?? 0);
  return (rest ^ 0xffffffff) >>> 0;
}

export const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checkLength = 6;

export function checksumOf(text: string): string {
  let written = '';
  for (let rest = crc32(text); written.length < checkLength; rest = Math.floor(rest / 62))
    written = (base62[rest % 62] ?? '') + written;
  return written;
}

/** `body` is all after `ghp_`. */
export function passesChecksum(body: string): boolean {
  return checksumOf(body.slice(0, -checkLength)) === body.slice(-checkLength);
}
