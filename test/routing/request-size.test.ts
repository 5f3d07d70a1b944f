/** A request measured once for all candidates. */
import { describe, expect, test } from 'vitest';
import { readExtent, sizeRequest } from '../../src/routing/request-size.ts';
import { makeRequest, makeTraits } from '../support/world/requests.ts';

const text = (length: number, cache?: { ttl?: '5m' | '1h' }) => ({
  type: 'text' as const,
  text: 'a'.repeat(length),
  ...(cache && { cache }),
});

const conversation = makeRequest({
  system: [text(100)],
  messages: [
    { role: 'user', content: [text(300)] },
    { role: 'assistant', content: [text(200)] },
    { role: 'user', content: [text(400)] },
  ],
});

describe('the last turn', () => {
  test('is what came after the last answer', () => {
    expect(readExtent(conversation).lastTurn).toBeCloseTo(0.4);
    expect(readExtent({ ...conversation, messages: [{ role: 'user', content: [text(300)] }] }).lastTurn).toBe(
      0.75,
    );
  });

  test('of an empty request is nothing', () => {
    expect(readExtent(makeRequest({ messages: [] }))).toMatchObject({ lastTurn: 0, hinted: 0 });
  });
});

describe('cache hints', () => {
  test('reach to the last one', () => {
    const { system, messages } = conversation;
    const [first, ...rest] = messages;
    if (first === undefined) throw new Error('no message');
    expect(readExtent(conversation).hinted).toBe(0);
    expect(readExtent({ ...conversation, system: [text(100, {})] })).toMatchObject({
      hinted: 0.1,
      hintTtl: '5m',
    });
    const hinted = { ...first, content: [text(300, { ttl: '1h' })] };
    expect(readExtent({ ...conversation, system, messages: [hinted, ...rest] })).toMatchObject({
      hinted: 0.4,
      hintTtl: '1h',
    });
  });

  test('on tools come before the system', () => {
    const tool = { kind: 'function' as const, name: 'look', description: 'a'.repeat(600), cache: {} };
    expect(readExtent({ ...conversation, tools: [tool] }).hinted).toBe(0.5);
  });
});

test.each([
  [undefined, null, null],
  [100, null, 100],
  [undefined, 50, 50],
  [100, 50, 50],
  [20, 50, 20],
])('the output asked for is %s, the route allows %s: the bound is %s', (asked, routeCap, bound) => {
  const traits = makeTraits(asked === undefined ? {} : { maxOutputTokens: asked });
  const tokens = { openai: 1, anthropic: 2, 'anthropic-4': 3, google: 4, other: 5 };
  expect(sizeRequest(traits, tokens, routeCap)).toMatchObject({ maxOutputTokens: bound, tokens });
});
