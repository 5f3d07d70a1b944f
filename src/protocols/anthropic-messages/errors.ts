/**
 * Errors both ways: a provider's words -> a fault; our own error -> the words of this protocol, as an answer or in a
 * stream that has begun. What a provider said is never copied into our words.
 */
import { type ErrorType, RouterError, type UpstreamFault } from '../../core/errors.ts';
import { classifyFault, readRetryAfterMs } from '../../core/fault-words.ts';
import { asString, isObject, type JsonObject } from '../../core/json.ts';
import { printEvent } from '../../sse/print.ts';

const longestMessage = 2000;

/** `messages.3.content.0: Input should be …`: the API begins with the place. */
const placePattern = /^([a-z_]+(?:\.[a-z0-9_-]+){0,12}): /;
const readChars = 200;

function placeOf(message: string): string | undefined {
  return placePattern.exec(message.slice(0, readChars))?.[1];
}

/** `status` is null inside a stream or under HTTP 200. */
export function decodeErrorBody(status: number | null, raw: JsonObject | null): UpstreamFault {
  const error = isObject(raw?.error) ? raw.error : {};
  const type = asString(error.type);
  const details = isObject(error.details) ? asString(error.details.error_code) : undefined;
  const code = details ?? asString(error.code);
  const message = (asString(error.message) ?? '').slice(0, longestMessage);
  const kind = classifyFault({ status, code, type, message });
  const param = kind === 'bad-request' ? placeOf(message) : undefined;
  return { kind, status, code: code ?? type ?? null, message, ...(param !== undefined && { param }) };
}

export function decodeError(status: number, headers: Headers, raw: JsonObject | null): UpstreamFault {
  const retryAfterMs = readRetryAfterMs(headers);
  return { ...decodeErrorBody(status, raw), ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

const wireType: Readonly<Record<ErrorType, string>> = {
  invalid_request_error: 'invalid_request_error',
  authentication_error: 'authentication_error',
  permission_error: 'permission_error',
  not_found_error: 'not_found_error',
  rate_limit_error: 'rate_limit_error',
  insufficient_quota: 'billing_error',
  request_too_large: 'request_too_large',
  server_error: 'api_error',
  overloaded_error: 'overloaded_error',
};

/** `error.details.error_code` is our own stable code: SDKs of this protocol show it apart from the message. */
export function encodeError(error: RouterError, requestId: string): JsonObject {
  const { param, message } = error;
  return {
    type: 'error',
    error: {
      type: error.status === 504 ? 'timeout_error' : wireType[error.type],
      // As the API itself does: the place first.
      message: param === null || message.startsWith(param) ? message : `${param}: ${message}`,
      details: { error_code: error.code },
    },
    request_id: requestId,
  };
}

export function encodeStreamError(error: RouterError, requestId: string): string {
  return printEvent('error', JSON.stringify(encodeError(error, requestId)));
}

/** For an encoder that meets a fault that nobody worded: the pipeline words them before. */
export function encodeUnwordedFault(requestId: string): string {
  return encodeStreamError(new RouterError('upstream_error', 'The provider failed.'), requestId);
}
