/**
 * Fields of a body by which a provider would choose by itself: another model, or another host of it. The plan has chosen,
 * within the caller's models and above the floor, so they go to no provider, in the protocol they came in either. Pure.
 */
import { isObject, type JsonObject } from './json.ts';
import type { Edits } from './json-text.ts';

/** None of them is anything else in one of the protocols. */
const choosingFields: ReadonlySet<string> = new Set([
  'models', // OpenRouter, Vercel: models to try in turn
  'route', // OpenRouter: whether to try them
  'provider', // OpenRouter: hosts, and how to choose among them
  'plugins', // OpenRouter: its own router among them, and searches
  'preset', // OpenRouter: a model and settings kept there
  'providerOptions', // Vercel: the same as `models` and `provider`
  'fallbacks', // Anthropic: models that take over after a refusal; LiteLLM: after an error
  'context_window_fallbacks', // LiteLLM
  'content_policy_fallbacks', // LiteLLM
]);

/** Members of OpenRouter's `provider` that only narrow where a request may go. */
const narrowing: ReadonlySet<string> = new Set(['data_collection', 'zdr']);

export function isChoosing(field: string): boolean {
  return choosingFields.has(field);
}

/** What is left of one; undefined: nothing. */
function narrowed(field: string, value: unknown): JsonObject | undefined {
  if (field !== 'provider' || !isObject(value)) return undefined;
  const kept = Object.entries(value).filter(([name]) => narrowing.has(name));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** Edits that take them out of a body. */
export function withoutChoices(raw: JsonObject): Edits {
  const found = Object.keys(raw).filter((field) => isChoosing(field) && (raw[field] ?? null) !== null);
  return Object.fromEntries(found.map((field) => [field, narrowed(field, raw[field])]));
}
