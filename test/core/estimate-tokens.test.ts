/** A rough count: never less for more, cheap for anything. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/core/block.ts';
import { estimateTokens, estimateTokensByFamily } from '../../src/core/estimate-tokens.ts';
import { modelIds, otherModelNames } from '../../src/core/model-ids.ts';
import { type TokenFamily, tokenFamilies, tokenFamilyOf } from '../../src/core/token-rates.ts';
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

  test('all families at once are what each is alone', () => {
    fc.assert(
      fc.property(arbitraryRequest(), (request) => {
        const each = tokenFamilies.map((family) => [family, estimateTokens(request, family)]);
        expect(estimateTokensByFamily(request)).toEqual(Object.fromEntries(each));
      }),
    );
  });

  const text = (content: string) => ofBlocks({ type: 'text', text: content });

  test.each([
    ['a long text is looked at in places', 'All work and no play makes Jack a dull boy. ', 5000],
    ['so is one in Chinese', '今天天气很好，我们去公园散步吧。', 5000],
    ['and code', 'export const a = (b: number): number => b + 1;\n', 4000],
  ])('%s, and twice as much costs more', (_, unit, times) => {
    expect(text(unit.repeat(2 * times))).toBeGreaterThan(text(unit.repeat(times)));
    expect(text(unit.repeat(times))).toBeGreaterThan(text(unit.repeat(times / 2)));
  });

  test('many long messages cost more than the same without the last', () => {
    const message = {
      role: 'user' as const,
      content: [{ type: 'text' as const, text: 'Some words. '.repeat(100) }],
    };
    const many = makeRequest({ messages: Array.from({ length: 400 }, () => message) });
    expect(estimateTokens(many)).toBeGreaterThan(
      estimateTokens({ ...many, messages: many.messages.slice(1) }),
    );
  });

  test.each([
    ['words cost less together than apart', 'a quick brown fox', 'a.q.u.i.c.k.b.r.o.w.n.f.o.x'],
    ['random letters cost more than words', 'the house on the hill is old', 'Xq7Zk2Pv9Lm4Rt8Wb3Yc6Nd1Hf5J'],
    ['a word of capitals costs more', 'international', 'INTERNATIONAL'],
    ['accents cost more', 'a cafe near the old place to eat', 'à café nèar thé öld plàce tô éat'],
    ['digits cost by three', '123456', '123456789'],
    ['emoji cost', 'smile', '😀😀😀😀😀'],
  ])('%s', (_, less, more) => expect(text(more)).toBeGreaterThan(text(less)));
});

describe('tokenFamilyOf', () => {
  const families: Record<TokenFamily, RegExp> = {
    openai: /(^|\/)gpt-/,
    anthropic: /^claude-(fable|(opus|sonnet|haiku)-5|opus-4-[78])/,
    'anthropic-4': /^claude-(opus-4-6|sonnet-4|haiku-4)/,
    google: /(^|\/)(gemini|gemma)-/,
    other: /(^|\/)(glm|deepseek|kimi|qwen)/,
  };

  test.each([...modelIds, ...otherModelNames])('%s', (id) => {
    const matching = tokenFamilies.filter((family) => families[family].test(id));
    expect(matching).toEqual([tokenFamilyOf(id)]);
  });

  test('an unknown model is of no family', () => expect(tokenFamilyOf('a-new-model')).toBe('other'));
});
