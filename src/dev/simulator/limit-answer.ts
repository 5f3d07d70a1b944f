// Cuts an answer at stop strings and at the token cap, and counts it.
// Must not write new text.

import type { Answer, AnswerBlock, AnswerEnd } from './answer.ts';
import type { Ask } from './ask.ts';
import { splitTokens } from './tokens.ts';

/** Stop strings cut visible text only; the cap counts reasoning, text and calls in their order. */
export function limitBlocks(ask: Ask, blocks: AnswerBlock[], end: AnswerEnd): Answer {
  const stopped = cutAtStops(blocks, ask.stops);
  const capped = cutAtCap(stopped.blocks, ask.maxOutputTokens);
  const counts = countBlocks(capped.blocks);
  if (capped.isCut) return { blocks: capped.blocks, end: 'cap', ...counts };
  if (stopped.stop !== undefined) {
    return { blocks: capped.blocks, end: 'stop', stopString: stopped.stop, ...counts };
  }
  return { blocks: capped.blocks, end, ...counts };
}

function cutAtStops(blocks: AnswerBlock[], stops: string[]): { blocks: AnswerBlock[]; stop?: string } {
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'text') continue;
    const text = block.pieces.join('');
    const hits = stops
      .filter((stop) => stop !== '' && text.includes(stop))
      .toSorted((left, right) => text.indexOf(left) - text.indexOf(right));
    const [stop] = hits;
    if (stop === undefined) continue;
    const cut = { ...block, pieces: splitTokens(text.slice(0, text.indexOf(stop))) };
    return { blocks: [...blocks.slice(0, index), cut], stop };
  }
  return { blocks };
}

function cutAtCap(blocks: AnswerBlock[], cap: number): { blocks: AnswerBlock[]; isCut: boolean } {
  const kept: AnswerBlock[] = [];
  let left = cap;
  for (const block of blocks) {
    const tokens = tokensOf(block);
    if (tokens <= left) {
      kept.push(block);
      left -= tokens;
      continue;
    }
    if (left > 0) kept.push(cutBlock(block, left));
    return { blocks: kept, isCut: true };
  }
  return { blocks: kept, isCut: false };
}

function cutBlock(block: AnswerBlock, tokens: number): AnswerBlock {
  const pieces = block.pieces.slice(0, tokens);
  if (block.kind === 'reasoning') return { ...block, pieces, tokens };
  return block.kind === 'call' ? { ...block, pieces, isCut: true } : { ...block, pieces };
}

function tokensOf(block: AnswerBlock): number {
  return block.kind === 'reasoning' ? block.tokens : block.pieces.length;
}

function countBlocks(blocks: AnswerBlock[]): { outputTokens: number; reasoningTokens: number } {
  let outputTokens = 0;
  let reasoningTokens = 0;
  for (const block of blocks) {
    outputTokens += tokensOf(block);
    if (block.kind === 'reasoning') reasoningTokens += block.tokens;
  }
  return { outputTokens, reasoningTokens };
}
