/** A finished Responses answer -> canonical. A failed or cancelled response is a fault, whatever its HTTP status. */
import { err, ok, type Result, type UpstreamFault } from '../../core/errors.ts';
import { asNumber, asString, isObject, type JsonObject } from '../../core/json.ts';
import type { LlmResponse } from '../../core/response.ts';
import { decodeOutputItem } from './blocks.ts';
import { decodeErrorObject } from './errors.ts';
import { decodeStop, outputKinds } from './stop.ts';
import { decodeUsage } from './usage.ts';

/** Why a response object is no answer, or null. */
export function decodeFailure(response: JsonObject): UpstreamFault | null {
  if (isObject(response.error)) return decodeErrorObject(response.error, null);
  if (response.status === 'failed')
    return { kind: 'server', status: null, code: 'failed', message: 'the response failed without a reason' };
  if (response.status === 'cancelled')
    return { kind: 'server', status: null, code: 'cancelled', message: 'the response was cancelled' };
  return null;
}

/** What a response object tells about itself, besides its output. */
export function decodeHeader(response: JsonObject): Pick<LlmResponse, 'id' | 'model' | 'created'> {
  const id = asString(response.id);
  const model = asString(response.model);
  const created = asNumber(response.created_at);
  return {
    ...(id && { id }),
    ...(model && { model }),
    ...(created !== undefined && { created: Math.floor(created) }),
  };
}

export function decodeResponse(raw: JsonObject): Result<LlmResponse, UpstreamFault> {
  const failure = decodeFailure(raw);
  if (failure !== null) return err(failure);
  if (!Array.isArray(raw.output)) {
    return err({
      kind: 'invalid-response',
      status: null,
      code: null,
      message: 'the answer is no response object: it has no output list',
    });
  }
  const header = decodeHeader(raw);
  const blocks = raw.output.flatMap((item) => decodeOutputItem(item, header.model));
  const serviceTier = asString(raw.service_tier);
  return ok({
    ...header,
    ...(serviceTier && { serviceTier }),
    blocks,
    stop: decodeStop(raw, outputKinds(blocks)),
    usage: decodeUsage(raw),
  });
}
