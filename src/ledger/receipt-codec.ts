/** A receipt as it is stored: deflated JSON in base64, about a third of its length. What cannot be read is none. */
import { fromBase64, toBase64 } from '../core/base64.ts';
import type { KeptReceipt } from './receipt.ts';

/** Told by the first character, should the form ever change. */
const deflated = '1';

async function through(blob: Blob, pair: TransformStream): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(blob.stream().pipeThrough(pair)).arrayBuffer());
}

export async function packReceipt(receipt: KeptReceipt): Promise<string> {
  const json = new Blob([JSON.stringify(receipt)]);
  return deflated + toBase64(await through(json, new CompressionStream('deflate-raw')));
}

/** Written by this router alone, and read by it: its shape is not looked at again. */
export async function unpackReceipt(text: string): Promise<KeptReceipt | null> {
  if (!text.startsWith(deflated)) return null;
  try {
    const bytes = await through(
      new Blob([fromBase64(text.slice(1))]),
      new DecompressionStream('deflate-raw'),
    );
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
