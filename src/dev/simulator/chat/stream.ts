// Chat Completions answers as a stream of chunks.
// Must give, chunk by chunk, exactly what unary.ts gives at once.

import type { Answer, AnswerBlock } from '../answer.ts';
import { asObject } from '../json.ts';
import { renderLogprob } from '../log-probabilities.ts';
import { answeredName } from '../models.ts';
import { answeredTier, renderOpenaiError } from '../openai-checks.ts';
import { randomText, seededRandom } from '../seed.ts';
import { inGroups } from '../share-tokens.ts';
import type { EventPart, Exchange, WireError, WireEvent } from '../wire.ts';
import { signature } from './signed-calls.ts';
import { callId, fingerprint, finishReason, logprobAlternatives, renderUsage } from './unary.ts';

type Delta = { delta: Record<string, unknown>; piece?: string; part: EventPart; tokens: number };

export function* renderEvents(exchange: Exchange): Generator<WireEvent> {
  const chunk = chunkMaker(exchange);
  const withUsage = asObject(exchange.body.stream_options).include_usage === true;
  const onFinish = exchange.habits.usageOn === 'finish' && !exchange.fault['no-usage'];
  const choices = exchange.answers.map((answer, index) => deltasOf(exchange, answer, index));
  // Choices of one request come interleaved.
  for (let at = 0; choices.some((deltas) => at < deltas.length); at += 1) {
    for (const [index, deltas] of choices.entries()) {
      const next = deltas[at];
      if (next !== undefined) yield chunk(next, index, null, null);
    }
  }
  for (const [index, answer] of exchange.answers.entries()) {
    const usage = onFinish && index === exchange.answers.length - 1 ? renderUsage(exchange) : null;
    // Where all tokens went into hidden reasoning, they were generated before the finish.
    const isSilent = choices[index]?.length === 1;
    const tokens = isSilent ? answer.reasoningTokens : 0;
    yield chunk({ delta: {}, part: 'tail', tokens }, index, finishReason(answer), usage);
  }
  if (withUsage && !onFinish) {
    yield {
      data: { ...chunk.shell(), choices: [], usage: renderUsage(exchange), ...chunk.padding() },
      part: 'usage',
      tokens: 0,
    };
  }
  yield { data: '[DONE]', part: 'end', tokens: 0 };
}

function chunkMaker(exchange: Exchange) {
  const random = seededRandom(`padding:${exchange.id}`);
  const options = asObject(exchange.body.stream_options);
  const pads = exchange.habits.obfuscates && options.include_obfuscation !== false;
  const padding = () => (pads ? { obfuscation: randomText(random, Math.floor(random() * 16)) } : {});
  const shell = () => ({
    id: exchange.id,
    object: 'chat.completion.chunk',
    created: Math.floor(exchange.nowMs / 1000),
    model: answeredName(exchange.model, exchange.family),
    service_tier: answeredTier(exchange.body.service_tier),
    system_fingerprint: fingerprint(exchange),
  });
  const withLogprobs = exchange.family.sampling === 'always' || exchange.body.logprobs === true;
  const make = (next: Delta, index: number, finish: string | null, usage: unknown): WireEvent => {
    const hasLogprobs = exchange.body.logprobs === true && next.piece !== undefined;
    const logprobs = hasLogprobs
      ? { content: [renderLogprob(next.piece ?? '', logprobAlternatives(exchange))], refusal: null }
      : null;
    return {
      data: {
        ...shell(),
        choices: [{ index, delta: next.delta, ...(withLogprobs && { logprobs }), finish_reason: finish }],
        ...(usage !== null || options.include_usage === true ? { usage } : {}),
        ...padding(),
      },
      part: next.part,
      tokens: next.tokens,
    };
  };
  return Object.assign(make, { shell, padding });
}

/** All deltas of one choice; tokens of hidden reasoning go to the first delta that carries output. */
function deltasOf(exchange: Exchange, answer: Answer, choice: number): Delta[] {
  const deltas: Delta[] = [];
  let hidden = 0;
  let calls = 0;
  const opensWithCall = answer.blocks.find((block) => block.kind !== 'reasoning')?.kind === 'call';
  deltas.push({
    delta: { role: 'assistant', content: opensWithCall ? null : '', refusal: null },
    part: 'head',
    tokens: 0,
  });
  for (const block of answer.blocks) {
    if (block.kind === 'reasoning' && block.pieces.length === 0) {
      hidden += block.tokens;
      continue;
    }
    const own =
      block.kind === 'call' ? callDeltas(exchange, block, choice, calls) : textDeltas(exchange, block);
    if (block.kind === 'call') calls += 1;
    const [first] = own;
    if (first !== undefined) first.tokens += hidden;
    if (first !== undefined) hidden = 0;
    deltas.push(...own);
  }
  return deltas;
}

function textDeltas(exchange: Exchange, block: Exclude<AnswerBlock, { kind: 'call' }>): Delta[] {
  const fields = {
    text: 'content',
    refusal: 'refusal',
    reasoning: exchange.habits.reasoningField ?? 'reasoning',
  };
  const field = fields[block.kind];
  return inGroups(block.pieces, exchange.habits.tokensPerEvent).map((pieces) => ({
    delta: { [field]: pieces.join('') },
    ...(block.kind === 'text' && { piece: pieces.join('') }),
    part: 'content',
    tokens: pieces.length,
  }));
}

function callDeltas(
  exchange: Exchange,
  block: Extract<AnswerBlock, { kind: 'call' }>,
  choice: number,
  index: number,
): Delta[] {
  const { name, kind } = block.tool;
  const opening = kind === 'custom' ? { custom: { name, input: '' } } : { function: { name, arguments: '' } };
  const id = callId(exchange, choice, index);
  const first: Delta = {
    delta: { tool_calls: [{ index, id, type: kind, ...opening, ...signature(exchange, id, index) }] },
    part: 'content',
    tokens: 0,
  };
  const rest = inGroups(block.pieces, exchange.habits.tokensPerEvent).map((pieces): Delta => {
    const input = pieces.join('');
    const more = kind === 'custom' ? { custom: { input } } : { function: { arguments: input } };
    return { delta: { tool_calls: [{ index, ...more }] }, part: 'content', tokens: pieces.length };
  });
  return [first, ...rest];
}

export function renderErrorEvents(_exchange: Exchange, error: WireError): WireEvent[] {
  return [{ data: renderOpenaiError(error), part: 'end', tokens: 0 }];
}
