/** A short name for a text, the same wherever it is made. No signature: it guards against nothing. Pure. */

/**
 * 12 hex digits of a 64-bit FNV-1a hash. Synchronous, so that a Worker has it while it starts; in two halves of 32
 * bits, because BigInt took milliseconds of every cold start.
 */
export function hashText(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of new TextEncoder().encode(text)) {
    low = (low ^ byte) >>> 0;
    // Times 2^40 + 0x1b3, modulo 2^64; no product passes 2^53.
    const lowTimes = low * 0x1b3;
    high = (high * 0x1b3 + (low << 8) + Math.floor(lowTimes / 2 ** 32)) >>> 0;
    low = lowTimes >>> 0;
  }
  const hex = (half: number) => half.toString(16).padStart(8, '0');
  return (hex(high) + hex(low)).slice(-12);
}
