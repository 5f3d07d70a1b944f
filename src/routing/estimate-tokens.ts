/**
 * A request's input tokens without a tokenizer: characters by kind, plus what messages and media cost. Rough (a
 * planner's and a meter's need, not an invoice's). Pure.
 */
import type { Block } from '../core/block.ts';
import type { LlmRequest } from '../core/request.ts';

const perMessage = 4;
const perImage = 1000;
/** PDF pages as text and picture; per base64 character of the file. */
const perFileChar = 1 / 60;
/** Common byte-pair encodings: about four characters of Latin script a token, about one of wide scripts. */
const latinPerToken = 4;
const widePerToken = 1.3;
const firstWide = 0x2e80;

function ofText(text: string): number {
  let wide = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= firstWide) wide++;
  return (text.length - wide) / latinPerToken + wide / widePerToken;
}

function ofBlock(block: Block): number {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return ofText(block.text);
    case 'reasoning':
      return ofText(block.parts.join(''));
    case 'tool-call':
      return perMessage + ofText(block.name) + ofText(block.input);
    case 'tool-result':
      return perMessage + block.content.reduce((sum, inner) => sum + ofBlock(inner), 0);
    case 'image':
      return perImage;
    case 'audio':
      return block.data.length * perFileChar;
    case 'file':
      if (block.source.kind === 'text') return ofText(block.source.text);
      return block.source.kind === 'data' ? block.source.data.length * perFileChar : perImage;
    case 'opaque':
      return ofText(JSON.stringify(block.value));
    default:
      return block satisfies never;
  }
}

/** Whole tokens, at least 1. */
export function estimateTokens(request: LlmRequest): number {
  let tokens = 0;
  for (const block of request.system) tokens += ofBlock(block);
  for (const { content } of request.messages) {
    tokens += perMessage;
    for (const block of content) tokens += ofBlock(block);
  }
  for (const tool of request.tools) tokens += ofText(JSON.stringify(tool));
  if (request.format?.kind === 'schema') tokens += ofText(JSON.stringify(request.format.schema));
  return Math.max(1, Math.ceil(tokens));
}
