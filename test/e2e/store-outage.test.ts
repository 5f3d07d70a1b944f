/**
 * The store goes away and comes back while requests go on: clients notice nothing, every attempt has one row in the end,
 * and counters are the sum of the rows. The real Worker with its Durable Object, real HTTP in between.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { totalOf } from '../../src/core/row.ts';
import { readAllRows } from '../support/read-rows.ts';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { type Switchboard, startSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';

let stack: Stack;
let switchboard: Switchboard;

beforeAll(async () => {
  switchboard = await startSwitchboard(() => stack.store);
  stack = await startStack({ UPSTASH_REDIS_REST_URL: switchboard.url, SIGNALBOX_ADMIN_TOKEN: 'admin-token' });
});

afterAll(async () => {
  await stack.stop();
  switchboard.stop();
});

async function ask(): Promise<string> {
  const response = await fetch(`${stack.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'glm-5.1', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
  return response.headers.get('x-request-id') ?? '';
}

const several = (count: number) => Promise.all(Array.from({ length: count }, ask));

async function metrics(): Promise<string> {
  const response = await fetch(`${stack.url}/metrics`, { headers: { authorization: 'Bearer admin-token' } });
  expect(response.status).toBe(200);
  return response.text();
}

async function counted(): Promise<{ rows: number; nanoUsd: number }> {
  const rows = await readAllRows(stack.store);
  return {
    rows: rows.length,
    nanoUsd: rows.reduce((sum, { cost }) => sum + (cost === null ? 0 : totalOf(cost)), 0),
  };
}

test('nothing is lost and nothing is told twice', async () => {
  const ids = await several(5);
  switchboard.isAway = true;
  for (let round = 0; round < 4; round++) ids.push(...(await several(5)));
  await until('notes in the outbox', async () => /\nsignalbox_outbox_notes [1-9]/.test(await metrics()));
  switchboard.isAway = false;
  ids.push(...(await several(5)));
  await until('all rows', async () => (await counted()).rows === ids.length);
  const rows = await readAllRows(stack.store);
  expect(rows.map(({ requestId }) => requestId).toSorted()).toEqual(ids.toSorted());
  expect(
    rows.every(({ usageSource, outcome }) => usageSource === 'measured' && outcome === 'completed'),
  ).toBe(true);
  const invoiced = stack.simulator.invoice().length;
  expect(rows).toHaveLength(invoiced);
});
