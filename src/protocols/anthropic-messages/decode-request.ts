/**
 * A Messages body -> the canonical request, checked while it is read. Refuses only what the API itself refuses;
 * whatever else it does not know becomes an `unknown-field` use. Never throws.
 */
import { err, type InvalidRequest, ok, type Result } from '../../core/errors.ts';
import { inWords } from '../../core/field-check.ts';
import type { JsonObject } from '../../core/json.ts';
import { leastOutputTokens, mostOutputTokens } from '../../core/output-limit.ts';
import type { LlmRequest, OutputFormat, ProviderState, Reasoning, Sampling } from '../../core/request.ts';
import { efforts } from '../../core/target.ts';
import { readConversation } from './decode-messages.ts';
import { readTools } from './decode-tools.ts';
import { RequestReader } from './features.ts';

const longestModelName = 200;

function readSampling(raw: JsonObject, reader: RequestReader): Sampling {
  const temperature = reader.number(raw.temperature, 'temperature', { min: 0, max: 1 });
  const topP = reader.number(raw.top_p, 'top_p', { min: 0, max: 1 });
  const topK = reader.number(raw.top_k, 'top_k', { min: 0, whole: true });
  if (temperature !== undefined) reader.use('sampling', 'temperature');
  if (topP !== undefined) reader.use('sampling', 'top_p');
  if (topK !== undefined) reader.use('top-k', 'top_k');
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
  };
}

const thinkingTypes = ['adaptive', 'enabled', 'disabled', 'between_tools'] as const;

/** `thinking` alone; an effort stands in `output_config`. */
function readThinking(thinking: JsonObject, reader: RequestReader): Reasoning {
  reader.noteUnknown(thinking, 'thinking', 'thinking');
  const type = reader.oneOf(thinking.type, thinkingTypes, 'thinking.type');
  if (thinking.display !== undefined && thinking.display !== null)
    reader.use('reasoning-summary', 'thinking.display');
  const summary = thinking.display === 'summarized' ? { summary: 'auto' } : {};
  switch (type) {
    case 'adaptive':
      return { wantsSeal: true, ...summary };
    case 'enabled': {
      const budgetTokens = reader.number(thinking.budget_tokens, 'thinking.budget_tokens', {
        min: 1,
        whole: true,
      });
      if (budgetTokens === undefined) {
        reader.wrong('thinking.budget_tokens', 'a whole number, 1024 or more', thinking.budget_tokens);
        return {};
      }
      return { wantsSeal: true, budgetTokens, ...summary };
    }
    case 'disabled':
      return { effort: 'none' };
    case 'between_tools':
      // The least thinking of models that cannot do without.
      return { wantsSeal: true, effort: 'low' };
    case undefined:
      reader.wrong(
        'thinking.type',
        `one of ${thinkingTypes.map((each) => `"${each}"`).join(', ')}`,
        thinking.type,
      );
      return {};
    default:
      return type satisfies never;
  }
}

function readReasoning(raw: JsonObject, reader: RequestReader): Reasoning {
  const thinking = reader.object(raw.thinking, 'thinking');
  const output = reader.object(raw.output_config, 'output_config') ?? {};
  reader.noteUnknown(output, 'output', 'output_config');
  const effort = reader.oneOf(output.effort, efforts, 'output_config.effort');
  const read = thinking === undefined ? {} : readThinking(thinking, reader);
  // Thinking switched off wins: the effort then only governs how much is written.
  return { ...read, ...(effort !== undefined && read.effort !== 'none' && { effort }) };
}

function readFormat(raw: JsonObject, reader: RequestReader): OutputFormat | undefined {
  const output = reader.object(raw.output_config, 'output_config');
  const isOld = output?.format === undefined || output.format === null;
  const place = isOld ? 'output_format' : 'output_config.format';
  const format = reader.object(isOld ? raw.output_format : output?.format, place);
  if (format === undefined) return undefined;
  if (format.type !== 'json_schema') return reader.wrong(`${place}.type`, '"json_schema"', format.type);
  return { kind: 'schema', schema: reader.requiredObject(format.schema, `${place}.schema`) };
}

function readStop(raw: JsonObject, reader: RequestReader): string[] | undefined {
  const list = reader.array(raw.stop_sequences, 'stop_sequences');
  if (list === undefined || list.length === 0) return undefined;
  reader.use('stop', 'stop_sequences');
  return list.map((each, at) => reader.name(each, `stop_sequences[${at}]`));
}

function readState(raw: JsonObject, reader: RequestReader): ProviderState {
  if (raw.thread !== undefined && raw.thread !== null) reader.use('previous-response', 'thread');
  const { container } = raw;
  if (container === undefined || container === null) return {};
  const object = typeof container === 'string' ? { id: container } : reader.object(container, 'container');
  const containerId = reader.string(object?.id, 'container.id');
  if (Array.isArray(object?.skills) && object.skills.length > 0)
    reader.use('provider-tool', 'container.skills');
  if (containerId === undefined) return {};
  reader.use('provider-file', 'container');
  return { containerId };
}

function readServiceTier(raw: JsonObject, reader: RequestReader): string | undefined {
  const tier = reader.string(raw.service_tier, 'service_tier');
  const speed = reader.string(raw.speed, 'speed');
  if (tier !== undefined) reader.use('service-tier', 'service_tier');
  if (speed === 'fast') reader.use('service-tier', 'speed');
  return speed === 'fast' ? 'fast' : tier;
}

function readEndUser(raw: JsonObject, reader: RequestReader): string | undefined {
  const metadata = reader.object(raw.metadata, 'metadata');
  const endUser = reader.string(metadata?.user_id, 'metadata.user_id');
  if (endUser !== undefined) reader.use('end-user', 'metadata.user_id');
  return endUser;
}

/** 0 fills the prompt cache and writes nothing. */
const capRange = {
  min: leastOutputTokens['anthropic-messages'],
  max: mostOutputTokens,
  whole: true,
} as const;

export type DecodeOptions = {
  /** `count_tokens` takes the same body without `max_tokens`. */
  readonly needsMaxTokens: boolean;
};

export function decodeBody(raw: JsonObject, options: DecodeOptions): Result<LlmRequest, InvalidRequest> {
  const reader = new RequestReader();
  const model = reader.name(raw.model, 'model', longestModelName);
  const { system, messages } = readConversation(raw, reader);
  const maxOutputTokens = reader.number(raw.max_tokens, 'max_tokens', capRange);
  if (maxOutputTokens === undefined && options.needsMaxTokens) {
    reader.wrong('max_tokens', inWords(capRange), raw.max_tokens);
  }
  const format = readFormat(raw, reader);
  const stop = readStop(raw, reader);
  const serviceTier = readServiceTier(raw, reader);
  const endUser = readEndUser(raw, reader);
  if (reader.object(raw.cache_control, 'cache_control')) reader.use('cache-hint', 'cache_control');
  const request: LlmRequest = {
    model,
    system,
    messages,
    ...readTools(raw, reader),
    ...(format && { format }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(stop && { stop }),
    sampling: readSampling(raw, reader),
    reasoning: readReasoning(raw, reader),
    state: readState(raw, reader),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(endUser !== undefined && { endUser }),
    stream: reader.boolean(raw.stream, 'stream') ?? false,
    wantsUsage: false,
    features: reader.uses,
  };
  reader.noteUnknown(raw, 'body', '');
  return reader.problem === null ? ok(request) : err(reader.problem);
}

export function decodeRequest(raw: JsonObject): Result<LlmRequest, InvalidRequest> {
  return decodeBody(raw, { needsMaxTokens: true });
}
