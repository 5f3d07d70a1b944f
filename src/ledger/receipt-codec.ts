/** A receipt as it is stored: deflated JSON in base64, about a third of its length. What cannot be read is none. */
import type { KeptReceipt } from './receipt.ts';

/** Told by the first character, should the form ever change. */
const deflated = '1';

/**
 * Loaded with the first receipt, so that no cold start waits for it. A stream of the web platform takes ten times as long
 * for a text as short as this.
 */
const zlib = () => import('node:zlib');

/** In their order. */
export async function packReceipts(receipts: readonly KeptReceipt[]): Promise<string[]> {
  const { deflateRawSync } = await zlib();
  return receipts.map((receipt) => deflated + deflateRawSync(JSON.stringify(receipt)).toString('base64'));
}

/** Written by this router alone, and read by it: its shape is not looked at again. */
export async function unpackReceipt(text: string): Promise<KeptReceipt | null> {
  if (!text.startsWith(deflated)) return null;
  const { inflateRawSync } = await zlib();
  try {
    return JSON.parse(inflateRawSync(Buffer.from(text.slice(1), 'base64')).toString());
  } catch {
    return null;
  }
}
