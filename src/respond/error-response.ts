/** A RouterError -> HTTP answer in the caller's protocol, with what SDKs need to know about trying again. */
import type { RouterError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';

/** How a caller's protocol words an error. */
export type EncodeError = (error: RouterError, requestId: string) => JsonObject;

export function errorResponse(
  error: RouterError,
  encode: EncodeError,
  requestId: string,
  headers: Readonly<Record<string, string>>,
): Response {
  const all: Record<string, string> = {
    ...headers,
    ...error.headers,
    'content-type': 'application/json',
    'x-should-retry': String(error.retryable),
  };
  if (error.retryAfterMs !== null) {
    all['retry-after'] = String(Math.ceil(error.retryAfterMs / 1000));
    all['retry-after-ms'] = String(Math.ceil(error.retryAfterMs));
  }
  return new Response(JSON.stringify(encode(error, requestId)), { status: error.status, headers: all });
}
