// Messages answers as one JSON object.
// Must not decide anything: it renders what the answerer said.

import type { Answer, AnswerBlock } from '../answer.ts';
import { parseArguments } from '../choose-calls.ts';
import { answeredName } from '../models.ts';
import { digest, mintId } from '../seed.ts';
import { billedUsage, distortUsage } from '../usage.ts';
import { mintOpaque, mintUuid } from '../vault.ts';
import type { Exchange } from '../wire.ts';
import { conversationBefore, messagesOf } from './parse.ts';

function answerOf(exchange: Exchange): Answer {
  return exchange.answers[0] ?? { blocks: [], end: 'done', outputTokens: 0, reasoningTokens: 0 };
}

export function renderBody(exchange: Exchange): unknown {
  const blocks = visibleBlocks(exchange);
  return {
    ...renderShell(exchange),
    content: blocks.map((block, index) => renderBlock(exchange, block, index)),
    ...renderEnd(exchange),
    ...(exchange.fault['no-usage'] ? {} : { usage: renderUsage(exchange) }),
  };
}

export function renderShell(exchange: Exchange): object {
  return {
    model: answeredName(exchange.model, exchange.family),
    id: exchange.id,
    type: 'message',
    role: 'assistant',
  };
}

export type VisibleBlock = Exclude<AnswerBlock, { kind: 'refusal' }>;

/** A refusal has no content here: it is told by the stop reason. */
export function visibleBlocks(exchange: Exchange): VisibleBlock[] {
  return answerOf(exchange).blocks.filter((block): block is VisibleBlock => block.kind !== 'refusal');
}

export function renderBlock(exchange: Exchange, block: VisibleBlock, index: number): unknown {
  switch (block.kind) {
    case 'reasoning':
      if (block.redacted) return { type: 'redacted_thinking', data: sign(exchange, 'redacted', '') };
      return { type: 'thinking', thinking: block.pieces.join(''), signature: signatureOf(exchange, block) };
    case 'text':
      return { type: 'text', text: block.pieces.join('') };
    case 'call':
      return { ...openCall(exchange, block, index), input: parseArguments(block.pieces.join('')) };
    default:
      return block satisfies never;
  }
}

export function openCall(
  exchange: Exchange,
  block: Extract<AnswerBlock, { kind: 'call' }>,
  index: number,
): object {
  const id = mintId('toolUse', `${exchange.id}:${index}`);
  return { type: 'tool_use', id, name: block.tool.name, input: {}, caller: { type: 'direct' } };
}

export function signatureOf(exchange: Exchange, block: { pieces: string[] }): string {
  const text = block.pieces.join('');
  if (exchange.family.owner === 'deepseek') return mintUuid(exchange.provider, digest(text));
  return sign(exchange, 'signature', text);
}

function sign(exchange: Exchange, kind: 'signature' | 'redacted', text: string): string {
  const { provider, model, body } = exchange;
  const conversation = conversationBefore(body, messagesOf(body).length);
  return mintOpaque({ kind, provider, model, text: digest(text), conversation });
}

export function renderEnd(exchange: Exchange): object {
  const answer = answerOf(exchange);
  const refused = answer.blocks.find((block) => block.kind === 'refusal');
  return {
    stop_reason: stopReason(answer),
    stop_sequence: answer.end === 'stop' ? (answer.stopString ?? null) : null,
    stop_details: refused === undefined ? null : renderRefusal(refused.category),
  };
}

const refusalCategories = ['cyber', 'bio', 'frontier_llm', 'reasoning_extraction', 'general_harms'];

function renderRefusal(category: string): object {
  const known = refusalCategories.includes(category) ? category : null;
  const what = known ?? 'harmful';
  return {
    type: 'refusal',
    category: known,
    explanation: `This request triggered restrictions on ${what} content and was blocked under the usage policy.`,
  };
}

function stopReason(answer: Answer): string {
  switch (answer.end) {
    case 'done':
      return 'end_turn';
    case 'calls':
      return 'tool_use';
    case 'cap':
      return 'max_tokens';
    case 'stop':
      return 'stop_sequence';
    case 'refusal':
    case 'filter':
      return 'refusal';
    default:
      return answer.end satisfies never;
  }
}

/** Input counts exclude what was read from or written to the cache. */
export function renderInputUsage(exchange: Exchange): object {
  const usage = billedUsage(exchange);
  return {
    input_tokens: usage.input - usage.read - usage.write5m - usage.write1h,
    cache_creation_input_tokens: usage.write5m + usage.write1h,
    cache_read_input_tokens: usage.read,
  };
}

function renderUsage(exchange: Exchange): unknown {
  const usage = billedUsage(exchange);
  const thinking = usage.reasoning > 0 ? { output_tokens_details: { thinking_tokens: usage.reasoning } } : {};
  return distortUsage({ ...renderWholeUsage(exchange, usage.output), ...thinking }, exchange.fault);
}

/** Usage as `message_start` tells it: the input is known, the output has only begun. */
export function renderOpeningUsage(exchange: Exchange): unknown {
  return distortUsage(renderWholeUsage(exchange, 1), exchange.fault);
}

function renderWholeUsage(exchange: Exchange, outputTokens: number): object {
  const usage = billedUsage(exchange);
  return {
    ...renderInputUsage(exchange),
    cache_creation: {
      ephemeral_5m_input_tokens: usage.write5m,
      ephemeral_1h_input_tokens: usage.write1h,
    },
    output_tokens: outputTokens,
    service_tier: 'standard',
    inference_geo: 'global',
    ...(exchange.body.speed != null && { speed: exchange.body.speed }),
  };
}
