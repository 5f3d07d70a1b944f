/** A rough count: never less for more, cheap for anything. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/core/block.ts';
import { estimateTokens } from '../../src/routing/estimate-tokens.ts';
import { arbitraryRequest } from '../support/arbitrary.ts';
import { makeRequest } from '../support/world/requests.ts';

const ofBlocks = (...content: Block[]) =>
  estimateTokens(makeRequest({ messages: [{ role: 'user', content }] }));

describe('estimateTokens', () => {
  test('is a whole number of tokens, at least one', () => {
    expect(estimateTokens(makeRequest({ messages: [] }))).toBe(1);
    fc.assert(
      fc.property(arbitraryRequest(), (request) => {
        const tokens = estimateTokens(request);
        expect(Number.isSafeInteger(tokens) && tokens >= 1).toBe(true);
      }),
    );
  });

  test('another message, system text or tool never lowers it', () => {
    fc.assert(
      fc.property(arbitraryRequest(), fc.string(), (request, text) => {
        const block = { type: 'text', text } as const;
        const before = estimateTokens(request);
        const longer = {
          ...request,
          messages: [...request.messages, { role: 'user' as const, content: [block] }],
        };
        expect(estimateTokens(longer)).toBeGreaterThan(before);
        expect(estimateTokens({ ...request, system: [...request.system, block] })).toBeGreaterThanOrEqual(
          before,
        );
        const tool = { kind: 'function' as const, name: 'f', description: text };
        expect(estimateTokens({ ...request, tools: [...request.tools, tool] })).toBeGreaterThan(before);
      }),
    );
  });

  test.each<[string, Block, Block]>([
    [
      'wide scripts cost more by letter',
      { type: 'text', text: '日'.repeat(100) },
      { type: 'text', text: 'a'.repeat(100) },
    ],
    [
      'an image costs more than a line',
      { type: 'image', source: { kind: 'url', url: 'https://a.example' } },
      { type: 'text', text: 'a line' },
    ],
    [
      'a larger file costs more',
      { type: 'file', source: { kind: 'data', mediaType: 'application/pdf', data: 'A'.repeat(900_000) } },
      { type: 'file', source: { kind: 'data', mediaType: 'application/pdf', data: 'A'.repeat(9000) } },
    ],
    ['reasoning counts', { type: 'reasoning', parts: ['a'.repeat(100)] }, { type: 'reasoning', parts: [] }],
    [
      'arguments count',
      { type: 'tool-call', id: 'a', name: 'f', kind: 'function', input: 'a'.repeat(100) },
      { type: 'tool-call', id: 'a', name: 'f', kind: 'function', input: '' },
    ],
    [
      'results count',
      {
        type: 'tool-result',
        callId: 'a',
        kind: 'function',
        content: [{ type: 'text', text: 'a'.repeat(99) }],
      },
      { type: 'tool-result', callId: 'a', kind: 'function', content: [] },
    ],
    [
      'opaque blocks count',
      { type: 'opaque', protocol: 'openai-chat', kind: 'a', value: { a: 'b'.repeat(99) } },
      { type: 'opaque', protocol: 'openai-chat', kind: 'a', value: {} },
    ],
  ])('%s', (_, more, less) => expect(ofBlocks(more)).toBeGreaterThan(ofBlocks(less)));
});
