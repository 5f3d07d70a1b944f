/**
 * A request's body -> text: content type and encoding checked, bytes counted while they are read, strict UTF-8.
 * Throws RouterError; nothing has been sent anywhere when it does.
 */
import { RouterError } from '../core/errors.ts';

function printBytes(bytes: number): string {
  return bytes % 1_000_000 === 0 ? `${bytes / 1_000_000} MB` : `${bytes} bytes`;
}

function tooLarge(limitBytes: number): RouterError {
  return new RouterError(
    'request_too_large',
    `The body is larger than the limit of ${printBytes(limitBytes)}.`,
  );
}

function checkHeaders(headers: Headers): void {
  const type = headers.get('content-type') ?? 'none';
  if (!/^application\/(?:[a-z0-9.-]+\+)?json\b/i.test(type)) {
    const message = `The content-type must be application/json; got ${type.slice(0, 80)}.`;
    throw new RouterError('unsupported_media_type', message, { param: 'content-type' });
  }
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') {
    const message = `The body must not be compressed; got content-encoding ${encoding.slice(0, 40)}.`;
    throw new RouterError('unsupported_media_type', message, { param: 'content-encoding' });
  }
}

/** Errors: `request_too_large`, before more than that is kept. */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const declared = request.headers.get('content-length') ?? '';
  const length = /^\d+$/.test(declared) ? Number(declared) : null;
  if (length !== null && length > limitBytes) throw tooLarge(limitBytes);
  // The runtime holds a client to the length it declares: read in one go.
  if (length !== null) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    read += chunk.byteLength;
    if (read > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(read);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** Serves all requests: a call without `stream` keeps nothing for the next. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Errors: `unsupported_media_type`, `request_too_large`, `invalid_json` (not UTF-8). */
export async function readText(request: Request, limitBytes: number): Promise<string> {
  checkHeaders(request.headers);
  const bytes = await readBytes(request, limitBytes);
  if (bytes.byteLength > limitBytes) throw tooLarge(limitBytes);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new RouterError('invalid_json', 'The body is not valid UTF-8.');
  }
}
