// Responses answers as a stream of typed events with running sequence numbers.
// Must give, event by event, exactly what unary.ts gives at once.

import type { AnswerBlock } from '../answer.ts';
import { asObject, type JsonObject } from '../json.ts';
import { randomText, seededRandom } from '../seed.ts';
import { inGroups, shareOf } from '../share-tokens.ts';
import type { EventPart, Exchange, WireError, WireEvent } from '../wire.ts';
import {
  answerOf,
  endStatus,
  renderItem,
  renderItems,
  renderLogprobs,
  renderPart,
  renderResponse,
} from './unary.ts';

type Emit = (type: string, fields: object, part: EventPart, tokens?: number) => WireEvent;

export function* renderEvents(exchange: Exchange): Generator<WireEvent> {
  const emit = eventMaker(0);
  const pad = padder(exchange);
  const isBackground = exchange.body.background === true;
  const opening = renderResponse(exchange, isBackground ? 'queued' : 'in_progress', []);
  yield emit('response.created', { response: opening }, 'head');
  if (isBackground) yield emit('response.queued', { response: opening }, 'head');
  yield emit('response.in_progress', { response: renderResponse(exchange, 'in_progress', []) }, 'head');
  for (const [index, block] of answerOf(exchange).blocks.entries()) {
    yield* blockEvents(exchange, block, index, emit, pad);
  }
  const status = endStatus(exchange);
  yield emit(
    `response.${status}`,
    { response: renderResponse(exchange, status, renderItems(exchange)) },
    'end',
  );
}

function eventMaker(first: number): Emit {
  let sequence = first;
  return (type, fields, part, tokens = 0) => {
    const data = { type, sequence_number: sequence, ...fields };
    sequence += 1;
    return { name: type, data, part, tokens };
  };
}

function padder(exchange: Exchange): () => object {
  const random = seededRandom(`padding:${exchange.id}`);
  const asked = asObject(exchange.body.stream_options).include_obfuscation !== false;
  if (!asked || !exchange.habits.obfuscates) return () => ({});
  return () => ({ obfuscation: randomText(random, Math.floor(random() * 16)) });
}

function* blockEvents(
  exchange: Exchange,
  block: AnswerBlock,
  index: number,
  emit: Emit,
  pad: () => object,
): Generator<WireEvent> {
  const item = renderItem(exchange, block, index);
  const at = { item_id: item.id, output_index: index };
  yield emit('response.output_item.added', { output_index: index, item: openItem(item) }, 'frame');
  let rest = 0;
  switch (block.kind) {
    case 'reasoning':
      rest = block.pieces.length === 0 ? block.tokens : 0;
      yield* summaryEvents(exchange, block, at, emit, pad);
      break;
    case 'text':
    case 'refusal':
      yield* partEvents(exchange, block, at, emit, pad);
      break;
    case 'call':
      yield* callEvents(exchange, block, at, emit, pad);
      break;
    default:
      block satisfies never;
  }
  yield emit('response.output_item.done', { output_index: index, item }, 'frame', rest);
}

/** The item as it is announced: nothing in it yet. */
function openItem(item: JsonObject): JsonObject {
  const { type } = item;
  if (type === 'reasoning') return { ...item, summary: [] };
  if (type === 'message') return { ...item, status: 'in_progress', content: [] };
  const field = type === 'custom_tool_call' ? 'input' : 'arguments';
  return { ...item, status: 'in_progress', [field]: '' };
}

function* summaryEvents(
  exchange: Exchange,
  block: Extract<AnswerBlock, { kind: 'reasoning' }>,
  at: object,
  emit: Emit,
  pad: () => object,
): Generator<WireEvent> {
  if (block.pieces.length === 0) return;
  const text = block.pieces.join('');
  const where = { ...at, summary_index: 0 };
  yield emit(
    'response.reasoning_summary_part.added',
    { ...where, part: { type: 'summary_text', text: '' } },
    'frame',
  );
  const groups = inGroups(block.pieces, exchange.habits.tokensPerEvent);
  for (const [index, group] of groups.entries()) {
    const tokens = shareOf(block.tokens, index, groups.length);
    yield emit(
      'response.reasoning_summary_text.delta',
      { ...where, delta: group.join(''), ...pad() },
      'content',
      tokens,
    );
  }
  yield emit('response.reasoning_summary_text.done', { ...where, text }, 'frame');
  yield emit(
    'response.reasoning_summary_part.done',
    { ...where, part: { type: 'summary_text', text } },
    'frame',
  );
}

function* partEvents(
  exchange: Exchange,
  block: Extract<AnswerBlock, { kind: 'text' | 'refusal' }>,
  at: object,
  emit: Emit,
  pad: () => object,
): Generator<WireEvent> {
  const where = { ...at, content_index: 0 };
  const part = renderPart(exchange, block);
  const isText = block.kind === 'text';
  const name = isText ? 'response.output_text' : 'response.refusal';
  const empty = isText
    ? { type: 'output_text', annotations: [], logprobs: [], text: '' }
    : { type: 'refusal', refusal: '' };
  yield emit('response.content_part.added', { ...where, part: empty }, 'frame');
  for (const group of inGroups(block.pieces, exchange.habits.tokensPerEvent)) {
    const logprobs = renderLogprobs(exchange, group);
    const fields = { ...where, delta: group.join(''), ...(isText && { logprobs }), ...pad() };
    yield emit(`${name}.delta`, fields, 'content', group.length);
  }
  const done = isText ? { text: part.text, logprobs: part.logprobs } : { refusal: part.refusal };
  yield emit(`${name}.done`, { ...where, ...done }, 'frame');
  yield emit('response.content_part.done', { ...where, part }, 'frame');
}

function* callEvents(
  exchange: Exchange,
  block: Extract<AnswerBlock, { kind: 'call' }>,
  at: object,
  emit: Emit,
  pad: () => object,
): Generator<WireEvent> {
  const isCustom = block.tool.kind === 'custom';
  const name = isCustom ? 'response.custom_tool_call_input' : 'response.function_call_arguments';
  for (const group of inGroups(block.pieces, exchange.habits.tokensPerEvent)) {
    yield emit(`${name}.delta`, { ...at, delta: group.join(''), ...pad() }, 'content', group.length);
  }
  const whole = block.pieces.join('');
  yield emit(`${name}.done`, { ...at, [isCustom ? 'input' : 'arguments']: whole }, 'frame');
}

/** An `error` event, then the failed response, as OpenAI sends them. */
export function renderErrorEvents(exchange: Exchange, error: WireError, sent: number): WireEvent[] {
  const emit = eventMaker(sent);
  const { type, code, message, param } = error;
  const failed = renderResponse(exchange, 'failed', [], { code: code ?? 'server_error', message });
  return [
    emit('error', { error: { type, code, message, param } }, 'end'),
    emit('response.failed', { response: failed }, 'end'),
  ];
}
