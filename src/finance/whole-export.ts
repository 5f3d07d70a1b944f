/** An export as one text of bounded size with its manifest, for what is signed or hashed as a whole. */
import { toHex } from '../core/hex.ts';
import type { Export, ExportManifest } from './export.ts';

/** Of an isolate's 128 MB the text, its bytes and the counters take part. */
const mostBytes = 24 * 1024 * 1024;

export type WholeExport = { readonly bytes: Uint8Array<ArrayBuffer>; readonly manifest: ExportManifest };

export function manifestOf(
  { head, fileName }: Pick<Export, 'head' | 'fileName'>,
  measured: Pick<ExportManifest, 'rows' | 'bytes' | 'sha256'>,
): ExportManifest {
  return { object: 'export_manifest', file: fileName, ...head, ...measured };
}

/** Null: it is larger than an isolate can hold. */
export async function wholeExport(opened: Export): Promise<WholeExport | null> {
  const parts: Uint8Array[] = [];
  const utf8 = new TextEncoder();
  let [rows, length] = [0, 0];
  for (const piece of opened.pieces()) {
    const part = utf8.encode(piece.text);
    parts.push(part);
    rows += piece.rows;
    length += part.length;
    if (length > mostBytes) return null;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const sha256 = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  return { bytes, manifest: manifestOf(opened, { rows, bytes: length, sha256 }) };
}
