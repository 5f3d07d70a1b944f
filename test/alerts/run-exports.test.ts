/** Scheduled exports over a real store and a real receiver: each period once, whole, signed, and again until taken. */
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { duePeriod, runExports } from '../../src/alerts/run-exports.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import type { ExportInput } from '../../src/config/exports-input.ts';
import type { LogEntry } from '../../src/core/log-entry.ts';
import { checkFocus } from '../../src/finance/focus/check-focus.ts';
import type { WholeExport } from '../../src/finance/whole-export.ts';
import type { OutboxState } from '../../src/ledger/outbox-object.ts';
import { costing } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';
import { FakeStore } from '../support/world/store.ts';

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const minuteMs = 60_000;
const iso = (atMs: number) => new Date(atMs).toISOString();

let bench: UsageBench;
let receiver: Receiver;
let store: FakeStore;
let log: LogEntry[];
let put: { key: string; options: R2PutOptions | undefined; text: string }[];

beforeAll(async () => {
  bench = await openUsageBench();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await bench.close();
});
beforeEach(async () => {
  await bench.clear();
  receiver.deliveries.length = 0;
  receiver.answer();
  store = new FakeStore();
  [log, put] = [[], []];
});

function configWith(...exports: ExportInput[]) {
  const compiled = compileConfig({ routes: [{ name: 'rest', use: ['gpt-5.5'] }], exports }, catalogue, 0);
  if (!compiled.ok) throw new Error(compiled.problems.map(({ what }) => what).join());
  return compiled.config;
}

const daily = (to: Partial<{ webhook: string; r2: string; prefix: string }> = { webhook: receiver.url }) =>
  configWith({ kind: 'focus', every: 'day', to: to as ExportInput['to'] });

function portsOf(config = daily()) {
  const bucket = {
    put: async (key: string, value: unknown, options?: R2PutOptions) => {
      const text = typeof value === 'string' ? value : new TextDecoder().decode(value as Uint8Array);
      put.push({ key, options, text });
    },
  };
  return {
    config,
    catalogue,
    release: '1',
    store,
    usage: bench.reader(),
    outboxState: null as (() => Promise<OutboxState>) | null,
    secret: (name: string) => (name === 'SIGNALBOX_WEBHOOK_SECRET' ? secret : null),
    bucket: (name: string) => (name === 'EXPORTS' ? (bucket as unknown as R2Bucket) : null),
    send: fetch,
    now: bench.now,
    log: (entry: LogEntry) => log.push(entry),
  };
}

/** A row yesterday and one today, all hours that are over counted. */
async function fill(): Promise<void> {
  await bench.book([
    { startedAtMs: Date.UTC(2026, 10, 20, 23, 59), cost: costing(500), listNanoUsd: 500 },
    { cost: costing(7), listNanoUsd: 7 },
  ]);
  await bench.sweep();
}

