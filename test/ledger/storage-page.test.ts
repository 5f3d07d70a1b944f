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
  rowsKept,
} from '../../src/ledger/keys.ts';
import { rowsOf } from '../../src/ledger/rows.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { theModel } from '../support/world/models.ts';

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
    expect(lineOf(keys.rows)).toContain(`about ${rowsKept.toLocaleString('en')} entries`);
    expect(lineOf(keys.responseOwner(''))).toContain(days(responseOwnerTtlSeconds));
    expect(lineOf(keys.items(''))).toContain(days(itemsTtlSeconds));
    expect(lineOf(keys.items(''))).toContain(`${mostItemBytes / 1024} KB at most`);
  });

  test('sealed items are a third longer than their JSON', async () => {
    const items = new Uint8Array(mostItemBytes);
    const sealed = await sealItems(items, { callerId: 'a', answerId: 'b' });
    expect(sealed.length).toBe(Math.ceil((mostItemBytes + 12 + 16) / 3) * 4);
  });

  test('a row with every field and long names is under 1 KB', () => {
    const model = theModel('alpha', { id: 'm'.repeat(60) });
    const target = {
      name: `${model.id}@xhigh`,
      model,
      wireModel: model.id,
      provider: {
        id: 'p'.repeat(40),
        baseUrl: '',
        env: '',
        auth: 'bearer' as const,
        protocols: {},
        quirks: [],
      },
      protocol: 'anthropic-messages' as const,
      effort: null,
    };
    const count = Number.MAX_SAFE_INTEGER;
    const usage = {
      inputTokens: count,
      cacheReadInputTokens: count,
      cacheCreationInputTokens: count,
      outputTokens: count,
      reasoningOutputTokens: count,
    };
    const [row = {}] = rowsOf({
      requestId: `req_${'a'.repeat(24)}`,
      caller: 'c'.repeat(64),
      route: 'r'.repeat(40),
      configVersion: '0'.repeat(12),
      attempts: [
        {
          target,
          lane: 'passthrough',
          role: 'fallback',
          outcome: 'committed',
          abortedBy: null,
          fault: null,
          startedAtMs: Date.UTC(2026, 10, 21),
          durationMs: 1_800_000,
        },
      ],
      judged: makeJudged({ risk: makeRisk({ level: 'elevated' }) }),
      usage,
      outcome: 'client-left',
    });
    const bytes = Object.entries(row).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    expect(bytes).toBeLessThan(1024);
    expect(bytes).toBeGreaterThan(800);
  });
});
