/** A short name for a text, the same wherever it is made. No signature: it guards against nothing. Pure. */

const mask = 0xffff;
/** The prime of FNV-1a is 2^40 and this. */
const small = 0x1b3;

/**
 * 12 hex digits: the lower 48 bits of a 64-bit FNV-1a hash. Synchronous, so that a Worker has it while it starts. In
 * parts of 16 bits, lowest first, so that no product passes 31 bits: what does is a heap number, and BigInt is worse.
 */
export function hashText(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let low = 0x2325;
  let mid = 0x8422;
  let high = 0x9ce4;
  for (let at = 0; at < bytes.length; at++) {
    low ^= bytes[at] as number;
    const first = low * small;
    const second = mid * small + (first >>> 16);
    high = (high * small + (low << 8) + (second >>> 16)) & mask;
    mid = second & mask;
    low = first & mask;
  }
  return [high, mid, low].map((part) => part.toString(16).padStart(4, '0')).join('');
}
