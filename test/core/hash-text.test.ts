/** Names of texts: FNV-1a as it is published, whatever the text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashText } from '../../src/core/hash-text.ts';

test.each([
  ['', '9ce484222325'],
  ['a', 'dc4c8601ec8c'],
  ['foobar', '4171f73967e8'],
])('the published hash of %j, its lower 48 bits', (text, hash) => {
  expect(hashText(text)).toBe(hash);
});

test('the same as arithmetic without a limit', () => {
  const exact = (text: string) => {
    let hash = 0xcbf29ce484222325n;
    for (const byte of new TextEncoder().encode(text))
      hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) % 2n ** 64n;
    return (hash % 2n ** 48n).toString(16).padStart(12, '0');
  };
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(hashText(text)).toBe(exact(text));
    }),
  );
});
