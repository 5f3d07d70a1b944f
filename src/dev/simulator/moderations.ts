// POST /moderations: scores by words, flags from one half on.
// Must not stand for the endpoint's judgement: it has its shapes and refusals.

import { asObject, asText, type Json, type JsonObject } from './json.ts';
import { emptyArray, invalid, missing } from './openai-checks.ts';
import { mintId } from './seed.ts';
import type { WireError } from './wire.ts';
import { looksAtImages, type RiskCategory, riskCategories, scoreWords } from './word-risk.ts';

export const latestModerationModel = 'omni-moderation-latest';

const FLAGGED_FROM = 0.5;

interface Item {
  text: string;
  hasText: boolean;
  hasImage: boolean;
}

export function answerModerations(
  model: string,
  body: JsonObject,
  requestId: string,
): { body: unknown } | { error: WireError } {
  const items = itemsOf(body.input);
  if ('error' in items) return items;
  return { body: { id: mintId('moderation', requestId), model, results: items.items.map(moderate) } };
}

/** A text or a list of texts is one item each; a list of parts is one item. */
function itemsOf(input: Json | undefined): { items: Item[] } | { error: WireError } {
  if (input === undefined || input === null) return { error: missing('input') };
  const list = Array.isArray(input) ? input : [input];
  if (list.length === 0) return { error: emptyArray('input') };
  if (list.every((entry) => typeof entry === 'string')) {
    return { items: list.map((text) => ({ text, hasText: true, hasImage: false })) };
  }
  const parts = list.map(asObject);
  if (!Array.isArray(input) || !parts.every(({ type }) => type === 'text' || type === 'image_url')) {
    return {
      error: invalid("Invalid type for 'input': expected a string or an array of strings or parts.", 'input'),
    };
  }
  const texts = parts.filter(({ type }) => type === 'text');
  const text = texts.map((part) => asText(part.text)).join('\n');
  return { items: [{ text, hasText: texts.length > 0, hasImage: texts.length < parts.length }] };
}

function byCategory<T>(value: (category: RiskCategory) => T): Record<string, T> {
  return Object.fromEntries(riskCategories.map((category) => [category, value(category)]));
}

function moderate({ text, hasText, hasImage }: Item): unknown {
  const scores = scoreWords(text);
  const categories = byCategory((category) => scores[category] >= FLAGGED_FROM);
  return {
    flagged: Object.values(categories).includes(true),
    categories,
    category_scores: scores,
    category_applied_input_types: byCategory((category) => [
      ...(hasText ? ['text'] : []),
      ...(hasImage && looksAtImages(category) ? ['image'] : []),
    ]),
  };
}
