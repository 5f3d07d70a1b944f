/**
 * Which top-level fields of a request are features that not every protocol carries; what stands inside messages and
 * tools is noted by their readers. The table lists every field that this protocol has.
 */
import { isChoosing } from '../../core/choosing-fields.ts';
import type { FeatureUse, RequestFeature } from '../../core/features.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';

type FieldRow = null | readonly [RequestFeature, isUsed: (value: Json) => boolean];

const always = (): boolean => true;
const isOver = (limit: number) => (value: Json) => typeof value === 'number' && value > limit;
const isNot = (neutral: Json) => (value: Json) => value !== neutral;
const isFilled = (value: Json): boolean => (isObject(value) ? Object.keys(value).length > 0 : value !== '');

/** null: carried by the canonical request without a difference between protocols. */
const fields: Readonly<Record<string, FieldRow>> = {
  model: null,
  messages: null,
  tools: null,
  tool_choice: null,
  functions: null,
  function_call: null,
  max_tokens: null,
  max_completion_tokens: null,
  reasoning_effort: null,
  stream: null,
  stream_options: null,
  web_search_options: null,
  n: ['choices', isOver(1)],
  logprobs: ['logprobs', (value) => value === true],
  top_logprobs: ['logprobs', isOver(0)],
  seed: ['seed', always],
  frequency_penalty: ['penalties', isNot(0)],
  presence_penalty: ['penalties', isNot(0)],
  logit_bias: ['logit-bias', isFilled],
  top_k: ['top-k', always],
  temperature: ['sampling', always],
  top_p: ['sampling', always],
  stop: ['stop', (value) => value !== '' && !(Array.isArray(value) && value.length === 0)],
  access_programs: ['access-programme', isFilled],
  prediction: ['prediction', always],
  verbosity: ['verbosity', always],
  modalities: ['audio-output', (value) => Array.isArray(value) && value.includes('audio')],
  audio: ['audio-output', always],
  response_format: ['json-object', (value) => isObject(value) && value.type === 'json_object'],
  parallel_tool_calls: ['parallel-calls', always],
  prompt_cache_key: ['cache-key', isFilled],
  prompt_cache_options: ['cache-hint', isFilled],
  prompt_cache_retention: ['cache-hint', always],
  metadata: ['metadata', isFilled],
  safety_identifier: ['end-user', isFilled],
  user: ['end-user', isFilled],
  service_tier: ['service-tier', isNot('auto')],
  store: ['store', (value) => value === true],
  moderation: ['moderation', always],
};

export function isKnown(field: string): boolean {
  return Object.hasOwn(fields, field);
}

export function listFieldUses(raw: JsonObject): FeatureUse[] {
  return Object.keys(raw).flatMap((field): FeatureUse[] => {
    const value = raw[field];
    if (value === undefined || value === null) return [];
    if (isChoosing(field)) return [{ feature: 'provider-choice', field }];
    if (!isKnown(field)) return [{ feature: 'unknown-field', field }];
    const row = fields[field];
    return row?.[1](value) ? [{ feature: row[0], field }] : [];
  });
}
