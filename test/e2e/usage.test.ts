/** What was asked of the real Worker, read back from its counters, its metrics and its outbox. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { totalOf } from '../../src/core/row.ts';
import { readAllRows } from '../support/read-rows.ts';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { until } from '../support/until.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ SIGNALBOX_ADMIN_TOKEN: 'admin-token' });
});
afterAll(() => stack.stop());

async function read(path: string): Promise<string> {
  const response = await fetch(`${stack.url}${path}`, { headers: { authorization: 'Bearer admin-token' } });
  expect(response.status).toBe(200);
  return response.text();
}

test('usage and metrics are the sum of the rows, to the nano-dollar', async () => {
  for (const model of ['glm-5.1', 'gpt-5.5', 'glm-5.1']) {
    const response = await fetch(`${stack.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
    });
    expect(response.status).toBe(200);
    await response.text();
  }
  await until('three rows', async () => (await readAllRows(stack.store)).length === 3);
  const rows = await readAllRows(stack.store);
  const costOf = (model: string) =>
    rows.reduce((sum, row) => sum + (row.model === model && row.cost ? totalOf(row.cost) : 0), 0);
  // The day before too: the rows may be of either side of midnight.
  const from = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const usage = JSON.parse(await read(`/admin/usage?from=${from}&by=model`)) as {
    total: Record<string, number>;
    data: Record<string, unknown>[];
  };
  expect(usage.total).toMatchObject({ requests: 3, succeeded: 3, unpriced_attempts: 0 });
  expect(usage.data.map((group) => [group.model, group.attempts, group.cost_nano_usd])).toEqual([
    ['glm-5.1', 2, costOf('glm-5.1')],
    ['gpt-5.5', 1, costOf('gpt-5.5')],
  ]);
  const metrics = await read('/metrics');
  expect(metrics).toContain('\nsignalbox_store_up 1\n');
  expect(metrics).toContain('\nsignalbox_outbox_up 1\n');
  expect(metrics).toContain('\nsignalbox_outbox_notes 0\n');
  expect(metrics).toContain('\nsignalbox_holds_open 0\n');
  expect(metrics).toContain('\nsignalbox_circuit_breaker_state{target="gpt-5.5",state="closed"} 1\n');
});
