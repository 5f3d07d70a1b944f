/**
 * What a month of rows takes in Redis, and what reading it costs: `node scripts/measure-ledger.ts [rows]`. Rows are
 * booked through the ledger's own scripts into a redis-server of its own; needs one on PATH.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRedisEngine } from '../src/dev/upstash/redis-engine.ts';
import { findRedisServer } from '../src/dev/upstash/redis-process.ts';
import { keys } from '../src/ledger/keys.ts';
import { queryUsage } from '../src/ledger/query-usage.ts';
import { createUsageReader, type UsageReader } from '../src/ledger/usage-reader.ts';
import { type EngineStore, storeOver } from '../test/support/ledger/engine-store.ts';
import { bookMonth, closeMonth, flushed, type Month, timeZone } from './month-of-rows.ts';

const count = Number(process.argv[2] ?? 100_000);
const days = 31;
const dayMs = 86_400_000;
/** The end of the month that is booked: now, so that nothing is trimmed. */
const endMs = Math.floor(Date.now() / dayMs) * dayMs + 12 * 3_600_000;
const startMs = endMs - days * dayMs;
const month: Month = { count, startMs, endMs };

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
    const settling = await billed(store, () => bookMonth(store, month));
    const closing = await billed(store, () => closeMonth(store, endMs));
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
    for (const [name, pattern] of Object.entries({
      hours: keys.hour('*'),
      days: keys.day('*'),
      thirds: keys.third('*'),
    }))
      console.log(`${`${name}:`.padEnd(7)} ${await flat(pattern)} MB in all`);
  } finally {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
