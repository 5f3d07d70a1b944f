/**
 * Canonical request, already adjusted to the model's rules -> body of POST /responses. Emits only what was given,
 * besides `store` and `include`, whose defaults here are not those the caller knows.
 */
import type { Loss } from '../../core/features.ts';
import { compact, type JsonObject } from '../../core/json.ts';
import { type EncodedRequest, hasQuirk } from '../../core/protocol.ts';
import type { LlmRequest, OutputFormat, ProviderState } from '../../core/request.ts';
import type { Target } from '../../core/target.ts';
import { encodeInput } from './encode-input.ts';
import { encodeToolChoice, encodeTools } from './encode-tools.ts';
import { serviceTiers } from './wire.ts';

/** The API wants a schema to have a name. */
const unnamedSchema = 'response';

function encodeFormat(format: OutputFormat): JsonObject {
  switch (format.kind) {
    case 'text':
      return { type: 'text' };
    case 'json':
      return { type: 'json_object' };
    case 'schema':
      return compact({
        type: 'json_schema',
        name: format.name ?? unnamedSchema,
        description: format.description,
        schema: format.schema,
        strict: format.strict,
      });
    default:
      return format satisfies never;
  }
}

/** `text` of requests and of answers; undefined where nothing was said about it. */
export function encodeText(request: LlmRequest): JsonObject | undefined {
  if (request.format === undefined && request.verbosity === undefined) return undefined;
  return {
    ...(request.format && { format: encodeFormat(request.format) }),
    ...(request.verbosity !== undefined && { verbosity: request.verbosity }),
  };
}

function encodeReasoning(request: LlmRequest, target: Target): JsonObject | undefined {
  const { effort, summary, mode } = request.reasoning;
  if (target.model.reasoning === null) return undefined;
  const reasoning = compact({ effort, summary, mode });
  return Object.keys(reasoning).length > 0 ? reasoning : undefined;
}

/** A model that does not reason refuses to be asked for its reasoning. */
function encodeInclude(request: LlmRequest, target: Target): string[] | undefined {
  const isWanted = request.reasoning.wantsSeal === true && target.model.reasoning !== null;
  return isWanted ? ['reasoning.encrypted_content'] : undefined;
}

function encodeTier(request: LlmRequest, losses: Loss[]): string | undefined {
  const tier = request.serviceTier;
  if (tier === undefined || serviceTiers.has(tier)) return tier;
  // Anthropic's `standard_only` asks for no more than the standard tier.
  const isStandard = tier === 'standard_only';
  losses.push({
    what: 'service-tier',
    how: isStandard ? 'adapted' : 'dropped',
    field: 'service_tier',
    note: tier,
  });
  return isStandard ? 'default' : undefined;
}

function encodeIdentity(request: LlmRequest, target: Target, losses: Loss[]): JsonObject {
  const { cacheKey, endUser } = request;
  if (!hasQuirk(target, 'no-safety-identifier'))
    return { safety_identifier: endUser, prompt_cache_key: cacheKey };
  const note = `${target.provider.id} refuses it`;
  if (endUser !== undefined)
    losses.push({ what: 'end-user', how: 'dropped', field: 'safety_identifier', note });
  if (cacheKey !== undefined)
    losses.push({ what: 'cache-key', how: 'dropped', field: 'prompt_cache_key', note });
  return {};
}

/** Nothing is kept that nobody asked for; but what is made in the background has to be kept for the while. */
function encodeStore({ store, background }: ProviderState): boolean | undefined {
  return store ?? (background === true ? undefined : false);
}

export function encodeRequest(request: LlmRequest, target: Target): EncodedRequest {
  const { input, losses } = encodeInput(request, target);
  const { state, programme } = request;
  const wrapsCustom = hasQuirk(target, 'no-custom-tools');
  const body = compact({
    model: target.wireModel,
    input,
    tools: request.tools.length > 0 ? encodeTools(request.tools, wrapsCustom) : undefined,
    tool_choice: encodeToolChoice(request.toolChoice, request.tools, wrapsCustom),
    parallel_tool_calls: request.parallelToolCalls,
    text: encodeText(request),
    max_output_tokens: request.maxOutputTokens,
    temperature: request.sampling.temperature,
    top_p: request.sampling.topP,
    reasoning: encodeReasoning(request, target),
    include: encodeInclude(request, target),
    access_programs: programme && { [programme.name]: programme.level },
    metadata: request.metadata,
    ...encodeIdentity(request, target, losses),
    service_tier: encodeTier(request, losses),
    previous_response_id: state.previousResponseId,
    conversation: state.conversationId,
    background: state.background,
    store: hasQuirk(target, 'no-store') ? undefined : encodeStore(state),
    stream: request.stream ? true : undefined,
  });
  return { body, losses };
}
