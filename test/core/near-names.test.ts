/** "Did you mean": near names first, nothing for nonsense, cheap for hostile names. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearNames } from '../../src/core/near-names.ts';

const names = [
  'gpt-5.5',
  'gpt-5.5-pro',
  'gpt-5.4-mini',
  'claude-opus-4-7',
  'claude-haiku-4-5',
  'deepseek-v4-pro',
];

describe('nearNames', () => {
  test.each([
    ['gpt5.5', 'gpt-5.5'],
    ['GPT-5.5', 'gpt-5.5'],
    ['claude-opus-4.7', 'claude-opus-4-7'],
    ['claude-opus-47', 'claude-opus-4-7'],
    ['haiku', 'claude-haiku-4-5'],
    ['deepseek-v4', 'deepseek-v4-pro'],
    ['gtp-5.5', 'gpt-5.5'],
  ])('%s is near %s', (typed, meant) => expect(nearNames(typed, names)[0]).toBe(meant));

  test.each(['', '???', 'completely-other-thing'])('nothing is near %j', (typed) => {
    expect(nearNames(typed, names)).toEqual([]);
  });

  test('the order of the list changes nothing, and the limit holds', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), fc.string(), (shuffled, typed) => {
        expect(nearNames(typed, shuffled)).toEqual(nearNames(typed, names));
        expect(nearNames(typed, names, 2)).toEqual(nearNames(typed, names).slice(0, 2));
      }),
    );
  });

  test('a name of megabytes is compared by its first letters only', () => {
    expect(nearNames(`gpt-5.5${'!'.repeat(5_000_000)}`, names)[0]).toBe('gpt-5.5');
  });
});
