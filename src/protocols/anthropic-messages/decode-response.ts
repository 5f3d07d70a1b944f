/** A unary Messages answer -> the canonical answer. An error object under status 200 is an error. */
import { err, ok, type Result, type UpstreamFault } from '../../core/errors.ts';
import { asString, isObject, type JsonObject } from '../../core/json.ts';
import type { LlmResponse } from '../../core/response.ts';
import { decodeBlock, fallbackModel } from './blocks.ts';
import { decodeErrorBody } from './errors.ts';
import { decodeStop } from './stop.ts';
import { decodeUsage, readServiceTier } from './usage.ts';

const unreadable: UpstreamFault = {
  kind: 'invalid-response',
  status: null,
  code: null,
  message: 'the answer has no list of content blocks',
};

export function decodeResponse(raw: JsonObject): Result<LlmResponse, UpstreamFault> {
  if (raw.type === 'error' || isObject(raw.error)) return err(decodeErrorBody(null, raw));
  if (!Array.isArray(raw.content)) return err(unreadable);
  const model = asString(raw.model);
  const blocks = raw.content.filter(isObject);
  // Before a hand-over to another model stands what the first one wrote; `model` names the last.
  const first = blocks.find((block) => block.type === 'fallback' && isObject(block.from));
  let maker = isObject(first?.from) ? (asString(first.from.model) ?? model) : model;
  const id = asString(raw.id);
  const serviceTier = readServiceTier(raw.usage) ?? asString(raw.service_tier);
  return ok({
    ...(id !== undefined && { id }),
    ...(model !== undefined && { model }),
    ...(serviceTier !== undefined && { serviceTier }),
    blocks: blocks.map((block) => {
      maker = fallbackModel(block) ?? maker;
      return decodeBlock(block, maker);
    }),
    stop: decodeStop(raw),
    usage: decodeUsage(raw),
  });
}
