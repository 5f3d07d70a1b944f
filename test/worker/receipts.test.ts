/** Receipts are packed and unpacked by what workerd has of zlib, which is not Node's. */
import { expect, test } from 'vitest';
import type { KeptReceipt } from '../../src/ledger/receipt.ts';
import { packReceipts, unpackReceipt } from '../../src/ledger/receipt-codec.ts';

const decision = Array.from({ length: 40 }, (_, at) => ({ target: `gpt-5.5@${at}`, reason: 'below-bar' }));
const receipt = { config: 'c', release: '1', stop: 'end', decision: { rejected: decision }, attempts: [] };

test('a receipt comes back as it was, from less than a third of its length', async () => {
  const [packed = ''] = await packReceipts([receipt as unknown as KeptReceipt]);
  expect(packed.length).toBeLessThan(JSON.stringify(receipt).length / 3);
  expect(await unpackReceipt(packed)).toEqual(receipt);
});

test.each(['', '1', '1!', '1AAAA', '2abc', '{}'])('%j is none', async (text) => {
  expect(await unpackReceipt(text)).toBeNull();
});
