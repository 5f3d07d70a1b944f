/** Laws 1 to 3 for this protocol: bytes may be cut anywhere, and what it carries comes back as it went. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from '../../../src/core/collect.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { LlmResponse, Stop } from '../../../src/core/response.ts';
import { efforts } from '../../../src/core/target.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';
import { arbitraryRequest, arbitraryResponse } from '../../support/arbitrary.ts';
import {
  answerContext,
  chatTarget,
  contextId,
  decodeStream,
  decodeText,
  encodeStream,
  goldenBytes,
  goldenFiles,
} from './fixtures.ts';

const stops: readonly Stop[] = [
  { reason: 'end', raw: 'stop' },
  { reason: 'max-tokens', raw: 'length' },
  { reason: 'content-filter', raw: 'content_filter' },
];

/** A refusal ends with `stop` on this wire, and that is how it reads. */
function settleStop(response: LlmResponse): LlmResponse {
  const isRefused = response.stop.reason === 'end' && response.blocks.some(({ type }) => type === 'refusal');
  return isRefused ? { ...response, stop: { reason: 'refusal', raw: 'stop' } } : response;
}

const responses = arbitraryResponse({
  stops,
  toolStop: { reason: 'tool-calls', raw: 'tool_calls' },
  reasoning: 'one',
  oneText: true,
  refusals: true,
  urlCitations: true,
  customTools: true,
  cacheWrites: true,
  reasoningUsage: true,
  serviceTiers: ['default', 'priority'],
}).map(settleStop);

/** What encoders write in place of the provider's own id and time. */
const written = { id: `chatcmpl-${contextId}`, created: 1_790_000_000 };

const requests = arbitraryRequest({
  images: ['data', 'url'],
  imageDetail: true,
  files: ['data', 'id'],
  audio: true,
  customTools: true,
  refusals: true,
  names: true,
  manySystem: true,
  lateSystem: true,
  userAfterResults: true,
  reasoning: 'one',
  choiceModes: ['auto', 'none', 'required', 'tool', 'allowed'],
  formats: ['text', 'json', 'schema'],
  schemaNames: true,
  efforts,
  fields: ['verbosity', 'stop', 'cacheKey', 'serviceTier', 'endUser', 'parallelToolCalls'],
  sampling: ['temperature', 'topP', 'seed', 'frequencyPenalty', 'presencePenalty', 'logitBias'],
});

/** The wire demands a name for bytes; one is made up where there is none. Compared without. */
function withoutMadeUp(request: LlmRequest): LlmRequest {
  const messages = request.messages.map((message) => ({
    ...message,
    content: message.content.map((block) =>
      block.type === 'file' && block.source.kind === 'data' ? { ...block, filename: 'file.pdf' } : block,
    ),
  }));
  return { ...request, messages, features: [] };
}

describe('law 1: any split of the bytes gives the same events', () => {
  const streams = goldenFiles.filter((file) => file.endsWith('.sse'));

  test.each(streams)('%s', (file) => {
    const bytes = goldenBytes(file);
    const whole = decodeStream(bytes);
    const cuts = fc.array(fc.nat(bytes.length), { maxLength: 12 });
    fc.assert(
      fc.property(cuts, (places) => {
        const ends = [...places.sort((a, b) => a - b), bytes.length];
        const chunks = ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
        expect(decodeStream(...chunks)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test('one byte at a time', () => {
    const bytes = goldenBytes('unicode.sse');
    const single = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(decodeStream(...single)).toEqual(decodeStream(bytes));
  });

  test('line ends of any kind', () => {
    const text = new TextDecoder().decode(goldenBytes('parallel-tool-calls.sse'));
    const expected = decodeText(text);
    expect(decodeText(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(decodeText(text.replaceAll('\n', '\r'))).toEqual(expected);
  });
});

describe('law 2: an answer survives its own wire', () => {
  test('whole', () => {
    fc.assert(
      fc.property(responses, (response) => {
        const wire = openaiChat.encodeResponse(response, answerContext());
        expect(openaiChat.decodeResponse(JSON.parse(JSON.stringify(wire)))).toEqual({
          ok: true,
          value: { ...response, ...written },
        });
      }),
    );
  });

  test('streamed', () => {
    fc.assert(
      fc.property(responses, (response) => {
        const text = encodeStream(replay(response), answerContext({ wantsUsage: true }));
        expect(collect(decodeText(text))).toEqual({ ok: true, value: { ...response, ...written } });
      }),
    );
  });
});

describe('law 3: a request survives its own wire', () => {
  test('nothing changes and nothing is lost', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const target = { ...chatTarget(['reasoning-content']), wireModel: request.model };
        const { body, losses } = openaiChat.encodeRequest(request, target);
        expect(losses).toEqual([]);
        const result = openaiChat.decodeRequest(JSON.parse(JSON.stringify(body)));
        const expected = withoutMadeUp({ ...request, wantsUsage: request.stream });
        expect(result.ok && withoutMadeUp(result.value)).toEqual(expected);
      }),
    );
  });

  test('metadata goes with stored answers', () => {
    const stored = requests.map((request) => ({
      ...request,
      state: { store: true },
      metadata: { team: 'ops' },
    }));
    fc.assert(
      fc.property(stored, (request) => {
        const { body, losses } = openaiChat.encodeRequest(request, chatTarget(['reasoning-content']));
        expect(losses).toEqual([]);
        expect(body).toMatchObject({ store: true, metadata: { team: 'ops' } });
      }),
      { numRuns: 20 },
    );
  });
});
