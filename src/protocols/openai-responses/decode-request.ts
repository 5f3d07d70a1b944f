/** A request body of POST /responses -> canonical, validated while it is read. Never throws, never changes `raw`. */
import { readAccessPrograms } from '../../core/access-programs.ts';
import { err, type InvalidRequest, ok, type Result } from '../../core/errors.ts';
import type { FieldCheck } from '../../core/field-check.ts';
import { defined, isObject, type JsonObject } from '../../core/json.ts';
import { mostOutputTokens } from '../../core/output-limit.ts';
import type { LlmRequest, OutputFormat, ProviderState, Reasoning, Sampling } from '../../core/request.ts';
import { efforts } from '../../core/target.ts';
import { decodeInput } from './decode-input.ts';
import { decodeToolChoice, decodeTools } from './decode-tools.ts';
import { noteTopLevel } from './features.ts';
import { Reading } from './reading.ts';

const longestModelName = 200;
const outputRange = { min: 1, max: mostOutputTokens, whole: true } as const;

function decodeFormat(text: JsonObject, check: FieldCheck): OutputFormat | undefined {
  const format = check.object(text.format, 'text.format');
  if (format === undefined) return undefined;
  const type = check.oneOf(format.type, ['text', 'json_object', 'json_schema'], 'text.format.type');
  switch (type) {
    case 'text':
      return { kind: 'text' };
    case 'json_object':
      return { kind: 'json' };
    case 'json_schema':
      return defined<Extract<OutputFormat, { kind: 'schema' }>>({
        kind: 'schema',
        schema: check.requiredObject(format.schema, 'text.format.schema'),
        name: check.string(format.name, 'text.format.name'),
        description: check.string(format.description, 'text.format.description'),
        strict: format.strict === null ? null : check.boolean(format.strict, 'text.format.strict'),
      });
    default:
      check.name(format.type, 'text.format.type');
      return undefined;
  }
}

function decodeReasoning(raw: JsonObject, check: FieldCheck): Reasoning {
  const reasoning = check.object(raw.reasoning, 'reasoning') ?? {};
  const include = check.array(raw.include, 'include') ?? [];
  const summary =
    check.string(reasoning.summary, 'reasoning.summary') ??
    check.string(reasoning.generate_summary, 'reasoning.generate_summary');
  return defined<Reasoning>({
    effort: check.oneOf(reasoning.effort, efforts, 'reasoning.effort'),
    summary,
    mode: check.string(reasoning.mode, 'reasoning.mode'),
    wantsSeal: include.includes('reasoning.encrypted_content') || undefined,
  });
}

function decodeState(raw: JsonObject, check: FieldCheck): ProviderState {
  const conversation = isObject(raw.conversation)
    ? check.string(raw.conversation.id, 'conversation.id')
    : check.string(raw.conversation, 'conversation');
  return defined<ProviderState>({
    previousResponseId: check.string(raw.previous_response_id, 'previous_response_id'),
    conversationId: conversation,
    store: check.boolean(raw.store, 'store'),
    background: check.boolean(raw.background, 'background'),
  });
}

function decodeSampling(raw: JsonObject, check: FieldCheck): Sampling {
  return defined<Sampling>({
    temperature: check.number(raw.temperature, 'temperature', { min: 0, max: 2 }),
    topP: check.number(raw.top_p, 'top_p', { min: 0, max: 1 }),
  });
}

function decodeMetadata(raw: JsonObject, check: FieldCheck): Record<string, string> | undefined {
  const metadata = check.object(raw.metadata, 'metadata');
  if (metadata === undefined) return undefined;
  const entries = Object.entries(metadata).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[key, value]];
    check.wrong(`metadata.${key}`, 'a string', value);
    return [];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

export function decodeRequest(raw: JsonObject): Result<LlmRequest, InvalidRequest> {
  const reading = new Reading();
  const { check } = reading;
  const model = check.name(raw.model, 'model', longestModelName);
  const { system, messages, tools: lateTools } = decodeInput(raw, reading);
  const text = check.object(raw.text, 'text') ?? {};
  const endUser = check.string(raw.safety_identifier, 'safety_identifier') ?? check.string(raw.user, 'user');
  const request = defined<LlmRequest>({
    model,
    system,
    messages,
    tools: decodeTools(raw.tools, reading),
    lateTools: lateTools.length > 0 ? lateTools : undefined,
    toolChoice: decodeToolChoice(raw.tool_choice, reading),
    parallelToolCalls: check.boolean(raw.parallel_tool_calls, 'parallel_tool_calls'),
    format: decodeFormat(text, check),
    verbosity: check.string(text.verbosity, 'text.verbosity'),
    maxOutputTokens: check.number(raw.max_output_tokens, 'max_output_tokens', outputRange),
    sampling: decodeSampling(raw, check),
    reasoning: decodeReasoning(raw, check),
    state: decodeState(raw, check),
    cacheKey: check.string(raw.prompt_cache_key, 'prompt_cache_key'),
    serviceTier: check.string(raw.service_tier, 'service_tier'),
    endUser,
    programme: readAccessPrograms(raw.access_programs, check),
    metadata: decodeMetadata(raw, check),
    stream: check.boolean(raw.stream, 'stream') ?? false,
    wantsUsage: false,
    features: reading.uses,
  });
  noteTopLevel(raw, reading);
  return check.problem === null ? ok(request) : err(check.problem);
}
