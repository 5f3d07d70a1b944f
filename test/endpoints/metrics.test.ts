/** GET /metrics through the app, read back by a reader of Prometheus' text format. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MetricFamily, printMetrics } from '../../src/endpoints/print-metrics.ts';
import { StoreError } from '../../src/ledger/store.ts';
import { Health } from '../../src/upstream/health.ts';
import { costing } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { FakeDesk } from '../support/world/alerts.ts';
import { makeApp } from '../support/world/app.ts';
import { FakeHashes } from '../support/world/scripts.ts';

type Read = { name: string; labels: Record<string, string>; value: number };

const unescaped: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** Every sample; throws at a line that is none, at one without HELP and TYPE before it, and at a sample told twice. */
function readMetrics(text: string): Read[] {
  const samples: Read[] = [];
  const seen = new Set<string>();
  let [helped, typed] = ['', ''];
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line);
    if (comment !== null) {
      const [, kind, name = '', rest] = comment;
      if (kind === 'HELP') helped = name;
      else typed = rest === 'gauge' ? name : '';
      continue;
    }
    const [, name = '', , list = '', value = ''] =
      /^([a-z_]+)(\{((?:[a-z_]+="(?:[^"\\]|\\[\\n"])*",?)+)\})? (-?\d+(?:\.\d+)?)$/.exec(line) ?? [];
    if (name === '' || name !== helped || name !== typed) throw new Error(`no sample: ${line}`);
    const labels: Record<string, string> = {};
    for (const [, label = '', quoted = ''] of list.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g))
      labels[label] = quoted.replace(/\\(.)/g, (_, letter: string) => unescaped[letter] ?? '?');
    const series = name + JSON.stringify(labels);
    if (seen.has(series)) throw new Error(`twice: ${line}`);
    seen.add(series);
    samples.push({ name, labels, value: Number(value) });
  }
  return samples;
}

