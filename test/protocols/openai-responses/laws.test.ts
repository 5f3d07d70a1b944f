/** Laws 1 to 3 for this protocol: bytes may be cut anywhere, and what it carries comes back as it went. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/core/block.ts';
import { collect } from '../../../src/core/collect.ts';
import { judgeFeatures } from '../../../src/core/features.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { LlmResponse, Stop } from '../../../src/core/response.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { arbitraryRequest, arbitraryResponse } from '../../support/arbitrary.ts';
import { answerContext, decodeStream, decodeText, encodeStream, responsesTarget } from './fixtures.ts';

const stops: readonly Stop[] = [
  { reason: 'end', raw: 'completed' },
  { reason: 'max-tokens', raw: 'max_output_tokens' },
  { reason: 'content-filter', raw: 'content_filter' },
];

const responses = arbitraryResponse({
  stops,
  toolStop: { reason: 'tool-calls', raw: 'completed' },
  reasoning: 'parts',
  seal: { protocol: 'anthropic-messages', model: 'claude-x' },
  refusals: true,
  urlCitations: true,
  customTools: true,
  anyOrder: true,
  cacheWrites: true,
  reasoningUsage: true,
  serviceTiers: ['default', 'flex', 'priority'],
}).map(normalResponse);

/** A refusal part is how this wire tells a refusal, and its usage is complete. */
function normalResponse(response: LlmResponse): LlmResponse {
  const kinds = response.blocks.map(({ type }) => type);
  const isRefusal =
    kinds.includes('refusal') && !kinds.includes('tool-call') && response.stop.raw === 'completed';
  return {
    ...response,
    created: 1_790_000_000,
    stop: isRefusal ? { reason: 'refusal', raw: 'completed' } : response.stop,
    usage: {
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 0,
      reasoningOutputTokens: 0,
      ...response.usage,
    },
  };
}

/** Without the ids that the wire demands and the encoder makes. */
function withoutIds({ id: _, ...response }: LlmResponse): LlmResponse {
  const blocks = response.blocks.map((block): Block => {
    if (block.type === 'reasoning') {
      const { id: __, ...rest } = block;
      return rest;
    }
    if (block.type !== 'tool-call') return block;
    const { itemId: __, ...rest } = block;
    return rest;
  });
  return { ...response, blocks };
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
        const wire = openaiResponses.encodeResponse(response, answerContext());
        const decoded = openaiResponses.decodeResponse(JSON.parse(JSON.stringify(wire)));
        expect(decoded.ok && withoutIds(decoded.value)).toEqual(response);
      }),
    );
  });

  test('a streamed answer comes back', () => {
    fc.assert(
      fc.property(responses, (response) => {
        const collected = collect(decodeText(encodeStream(replay(response))));
        expect(collected.ok && withoutIds(collected.value)).toEqual(response);
      }),
    );
  });

  test('the end of a stream holds the object that the unary answer is', () => {
    fc.assert(
      fc.property(responses, (response) => {
        const events = decodeText(encodeStream(replay(response)));
        const wire = openaiResponses.encodeResponse(response, answerContext());
        const unary = openaiResponses.decodeResponse(JSON.parse(JSON.stringify(wire)));
        expect(collect(events)).toEqual(unary);
      }),
    );
  });
});

const requests = arbitraryRequest({
  manySystem: true,
  lateSystem: true,
  images: ['data', 'url', 'id'],
  imageDetail: true,
  files: ['data', 'url', 'id'],
  filenames: true,
  toolResultMedia: true,
  userAfterResults: true,
  reasoning: 'parts',
  seal: { protocol: 'openai-responses' },
  refusals: true,
  urlCitations: true,
  customTools: true,
  anyOrder: true,
  choiceModes: ['auto', 'none', 'required', 'tool', 'allowed'],
  formats: ['text', 'json', 'schema'],
  schemaNames: true,
  efforts: ['none', 'low', 'medium', 'high'],
  fields: ['verbosity', 'cacheKey', 'serviceTier', 'endUser', 'metadata', 'parallelToolCalls'],
  sampling: ['temperature', 'topP'],
}).map((request) => ({ ...request, model: 'gpt-x' }));

/** What the encoder says although the caller did not: a name for bytes, `strict` and `store`, whose defaults differ. */
function normalRequest(request: LlmRequest): LlmRequest {
  const named = (block: Block): Block => {
    if (block.type === 'tool-result')
      return { ...block, content: block.content.map(named) as typeof block.content };
    const isBare = block.type === 'file' && block.source.kind === 'data' && block.filename === undefined;
    return isBare ? { ...block, filename: 'document.pdf' } : block;
  };
  return {
    ...request,
    messages: request.messages.map((message) => ({ ...message, content: message.content.map(named) })),
    tools: request.tools.map((tool) => (tool.kind === 'function' ? { strict: false, ...tool } : tool)),
    state: { store: false },
  };
}

describe('law 3', () => {
  test('a request comes back', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { body, losses } = openaiResponses.encodeRequest(request, responsesTarget());
        expect(losses).toEqual([]);
        const decoded = openaiResponses.decodeRequest(JSON.parse(JSON.stringify(body)));
        expect(decoded.ok ? { ...decoded.value, features: [] } : decoded.error).toEqual(
          normalRequest(request),
        );
      }),
    );
  });

  test('every use that a body of our own making shows is one the table carries', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { body } = openaiResponses.encodeRequest(request, responsesTarget());
        const decoded = openaiResponses.decodeRequest(body);
        const uses = decoded.ok ? decoded.value.features : [];
        const movable = uses.filter(({ feature }) => feature !== 'provider-file');
        expect(judgeFeatures(movable, openaiResponses.carriage.request)).toEqual({ losses: [], refused: [] });
      }),
    );
  });
});
