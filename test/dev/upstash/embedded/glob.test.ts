/** Redis's key patterns. */
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../../../src/dev/upstash/embedded/glob.ts';

describe('compileGlob', () => {
  it.each([
    ['*', ['', 'a', 'a\nb'], []],
    ['a*c', ['ac', 'abc', 'acbc'], ['ab', 'bac', 'acd']],
    ['h?llo', ['hello', 'h\nllo'], ['hllo', 'heello']],
    ['h[ae]llo', ['hallo', 'hello'], ['hillo']],
    ['h[^e]llo', ['hallo'], ['hello']],
    ['h[a-c]llo', ['hbllo'], ['hdllo']],
    ['h[c-a]llo', ['hbllo'], ['hdllo']],
    ['a\\*b', ['a*b'], ['axb', 'a\\*b']],
    ['[\\]]', [']'], ['\\', '[']],
    ['**a**', ['a', 'xax'], ['']],
    ['budget:*:2026', ['budget:team:2026'], ['budget:team:2025']],
    ['a.c', ['a.c'], ['abc']],
  ])('%s', (pattern, matching, others) => {
    const matches = compileGlob(pattern);
    expect(matching.filter(matches)).toEqual(matching);
    expect(others.filter(matches)).toEqual([]);
  });

  it('takes no exponential time for many stars', () => {
    expect(compileGlob('*a'.repeat(30))('a'.repeat(29).padEnd(5000, 'b'))).toBe(false);
  });
});
