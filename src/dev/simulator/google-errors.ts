// Errors of Google's OpenAI-compatible endpoint: its own shape, in an array.
// Must not decide what is refused.

import type { WireError } from './wire.ts';

const words: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

export function renderGoogleError({ status, message }: WireError): unknown {
  return [{ error: { code: status, message, status: words[status] ?? 'UNKNOWN' } }];
}
