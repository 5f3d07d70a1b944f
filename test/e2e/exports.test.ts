/**
 * Exports of the real Worker: a file streamed to whoever asks, whose sum is that of the rows; and what was used yesterday,
 * sent by the cron when it is counted, signed, once.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestIdAt } from '../../src/core/request-time.ts';
import { totalOf } from '../../src/core/row.ts';
import { checkFocus } from '../../src/finance/focus/check-focus.ts';
import type { WholeExport } from '../../src/finance/whole-export.ts';
import { tellStore } from '../../src/ledger/settle-queue.ts';
import { createScriptStore } from '../../src/ledger/store.ts';
import { costing, makeRow } from '../support/ledger/make-row.ts';
import { readAllRows } from '../support/read-rows.ts';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { until } from '../support/until.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const folder = mkdtempSync(join(tmpdir(), 'signalbox-exports-'));

/** Where it is about noon now, so that yesterday is over and counted whenever this runs. */
const hoursToNoon = 12 - new Date().getUTCHours();
const timeZone = `Etc/GMT${hoursToNoon === 0 ? '' : `${hoursToNoon > 0 ? '-' : '+'}${Math.abs(hoursToNoon)}`}`;

let stack: Stack;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  const exports = [{ kind: 'focus', every: 'day', to: { webhook: receiver.url, secret: 'FINANCE_SECRET' } }];
  const routes = join(folder, 'exports.config.ts');
  const written = { routes: [{ name: 'rest', use: ['glm-5.1'] }], ledger: { timeZone }, exports };
  writeFileSync(routes, `export default ${JSON.stringify(written)};\n`);
  stack = await startStack(
    { FINANCE_SECRET: secret, SIGNALBOX_ADMIN_TOKEN: 'admin-token' },
    relative(join(import.meta.dirname, '../..'), routes),
  );
});
afterAll(async () => {
  await stack.stop();
  await receiver.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the day before is sent once, whole and signed', async () => {
  const startedAtMs = Date.now() - 24 * 3_600_000;
  const row = makeRow({
    requestId: requestIdAt(startedAtMs, 'e'.repeat(16)),
    startedAtMs,
    usage: { inputTokens: 0, outputTokens: 50 },
    cost: costing(1_500_000),
    listNanoUsd: 1_500_000,
  });
  const store = createScriptStore(stack.store.url, stack.store.token);
  const ports = { store, timeZone, now: Date.now };
  await tellStore([{ kind: 'row', row, isLast: true, scopes: [] }], ports);
  // The first run counts the hours that are over, and sends.
  await until('an export', async () => {
    await stack.runCron();
    return receiver.deliveries.length > 0;
  });
  await stack.runCron();
  await stack.runCron();
  expect(receiver.deliveries).toHaveLength(1);
  const [delivery] = receiver.deliveries;
  const { webhooks } = new OpenAI({ apiKey: 'none' });
  const headers = Object.fromEntries(
    Object.entries(delivery?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  await webhooks.verifySignature(delivery?.body ?? '', headers, secret);
  const { data } = JSON.parse(delivery?.body ?? '') as {
    data: { content: string; manifest: WholeExport['manifest'] };
  };
  expect(checkFocus(data.content, '1.2')).toMatchObject({ sumUsd: '0.001500000', faults: [] });
  expect(data.manifest).toMatchObject({ cost_usd: '0.001500000', is_complete: true });
});

test('a file that is asked for adds up to the rows, to the nano-dollar', async () => {
  const before = (await readAllRows(stack.store)).length;
  for (let time = 0; time < 3; time++) {
    const response = await fetch(`${stack.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'route/rest', messages: [{ role: 'user', content: 'Hello' }] }),
    });
    expect(response.status).toBe(200);
    await response.text();
  }
  await until('three rows', async () => (await readAllRows(stack.store)).length === before + 3);
  const rows = await readAllRows(stack.store);
  const sum = rows.reduce((all, { cost }) => all + (cost === null ? 0 : totalOf(cost)), 0);
  const day = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 10);
  for (const version of ['1.2', '1.4'] as const) {
    const response = await fetch(
      `${stack.url}/admin/export?version=${version}&from=${day(-48)}&to=${day(24)}`,
      { headers: { authorization: 'Bearer admin-token' } },
    );
    expect(response.status).toBe(200);
    const checked = checkFocus(await response.text(), version);
    expect(checked.faults).toEqual([]);
    expect(Number(checked.sumUsd.replace('.', ''))).toBe(sum);
  }
});
