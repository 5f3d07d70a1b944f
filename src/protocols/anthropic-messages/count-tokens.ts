/**
 * `POST /v1/messages/count_tokens`: the body of a request without `max_tokens`, and its short answer. How tokens are
 * counted is not decided here.
 */
import type { InvalidRequest, Result } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LlmRequest } from '../../core/request.ts';
import { decodeBody } from './decode-request.ts';

/** Path under a provider's base URL. */
export const countTokensPath = '/messages/count_tokens';

export function decodeCountTokens(raw: JsonObject): Result<LlmRequest, InvalidRequest> {
  return decodeBody(raw, { needsMaxTokens: false });
}

export function encodeTokenCount(inputTokens: number): JsonObject {
  return { input_tokens: inputTokens };
}
