/** A body of POST /v1/chat/completions -> the canonical request, or the first field that is wrong. Never throws. */
import { readAccessPrograms } from '../../core/access-programs.ts';
import { err, type InvalidRequest, ok, type Result } from '../../core/errors.ts';
import { defined, isObject, type JsonObject } from '../../core/json.ts';
import { mostOutputTokens } from '../../core/output-limit.ts';
import type { LlmRequest, ProviderState, Reasoning, Sampling } from '../../core/request.ts';
import { efforts } from '../../core/target.ts';
import { decodeMessages } from './decode-messages.ts';
import { decodeFormat, decodeToolChoice, decodeTools } from './decode-tools.ts';
import { listFieldUses } from './features.ts';
import { Reading } from './reading.ts';

const longestModelName = 200;
/** OpenAI's own limit. */
const mostChoices = 128;

function decodeSampling(raw: JsonObject, { check }: Reading): Sampling {
  check.boolean(raw.logprobs, 'logprobs');
  check.number(raw.top_logprobs, 'top_logprobs', { min: 0, max: 20, whole: true });
  const penalty = { min: -2, max: 2 };
  return defined<Sampling>({
    temperature: check.number(raw.temperature, 'temperature', { min: 0, max: 2 }),
    topP: check.number(raw.top_p, 'top_p', { min: 0, max: 1 }),
    topK: check.number(raw.top_k, 'top_k', { min: 0, whole: true }),
    seed: check.number(raw.seed, 'seed', { whole: true }),
    frequencyPenalty: check.number(raw.frequency_penalty, 'frequency_penalty', penalty),
    presencePenalty: check.number(raw.presence_penalty, 'presence_penalty', penalty),
    logitBias: check.object(raw.logit_bias, 'logit_bias'),
  });
}

function decodeMaxTokens(raw: JsonObject, { check }: Reading): number | undefined {
  const range = { min: 1, max: mostOutputTokens, whole: true };
  const older = check.number(raw.max_tokens, 'max_tokens', range);
  return check.number(raw.max_completion_tokens, 'max_completion_tokens', range) ?? older;
}

function decodeStop(value: unknown, { check }: Reading): string[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return [value];
  const all = check.array(value, 'stop') ?? [];
  all.forEach((each, at) => {
    if (typeof each !== 'string') check.wrong(`stop[${at}]`, 'a string', each);
  });
  const strings = all.filter((each): each is string => typeof each === 'string' && each !== '');
  return strings.length > 0 ? strings : undefined;
}

function decodeMetadata(value: unknown, { check }: Reading): Record<string, string> | undefined {
  const metadata = check.object(value, 'metadata');
  if (!metadata) return undefined;
  for (const [key, each] of Object.entries(metadata)) {
    if (typeof each !== 'string') check.wrong(`metadata.${key}`, 'a string', each);
  }
  return metadata as Record<string, string>;
}

/** Its words alone: what is wrong with it is for the provider to say. */
function readPrediction(value: unknown): string | undefined {
  const content = isObject(value) ? value.content : undefined;
  const parts: readonly unknown[] = Array.isArray(content) ? content : [{ text: content }];
  const texts = parts.flatMap((part) => (isObject(part) && typeof part.text === 'string' ? [part.text] : []));
  return texts.length > 0 ? texts.join('\n') : undefined;
}

function wantsUsage(raw: JsonObject, { check }: Reading): boolean {
  const options = check.object(raw.stream_options, 'stream_options');
  return check.boolean(options?.include_usage, 'stream_options.include_usage') ?? false;
}

function decodeSettings(raw: JsonObject, reading: Reading) {
  const { check } = reading;
  return {
    format: decodeFormat(raw.response_format, reading),
    prediction: readPrediction(raw.prediction),
    verbosity: check.string(raw.verbosity, 'verbosity'),
    maxOutputTokens: decodeMaxTokens(raw, reading),
    choices: check.number(raw.n, 'n', { min: 1, max: mostChoices, whole: true }),
    stop: decodeStop(raw.stop, reading),
    sampling: decodeSampling(raw, reading),
    reasoning: defined<Reasoning>({ effort: check.oneOf(raw.reasoning_effort, efforts, 'reasoning_effort') }),
    state: defined<ProviderState>({ store: check.boolean(raw.store, 'store') }),
    cacheKey: check.string(raw.prompt_cache_key, 'prompt_cache_key'),
    serviceTier: check.string(raw.service_tier, 'service_tier'),
    endUser: check.string(raw.safety_identifier, 'safety_identifier') ?? check.string(raw.user, 'user'),
    programme: readAccessPrograms(raw.access_programs, check),
    metadata: decodeMetadata(raw.metadata, reading),
    stream: check.boolean(raw.stream, 'stream') ?? false,
    wantsUsage: wantsUsage(raw, reading),
  };
}

export function decodeRequest(raw: JsonObject): Result<LlmRequest, InvalidRequest> {
  const reading = new Reading();
  const { check, uses } = reading;
  uses.push(...listFieldUses(raw));
  const model = check.name(raw.model, 'model', longestModelName);
  const { system, messages } = decodeMessages(raw.messages, reading);
  const tools = decodeTools(raw, reading);
  const isLegacy = Array.isArray(raw.functions) && raw.functions.length > 0;
  const parallel = check.boolean(raw.parallel_tool_calls, 'parallel_tool_calls');
  const request = defined<LlmRequest>({
    model,
    system,
    messages,
    tools,
    toolChoice: decodeToolChoice(raw, tools, reading),
    // The old form has room for one call only.
    parallelToolCalls: isLegacy ? false : parallel,
    ...decodeSettings(raw, reading),
    legacyFunctions: isLegacy || undefined,
    features: uses,
  });
  return check.problem === null ? ok(request) : err(check.problem);
}
