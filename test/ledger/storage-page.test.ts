/** docs/storage.md says of every key what the code does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sealItems } from '../../src/ledger/item-seal.ts';
import {
  itemsTtlSeconds,
  keys,
  mostItemBytes,
  responseOwnerTtlSeconds,
  rowsTtlSeconds,
} from '../../src/ledger/keys.ts';
import { packRow } from '../../src/ledger/row-codec.ts';
import { makeRow } from '../support/ledger/make-row.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/storage.md'), 'utf8');
const lines = page.split('\n').filter((line) => line.startsWith('| `sbx:'));

function lineOf(key: string): string {
  return lines.find((line) => line.startsWith(`| \`${key}`)) ?? '';
}

const days = (seconds: number) => `| ${seconds / 86_400} days |`;

test('every key has a line, and every line a key', () => {
  const starts = Object.values(keys).map((key) => (typeof key === 'string' ? key : key('')));
  expect(starts.filter((start) => lineOf(start) === '')).toEqual([]);
  expect(lines).toHaveLength(starts.length);
});

describe('what a line says', () => {
  test('times and numbers', () => {
    expect(lineOf(keys.rows)).toContain(days(rowsTtlSeconds));
    expect(lineOf(keys.responseOwner(''))).toContain(days(responseOwnerTtlSeconds));
    expect(lineOf(keys.items(''))).toContain(days(itemsTtlSeconds));
    expect(lineOf(keys.items(''))).toContain(`${mostItemBytes / 1024} KB at most`);
  });

  test('sealed items are a third longer than their JSON', async () => {
    const items = new Uint8Array(mostItemBytes);
    const sealed = await sealItems(items, { callerId: 'a', answerId: 'b' });
    expect(sealed.length).toBe(Math.ceil((mostItemBytes + 12 + 16) / 3) * 4);
  });

  test('a row with every field and long names is under 1.5 KB', () => {
    const count = Number.MAX_SAFE_INTEGER;
    const row = makeRow({
      caller: 'c'.repeat(64),
      team: 't'.repeat(40),
      app: 'a'.repeat(40),
      endUser: 'e'.repeat(32),
      tags: Object.fromEntries([...'abcdefgh'].map((tag) => [tag.repeat(8), 'v'.repeat(16)])),
      route: 'r'.repeat(40),
      model: 'm'.repeat(60),
      modelServed: 'm'.repeat(60),
      provider: 'p'.repeat(40),
      losses: ['logprobs', 'seed', 'cache-hints'],
      usage: {
        inputTokens: count,
        cacheReadInputTokens: count,
        cacheCreationInputTokens: count,
        cacheCreation1hInputTokens: count,
        outputTokens: count,
        reasoningOutputTokens: count,
      },
      cost: { input: count, cacheRead: count, cacheWrite: count, output: count, tools: count },
    });
    expect(packRow(row).length).toBeLessThan(1536);
    expect(packRow(row).length).toBeGreaterThan(800);
    expect(packRow(makeRow()).length).toBeLessThan(500);
  });
});
