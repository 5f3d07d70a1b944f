/** Errors both ways: what a host said -> an upstream fault; our own error -> this wire, whole or inside a stream. */
import { type RouterError, type UpstreamFault, withField } from '../../core/errors.ts';
import { classifyFault, readRetryAfterMs } from '../../core/fault-words.ts';
import { asString, defined, isObject, type Json, type JsonObject } from '../../core/json.ts';
import { printData } from '../../sse/print.ts';

const longestMessage = 2000;

/** A word or number as text; anything else says nothing. */
function wordOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Hosts that only gave a number in the body mean an HTTP status by it (OpenRouter, Google). */
function statusOf(code: Json | undefined): number | null {
  return typeof code === 'number' && code >= 400 && code <= 599 ? code : null;
}

/** The object that says what is wrong, whatever the host wraps it in. */
function findError(body: JsonObject): JsonObject {
  const { error } = body;
  if (isObject(error)) return error;
  if (typeof error === 'string') return { ...body, message: error };
  const [first] = Array.isArray(body.errors) ? body.errors : [];
  return isObject(first) ? first : body;
}

/** Whether a body or chunk with status 200 is an error after all. */
export function isErrorBody(body: JsonObject): boolean {
  return Boolean(body.error) || body.object === 'error';
}

export function readFault(body: JsonObject, status: number | null, retryAfterMs?: number): UpstreamFault {
  const error = findError(body);
  const code = wordOf(error.code);
  const type = wordOf(error.type) ?? wordOf(error.status);
  const message = asString(error.message) ?? asString(error.msg) ?? asString(body.detail) ?? '';
  // OpenRouter names what its moderation found.
  const isModerated = isObject(error.metadata) && Array.isArray(error.metadata.reasons);
  const known = status ?? statusOf(error.code);
  return defined<UpstreamFault>({
    kind: isModerated ? 'policy' : classifyFault({ status: known, code, type, message }),
    status,
    code: code ?? type ?? null,
    message: message.slice(0, longestMessage),
    param: wordOf(error.param),
    retryAfterMs,
  });
}

export function decodeError(status: number, headers: Headers, raw: JsonObject | null): UpstreamFault {
  return readFault(raw ?? {}, status, readRetryAfterMs(headers));
}

export function encodeError(error: RouterError): JsonObject {
  return { error: { message: withField(error), type: error.type, param: error.param, code: error.code } };
}

/** No `[DONE]` follows: clients must not take the answer for whole. */
export function encodeStreamError(error: RouterError): string {
  return printData(JSON.stringify(encodeError(error)));
}
