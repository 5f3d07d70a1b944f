/** Law 2: an answer told as a stream and collected again is the same answer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/core/block.ts';
import { collect } from '../../src/core/collect.ts';
import { Grammar } from '../../src/core/grammar.ts';
import { replay } from '../../src/core/replay.ts';
import type { LlmResponse, StopReason } from '../../src/core/response.ts';
import type { StreamEvent } from '../../src/core/stream-event.ts';
import { arbitraryResponse } from '../support/arbitrary.ts';

const reasons: readonly StopReason[] = ['end', 'max-tokens', 'stop-string', 'refusal', 'pause', 'unknown'];

const answers = arbitraryResponse({
  stops: reasons.map((reason) => ({ reason, raw: reason })),
  toolStop: { reason: 'tool-calls' },
  anyOrder: true,
  reasoning: 'parts',
  seal: { protocol: 'anthropic-messages', model: 'a-model' },
  redacted: true,
  refusals: true,
  urlCitations: true,
  customTools: true,
  cacheWrites: true,
  cacheWrites1h: true,
  reasoningUsage: true,
  serviceTiers: ['flex'],
});

const rare: Block[] = [
  { type: 'opaque', protocol: 'openai-responses', kind: 'web_search_call', value: { id: 'ws_1', n: 1 } },
  { type: 'text', text: '' },
  { type: 'tool-call', id: 'c', name: 'now', input: '', kind: 'function', itemId: 'fc_1' },
  { type: 'reasoning', parts: ['', 'b', ''], verbatim: true, id: 'rs_1' },
  { type: 'reasoning', parts: [], seal: { protocol: 'openai-responses', data: 'sealed' } },
  { type: 'refusal', text: '' },
  { type: 'audio', format: 'wav', data: 'AAAA' },
  { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
];

const withRare: fc.Arbitrary<LlmResponse> = fc
  .tuple(answers, fc.subarray(rare), fc.option(fc.nat(), { nil: undefined }))
  .map(([answer, blocks, created]) => ({
    ...answer,
    ...(created !== undefined && { id: `a${created}`, created }),
    blocks: [...answer.blocks, ...blocks],
  }));

describe('collect and replay', () => {
  test('collect(replay(answer)) is the answer', () => {
    fc.assert(
      fc.property(withRare, (answer) => {
        expect(collect(replay(answer))).toEqual({ ok: true, value: answer });
      }),
    );
  });

  test('replay keeps to the grammar', () => {
    fc.assert(
      fc.property(withRare, (answer) => {
        const grammar = new Grammar();
        const events = replay(answer);
        expect(events.flatMap((event) => grammar.admit(event))).toEqual(events);
        expect(grammar.end()).toEqual([]);
      }),
    );
  });

  test('neither changes what it was given', () => {
    fc.assert(
      fc.property(withRare, (answer) => {
        const before = structuredClone(answer);
        const events = replay(answer);
        const told = structuredClone(events);
        collect(events);
        expect(events).toEqual(told);
        expect(answer).toEqual(before);
      }),
    );
  });

  test('interleaved blocks come out in the order of their index', () => {
    const events: StreamEvent[] = [
      { type: 'response-start' },
      { type: 'block-start', index: 1, block: { type: 'text', text: '' } },
      { type: 'block-start', index: 0, block: { type: 'reasoning', parts: [] } },
      { type: 'block-delta', index: 1, delta: { kind: 'text', text: 'b' } },
      { type: 'block-delta', index: 0, delta: { kind: 'reasoning', text: 'a', part: 1 } },
      { type: 'block-delta', index: 1, delta: { kind: 'text', text: 'c' } },
      { type: 'response-end', stop: { reason: 'end' } },
    ];
    expect(collect(events)).toMatchObject({
      value: {
        blocks: [
          { type: 'reasoning', parts: ['', 'a'] },
          { type: 'text', text: 'bc' },
        ],
      },
    });
  });

  test('reports of usage replace each other, they are never summed', () => {
    const events: StreamEvent[] = [
      { type: 'response-start' },
      { type: 'usage', usage: { inputTokens: 10, outputTokens: 1 } },
      { type: 'usage', usage: { outputTokens: 5 } },
      { type: 'usage', usage: { outputTokens: 7, reasoningOutputTokens: 2 } },
      { type: 'response-end', stop: { reason: 'end' } },
    ];
    const usage = { inputTokens: 10, outputTokens: 7, reasoningOutputTokens: 2 };
    expect(collect(events)).toMatchObject({ value: { usage } });
  });

  test('an error, or no end, is no answer', () => {
    const fault = { kind: 'server', status: null, code: null, message: 'broken' } as const;
    expect(collect([{ type: 'response-start' }, { type: 'error', fault }])).toEqual({
      ok: false,
      error: fault,
    });
    expect(collect([{ type: 'response-start' }])).toMatchObject({ ok: false, error: { kind: 'truncated' } });
    expect(collect([])).toMatchObject({ ok: false, error: { kind: 'truncated' } });
  });
});
