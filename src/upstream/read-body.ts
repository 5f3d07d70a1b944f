/**
 * Reads a provider's unary body with a bound in bytes, so that no answer can fill an isolate's memory; and tells what
 * kind of body it is.
 */
import { isObject, type JsonObject } from '../core/json.ts';

/** Most answers are smaller; each further piece is twice as large. Few pieces: each wakes JavaScript. */
const firstPieceBytes = 16 * 1024;
const largestPieceBytes = 1024 * 1024;
/** For a body that is one piece. */
const utf8 = new TextDecoder();

/** The text, or null where it is longer than `limitBytes` (the body is then cancelled). */
export async function readBounded(response: Response, limitBytes: number): Promise<string | null> {
  const declared = response.headers.get('content-length') ?? '';
  // Of a compressed body the declared length says nothing.
  const isTold = /^\d+$/.test(declared) && !response.headers.has('content-encoding');
  if (isTold && Number(declared) <= limitBytes) return response.text();
  if (response.body === null) return '';
  const reader = response.body.getReader({ mode: 'byob' });
  let decoder: TextDecoder | null = null;
  let text = '';
  let bytes = 0;
  for (let size = firstPieceBytes; ; size = Math.min(2 * size, largestPieceBytes)) {
    const { value } = await reader.readAtLeast(size, new Uint8Array(size));
    const length = value?.byteLength ?? 0;
    bytes += length;
    if (bytes > limitBytes) {
      await reader.cancel();
      return null;
    }
    // A piece is short only at the end.
    if (length < size) return text + (decoder ?? utf8).decode(value);
    decoder ??= new TextDecoder();
    text += decoder.decode(value, { stream: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Null where the text is no JSON object. */
export function parseObject(text: string): JsonObject | null {
  const value = parseJson(text);
  return isObject(value) ? value : null;
}

/** The object that an error's body is, and its text; Google wraps it in an array. Null where there is none. */
export function parseError(text: string): { readonly raw: JsonObject; readonly text: string } | null {
  const value = parseJson(text);
  if (isObject(value)) return { raw: value, text };
  const first: unknown = Array.isArray(value) ? value[0] : null;
  return isObject(first) ? { raw: first, text: JSON.stringify(first) } : null;
}

export function isEventStream(response: Response): boolean {
  return /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
}
