/** Corrections and what comparisons came to, through the app, over a real engine of the store. */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { keys } from '../../src/ledger/keys.ts';
import { recentRows } from '../../src/ledger/read-usage.ts';
import { readReconciliations } from '../../src/ledger/reconciliations.ts';
import { createUsageReader } from '../../src/ledger/usage-reader.ts';
import { openEngineStore } from '../support/ledger/open-engine-store.ts';
import { makeApp } from '../support/world/app.ts';
import { makeAudit } from '../support/world/audit.ts';
import { makeConfig } from '../support/world/models.ts';

const scripts = await openEngineStore();
const admin = { authorization: 'Bearer admin-token' };
const nowMs = Date.UTC(2026, 10, 21, 9, 30);
const day = '2026-11-05';

async function open(timeZone = 'UTC') {
  const world = await makeAudit();
  const now = () => nowMs;
  const usage = createUsageReader({ store: scripts, timeZone, now });
  const config = makeConfig({ ledger: { timeZone } });
  const app = makeApp(undefined, {
    scripts,
    usage,
    catalogue,
    config,
    now,
    audit: world.audit,
    adminToken: 'admin-token',
  });
  const send = async (method: string, path: string, body?: object) => {
    const response = await app.call(method, path, body, admin);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { ...world, send };
}

const correction = (more: object = {}) => ({
  day,
  model: 'gpt-5.5',
  sequence: 1,
  cost_nano_usd: { input: 700, output: -200 },
  ...more,
});

const booking = (...corrections: object[]) => ({ provider: 'openai', corrections });

describe('corrections', () => {
  test('are booked once, on the day of the bill, under nobody’s team', async () => {
    const { send, entries, settled } = await open();
    const other = correction({ model: 'openai:(tools)', cost_nano_usd: { tools: 30 } });
    const first = await send('POST', '/admin/corrections', booking(correction(), other));
    expect(first).toMatchObject({
      status: 200,
      body: { booked: 2, known: 0, data: [{ model: 'gpt-5.5', cost_nano_usd: 500, state: 'booked' }, {}] },
    });
    // Another word under the same name is none.
    const again = booking(correction({ cost_nano_usd: { input: 9 } }), other);
    expect((await send('POST', '/admin/corrections', again)).body).toMatchObject({ booked: 0, known: 2 });
    const usage = await send('GET', `/admin/usage?from=${day}&to=${day}&by=day,team,route,model`);
    expect(usage.body.total).toMatchObject({
      requests: 0,
      attempts: 0,
      corrections: 2,
      cost_nano_usd: 530,
      cost_input_nano_usd: 700,
      cost_output_nano_usd: -200,
      cost_tools_nano_usd: 30,
      cost_corrections_nano_usd: 530,
    });
    expect(usage.body.data).toMatchObject([
      { day, team: '(unallocated)', route: '(reconciliation)', model: 'gpt-5.5' },
      { day, model: 'openai:(tools)' },
    ]);
    await settled();
    expect(entries.map(({ action, details }) => [action, details])).toEqual([
      ['correction.booked', { provider: 'openai', day, model: 'gpt-5.5', nanoUsd: '500' }],
      ['correction.booked', { provider: 'openai', day, model: 'openai:(tools)', nanoUsd: '30' }],
    ]);
  });

  test('the next one of a day and model is another row', async () => {
    const { send } = await open();
    await send('POST', '/admin/corrections', booking(correction()));
    const next = await send('POST', '/admin/corrections', booking(correction({ sequence: 2 })));
    expect(next.body).toMatchObject({ booked: 1 });
    expect(await recentRows(10, { store: scripts })).toMatchObject([
      { row: { attempt: 2, role: 'correction' } },
      { row: { attempt: 1, role: 'correction', provider: 'openai', usageSource: 'measured' } },
    ]);
  });

  test.each([
    ['America/New_York', '2026-11-05'],
    ['Europe/Berlin', '2026-11-05'],
    ['Asia/Kolkata', '2026-11-05'],
    ['Pacific/Auckland', '2026-11-05'],
  ])('are of the same date in %s', async (timeZone, date) => {
    const { send } = await open(timeZone);
    await send('POST', '/admin/corrections', booking(correction()));
    const usage = await send('GET', `/admin/usage?from=2026-11-01&by=day`);
    expect(usage.body.data).toMatchObject([{ day: date, corrections: 1 }]);
    const hours = await send('GET', '/admin/usage?from=2026-11-05T00:30:00Z&to=2026-11-06T00:00:00Z');
    expect(hours.body.total).toMatchObject({ corrections: 1 });
  });

  test.each<[field: string, body: object]>([
    ['provider', { provider: 'groq', corrections: [correction()] }],
    ['provider', { corrections: [correction()] }],
    ['corrections', { provider: 'openai' }],
    ['corrections', booking()],
    ['corrections', booking(...Array.from({ length: 101 }, () => correction()))],
    ['corrections[0]', { provider: 'openai', corrections: ['x'] }],
    ['corrections[1].day', booking(correction(), correction({ day: '2026-11-31' }))],
    ['corrections[0].day', booking(correction({ day: '2026-11-22' }))],
    ['corrections[0].day', booking(correction({ day: '2025-09-01' }))],
    ['corrections[0].model', booking(correction({ model: 'gpt-9' }))],
    ['corrections[0].model', booking(correction({ model: 'anthropic:(tools)' }))],
    ['corrections[0].sequence', booking(correction({ sequence: 0 }))],
    ['corrections[0].sequence', booking(correction({ sequence: null }))],
    ['corrections[0].cost_nano_usd', booking(correction({ cost_nano_usd: {} }))],
    ['corrections[0].cost_nano_usd.input', booking(correction({ cost_nano_usd: { input: 0.5 } }))],
  ])('what is wrong is named: %s', async (param, body) => {
    const { send } = await open();
    const answer = await send('POST', '/admin/corrections', body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request', param } } });
    expect(await recentRows(10, { store: scripts })).toEqual([]);
  });

  test('a day that has not begun in the reporting zone waits', async () => {
    const { send } = await open('Pacific/Honolulu');
    const today = booking(correction({ day: '2026-11-21' }));
    expect((await send('POST', '/admin/corrections', today)).body).toMatchObject({
      error: {
        message: 'corrections[0].day: must have begun in Pacific/Honolulu too',
        param: 'corrections[0].day',
      },
    });
  });
});

const compared = (more: object = {}) => ({
  day,
  ledger_nano_usd: 990,
  billed_nano_usd: 1000,
  estimated_nano_usd: 5,
  corrected_nano_usd: 0,
  is_exact: true,
  ...more,
});

describe('what was compared', () => {
  test('is kept by day, the last word on a day, and no longer than days are', async () => {
    const { send } = await open();
    await scripts.writeField(keys.reconciled, 'openai|2025-09-01', '{}');
    const days = [compared(), compared({ day: '2026-11-06', billed_nano_usd: 990 })];
    expect((await send('POST', '/admin/reconciliations', { provider: 'openai', days })).body).toEqual({
      object: 'reconciliations',
      stored: 2,
    });
    const anew = [compared({ ledger_nano_usd: 1000, corrected_nano_usd: 10 })];
    await send('POST', '/admin/reconciliations', { provider: 'openai', days: anew });
    await send('POST', '/admin/reconciliations', { provider: 'anthropic', days: [compared()] });
    const at = new Date(nowMs).toISOString();
    expect((await send('GET', '/admin/reconciliations')).body.data).toEqual([
      {
        provider: 'openai',
        ...compared({ ledger_nano_usd: 1000, corrected_nano_usd: 10 }),
        drift_nano_usd: 0,
        at,
        by: 'admin',
      },
      { provider: 'anthropic', ...compared(), drift_nano_usd: 10, at, by: 'admin' },
      {
        provider: 'openai',
        ...compared({ day: '2026-11-06', billed_nano_usd: 990 }),
        drift_nano_usd: 0,
        at,
        by: 'admin',
      },
    ]);
    const narrow = await send('GET', '/admin/reconciliations?from=2026-11-06&to=2026-11-06');
    expect(narrow.body.data).toMatchObject([{ day: '2026-11-06' }]);
    expect([...(await scripts.readHash(keys.reconciled)).keys()]).not.toContain('openai|2025-09-01');
    const fromMs = Date.parse(`${day}T00:00:00Z`);
    expect(await readReconciliations(scripts, fromMs, fromMs + 1)).toHaveLength(2);
    expect(await readReconciliations(scripts, fromMs, fromMs)).toEqual([]);
  });

  test.each<[param: string, body: object]>([
    ['days', { provider: 'openai', days: [] }],
    ['days[0].day', { provider: 'openai', days: [compared({ day: 'May' })] }],
    ['days[0].ledger_nano_usd', { provider: 'openai', days: [compared({ ledger_nano_usd: null })] }],
    ['days[0].billed_nano_usd', { provider: 'openai', days: [compared({ billed_nano_usd: '1' })] }],
  ])('what is wrong is named: %s', async (param, body) => {
    const { send } = await open();
    expect(await send('POST', '/admin/reconciliations', body)).toMatchObject({
      status: 400,
      body: { error: { param } },
    });
  });

  test.each([
    ['from', 'from=May'],
    ['from', 'from=2026-11-09&to=2026-11-08'],
    ['from', 'from=2024-01-01'],
    ['form', 'form=2026-11-09'],
  ])('a parameter that is wrong is named: %s', async (param, query) => {
    const { send } = await open();
    expect((await send('GET', `/admin/reconciliations?${query}`)).body).toMatchObject({ error: { param } });
  });
});

test('without a store there is nothing to book in', async () => {
  const app = makeApp(undefined, { scripts: null, adminToken: 'admin-token' });
  for (const [method, path] of [
    ['POST', '/admin/corrections'],
    ['POST', '/admin/reconciliations'],
    ['GET', '/admin/reconciliations'],
  ] as const) {
    const response = await app.call(method, path, method === 'POST' ? {} : undefined, admin);
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { error: { code: 'store_unavailable' } },
    ]);
  }
});
