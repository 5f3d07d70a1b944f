/**
 * Errors both ways: what OpenAI says becomes a fault, a RouterError becomes OpenAI's error object. A provider's own
 * text stays in the fault's message; only the passthrough lane shows it.
 */
import {
  type ErrorCode,
  type FaultKind,
  type RouterError,
  type UpstreamFault,
  withField,
} from '../../core/errors.ts';
import { classifyFault, readRetryAfterMs } from '../../core/fault-words.ts';
import { asString, isObject, type JsonObject } from '../../core/json.ts';
import type { PassedStream, SseEvent } from '../../core/protocol.ts';
import { printEvent } from '../../sse/print.ts';
import { makeResponseId } from './wire.ts';

/** Codes that speak of the request's own content; they come without a status inside a failed response. */
const requestCodes: ReadonlySet<string> = new Set([
  'data_residency_mismatch',
  'invalid_image',
  'invalid_image_format',
  'invalid_base64_image',
  'invalid_image_url',
  'invalid_image_mode',
  'image_too_large',
  'image_too_small',
  'image_parse_error',
  'image_file_too_large',
  'unsupported_image_media_type',
  'empty_image_file',
  'failed_to_download_image',
  'image_file_not_found',
]);

/** A 404 about one of these is about the conversation the caller named, not about the model. */
const stateParams: ReadonlySet<string> = new Set(['input', 'previous_response_id', 'conversation', 'prompt']);

/** The code list is open: any policy the provider adds is a refusal too. */
function isPolicyCode(code: string): boolean {
  return code.endsWith('_policy') || code.includes('policy_violation');
}

/** Some hosts number their codes. */
function codeOf(error: JsonObject): string | undefined {
  return typeof error.code === 'number' ? String(error.code) : asString(error.code);
}

/** Longer ones quote the prompt. */
const longestMessage = 2000;

function kindOf(status: number | null, error: JsonObject): FaultKind {
  const code = codeOf(error);
  if (code !== undefined && isPolicyCode(code)) return 'policy';
  if (code !== undefined && requestCodes.has(code)) return 'bad-request';
  if (status === 404 && code !== 'model_not_found' && stateParams.has(asString(error.param) ?? ''))
    return 'bad-request';
  return classifyFault({ status, code, type: asString(error.type), message: asString(error.message) });
}

/** `error` is the wire's error object, of a body, a failed response or an `error` event. */
export function decodeErrorObject(error: JsonObject, status: number | null): UpstreamFault {
  const param = asString(error.param);
  return {
    kind: kindOf(status, error),
    status,
    code: codeOf(error) ?? asString(error.type) ?? null,
    message: (asString(error.message) ?? '').slice(0, longestMessage),
    ...(param !== undefined && { param }),
  };
}

export function decodeError(status: number, headers: Headers, raw: JsonObject | null): UpstreamFault {
  const error = raw === null ? {} : isObject(raw.error) ? raw.error : raw;
  const retryAfterMs = readRetryAfterMs(headers);
  return { ...decodeErrorObject(error, status), ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

function errorObject(error: RouterError): JsonObject {
  return { message: withField(error), type: error.type, param: error.param, code: error.code };
}

export function encodeError(error: RouterError, _requestId: string): JsonObject {
  return { error: errorObject(error) };
}

/** Codes that clients of this API act on, where we have the same case. */
const wireCodes: Partial<Record<ErrorCode, string>> = {
  rate_limited: 'rate_limit_exceeded',
  upstream_overloaded: 'server_is_overloaded',
};

/**
 * The end of a stream by failure, as OpenAI sends it: an `error` event, on which the SDKs throw, and the failed
 * response, on which readers of the terminal event act. `sequence` is that of the first of the two.
 */
export function printFailure(error: RouterError, response: JsonObject, sequence: number): string {
  const event = { type: 'error', sequence_number: sequence, error: errorObject(error) };
  const failed = {
    type: 'response.failed',
    sequence_number: sequence + 1,
    response: {
      ...response,
      status: 'failed',
      error: { code: wireCodes[error.code] ?? error.code, message: withField(error) },
    },
  };
  return printEvent('error', JSON.stringify(event)) + printEvent('response.failed', JSON.stringify(failed));
}

/** Null where it has none. */
function numberOf({ data }: SseEvent): number | null {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) && typeof value.sequence_number === 'number' ? value.sequence_number : null;
  } catch {
    return null;
  }
}

/**
 * The same for a stream whose bytes passed, or that nothing has been sent of: the response object is only what must be
 * there.
 */
export function encodeStreamError(error: RouterError, requestId: string, passed?: PassedStream): string {
  const start = passed?.events.find((event) => event.type === 'response-start');
  const response = {
    id: start?.id ?? makeResponseId(requestId),
    object: 'response',
    created_at: start?.created ?? 0,
    incomplete_details: null,
    model: start?.model ?? '',
    output: [],
    usage: null,
  };
  const last = passed?.tail.map(numberOf).findLast((number) => number !== null) ?? -1;
  return printFailure(error, response, last + 1);
}
