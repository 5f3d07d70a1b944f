/** Laws 1 to 3 for this protocol: bytes may be cut anywhere, and what it carries comes back as it went. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import { collect } from '../../../src/core/collect.ts';
import { judgeFeatures } from '../../../src/core/features.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmRequest, Message, Tool } from '../../../src/core/request.ts';
import type { LlmResponse, Stop } from '../../../src/core/response.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { structuredSchema } from '../../../src/protocols/anthropic-messages/schema.ts';
import { arbitraryRequest, arbitraryResponse } from '../../support/arbitrary.ts';
import { answerContext, decodeStream, decodeText, encodeStream, messagesTarget } from './fixtures.ts';

const stops: readonly Stop[] = [
  { reason: 'end', raw: 'end_turn' },
  { reason: 'max-tokens', raw: 'max_tokens' },
  { reason: 'context-window', raw: 'model_context_window_exceeded' },
  { reason: 'stop-string', raw: 'stop_sequence', sequence: 'END' },
  { reason: 'pause', raw: 'pause_turn' },
  { reason: 'refusal', raw: 'refusal' },
  { reason: 'refusal', raw: 'refusal', category: 'bio', explanation: 'No.' },
];

const responses = arbitraryResponse({
  stops,
  toolStop: { reason: 'tool-calls', raw: 'tool_use' },
  reasoning: 'one',
  urlCitations: true,
  anyOrder: true,
  cacheWrites: true,
  cacheWrites1h: true,
  reasoningUsage: true,
  serviceTiers: ['standard', 'priority', 'batch', 'fast'],
}).map(normalResponse);

/** The wire has no offsets of a citation in the answer, and seals belong to the model that answered. */
function normalResponse(response: LlmResponse): LlmResponse {
  const blocks = response.blocks.map((block, at): Block => {
    if (block.type === 'reasoning') {
      const data = `sig${at}`;
      const seal = { protocol: anthropicMessages.id, ...(response.model && { model: response.model }) };
      const isRedacted = at % 3 === 2;
      if (isRedacted)
        return { type: 'reasoning', parts: [], redacted: true, seal: { ...seal, data: `redacted:${data}` } };
      return { ...block, seal: { ...seal, data } };
    }
    if (block.type !== 'text' || !block.citations) return block;
    const citations = block.citations.map((each) => {
      if (each.kind === 'opaque') return each;
      const { start: _, end: __, ...rest } = each;
      return rest;
    });
    return { ...block, citations };
  });
  return { ...response, blocks };
}

function withoutId(response: LlmResponse): LlmResponse {
  const { id: _, ...rest } = response;
  return rest;
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.slice(at[index], end));
}

describe('law 1', () => {
  test('any split of the bytes gives the same events', () => {
    fc.assert(
      fc.property(
        responses,
        fc.array(fc.nat(20_000), { maxLength: 12 }),
        fc.boolean(),
        (response, places, isCrlf) => {
          const text = encodeStream(replay(response));
          const bytes = new TextEncoder().encode(isCrlf ? text.replaceAll('\n', '\r\n') : text);
          expect(decodeStream(...cut(bytes, places))).toEqual(decodeText(text));
        },
      ),
    );
  });
});

describe('law 2', () => {
  test('a unary answer comes back', () => {
    fc.assert(
      fc.property(responses, (response) => {
        const decoded = anthropicMessages.decodeResponse(
          anthropicMessages.encodeResponse(response, answerContext()),
        );
        expect(decoded.ok && withoutId(decoded.value)).toEqual(response);
      }),
    );
  });

  test('a streamed answer comes back', () => {
    fc.assert(
      fc.property(responses, (response) => {
        const collected = collect(decodeText(encodeStream(replay(response))));
        const { cacheCreation1hInputTokens: _, ...usage } = response.usage;
        // The wire tells the hourly part of cache writes at the start only, when no count is known here yet.
        const expected = { ...response, usage };
        expect(collected.ok && withoutId(collected.value)).toEqual(expected);
      }),
    );
  });
});

/** Consecutive messages of one role are one turn here, and a turn's results stand first. */
function normalMessages(messages: readonly Message[]): Message[] {
  const turns: Message[] = [];
  for (const { role, content } of messages) {
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content: [...content] });
  }
  return turns.map(({ role, content }) => ({
    role,
    content: [
      ...content.filter(({ type }) => type === 'tool-result'),
      ...content.filter(({ type }) => type !== 'tool-result'),
    ],
  }));
}

function normalRequest(request: LlmRequest): LlmRequest {
  const { format } = request;
  return {
    ...request,
    messages: normalMessages(request.messages),
    ...(format?.kind === 'schema' && { format: { kind: 'schema', schema: structuredSchema(format.schema) } }),
  };
}

/** What decoding adds of itself: the cap that was filled in, and the uses. */
function comparable(request: LlmRequest): LlmRequest {
  const { wantsSeal: _, ...reasoning } = request.reasoning;
  return { ...request, reasoning, features: [] };
}

/** At least one, since calls in the history demand it; not strict, which has a test of its own. */
function declaredTools({ tools }: LlmRequest): Tool[] {
  const plain = tools.map(({ ...tool }) => {
    if (tool.kind === 'function') delete tool.strict;
    return tool;
  });
  const some: Tool = { kind: 'function', name: 'some_tool', schema: { type: 'object', properties: {} } };
  return plain.length === 0 ? [some] : plain;
}

const requests = arbitraryRequest({
  manySystem: true,
  cacheHints: true,
  images: ['data', 'url', 'id'],
  files: ['data', 'url', 'id', 'text'],
  filenames: true,
  fileContext: true,
  toolResultMedia: true,
  toolResultErrors: true,
  userAfterResults: true,
  reasoning: 'one',
  seal: { protocol: 'anthropic-messages' },
  choiceModes: ['auto', 'none', 'required', 'tool'],
  formats: ['schema'],
  efforts: ['none', 'low', 'medium', 'high', 'max'],
  fields: ['endUser'],
  sampling: ['topK'],
}).map((request) => ({
  ...request,
  model: 'claude-x',
  tools: declaredTools(request),
  maxOutputTokens: request.maxOutputTokens ?? 4096,
}));

describe('law 3', () => {
  test('a request comes back', () => {
    fc.assert(
      fc.property(requests, (request) => {
        // Thinking and top_k exclude each other; without an effort both are free.
        const sent = request.reasoning.effort === undefined ? request : { ...request, sampling: {} };
        const { body } = anthropicMessages.encodeRequest(sent, messagesTarget());
        const decoded = anthropicMessages.decodeRequest(JSON.parse(JSON.stringify(body)));
        expect(decoded.ok && comparable(decoded.value)).toEqual(normalRequest(sent));
      }),
    );
  });

  test('what a request of this protocol uses is nothing that the table does not name', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { body } = anthropicMessages.encodeRequest(request, messagesTarget());
        const decoded = anthropicMessages.decodeRequest(body);
        const uses = decoded.ok ? decoded.value.features : [];
        expect(uses.some(({ feature }) => feature === 'unknown-field' || feature === 'opaque-block')).toBe(
          false,
        );
        const { losses } = judgeFeatures(uses, anthropicMessages.carriage.request);
        expect(losses.map(({ what }) => what).filter((what) => what !== 'reasoning-text')).toEqual([]);
      }),
    );
  });
});