let bench: UsageBench;
beforeAll(async () => {
  bench = await openUsageBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const admin = { authorization: 'Bearer admin-token' };

async function scrape(changes: Parameters<typeof makeApp>[1] = {}): Promise<Read[]> {
  const { store, now } = bench;
  const deps = { scripts: store, usage: bench.reader(), adminToken: 'admin-token', now, ...changes };
  const response = await makeApp(undefined, deps).call('GET', '/metrics', undefined, admin);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return readMetrics(await response.text());
}

const sampleOf = (samples: readonly Read[], name: string, labels: object = {}) =>
  samples.find((one) => one.name === name && JSON.stringify(one.labels) === JSON.stringify(labels))?.value;

describe('the day so far', () => {
  test('by route and model, without the day before', async () => {
    await bench.book([
      { route: 'support', cost: costing(1_500_000_000), usage: { inputTokens: 100, outputTokens: 50 } },
      { route: 'support', role: 'fallback', cost: costing(1), usageSource: 'estimated' },
      { route: 'support', startedAtMs: Date.UTC(2026, 10, 20, 23, 59) },
      { model: 'unpriced', cost: null, firstEventMs: null },
    ]);
    await bench.sweep();
    const samples = await scrape();
    const support = { route: 'support', model: 'gpt-5.5' };
    expect(sampleOf(samples, 'signalbox_today_requests', support)).toBe(1);
    expect(sampleOf(samples, 'signalbox_today_succeeded_requests', support)).toBe(2);
    expect(sampleOf(samples, 'signalbox_today_attempts', support)).toBe(2);
    expect(sampleOf(samples, 'signalbox_today_fallback_attempts', support)).toBe(1);
    expect(sampleOf(samples, 'signalbox_today_estimated_attempts', support)).toBe(1);
    expect(sampleOf(samples, 'signalbox_today_cost_usd', support)).toBe(1.500000001);
    expect(sampleOf(samples, 'signalbox_today_tokens', { ...support, type: 'input' })).toBe(200);
    expect(sampleOf(samples, 'signalbox_today_first_event_seconds', { ...support, quantile: '0.95' })).toBe(
      0.292,
    );
    const unpriced = { route: 'auto', model: 'unpriced' };
    expect(sampleOf(samples, 'signalbox_today_unpriced_attempts', unpriced)).toBe(1);
    expect(sampleOf(samples, 'signalbox_today_cost_usd', unpriced)).toBeUndefined();
    expect(sampleOf(samples, 'signalbox_today_first_event_seconds', { ...unpriced, quantile: '0.5' })).toBe(
      undefined,
    );
    expect(sampleOf(samples, 'signalbox_usage_complete_until_timestamp_seconds')).toBe(
      Date.UTC(2026, 10, 21, 9) / 1000,
    );
  });

  test('names that hold quotes, backslashes and line ends come back as they are', async () => {
    const route = 'a"b\\c\nd';
    await bench.book([{ route }]);
    expect(sampleOf(await scrape(), 'signalbox_today_requests', { route, model: 'gpt-5.5' })).toBe(1);
  });

  test('a scrape costs the marks, the holds, the limits, what is closed of the day, the hour under way, and no more', async () => {
    await bench.book([{ startedAtMs: Date.UTC(2026, 10, 21) }, {}]);
    await bench.sweep();
    const usage = bench.reader();
    const first = bench.store.billedCommands();
    await scrape({ usage });
    const second = bench.store.billedCommands();
    await scrape({ usage });
    expect([second - first, bench.store.billedCommands() - second]).toEqual([7, 3]);
  });
});

describe('the outbox', () => {
  test('says how much waits, and how long', async () => {
    const oldestAtMs = bench.clock.ms - 90_500;
    const samples = await scrape({ outboxState: async () => ({ depth: 7, oldestAtMs }) });
    expect(sampleOf(samples, 'signalbox_outbox_up')).toBe(1);
    expect(sampleOf(samples, 'signalbox_outbox_notes')).toBe(7);
    expect(sampleOf(samples, 'signalbox_outbox_oldest_age_seconds')).toBe(90.5);
  });

  test('is empty', async () => {
    const samples = await scrape({ outboxState: async () => ({ depth: 0, oldestAtMs: null }) });
    expect(sampleOf(samples, 'signalbox_outbox_notes')).toBe(0);
    expect(sampleOf(samples, 'signalbox_outbox_oldest_age_seconds')).toBe(0);
  });

  test('that is out of reach is unknown, not empty', async () => {
    const samples = await scrape({ outboxState: () => Promise.reject(new Error('no object')) });
    expect(sampleOf(samples, 'signalbox_outbox_up')).toBe(0);
    expect(sampleOf(samples, 'signalbox_outbox_notes')).toBeUndefined();
  });
});

test('budgets: what is spent of the current window, and the limit', async () => {
  const scripts = new FakeHashes();
  const budgets = [
    { window: 'day', limit_usd: 5 },
    { window: 'day', limit_usd: 4, limit_tokens: 100 },
    { window: 'total', limit_tokens: 7, on_limit: 'alert' },
  ];
  const limits = JSON.stringify({ object: 'limits', scope: 'team', id: 'care', budgets });
  await scripts.writeField('sbx:limits', 'team:care', limits);
  const day = Date.UTC(2026, 10, 21);
  const state = `0,0,0,0,0,0,0,0|day@UTC=${day},1500000000,30|total@UTC=0,9,8`;
  await scripts.writeField('sbx:state', 's:team:care', state);
  const samples = (await scrape({ scripts })).filter(({ name }) => name.startsWith('signalbox_budget'));
  const shown = samples.map(({ name, labels, value }) => [
    name.slice('signalbox_budget_'.length),
    labels.window,
    value,
  ]);
  expect(shown).toEqual([
    ['spent_usd', 'day', 1.5],
    ['limit_usd', 'day', 4],
    ['spent_tokens', 'day', 30],
    ['spent_tokens', 'total', 8],
    ['limit_tokens', 'day', 100],
    ['limit_tokens', 'total', 7],
  ]);
  expect(samples[0]?.labels).toEqual({
    scope: 'team',
    id: 'care',
    window: 'day',
    time_zone: 'UTC',
    on_limit: 'refuse',
  });
});

test('alerts that wait are counted; a desk out of reach is unknown', async () => {
  const desk = (waiting: number | null) =>
    Object.assign(new FakeDesk(), {
      state: async () => {
        if (waiting === null) throw new Error('no object');
        return { waiting, oldestAtMs: null, failing: [] };
      },
    });
  expect(sampleOf(await scrape({ alerts: desk(3) }), 'signalbox_alerts_waiting')).toBe(3);
  expect(sampleOf(await scrape({ alerts: desk(null) }), 'signalbox_alerts_waiting')).toBeUndefined();
});

test('circuit breakers say the state they are in', async () => {
  const health = new Health();
  const nowMs = bench.clock.ms;
  health.report('b@low', { kind: 'trip', forMs: 1000 }, nowMs);
  health.report('a', { kind: 'success' }, nowMs);
  const statesAt = async (ms: number) => {
    const samples = await scrape({ health, now: () => ms });
    return samples
      .filter(({ name, value }) => name === 'signalbox_circuit_breaker_state' && value === 1)
      .map(({ labels }) => [labels.target, labels.state]);
  };
  expect(await statesAt(nowMs)).toEqual([
    ['a', 'closed'],
    ['b@low', 'open'],
  ]);
  expect(await statesAt(nowMs + 1000)).toEqual([
    ['a', 'closed'],
    ['b@low', 'half-open'],
  ]);
});

test('what is under way is counted with what is held for it', async () => {
  const line = (id: string) => [id, '1', '500000000', '10', '', 's:key:one', ''].join('\t');
  const scripts = new FakeHashes();
  await scripts.writeField('sbx:state', 'o:3', `${line('req_a')}\n${line('req_b')}`);
  const samples = await scrape({ scripts });
  expect(sampleOf(samples, 'signalbox_holds_open')).toBe(2);
  expect(sampleOf(samples, 'signalbox_holds_open_usd')).toBe(1);
});

test('a store that is away is told as such, beside all that is known without it', async () => {
  const usage = () => Promise.reject(new StoreError('read', null));
  const samples = await scrape({ usage, outboxState: async () => ({ depth: 1, oldestAtMs: 0 }) });
  expect(sampleOf(samples, 'signalbox_store_up')).toBe(0);
  expect(sampleOf(samples, 'signalbox_outbox_notes')).toBe(1);
  expect(samples.some(({ name }) => name.startsWith('signalbox_today'))).toBe(false);
  const without = await scrape({ scripts: null, usage: null });
  expect(without.map(({ name }) => name)).toEqual(['signalbox_build_info']);
});

test('is not for callers', async () => {
  const { call } = makeApp(undefined, { adminToken: 'admin-token' });
  expect((await call('GET', '/metrics')).status).toBe(401);
});

test('a help of several lines is one, and what has no samples is not there', () => {
  const family = (name: string, samples: MetricFamily['samples']) => ({ name, help: 'a\\b\nc', samples });
  const text = printMetrics([family('one', [{ labels: {}, value: 1 }]), family('none', [])]);
  expect(text).toBe('# HELP one a\\\\b\\nc\n# TYPE one gauge\none 1\n');
});
