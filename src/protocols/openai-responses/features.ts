/**
 * Which features the top-level fields of a request use. Those of items, parts and tools are noted where they are read;
 * all are judged by the target protocol's carriage table, not here.
 */
import { isChoosing } from '../../core/choosing-fields.ts';
import type { RequestFeature } from '../../core/features.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Reading } from './reading.ts';
import { knownFields } from './wire.ts';

type Value = Json | undefined;

function isGiven(value: Value): boolean {
  return value !== undefined && value !== null;
}

function isOn(value: Value): boolean {
  return value === true;
}

type Row = {
  readonly field: string;
  readonly feature: RequestFeature;
  readonly isUsed: (value: Value) => boolean;
};

/** Fields that are a feature by being there; those with several meanings are below. */
const rows: readonly Row[] = [
  { field: 'access_programs', feature: 'access-programme', isUsed: isGiven },
  { field: 'background', feature: 'background', isUsed: isOn },
  { field: 'context_management', feature: 'unknown-field', isUsed: isGiven },
  { field: 'conversation', feature: 'previous-response', isUsed: isGiven },
  { field: 'image', feature: 'unknown-field', isUsed: isGiven },
  { field: 'max_tool_calls', feature: 'unknown-field', isUsed: isGiven },
  {
    field: 'metadata',
    feature: 'metadata',
    isUsed: (value) => isObject(value) && Object.keys(value).length > 0,
  },
  { field: 'moderation', feature: 'moderation', isUsed: isGiven },
  { field: 'parallel_tool_calls', feature: 'parallel-calls', isUsed: isGiven },
  { field: 'previous_response_id', feature: 'previous-response', isUsed: isGiven },
  { field: 'prompt', feature: 'previous-response', isUsed: isGiven },
  { field: 'prompt_cache_key', feature: 'cache-key', isUsed: isGiven },
  { field: 'prompt_cache_options', feature: 'cache-hint', isUsed: isGiven },
  { field: 'prompt_cache_retention', feature: 'cache-hint', isUsed: isGiven },
  { field: 'safety_identifier', feature: 'end-user', isUsed: isGiven },
  { field: 'service_tier', feature: 'service-tier', isUsed: (value) => isGiven(value) && value !== 'auto' },
  { field: 'store', feature: 'store', isUsed: isOn },
  { field: 'temperature', feature: 'sampling', isUsed: isGiven },
  { field: 'top_logprobs', feature: 'logprobs', isUsed: (value) => isGiven(value) && value !== 0 },
  { field: 'top_p', feature: 'sampling', isUsed: isGiven },
  { field: 'truncation', feature: 'unknown-field', isUsed: (value) => value === 'auto' },
  { field: 'user', feature: 'end-user', isUsed: isGiven },
];

function noteNested(raw: JsonObject, reading: Reading): void {
  const text = isObject(raw.text) ? raw.text : {};
  if (isGiven(text.verbosity)) reading.use('verbosity', 'text.verbosity');
  if (isObject(text.format) && text.format.type === 'json_object') reading.use('json-object', 'text.format');
  const reasoning = isObject(raw.reasoning) ? raw.reasoning : {};
  if (isGiven(reasoning.summary)) reading.use('reasoning-summary', 'reasoning.summary');
  else if (isGiven(reasoning.generate_summary))
    reading.use('reasoning-summary', 'reasoning.generate_summary');
  if (isGiven(reasoning.mode) && reasoning.mode !== 'standard')
    reading.use('reasoning-mode', 'reasoning.mode');
  if (isGiven(reasoning.context) && reasoning.context !== 'auto')
    reading.use('unknown-field', 'reasoning.context');
  const include = Array.isArray(raw.include) ? raw.include : [];
  const logprobs = include.indexOf('message.output_text.logprobs');
  if (logprobs !== -1) reading.use('logprobs', `include[${logprobs}]`);
}

export function noteTopLevel(raw: JsonObject, reading: Reading): void {
  for (const { field, feature, isUsed } of rows) if (isUsed(raw[field])) reading.use(feature, field);
  noteNested(raw, reading);
  for (const field of Object.keys(raw)) {
    if (knownFields.has(field) || raw[field] === null) continue;
    reading.use(isChoosing(field) ? 'provider-choice' : 'unknown-field', field);
  }
}
