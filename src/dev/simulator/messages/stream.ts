// Messages answers as a stream of typed events.
// Must give, event by event, exactly what unary.ts gives at once.

import type { AnswerBlock } from '../answer.ts';
import { inGroups, shareOf } from '../share-tokens.ts';
import { billedUsage, distortUsage } from '../usage.ts';
import type { EventPart, Exchange, WireError, WireEvent } from '../wire.ts';
import { renderError } from './errors.ts';
import {
  openCall,
  renderBlock,
  renderEnd,
  renderInputUsage,
  renderOpeningUsage,
  renderShell,
  signatureOf,
  type VisibleBlock,
  visibleBlocks,
} from './unary.ts';

function event(type: string, fields: object, part: EventPart, tokens = 0): WireEvent {
  return { name: type, data: { type, ...fields }, part, tokens };
}

export function* renderEvents(exchange: Exchange): Generator<WireEvent> {
  const noUsage = exchange.fault['no-usage'] === true;
  const shell = {
    ...renderShell(exchange),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
  };
  yield event(
    'message_start',
    { message: noUsage ? shell : { ...shell, usage: renderOpeningUsage(exchange) } },
    'head',
  );
  const blocks = visibleBlocks(exchange);
  if (blocks.length === 0) yield event('ping', {}, 'head');
  for (const [index, block] of blocks.entries()) yield* blockEvents(exchange, block, index);
  const usage = distortUsage({ ...renderInputUsage(exchange), ...outputUsage(exchange) }, exchange.fault);
  const hidden = exchange.answers
    .flatMap((answer) => answer.blocks)
    .filter((block) => block.kind === 'refusal');
  const tokens = hidden.reduce((sum, block) => sum + block.pieces.length, 0);
  yield event('message_delta', { delta: renderEnd(exchange), ...(noUsage ? {} : { usage }) }, 'tail', tokens);
  yield event('message_stop', {}, 'end');
}

function outputUsage(exchange: Exchange): object {
  const usage = billedUsage(exchange);
  const details = usage.reasoning > 0 ? { output_tokens_details: { thinking_tokens: usage.reasoning } } : {};
  return { output_tokens: usage.output, ...details };
}

function* blockEvents(exchange: Exchange, block: VisibleBlock, index: number): Generator<WireEvent> {
  yield event('content_block_start', { index, content_block: openBlock(exchange, block, index) }, 'frame');
  if (index === 0) yield event('ping', {}, 'frame');
  const delta = (fields: object, tokens: number, part: EventPart = 'content') =>
    event('content_block_delta', { index, delta: fields }, part, tokens);
  const groups = inGroups(block.pieces, exchange.habits.tokensPerEvent);
  switch (block.kind) {
    case 'reasoning': {
      for (const [at, group] of groups.entries()) {
        const tokens = shareOf(block.tokens, at, groups.length);
        yield delta({ type: 'thinking_delta', thinking: group.join('') }, tokens);
      }
      const unseen = groups.length === 0 ? block.tokens : 0;
      if (block.redacted) break;
      yield delta({ type: 'signature_delta', signature: signatureOf(exchange, block) }, unseen, 'frame');
      break;
    }
    case 'text':
      for (const group of groups) yield delta({ type: 'text_delta', text: group.join('') }, group.length);
      break;
    case 'call':
      yield delta({ type: 'input_json_delta', partial_json: '' }, 0);
      yield* callDeltas(block, groups, delta);
      break;
    default:
      block satisfies never;
  }
  const unseen = block.kind === 'reasoning' && block.redacted ? block.tokens : 0;
  yield event('content_block_stop', { index }, 'frame', unseen);
}

/** A tool without arguments sends no JSON at all. */
function* callDeltas(
  block: Extract<AnswerBlock, { kind: 'call' }>,
  groups: string[][],
  delta: (fields: object, tokens: number) => WireEvent,
): Generator<WireEvent> {
  if (block.pieces.join('') === '{}') return;
  for (const group of groups)
    yield delta({ type: 'input_json_delta', partial_json: group.join('') }, group.length);
}

function openBlock(exchange: Exchange, block: VisibleBlock, index: number): unknown {
  switch (block.kind) {
    case 'reasoning':
      return block.redacted
        ? renderBlock(exchange, block, index)
        : { type: 'thinking', thinking: '', signature: '' };
    case 'text':
      return { type: 'text', text: '' };
    case 'call':
      return openCall(exchange, block, index);
    default:
      return block satisfies never;
  }
}

export function renderErrorEvents(exchange: Exchange, error: WireError): WireEvent[] {
  return [{ name: 'error', data: renderError(error, exchange.requestId), part: 'end', tokens: 0 }];
}
