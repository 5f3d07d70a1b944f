/**
 * What a month of rows takes in Redis, and what reading it costs: `node scripts/measure-ledger.ts [rows]`. Rows are
 * booked through the ledger's own scripts into a redis-server of its own; needs one on PATH.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestIdAt } from '../src/core/request-time.ts';
import type { Row } from '../src/core/row.ts';
import { openRedisEngine } from '../src/dev/upstash/redis-engine.ts';
import { findRedisServer } from '../src/dev/upstash/redis-process.ts';
import { keys } from '../src/ledger/keys.ts';
import { queryUsage } from '../src/ledger/query-usage.ts';
import { tellStore } from '../src/ledger/settle-queue.ts';
import { sweep } from '../src/ledger/sweep.ts';
import { createUsageReader, type UsageReader } from '../src/ledger/usage-reader.ts';
import { type EngineStore, storeOver } from '../test/support/ledger/engine-store.ts';
import { costing, makeRow } from '../test/support/ledger/make-row.ts';

const count = Number(process.argv[2] ?? 100_000);
/** Rows of one call, as an isolate tells them at most; and calls under way together, so that Redis waits for nobody. */
const [flushed, underway] = [64, 16];
const days = 31;
const dayMs = 86_400_000;
const timeZone = 'UTC';
/** The end of the month that is booked: now, so that nothing is trimmed. */
const endMs = Math.floor(Date.now() / dayMs) * dayMs + 12 * 3_600_000;
const startMs = endMs - days * dayMs;

const routes = ['auto', 'support', 'coding', 'batch'];
const models = ['gpt-5.5', 'gpt-5.5-pro', 'gpt-5.4-mini', 'claude-sonnet-5', 'claude-haiku-5'];
const teams = ['blue', 'red', 'green', 'grey'];
const tasks = ['chat', 'code', 'summarize', 'agent'] as const;

/** A spread without chance: the same rows each time. */
function rowAt(number: number): Row {
  const atMs = startMs + Math.floor((number / count) * days * dayMs);
  const pick = <T>(all: readonly T[], step: number): T => all[Math.floor(number / step) % all.length] as T;
  return makeRow({
    requestId: requestIdAt(atMs, (number * 7919).toString(36).padStart(16, '0')),
    startedAtMs: atMs,
    durationMs: 300 + ((number * 37) % 20_000),
    firstEventMs: 100 + ((number * 13) % 3000),
    caller: `key-${number % 40}`,
    team: pick(teams, 3),
    app: `app-${number % 12}`,
    endUser: (number * 2_654_435_761).toString(16).padStart(16, '0').slice(0, 16),
    tags: { project: `p${number % 20}` },
    route: pick(routes, 1),
    model: pick(models, 5),
    task: pick(tasks, 7),
    usage: { inputTokens: number % 9000, cacheReadInputTokens: number % 2000, outputTokens: number % 1500 },
    cost: costing((number * 997) % 40_000_000),
  });
}

async function flush(store: EngineStore, from: number): Promise<void> {
  const rows = Array.from({ length: Math.min(flushed, count - from) }, (_, at) => rowAt(from + at));
  const notes = rows.map((row) => ({ kind: 'row' as const, row, isLast: true, scopes: [] }));
  await tellStore(notes, { store, timeZone, now: () => notes[0]?.row.startedAtMs ?? startMs });
}

async function book(store: EngineStore): Promise<void> {
  for (let from = 0; from < count; from += flushed * underway) {
    const flushes = Array.from({ length: underway }, (_, at) => from + at * flushed);
    await Promise.all(flushes.filter((first) => first < count).map((first) => flush(store, first)));
  }
}

async function close(store: EngineStore): Promise<void> {
  for (;;) {
    const { hoursClosed } = await sweep({ store, timeZone, now: () => endMs });
    if (hoursClosed === 0) return;
  }
}

async function bytesOf(store: EngineStore, pattern: string): Promise<number> {
  let bytes = 0;
  for (const key of (await store.send('KEYS', pattern)) as string[]) {
    bytes += Number(await store.send('MEMORY', 'USAGE', key, 'SAMPLES', 0));
  }
  return bytes;
}

async function billed(store: EngineStore, work: () => Promise<unknown>): Promise<number> {
  const before = store.billedCommands();
  await work();
  return store.billedCommands() - before;
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  const beganAt = performance.now();
  const result = await work();
  return { result, ms: Math.round(performance.now() - beganAt) };
}

/** The last 31 days of the zone, today included, as GET /admin/usage reads and groups them. */
async function readMonth(read: UsageReader): Promise<void> {
  const query = { fromMs: startMs + dayMs / 2, toMs: endMs, byHour: false };
  const { slices } = await read(query);
  const { total } = queryUsage(slices, { by: ['day', 'team'], filter: {}, teams: 'all' });
  if (total.attempts === 0) throw new Error('nothing was read');
}

async function main(): Promise<void> {
  const program = findRedisServer();
  if (program === null) throw new Error('there is no redis-server on PATH');
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-measure-'));
  const engine = await openRedisEngine(program, join(folder, 'data'));
  try {
    const store = storeOver(engine);
    // What is measured is memory: a log of a gigabyte would only be rewritten again and again.
    await engine.pipeline([['CONFIG', 'SET', 'appendonly', 'no']]);
    const settling = await billed(store, () => book(store));
    const closing = await billed(store, () => close(store));
    const reader = createUsageReader({ store, timeZone, now: () => endMs });
    const reading = await timed(() => billed(store, () => readMonth(reader)));
    const again = await timed(() => billed(store, () => readMonth(reader)));
    const megabytes = async (pattern: string) =>
      Math.round((await bytesOf(store, pattern)) / 1024 / 1024 / (count / 1e6));
    const cells = (await store.send(
      'HLEN',
      keys.day(new Date(endMs - dayMs).toISOString().slice(0, 10).replaceAll('-', '')),
    )) as number;
    console.log(`${count} rows over ${days} days; ${cells - 1} cells in a day`);
    console.log(
      `commands: ${(settling / count).toFixed(3)} a row in flushes of ${flushed}, ${closing} to close the month`,
    );
    console.log(`a month read: ${reading.result} commands in ${reading.ms} ms`);
    console.log(`read again:   ${again.result} commands in ${again.ms} ms`);
    console.log(`rows:   ${await megabytes(keys.rows)} MB a million`);
    console.log(`index:  ${await megabytes(keys.index('*'))} MB a million`);
    const flat = async (pattern: string) => ((await bytesOf(store, pattern)) / 1024 / 1024).toFixed(1);
    console.log(
      `hours:  ${await flat(keys.hour('*'))} MB in all, days: ${await flat(keys.day('*'))} MB in all`,
    );
  } finally {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
