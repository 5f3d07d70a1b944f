/**
 * The canonical request -> a body of POST /chat/completions for one target. Emits only what was given; the target's
 * quirks choose names and leave out what it refuses.
 */
import type { Loss } from '../../core/features.ts';
import { compact, type JsonObject } from '../../core/json.ts';
import { type EncodedRequest, hasQuirk } from '../../core/protocol.ts';
import type { LlmRequest } from '../../core/request.ts';
import type { Target } from '../../core/target.ts';
import type { Writing } from './encode-content.ts';
import { encodeMessages } from './encode-messages.ts';
import { encodeFormat, encodeTools, schemaInstruction } from './encode-tools.ts';

/** OpenAI's limit; of more, the first are kept. */
const mostStops = 4;

/** Tiers that the API takes and reports; other protocols have further ones. */
export const serviceTiers: ReadonlySet<string> = new Set([
  'auto',
  'default',
  'flex',
  'scale',
  'priority',
  'fast',
]);

/** `max_tokens` where the host knows only that. */
export function maxTokensName(target: Target): 'max_tokens' | 'max_completion_tokens' {
  return hasQuirk(target, 'max-tokens') ? 'max_tokens' : 'max_completion_tokens';
}

function encodeSampling(request: LlmRequest, losses: Loss[]): JsonObject {
  const { sampling, stop } = request;
  if (stop && stop.length > mostStops) {
    losses.push({ what: 'stop', how: 'adapted', field: 'stop', note: `the first ${mostStops} are kept` });
  }
  return {
    temperature: sampling.temperature,
    top_p: sampling.topP,
    seed: sampling.seed,
    frequency_penalty: sampling.frequencyPenalty,
    presence_penalty: sampling.presencePenalty,
    logit_bias: sampling.logitBias,
    stop: stop?.slice(0, mostStops),
  };
}

function encodeTier(tier: string | undefined, losses: Loss[]): string | undefined {
  if (tier === undefined || serviceTiers.has(tier)) return tier;
  losses.push({
    what: 'service-tier',
    how: 'dropped',
    field: 'service_tier',
    note: `${tier} is not known here`,
  });
  return undefined;
}

/** Who asks, and what the provider keeps: each only where the host has the field. */
function encodeAccount(request: LlmRequest, { target, losses }: Writing): JsonObject {
  const { endUser, cacheKey, metadata, state } = request;
  const isKnown = !hasQuirk(target, 'no-safety-identifier');
  const drop = (what: string, field: string, note: string) =>
    losses.push({ what, how: 'dropped', field, note });
  if (!isKnown && endUser !== undefined)
    drop('end-user', 'safety_identifier', 'the provider has no such field');
  if (!isKnown && cacheKey !== undefined)
    drop('cache-key', 'prompt_cache_key', 'the provider has no such field');
  const store = hasQuirk(target, 'no-store') ? undefined : state.store;
  // OpenAI takes metadata only of answers it stores.
  if (metadata && store !== true) drop('metadata', 'metadata', 'kept only with stored answers');
  return {
    safety_identifier: isKnown ? endUser : undefined,
    prompt_cache_key: isKnown ? cacheKey : undefined,
    store,
    metadata: store === true ? metadata : undefined,
    service_tier: encodeTier(request.serviceTier, losses),
  };
}

function encodeStream(request: LlmRequest, target: Target): JsonObject {
  if (!request.stream) return {};
  if (hasQuirk(target, 'no-stream-usage')) return { stream: true };
  return { stream: true, stream_options: { include_usage: true } };
}

/** A host that takes no schema is told it in words. */
function withSchemaInstruction(request: LlmRequest, target: Target): LlmRequest {
  const { format, system } = request;
  if (format?.kind !== 'schema' || !hasQuirk(target, 'no-json-schema')) return request;
  return { ...request, system: [...system, { type: 'text', text: schemaInstruction(format.schema) }] };
}

export function encodeRequest(request: LlmRequest, target: Target): EncodedRequest {
  const losses: Loss[] = [];
  const writing: Writing = {
    target,
    losses,
    isTextOnly: target.model.input.every((modality) => modality === 'text'),
  };
  const body = compact({
    model: target.wireModel,
    messages: encodeMessages(withSchemaInstruction(request, target), writing),
    ...encodeTools(request, writing),
    response_format: request.format && encodeFormat(request.format, writing),
    verbosity: request.verbosity,
    [maxTokensName(target)]: request.maxOutputTokens,
    reasoning_effort: request.reasoning.effort,
    ...encodeSampling(request, losses),
    ...encodeAccount(request, writing),
    ...encodeStream(request, target),
  });
  return { body, losses };
}
