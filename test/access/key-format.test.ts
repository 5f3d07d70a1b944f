/** The form of our keys: made fairly, told from typos offline, digested under the pepper. */
import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestKey, keyPrefix, makeKey, readKeyId } from '../../src/access/key-format.ts';

const random = (count: number) => new Uint8Array(randomBytes(count));

describe('a key', () => {
  test('is its prefix, 12 characters that name it, 32 that are secret, 6 that check', () => {
    const { id, key } = makeKey(random);
    expect(key).toMatch(/^sbx_live_[0-9A-Za-z]{50}$/);
    expect(key.slice(keyPrefix.length, keyPrefix.length + 12)).toBe(id);
    expect(readKeyId(key)).toBe(id);
  });

  test('is never the same twice', () => {
    expect(new Set(Array.from({ length: 1000 }, () => makeKey(random).key)).size).toBe(1000);
  });

  test('draws every character alike: bytes that would favour some are thrown away', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const counts = new Map<string, number>();
    const { key } = makeKey((count) => bytes.subarray(256 - count));
    for (const unit of key.slice(keyPrefix.length, -6)) counts.set(unit, (counts.get(unit) ?? 0) + 1);
    // 248 to 255 stand for no character
    expect([...counts.values()].reduce((a, b) => a + b, 0)).toBe(44);
    expect(makeKey(() => Uint8Array.from([255, 254, 61, 0])).key).toContain('z0z0');
  });

  test('with one character changed is none', () => {
    const { key } = makeKey(random);
    fc.assert(
      fc.property(fc.integer({ min: keyPrefix.length, max: key.length - 1 }), fc.nat(60), (at, step) => {
        const units = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
        const unit = units[(units.indexOf(key[at] ?? '') + 1 + step) % 62];
        expect(readKeyId(key.slice(0, at) + unit + key.slice(at + 1))).toBeNull();
      }),
    );
  });

  test.each(['', 'sbx_live_', 'sk-abc', `${makeKey(random).key}x`, ` ${makeKey(random).key}`])(
    'is not %j',
    (text) => expect(readKeyId(text)).toBeNull(),
  );
});

test('what is kept of a key is its HMAC under the pepper', async () => {
  const { key } = makeKey(random);
  const expected = createHmac('sha256', 'pepper').update(key).digest('hex');
  expect(await digestKey(key, 'pepper')).toBe(expected);
  expect(await digestKey(key, 'another')).not.toBe(expected);
});