test('the day before is sent once, signed, with a manifest that fits it', async () => {
  await fill();
  const ports = portsOf();
  for (let run = 0; run < 3; run++) await runExports(ports);
  expect(receiver.deliveries).toHaveLength(1);
  const [delivery] = receiver.deliveries;
  const { webhooks } = new OpenAI({ apiKey: 'none' });
  const headers = new Headers(
    Object.entries(delivery?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  // It is of another day than this one.
  await expect(webhooks.verifySignature(delivery?.body ?? '', headers, secret, 1e9)).resolves.toBeUndefined();
  const { id, type, data } = JSON.parse(delivery?.body ?? '') as {
    id: string;
    type: string;
    data: { content: string; manifest: WholeExport['manifest'] };
  };
  expect({ id, type }).toEqual({ id: headers.get('webhook-id'), type: 'export' });
  expect(data.manifest).toMatchObject({
    file: 'focus-1.2_2026-11-20_2026-11-20.csv',
    from: '2026-11-20T00:00:00Z',
    to: '2026-11-21T00:00:00Z',
    is_complete: true,
    cost_usd: '0.000000500',
  });
  expect(checkFocus(data.content, '1.2')).toMatchObject({ sumUsd: '0.000000500', faults: [] });
  expect(log).toEqual([]);
});

test('a receiver that fails is tried again later and later, under one id', async () => {
  await fill();
  receiver.answer(500, 503, 500);
  const ports = portsOf();
  const tried: number[] = [];
  for (let minute = 0; minute < 12; minute++) {
    const before = receiver.deliveries.length;
    await runExports(ports);
    if (receiver.deliveries.length > before) tried.push(minute);
    bench.clock.ms += minuteMs;
  }
  expect(tried).toEqual([0, 1, 3, 7]);
  expect(new Set(receiver.deliveries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(log.map(({ event, code }) => [event, code])).toEqual([
    ['export-failed', 'status_500'],
    ['export-failed', 'status_503'],
    ['export-failed', 'status_500'],
  ]);
});

test('nothing is sent that is not whole: not counted, or waiting in an outbox, or one that does not answer', async () => {
  await bench.book([{ startedAtMs: Date.UTC(2026, 10, 20, 12) }]);
  const ports = portsOf();
  await runExports(ports);
  await bench.sweep();
  const waiting = async () => ({ depth: 1, oldestAtMs: Date.UTC(2026, 10, 20, 12) });
  for (const outboxState of [waiting, () => Promise.reject(new Error('away'))]) {
    bench.clock.ms += 60 * minuteMs;
    await runExports({ ...ports, outboxState });
  }
  expect(receiver.deliveries).toEqual([]);
  expect(log.map(({ code }) => code)).toEqual(['not_counted', 'not_counted', 'not_counted']);
  bench.clock.ms += 60 * minuteMs;
  // What came in later hours does not hold it up.
  const later = async () => ({ depth: 1, oldestAtMs: Date.UTC(2026, 10, 21, 1) });
  await runExports({ ...ports, outboxState: later });
  expect(receiver.deliveries).toHaveLength(1);
});

test('days that were missed follow one after the other', async () => {
  await fill();
  const ports = portsOf();
  await runExports(ports);
  bench.clock.ms += 3 * 24 * 60 * minuteMs;
  await bench.book([{}]);
  bench.clock.ms += 60 * minuteMs;
  await bench.sweep();
  for (let run = 0; run < 5; run++) await runExports({ ...ports, usage: bench.reader() });
  const files = receiver.deliveries.map(
    ({ body }) => (JSON.parse(body) as { data: WholeExport }).data.manifest.file,
  );
  expect(files).toEqual([20, 21, 22, 23].map((day) => `focus-1.2_2026-11-${day}_2026-11-${day}.csv`));
});

test('a run that is under way is not joined by another', async () => {
  await fill();
  const ports = portsOf();
  await Promise.all([runExports(ports), runExports(ports)]);
  expect(receiver.deliveries).toHaveLength(1);
});

test('in a bucket the file is put with its hash, then its manifest', async () => {
  await fill();
  await runExports(portsOf(daily({ r2: 'EXPORTS', prefix: 'signalbox/' })));
  const [file, manifest] = put;
  expect(put.map(({ key }) => key)).toEqual([
    'signalbox/focus-1.2_2026-11-20_2026-11-20.csv',
    'signalbox/focus-1.2_2026-11-20_2026-11-20.csv.manifest.json',
  ]);
  const { sha256 } = JSON.parse(manifest?.text ?? '') as { sha256: string };
  expect(file?.options).toMatchObject({ sha256, customMetadata: { sha256, cost_usd: '0.000000500' } });
});

test('a bucket that is not bound and a store that is away are said', async () => {
  await fill();
  await runExports(portsOf(daily({ r2: 'NOWHERE' })));
  store.isAway = true;
  await runExports(portsOf());
  expect(log.map(({ code }) => code)).toEqual(['no_bucket', 'store_unavailable']);
});

test('without exports nothing is asked', async () => {
  await runExports(portsOf(configWith()));
  expect(store.commands).toEqual([]);
});

test.each<
  [every: 'day' | 'month', sent: string | null, now: string, zone: string, due: [string, string] | null]
>([
  ['day', null, '2026-11-21T09:30Z', 'UTC', ['2026-11-20T00:00', '2026-11-21T00:00']],
  ['day', '2026-11-21T00:00Z', '2026-11-21T23:59Z', 'UTC', null],
  ['day', '2026-11-21T00:00Z', '2026-11-22T00:05Z', 'UTC', null],
  ['day', '2026-11-21T00:00Z', '2026-11-22T00:06Z', 'UTC', ['2026-11-21T00:00', '2026-11-22T00:00']],
  ['day', null, '2026-10-26T09:30Z', 'Europe/Berlin', ['2026-10-24T22:00', '2026-10-25T23:00']],
  ['day', null, '2026-11-21T19:00Z', 'Asia/Kolkata', ['2026-11-20T18:30', '2026-11-21T18:30']],
  ['month', null, '2026-11-21T09:30Z', 'UTC', ['2026-10-01T00:00', '2026-11-01T00:00']],
  ['month', '2026-11-01T00:00Z', '2026-11-30T23:59Z', 'UTC', null],
])('every %s, sent until %s, at %s in %s', (every, sent, now, zone, due) => {
  const found = duePeriod(every, sent === null ? null : Date.parse(sent), Date.parse(now), zone);
  expect(found && [iso(found.fromMs).slice(0, 16), iso(found.toMs).slice(0, 16)]).toEqual(due);
});
