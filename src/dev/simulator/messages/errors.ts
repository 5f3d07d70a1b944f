// Anthropic's error shape and the few ways to make one.
// Must not hold rules.

import type { WireError } from '../wire.ts';

export function invalid(message: string): WireError {
  return { status: 400, type: 'invalid_request_error', message, param: null, code: null };
}

export function notFound(message: string): WireError {
  return { ...invalid(message), status: 404, type: 'not_found_error' };
}

/** A code, where there is one, is Anthropic's `details.error_code`. */
export function renderError(error: WireError, requestId: string): unknown {
  const details = error.code === null ? {} : { details: { error_code: error.code } };
  return {
    type: 'error',
    error: { type: error.type, message: error.message, ...details },
    request_id: requestId,
  };
}
