/**
 * Canonical answer -> a complete response object, with everything the API echoes from the request: SDKs validate
 * the shape. The stream encoder prints the same object.
 */
import type { Block } from '../../core/block.ts';
import { asNumber, asString, type JsonObject } from '../../core/json.ts';
import type { AnswerContext } from '../../core/protocol.ts';
import type { LlmResponse, Stop } from '../../core/response.ts';
import type { Usage } from '../../core/usage.ts';
import { encodeOutputItem, type ItemStatus } from './blocks.ts';
import { encodeText } from './encode-request.ts';
import { encodeToolChoice, encodeTools } from './encode-tools.ts';
import { encodeStop, outputKinds, refusalText } from './stop.ts';
import { encodeUsage } from './usage.ts';
import { makeResponseId, serviceTiers } from './wire.ts';

type Identity = Pick<LlmResponse, 'model' | 'created'>;

/** As sent where that is at hand: the system text of the request may hold messages of its beginning, too. */
function echoInstructions({ raw, request: { system } }: AnswerContext): string | null {
  if (raw !== undefined) return asString(raw.instructions) ?? null;
  return system.length === 0 ? null : system.map((block) => block.text).join('\n\n');
}

/** What stands in the object from the first event on and never changes. */
export function describeAnswer(identity: Identity, context: AnswerContext): JsonObject {
  const { request, raw = {} } = context;
  return {
    id: makeResponseId(context.id),
    object: 'response',
    created_at: identity.created ?? context.created,
    background: false,
    error: null,
    instructions: echoInstructions(context),
    max_output_tokens: request.maxOutputTokens ?? null,
    max_tool_calls: asNumber(raw.max_tool_calls) ?? null,
    metadata: request.metadata ?? {},
    model: identity.model ?? context.model,
    parallel_tool_calls: request.parallelToolCalls ?? true,
    previous_response_id: null,
    prompt_cache_key: request.cacheKey ?? null,
    reasoning: { effort: request.reasoning.effort ?? null, summary: request.reasoning.summary ?? null },
    safety_identifier: null,
    store: false,
    temperature: request.sampling.temperature ?? null,
    text: { format: { type: 'text' }, ...encodeText(request) },
    tool_choice: encodeToolChoice(request.toolChoice, request.tools) ?? 'auto',
    tools: encodeTools(request.tools),
    top_logprobs: 0,
    top_p: request.sampling.topP ?? null,
    truncation: 'disabled',
    user: null,
  };
}

/** Our own and Anthropic's words for a tier, in OpenAI's. */
function encodeServiceTier(tier: string | undefined): string | null {
  if (tier === undefined) return null;
  if (serviceTiers.has(tier)) return tier;
  return tier === 'standard' ? 'default' : null;
}

/** What the end of the answer adds; `output` stands between the two. */
export function describeEnd(
  stop: Stop,
  usage: Usage,
  serviceTier: string | undefined,
): JsonObject & { status: ItemStatus } {
  const { status, reason } = encodeStop(stop);
  return {
    status,
    incomplete_details: reason === null ? null : { reason },
    service_tier: encodeServiceTier(serviceTier),
    usage: encodeUsage(usage),
  };
}

/** A refusal that came as a stop reason alone becomes a part the client can read. */
export function spellRefusal(stop: Stop, hasRefusal: boolean): Block[] {
  return stop.reason === 'refusal' && !hasRefusal ? [{ type: 'refusal', text: refusalText(stop) }] : [];
}

export function encodeResponse(response: LlmResponse, context: AnswerContext): JsonObject {
  const { hasRefusal } = outputKinds(response.blocks);
  const blocks = [...response.blocks, ...spellRefusal(response.stop, hasRefusal)];
  const { status } = encodeStop(response.stop);
  // Only what was written last can have been cut off.
  const statusAt = (index: number) => (index === blocks.length - 1 ? status : 'completed');
  const output = blocks
    .map((block, index) => encodeOutputItem(block, index, context, statusAt(index)))
    .filter((item) => item !== null);
  return {
    ...describeAnswer(response, context),
    output,
    ...describeEnd(response.stop, response.usage, response.serviceTier),
    ...context.extension?.(),
  };
}
