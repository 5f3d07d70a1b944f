/**
 * The canonical request -> a body for one target. The model's rules were applied before; here only what the wire
 * itself demands is done, and what gets lost on the way is reported.
 */
import type { Loss } from '../../core/features.ts';
import { compact, type JsonObject } from '../../core/json.ts';
import type { EncodedRequest } from '../../core/protocol.ts';
import type { LlmRequest, OutputFormat } from '../../core/request.ts';
import type { Target } from '../../core/target.ts';
import { cacheControl } from './encode-content.ts';
import { encodeMessages } from './encode-messages.ts';
import { encodeTools } from './encode-tools.ts';
import { encodeReasoning } from './reasoning.ts';
import { isStructured, structuredSchema } from './schema.ts';

/** Where neither the caller nor the catalogue knows a cap: the API demands one. */
const fallbackMaxTokens = 4096;

const jsonInstruction = 'Answer with one JSON object and nothing else: no prose around it, no code fence.';

export function maxTokensFor(request: LlmRequest, target: Target): number {
  return request.maxOutputTokens ?? target.model.maxOutputTokens ?? fallbackMaxTokens;
}

function encodeSystem(request: LlmRequest): JsonObject[] {
  const blocks = request.system
    .filter(({ text }) => text !== '')
    .map(({ text, cache }): JsonObject => ({ type: 'text', text, ...cacheControl(cache) }));
  if (request.format?.kind === 'json') blocks.push({ type: 'text', text: jsonInstruction });
  return blocks;
}

function encodeFormat(format: OutputFormat | undefined, losses: Loss[]): JsonObject {
  if (format?.kind !== 'schema') return {};
  if (!isStructured(format.schema)) {
    const note = 'what structured output does not take here moved into descriptions';
    losses.push({ what: 'json-schema', how: 'adapted', field: 'output_config.format', note });
  }
  return { format: { type: 'json_schema', schema: structuredSchema(format.schema) } };
}

/** The API refuses stop strings of nothing but white space. */
function encodeStop(stop: readonly string[] | undefined, losses: Loss[]): string[] | undefined {
  const kept = stop?.filter((each) => each.trim() !== '');
  if (kept === undefined || stop === undefined) return undefined;
  if (kept.length < stop.length) {
    const note = 'white space alone is refused here';
    losses.push({ what: 'stop', how: 'dropped', field: 'stop_sequences', note });
  }
  return kept.length > 0 ? kept : undefined;
}

const smallestTopPWhileThinking = 0.95;

/** Temperature ends at 1 here, excludes top_p, and is refused while the model thinks. */
function encodeSampling(request: LlmRequest, isThinking: boolean, losses: Loss[]): JsonObject {
  const { temperature, topP, topK } = request.sampling;
  const drop = (field: string, note: string) =>
    losses.push({ what: 'sampling', how: 'dropped', field, note });
  const out: JsonObject = {};
  if (isThinking) {
    if (temperature !== undefined && temperature !== 1) drop('temperature', 'refused while the model thinks');
    if (topK !== undefined) drop('top_k', 'refused while the model thinks');
    if (topP !== undefined && topP >= smallestTopPWhileThinking) out.top_p = topP;
    else if (topP !== undefined) drop('top_p', 'too low while the model thinks');
    return out;
  }
  if (topK !== undefined) out.top_k = topK;
  if (temperature === undefined) return topP === undefined ? out : { ...out, top_p: topP };
  out.temperature = Math.min(temperature, 1);
  if (temperature > 1) {
    losses.push({ what: 'sampling', how: 'adapted', field: 'temperature', note: `${temperature} became 1` });
  }
  if (topP !== undefined && topP !== 1) drop('top_p', 'temperature and top_p exclude each other here');
  return out;
}

const tierOf: Readonly<Record<string, string>> = {
  auto: 'auto',
  default: 'standard_only',
  standard_only: 'standard_only',
};

function encodeServiceTier(tier: string | undefined, losses: Loss[]): string | undefined {
  if (tier === undefined) return undefined;
  const known = Object.hasOwn(tierOf, tier) ? tierOf[tier] : undefined;
  if (known === undefined) {
    losses.push({
      what: 'service-tier',
      how: 'dropped',
      field: 'service_tier',
      note: `no ${tier} tier here`,
    });
  }
  return known;
}

export function encodeRequest(request: LlmRequest, target: Target): EncodedRequest {
  const losses: Loss[] = [];
  const maxTokens = maxTokensFor(request, target);
  const { thinking, output_config } = encodeReasoning(request, target, maxTokens, losses);
  const output = { ...output_config, ...encodeFormat(request.format, losses) };
  const isThinking = thinking !== undefined && thinking.type !== 'disabled';
  const system = encodeSystem(request);
  const canPrefill = !target.model.rules.includes('no-prefill');
  const body = compact({
    model: target.wireModel,
    max_tokens: maxTokens,
    system: system.length > 0 ? system : undefined,
    messages: encodeMessages(request.messages, canPrefill, { target, losses }),
    ...encodeTools(request, target, losses),
    thinking,
    output_config: Object.keys(output).length > 0 ? output : undefined,
    stop_sequences: encodeStop(request.stop, losses),
    ...encodeSampling(request, isThinking, losses),
    metadata: request.endUser === undefined ? undefined : { user_id: request.endUser },
    service_tier: encodeServiceTier(request.serviceTier, losses),
    stream: request.stream ? true : undefined,
  });
  return { body, losses };
}
