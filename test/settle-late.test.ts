/** Answers in the background: booked at what is expected, and at what they cost once somebody knows, and only once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LimitsDirectory, noLimits } from '../src/core/budget.ts';
import { openEmbeddedEngine } from '../src/dev/upstash/embedded/embedded-engine.ts';
import type { Engine } from '../src/dev/upstash/engine.ts';
import { lateTtlSeconds, keys as storeKeys } from '../src/ledger/keys.ts';
import { firstLookMs } from '../src/ledger/late-charges.ts';
import { createLedger } from '../src/ledger/ledger.ts';
import { recentRows } from '../src/ledger/read-usage.ts';
import { parseScope, scopeField } from '../src/ledger/state-codec.ts';
import { sweep } from '../src/ledger/sweep.ts';
import { settleDueCharges } from '../src/settle-late.ts';
import { type EngineStore, storeOver } from './support/ledger/engine-store.ts';
import { makeBudget } from './support/ledger/make-row.ts';
import { makeApp } from './support/world/app.ts';
import { makeConfig } from './support/world/models.ts';
import { json } from './support/world/provider.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-late-'));
let engine: Engine;
let store: EngineStore;

beforeAll(async () => {
  engine = await openEmbeddedEngine({ dataDir: folder });
  store = storeOver(engine);
});
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => store.send('FLUSHALL'));

const prices = [{ from: '2026-01-01', usd: { input: 1, output: 10 } }];
const reasoning = { efforts: ['high'], default: 'high', style: 'effort' } as const;
const config = makeConfig({
  models: [{ id: 'slow', provider: 'openai', protocols: ['openai-responses'], prices, reasoning }],
});
const limits: LimitsDirectory = {
  ready: async () => true,
  limitsOf: (scope) =>
    scope === 'key' ? { ...noLimits, budgets: [makeBudget({ limitNanoUsd: 1e12 })] } : noLimits,
  noteSet: () => undefined,
};

const id = 'resp_late';
const usage = { input_tokens: 1000, output_tokens: 200, total_tokens: 1200 };
const at = (status: string, more: object = {}) => ({
  id,
  object: 'response',
  created_at: 1,
  status,
  background: true,
  error: null,
  model: 'slow-2026',
  output: [],
  usage: null,
  ...more,
});
const completed = at('completed', { usage });

/** An app whose caller has begun an answer in the background; `now` is what its provider says of it. */
async function begin() {
  const state = { status: 200, now: at('queued') as object };
  const log = () => undefined;
  const sleep = () => new Promise<void>(() => undefined);
  const clock = { ms: Date.UTC(2026, 10, 21, 12) };
  const now = () => clock.ms;
  const waiting: Promise<unknown>[] = [];
  const ports = {
    store,
    outbox: null,
    noticeAdmission: null,
    timeZone: 'UTC',
    allowanceNanoUsd: 0,
    now,
    sleep,
    log,
  };
  const ledger = createLedger(ports)(() => undefined);
  const app = makeApp(() => json(state.now, state.status), {
    config,
    limits,
    ledger,
    scripts: store,
    now,
    waitUntil: (work) => void waiting.push(work),
  });
  const settled = async () => {
    while (waiting.length > 0) await waiting.shift();
    await ledger.flush();
  };
  const made = await app.call('POST', '/v1/responses', {
    model: 'slow',
    input: 'Write a novel about otters.',
    background: true,
    max_output_tokens: 4000,
  });
  expect(await made.json()).toMatchObject({ status: 'queued' });
  await settled();
  app.provider.calls.length = 0;
  const { outbound, catalogue } = app.deps;
  const look = async () => {
    const { lateDueMs } = await sweep({ store, timeZone: 'UTC', now });
    if (lateDueMs !== null && lateDueMs <= now())
      await settleDueCharges({ config, catalogue, outbound, scripts: store, now, log });
  };
  const read = async (method = 'GET', path = '') => {
    const response = await app.call(method, `/v1/responses/${id}${path}`);
    const text = await response.text();
    await settled();
    return { status: response.status, text };
  };
  return { app, state, clock, read, look };
}

async function booked() {
  const rows = await recentRows(10, { store });
  return rows.map(({ row, isCorrection }) => ({
    source: row.usageSource,
    outcome: row.outcome,
    cost: row.cost && row.cost.input + row.cost.output,
    isCorrection,
  }));
}

async function spent(): Promise<number | undefined> {
  const [text] = await store.readFields(storeKeys.state, [scopeField({ scope: 'key', id: 'one' })]);
  return parseScope(text ?? '').budgets.get('day@UTC')?.spentNanoUsd;
}

const openCharges = () => store.send('HLEN', storeKeys.late);
const measured = {
  source: 'measured',
  outcome: 'completed',
  cost: 1000 * 1000 + 200 * 10_000,
  isCorrection: true,
};

