/**
 * A request body of any of the three protocols -> the canonical request, for whoever looks at requests without
 * serving them. What such a look does not need is filled in: a model, and Messages' cap on output.
 */
import { err, type InvalidRequest, type Result } from '../core/errors.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import type { LlmRequest } from '../core/request.ts';
import type { ProtocolId } from '../core/target.ts';
import { decodeCountTokens } from '../protocols/anthropic-messages/count-tokens.ts';
import { detectProtocol } from '../protocols/detect.ts';
import { protocols } from '../protocols/index.ts';

/** Told by the body's own fields. */
export function protocolOf(raw: JsonObject): ProtocolId {
  return detectProtocol({ model: 'auto', ...raw });
}

export function readRequest(raw: JsonObject): Result<LlmRequest, InvalidRequest> {
  if (!Array.isArray(raw.messages) && raw.input === undefined) {
    return err({
      field: 'messages',
      message: 'must be there, or `input`: a request of one of the three protocols',
    });
  }
  const named = { model: 'auto', ...raw };
  const protocol = protocolOf(raw);
  return protocol === 'anthropic-messages'
    ? decodeCountTokens(named)
    : protocols[protocol].decodeRequest(named);
}

/** A plain text is what one user says. */
export function requestOfText(text: string): JsonObject {
  return { model: 'auto', messages: [{ role: 'user', content: text }] };
}

/** A line of JSONL: a body, or an object whose `request` or `text` is one. */
export function bodyOfLine(line: JsonObject): JsonObject {
  if (isObject(line.request)) return line.request;
  if (typeof line.text === 'string' && line.messages === undefined && line.input === undefined)
    return requestOfText(line.text);
  return line;
}
