// Responses answers as one JSON object, and the items they are made of.
// Must not decide anything: it renders what the answerer said.

import type { Answer, AnswerBlock } from '../answer.ts';
import { asList, asNumber, asObject, asText, type Json, type JsonObject } from '../json.ts';
import { renderLogprob } from '../log-probabilities.ts';
import { answeredName } from '../models.ts';
import { answeredTier } from '../openai-checks.ts';
import { digest, mintId } from '../seed.ts';
import { billedUsage, distortUsage } from '../usage.ts';
import { mintOpaque } from '../vault.ts';
import type { Exchange } from '../wire.ts';
import { effortOf } from './parse.ts';

export type ResponseStatus = 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled';

export function answerOf(exchange: Exchange): Answer {
  return exchange.answers[0] ?? { blocks: [], end: 'done', outputTokens: 0, reasoningTokens: 0 };
}

export function endStatus(exchange: Exchange): ResponseStatus {
  const { end } = answerOf(exchange);
  return end === 'cap' || end === 'filter' ? 'incomplete' : 'completed';
}

/** A background answer begins as a queued response; any other is whole. */
export function renderBody(exchange: Exchange): unknown {
  if (exchange.body.background === true) return renderResponse(exchange, 'queued', []);
  return renderResponse(exchange, endStatus(exchange), renderItems(exchange));
}

export function renderResponse(
  exchange: Exchange,
  status: ResponseStatus,
  output: readonly JsonObject[],
  error: { code: string; message: string } | null = null,
): unknown {
  const { body } = exchange;
  const isWhole = status === 'completed' || status === 'incomplete';
  const { end } = answerOf(exchange);
  const reason = end === 'filter' ? 'content_filter' : 'max_output_tokens';
  const createdAt = Math.floor(exchange.nowMs / 1000);
  return {
    id: exchange.id,
    object: 'response',
    created_at: createdAt,
    status,
    background: body.background === true,
    completed_at: status === 'completed' ? createdAt : null,
    error,
    incomplete_details: status === 'incomplete' ? { reason } : null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    max_tool_calls: body.max_tool_calls ?? null,
    model: answeredName(exchange.model, exchange.family),
    output,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    prompt_cache_key: body.prompt_cache_key ?? null,
    prompt_cache_retention: body.prompt_cache_retention ?? null,
    reasoning: renderReasoning(exchange),
    safety_identifier: body.safety_identifier ?? null,
    service_tier: isWhole ? answeredTier(body.service_tier) : (body.service_tier ?? 'auto'),
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: { format: { type: 'text' }, verbosity: 'medium', ...asObject(body.text) },
    tool_choice: body.tool_choice ?? 'auto',
    tools: asList(body.tools).map(renderTool),
    top_logprobs: body.top_logprobs ?? 0,
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? 'disabled',
    usage: isWhole && !exchange.fault['no-usage'] ? renderUsage(exchange) : null,
    user: body.user ?? null,
    metadata: body.metadata ?? {},
    access_programs: null,
  };
}

function renderReasoning(exchange: Exchange): unknown {
  const asked = asObject(exchange.body.reasoning);
  const effort = exchange.family.efforts.length === 0 ? null : effortOf(exchange);
  return { ...asked, effort, summary: asked.summary ?? null };
}

function renderTool(tool: Json): Json {
  const declared = asObject(tool);
  return declared.type === 'function'
    ? { description: null, ...declared, strict: declared.strict ?? true }
    : tool;
}

export function renderItems(exchange: Exchange): JsonObject[] {
  return answerOf(exchange).blocks.map((block, index) => renderItem(exchange, block, index));
}

/** The finished item of one block. */
export function renderItem(exchange: Exchange, block: AnswerBlock, index: number): JsonObject {
  const seed = `${exchange.id}:${index}`;
  const text = block.pieces.join('');
  const isLast = index === answerOf(exchange).blocks.length - 1;
  const status = isLast && endStatus(exchange) === 'incomplete' ? 'incomplete' : 'completed';
  switch (block.kind) {
    case 'reasoning':
      return {
        id: mintId('reasoning', seed),
        type: 'reasoning',
        ...(wantsEncrypted(exchange) && { encrypted_content: encrypt(exchange, text) }),
        summary: text === '' ? [] : [{ type: 'summary_text', text }],
      };
    case 'text':
    case 'refusal':
      return {
        id: mintId('responseMessage', seed),
        type: 'message',
        status,
        content: [renderPart(exchange, block)],
        ...(hasPhase(exchange) && { phase: 'final_answer' }),
        role: 'assistant',
      };
    case 'call': {
      const callId = mintId('call', seed);
      const { name, kind } = block.tool;
      if (kind === 'custom') {
        return {
          id: mintId('customCall', seed),
          type: 'custom_tool_call',
          status,
          call_id: callId,
          input: text,
          name,
        };
      }
      const id = mintId('functionCall', seed);
      return { id, type: 'function_call', status, arguments: text, call_id: callId, name };
    }
    default:
      return block satisfies never;
  }
}

/** Models of 5.4 and later say which message is the final answer. */
function hasPhase(exchange: Exchange): boolean {
  return /^gpt-(5\.[4-9]|[6-9])/.test(exchange.model);
}

export function renderPart(
  exchange: Exchange,
  block: Extract<AnswerBlock, { kind: 'text' | 'refusal' }>,
): JsonObject {
  const text = block.pieces.join('');
  if (block.kind === 'refusal') return { type: 'refusal', refusal: text };
  return { type: 'output_text', annotations: [], logprobs: renderLogprobs(exchange, block.pieces), text };
}

export function renderLogprobs(exchange: Exchange, pieces: readonly string[]): Json[] {
  if (!asList(exchange.body.include).includes('message.output_text.logprobs')) return [];
  const others = asNumber(exchange.body.top_logprobs) ?? 0;
  return pieces.map((piece) => renderLogprob(piece, others)) as Json[];
}

function wantsEncrypted(exchange: Exchange): boolean {
  return asList(exchange.body.include).includes('reasoning.encrypted_content');
}

function encrypt(exchange: Exchange, text: string): string {
  const { provider, model } = exchange;
  return mintOpaque({
    kind: 'encrypted',
    provider,
    model,
    text: digest(text),
    conversation: asText(exchange.id),
  });
}

function renderUsage(exchange: Exchange): unknown {
  const usage = billedUsage(exchange);
  return distortUsage(
    {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.read, cache_write_tokens: usage.write5m + usage.write1h },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.reasoning },
      total_tokens: usage.input + usage.output,
    },
    exchange.fault,
  );
}
