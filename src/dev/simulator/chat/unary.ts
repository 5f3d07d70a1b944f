// Chat Completions answers as one JSON object.
// Must not decide anything: it renders what the answerer said.

import type { Answer, AnswerBlock } from '../answer.ts';
import { asNumber } from '../json.ts';
import { renderLogprob } from '../log-probabilities.ts';
import { answeredName } from '../models.ts';
import { answeredTier } from '../openai-checks.ts';
import { mintId } from '../seed.ts';
import { billedUsage, distortUsage } from '../usage.ts';
import type { Exchange } from '../wire.ts';
import { signature } from './signed-calls.ts';

export function renderBody(exchange: Exchange): unknown {
  return {
    id: exchange.id,
    object: 'chat.completion',
    created: Math.floor(exchange.nowMs / 1000),
    model: answeredName(exchange.model, exchange.family),
    choices: exchange.answers.map((answer, index) => renderChoice(exchange, answer, index)),
    ...(exchange.fault['no-usage'] ? {} : { usage: renderUsage(exchange) }),
    service_tier: answeredTier(exchange.body.service_tier),
    system_fingerprint: fingerprint(exchange),
  };
}

export function fingerprint(exchange: Exchange): string | null {
  return exchange.family.sampling === 'always' ? mintId('fingerprint', exchange.model) : null;
}

function renderChoice(exchange: Exchange, answer: Answer, index: number): unknown {
  const text = textOf(answer, 'text');
  const refusal = textOf(answer, 'refusal');
  const calls = answer.blocks.filter((block) => block.kind === 'call');
  const reasoning = reasoningOf(exchange, answer);
  return {
    index,
    message: {
      role: 'assistant',
      content: text ?? (calls.length > 0 || refusal !== null ? null : ''),
      ...reasoning,
      ...(calls.length > 0 && { tool_calls: calls.map((call, at) => renderCall(exchange, call, index, at)) }),
      refusal,
      annotations: [],
    },
    ...(exchange.family.sampling === 'always' || exchange.body.logprobs === true
      ? { logprobs: exchange.body.logprobs === true ? renderLogprobs(exchange, answer) : null }
      : {}),
    finish_reason: finishReason(answer),
  };
}

function textOf(answer: Answer, kind: 'text' | 'refusal'): string | null {
  const blocks = answer.blocks.filter((block) => block.kind === kind);
  return blocks.length === 0 ? null : blocks.flatMap((block) => block.pieces).join('');
}

/** The reasoning text, in the field of hosts that show it. */
function reasoningOf(exchange: Exchange, answer: Answer): Record<string, string> {
  const field = exchange.habits.reasoningField;
  const text = answer.blocks.filter((block) => block.kind === 'reasoning').flatMap((block) => block.pieces);
  return field === undefined || text.length === 0 ? {} : { [field]: text.join('') };
}

type CallBlock = Extract<AnswerBlock, { kind: 'call' }>;

export function callId(exchange: Exchange, choice: number, at: number): string {
  return mintId('call', `${exchange.id}:${choice}:${at}`);
}

function renderCall(exchange: Exchange, call: CallBlock, choice: number, at: number): unknown {
  const id = callId(exchange, choice, at);
  const input = call.pieces.join('');
  const { name, kind } = call.tool;
  if (kind === 'custom') return { id, type: 'custom', custom: { name, input } };
  return { id, type: 'function', function: { name, arguments: input }, ...signature(exchange, id, at) };
}

export function finishReason(answer: Answer): string {
  switch (answer.end) {
    case 'done':
    case 'stop':
    case 'refusal':
      return 'stop';
    case 'calls':
      return 'tool_calls';
    case 'cap':
      return 'length';
    case 'filter':
      return 'content_filter';
    default:
      return answer.end satisfies never;
  }
}

function renderLogprobs(exchange: Exchange, answer: Answer): unknown {
  const pieces = answer.blocks.filter((block) => block.kind === 'text').flatMap((block) => block.pieces);
  const others = logprobAlternatives(exchange);
  return { content: pieces.map((piece) => renderLogprob(piece, others)), refusal: null };
}

export function logprobAlternatives(exchange: Exchange): number {
  return asNumber(exchange.body.top_logprobs) ?? 0;
}

export function renderUsage(exchange: Exchange): unknown {
  const usage = billedUsage(exchange);
  const written = usage.write5m + usage.write1h;
  const isOpenai = exchange.family.owner === 'openai';
  return distortUsage(
    {
      prompt_tokens: usage.input,
      completion_tokens: usage.output,
      total_tokens: usage.input + usage.output,
      prompt_tokens_details: {
        cached_tokens: usage.read,
        ...(isOpenai && { audio_tokens: 0 }),
        ...(exchange.family.cacheWrites && { cache_write_tokens: written }),
      },
      completion_tokens_details: {
        reasoning_tokens: usage.reasoning,
        ...(isOpenai && { audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 }),
      },
      ...(exchange.provider === 'deepseek' && {
        prompt_cache_hit_tokens: usage.read,
        prompt_cache_miss_tokens: usage.input - usage.read,
      }),
    },
    exchange.fault,
  );
}
