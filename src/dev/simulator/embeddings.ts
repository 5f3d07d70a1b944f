// POST /embeddings: deterministic unit vectors.
// Must not stand for meaning: equal texts are equal, all else is noise.

import { asList, asNumber, asText, type Json, type JsonObject } from './json.ts';
import { invalid, missing } from './openai-checks.ts';
import { seededRandom } from './seed.ts';
import { countTokens } from './tokens.ts';
import type { WireError } from './wire.ts';

const SMALL_DIMENSIONS = 1536;
const LARGE_DIMENSIONS = 3072;
const MAX_INPUTS = 2048;

export function answerEmbeddings(
  model: string,
  body: JsonObject,
): { body: unknown; tokens: number } | { error: WireError } {
  if (body.input === undefined || body.input === null) return { error: missing('input') };
  const inputs = inputsOf(body.input);
  if (inputs.length === 0 || inputs.some((input) => input.text === '')) {
    return {
      error: invalid(
        "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
      ),
    };
  }
  if (inputs.length > MAX_INPUTS)
    return { error: invalid(`'$.input' must have at most ${MAX_INPUTS} elements.`) };
  const full = model.includes('large') ? LARGE_DIMENSIONS : SMALL_DIMENSIONS;
  const dimensions = asNumber(body.dimensions) ?? full;
  if (dimensions < 1 || dimensions > full) {
    return {
      error: invalid(
        `Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${full}.`,
        'dimensions',
      ),
    };
  }
  const isBase64 = body.encoding_format === 'base64';
  const data = inputs.map((input, index) => {
    const vector = unitVector(`${model}:${input.text}`, dimensions);
    const embedding = isBase64 ? Buffer.from(vector.buffer).toString('base64') : [...vector];
    return { object: 'embedding', index, embedding };
  });
  const tokens = inputs.reduce((sum, input) => sum + input.tokens, 0);
  return {
    body: { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } },
    tokens,
  };
}

/** A text, a list of texts, a list of tokens, or a list of lists of tokens. */
function inputsOf(input: Json): { text: string; tokens: number }[] {
  if (typeof input === 'string') return [{ text: input, tokens: countTokens(input) }];
  const parts = asList(input);
  if (typeof parts[0] === 'number') return [{ text: JSON.stringify(parts), tokens: parts.length }];
  return parts.map((part) => {
    if (Array.isArray(part)) return { text: JSON.stringify(part), tokens: part.length };
    return { text: asText(part), tokens: countTokens(asText(part)) };
  });
}

function unitVector(seed: string, dimensions: number): Float32Array {
  const random = seededRandom(seed);
  const vector = Float32Array.from({ length: dimensions }, () => random() * 2 - 1);
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / norm);
}