describe('an answer that is queued', () => {
  test('is booked at the output that is expected of it, not at the few bytes it came with', async () => {
    const { app } = await begin();
    const [row] = await recentRows(1, { store });
    expect(row?.row.usageSource).toBe('estimated');
    expect(row?.row.usage.outputTokens).toBeGreaterThan(300);
    expect(await spent()).toBeGreaterThan(3_000_000);
    expect(await openCharges()).toBe(1);
    expect(app.provider.calls).toEqual([]);
  });

  test('is booked anew, by the difference and once, when its client has read it', async () => {
    const { read, state, app } = await begin();
    await read();
    expect(await booked()).toHaveLength(1);
    expect(app.provider.calls).toHaveLength(1);
    state.now = completed;
    for (let time = 0; time < 3; time++) await read();
    expect(await booked()).toMatchObject([measured, { source: 'estimated' }]);
    expect(await spent()).toBe(measured.cost);
    expect(await openCharges()).toBe(0);
    // One look of our own beside those of the client.
    expect(app.provider.calls).toHaveLength(5);
  });

  test('is asked after by the sweep where nobody reads it, less and less often', async () => {
    const { look, state, clock, app } = await begin();
    await look();
    expect(app.provider.calls).toEqual([]);
    for (let minute = 0; minute < 60; minute++) {
      clock.ms += 60_000;
      await look();
    }
    const asked = app.provider.calls.length;
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(12);
    state.now = completed;
    clock.ms += 40 * 60_000;
    await look();
    await look();
    expect(await booked()).toMatchObject([measured, { source: 'estimated' }]);
    expect(await spent()).toBe(measured.cost);
    expect(app.provider.calls).toHaveLength(asked + 1);
  });

  test('is asked after twice at once, and booked once', async () => {
    const { look, state, clock } = await begin();
    state.now = completed;
    clock.ms += firstLookMs;
    await Promise.all([look(), look()]);
    expect((await booked()).filter(({ isCorrection }) => isCorrection)).toHaveLength(1);
  });
});

describe('what ends with counts that cannot be true', () => {
  test('stays an estimate', async () => {
    const { read, state } = await begin();
    state.now = at('completed', { usage: { ...usage, output_tokens: Number.MAX_SAFE_INTEGER } });
    await read();
    expect(await booked()).toMatchObject([{ source: 'estimated', isCorrection: false }]);
    expect(await openCharges()).toBe(0);
  });
});

describe('what ends otherwise', () => {
  const cases = [
    ['the provider has forgotten it', 404, {}, 'estimated'],
    [
      'it failed before it used anything',
      200,
      at('failed', { error: { code: 'server_error', message: 'x' } }),
      'void',
    ],
    [
      'it failed and says what it used',
      200,
      at('failed', { error: { code: 'server_error', message: 'x' }, usage }),
      'measured',
    ],
    [
      'it was cut at its cap',
      200,
      at('incomplete', { incomplete_details: { reason: 'max_output_tokens' }, usage }),
      'measured',
    ],
    ['it was cancelled, at no known cost', 200, at('cancelled'), 'estimated'],
    ['it was cancelled, at a known cost', 200, at('cancelled', { usage }), 'measured'],
  ] as const;

  test.each(cases)('%s', async (_, status, answer, source) => {
    const { look, state, clock } = await begin();
    Object.assign(state, { status, now: answer });
    clock.ms += firstLookMs;
    await look();
    const [newest] = await booked();
    expect(newest?.source).toBe(source);
    if (source === 'void') expect(newest).toMatchObject({ outcome: 'failed', cost: 0 });
    expect(await openCharges()).toBe(0);
  });

  test('a provider that is away is asked again', async () => {
    const { look, state, clock } = await begin();
    Object.assign(state, { status: 500, now: {} });
    clock.ms += firstLookMs;
    await look();
    expect(await openCharges()).toBe(1);
    Object.assign(state, { status: 200, now: completed });
    clock.ms += firstLookMs;
    await look();
    expect(await booked()).toMatchObject([measured, { source: 'estimated' }]);
  });

  test('after a day it stays an estimate', async () => {
    const { look, state, clock, app } = await begin();
    state.now = completed;
    clock.ms += lateTtlSeconds * 1000 + 1;
    await look();
    expect(app.provider.calls).toEqual([]);
    expect(await openCharges()).toBe(0);
    expect(await booked()).toMatchObject([{ source: 'estimated' }]);
    expect((await sweep({ store, timeZone: 'UTC', now: () => clock.ms })).lateDueMs).toBeNull();
  });

  test('cancelled by its client', async () => {
    const { read, state } = await begin();
    state.now = at('cancelled', { usage });
    await read('POST', '/cancel');
    expect(await booked()).toMatchObject([measured, { source: 'estimated' }]);
  });

  test('deleted by its client: asked after before', async () => {
    const { read, state, app } = await begin();
    state.now = completed;
    await read('DELETE');
    expect(app.provider.calls.map(({ method }) => method)).toEqual(['GET', 'DELETE']);
    expect(await booked()).toMatchObject([measured, { source: 'estimated' }]);
  });
});

test('an answer that its client waited for leaves nothing open', async () => {
  const app = makeApp(() => json(completed), { config, scripts: store });
  const response = await app.call('POST', '/v1/responses', { model: 'slow', input: 'Hello' });
  await response.text();
  await app.settled();
  expect(app.ledger.rows).toMatchObject([{ usageSource: 'measured' }]);
  expect(await openCharges()).toBe(0);
});
