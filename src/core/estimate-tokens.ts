/**
 * A request's input tokens without a tokenizer, per family of models: counts of `token-shape.ts` times what each is
 * worth, plus what messages and media cost. A planner's and a meter's need, not an invoice's. Long texts are looked at
 * in fixed places. Pure.
 */
import type { Block } from './block.ts';
import type { LlmRequest, Tool } from './request.ts';
import { type TokenFamily, tokenFamilies, tokenRates } from './token-rates.ts';
import { addShape, emptyShape, type TokenShape } from './token-shape.ts';

function weigh(shape: TokenShape, family: TokenFamily): number {
  return tokenRates[family].reduce((sum, rate, at) => sum + rate * (shape[at] ?? 0), 0);
}

const perMessage = 4;
const perImage = 1000;
/** PDF pages as text and picture; per base64 character of the file. */
const perFileChar = 1 / 60;

/** Units looked at: whole texts up to `whole`, then windows, then one small window a text. */
const budget = { whole: 3072, request: 16_384, windows: 8, window: 384, rest: 64 } as const;
/** Tools whose schema is written out; the rest cost what these do on average. */
const mostSchemas = 16;

/** What a request is made of: counts of its text, and tokens that do not depend on the family. */
type Weight = { shape: TokenShape; fixed: number; seen: number };

function addScaled(weight: Weight, text: string, windows: number, size: number): void {
  const part = emptyShape();
  const step = windows > 1 ? (text.length - size) / (windows - 1) : (text.length - size) / 2;
  for (let at = 0; at < windows; at++) {
    const start = Math.floor(windows > 1 ? at * step : step);
    addShape(part, text, start, start + size);
  }
  const scale = text.length / (windows * size);
  for (let at = 0; at < part.length; at++)
    weight.shape[at] = (weight.shape[at] ?? 0) + scale * (part[at] ?? 0);
  weight.seen += windows * size;
}

function addText(weight: Weight, text: string): void {
  const { length } = text;
  const isSpent = weight.seen >= budget.request;
  if (length <= (isSpent ? budget.rest : budget.whole)) {
    addShape(weight.shape, text, 0, length);
    weight.seen += length;
  } else if (isSpent) addScaled(weight, text, 1, budget.rest);
  else addScaled(weight, text, budget.windows, budget.window);
}

/** Tokens of what is not text. */
function fixedTokens(block: Block): number {
  switch (block.type) {
    case 'tool-call':
    case 'tool-result':
      return perMessage;
    case 'image':
      return perImage;
    case 'audio':
      return block.data.length * perFileChar;
    case 'file':
      if (block.source.kind === 'text') return 0;
      return block.source.kind === 'data' ? block.source.data.length * perFileChar : perImage;
    case 'text':
    case 'refusal':
    case 'reasoning':
    case 'opaque':
      return 0;
    default:
      return block satisfies never;
  }
}

function textsOf(block: Block): readonly string[] {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return [block.text];
    case 'reasoning':
      return block.parts;
    case 'tool-call':
      return [block.name, block.input];
    case 'file':
      return block.source.kind === 'text' ? [block.source.text] : [];
    case 'opaque':
      return [JSON.stringify(block.value)];
    case 'tool-result':
    case 'image':
    case 'audio':
      return [];
    default:
      return block satisfies never;
  }
}

function addBlock(weight: Weight, block: Block): void {
  weight.fixed += fixedTokens(block);
  for (const text of textsOf(block)) addText(weight, text);
  if (block.type === 'tool-result') for (const inner of block.content) addBlock(weight, inner);
}

/** Names and descriptions of all, schemas of the first. */
function addTools(weight: Weight, tools: readonly Tool[]): void {
  const schemas: Weight = { shape: emptyShape(), fixed: 0, seen: 0 };
  for (const tool of tools) {
    weight.fixed += perMessage;
    addText(weight, tool.name);
    if (tool.kind !== 'provider' && tool.description !== undefined) addText(weight, tool.description);
  }
  for (const tool of tools.slice(0, mostSchemas)) {
    const written =
      tool.kind === 'function' ? tool.schema : tool.kind === 'custom' ? tool.format : tool.value;
    if (written !== undefined) addText(schemas, JSON.stringify(written));
  }
  const scale = Math.max(1, tools.length / mostSchemas);
  for (let at = 0; at < schemas.shape.length; at++)
    weight.shape[at] = (weight.shape[at] ?? 0) + scale * (schemas.shape[at] ?? 0);
}

function weighRequest(request: LlmRequest): Weight {
  const weight: Weight = { shape: emptyShape(), fixed: 0, seen: 0 };
  for (const block of request.system) addBlock(weight, block);
  for (const { content } of request.messages) {
    weight.fixed += perMessage;
    for (const block of content) addBlock(weight, block);
  }
  addTools(weight, request.tools);
  if (request.format?.kind === 'schema') addText(weight, JSON.stringify(request.format.schema));
  return weight;
}

function wholeTokens({ shape, fixed }: Weight, family: TokenFamily): number {
  return Math.max(1, Math.ceil(fixed + weigh(shape, family)));
}

/** Whole tokens, at least 1. Half of all estimates for o200k are within 6 %, nine of ten within 16 %. */
export function estimateTokens(request: LlmRequest, family: TokenFamily = 'openai'): number {
  return wholeTokens(weighRequest(request), family);
}

/** Of texts that are no conversation; for every family at the cost of one. */
export function estimateTextsByFamily(texts: readonly string[]): Record<TokenFamily, number> {
  const weight: Weight = { shape: emptyShape(), fixed: 0, seen: 0 };
  for (const text of texts) addText(weight, text);
  return byFamily(weight);
}

/** For every family at the cost of one. */
export function estimateTokensByFamily(request: LlmRequest): Record<TokenFamily, number> {
  return byFamily(weighRequest(request));
}

function byFamily(weight: Weight): Record<TokenFamily, number> {
  const tokens = tokenFamilies.map((family) => [family, wholeTokens(weight, family)]);
  return Object.fromEntries(tokens) as Record<TokenFamily, number>;
}
