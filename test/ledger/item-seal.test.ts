/** What lies in the store opens with the caller's and the answer's ids, and with nothing less. */
import { describe, expect, test } from 'vitest';
import { itemsName, openItems, sealItems } from '../../src/ledger/item-seal.ts';

const owner = { callerId: 'team-a', answerId: 'abcdefghijklmnopqrstuvwx' };
const items = JSON.stringify([{ id: 'msg_sbx_abcdefghijklmnopqrstuvwx_0', text: 'Grüße, 世界 🌍!' }]);

function seal(text = items): Promise<string> {
  return sealItems(new TextEncoder().encode(text), owner);
}

function bytesOf(sealed: string): Uint8Array {
  return Uint8Array.from(Buffer.from(sealed, 'base64'));
}

describe('a seal', () => {
  test('opens to what was sealed, however long', async () => {
    const long = JSON.stringify([{ text: 'ß🌍'.repeat(90_000) }]);
    for (const text of [items, long, '']) expect(await openItems(await seal(text), owner)).toBe(text);
  });

  test('shows nothing of the items, the caller or the answer', async () => {
    const whole = Buffer.from(await seal(), 'base64').toString('latin1');
    for (const word of ['msg_sbx', 'Gr', owner.callerId, owner.answerId]) expect(whole).not.toContain(word);
    expect(bytesOf(await seal())).toHaveLength(12 + new TextEncoder().encode(items).length + 16);
  });

  test('is another one each time', async () => {
    expect(await seal()).not.toBe(await seal());
  });

  test.each([
    ['another caller', { ...owner, callerId: 'team-b' }],
    ['another answer', { ...owner, answerId: 'abcdefghijklmnopqrstuvwy' }],
  ])('stays closed for %s, who does not find it either', async (_, stranger) => {
    expect(await openItems(await seal(), stranger)).toBeNull();
    expect(await itemsName(stranger)).not.toBe(await itemsName(owner));
  });

  test('stays closed once a single bit has changed', async () => {
    const whole = bytesOf(await seal());
    for (let at = 0; at < whole.length; at++) {
      const changed = Uint8Array.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await openItems(Buffer.from(changed).toString('base64'), owner)).toBeNull();
    }
  });

  test.each(['', 'AAAA', 'no base64 at all', '🌍'])('%j is none', async (text) => {
    expect(await openItems(text, owner)).toBeNull();
  });
});

test('the name is a hash that is the same each time', async () => {
  expect(await itemsName(owner)).toMatch(/^[0-9a-f]{64}$/);
  expect(await itemsName(owner)).toBe(await itemsName({ ...owner }));
});
