/**
 * What the overview of a month costs, and whether all that tells its figures tells the same: `node
 * scripts/measure-dashboard.ts [rows]`. Books rows whose sums are known into a redis-server of its own (one has to be on
 * PATH) and asks the Worker, bundled as for a deploy, in plain workerd. Fails where a figure is off by a nano-dollar.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleWorker } from '../bench/bundle.ts';
import { cpuMsOf, prepareWorker, type Worker } from '../bench/workerd.ts';
import { dollars } from '../src/dashboard/parts/format.ts';
import { startFront } from '../src/dev/upstash/front.ts';
import { openRedisEngine } from '../src/dev/upstash/redis-engine.ts';
import { findRedisServer } from '../src/dev/upstash/redis-process.ts';
import { readCsv } from '../src/finance/read-csv.ts';
import { storeOver } from '../test/support/ledger/engine-store.ts';
import { bookMonth, closeMonth, type Month, sumMonth } from './month-of-rows.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const loads = 40;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 31 days of UTC, today among them; the hour under way is left empty, so that nothing changes meanwhile. */
const endMs = Math.floor(Date.now() / hourMs) * hourMs;
const month: Month = { count, startMs: (Math.floor(endMs / dayMs) - 30) * dayMs, endMs };
const [from, to] = [month.startMs, endMs - 1].map((atMs) => new Date(atMs).toISOString().slice(0, 10));
const period = `?from=${from}&to=${to}`;
const [adminToken, storeToken] = ['measure-admin', 'measure-store'];

type Asked = { readonly worker: Worker; readonly cookie: string };

async function ask(path: string, { worker, cookie }: Asked) {
  const beganAt = performance.now();
  const answer = await fetch(`http://127.0.0.1:${worker.port}${path}`, { headers: { cookie } });
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  const firstByteMs = performance.now() - beganAt;
  const parts = [first?.value ?? new Uint8Array()];
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) break;
    parts.push(next.value);
  }
  const text = Buffer.concat(parts).toString();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text.slice(0, 500)}`);
  return { text, firstByteMs };
}

async function signIn({ port }: Worker): Promise<string> {
  const origin = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${origin}/dashboard/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin },
    body: new URLSearchParams({ token: adminToken }),
  });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  if (cookie === '') throw new Error(`signing in: ${answer.status}`);
  return cookie;
}

/** USD with nine decimals, digit by digit. */
const nanoOf = (usd: string) => BigInt(usd.replace('.', '') || '0');

function sumColumn(csv: string, column: string): bigint {
  const [head = [], ...rows] = readCsv(csv);
  const at = head.indexOf(column);
  return rows.reduce((sum, row) => sum + nanoOf(row[at] ?? ''), 0n);
}

/** Each place that tells the month's cost, in nano-USD, and what its rows say. */
async function checkSums(asked: Asked): Promise<void> {
  const { nanoUsd, estimatedNanoUsd, unpriced } = sumMonth(month);
  const get = async (path: string) => (await ask(path + period, asked)).text;
  const page = (await get('/dashboard')).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const usage = JSON.parse(await get('/dashboard/export/usage.json'));
  const told: Record<string, bigint> = { ledger: BigInt(usage.total.cost_nano_usd) };
  for (const [file, column] of [
    ['usage.csv', 'cost_usd'],
    ['usage-daily.csv', 'cost_usd'],
    ['focus-1.2.csv', 'BilledCost'],
    ['focus-1.4.csv', 'BilledCost'],
  ] as const)
    told[file] = sumColumn(await get(`/dashboard/export/${file}`), column);
  const off = Object.entries(told).filter(([, sum]) => sum !== BigInt(nanoUsd));
  const sumLine = `Routes add up to ${dollars(nanoUsd)}, the headline, to the nano-dollar.`;
  if (off.length > 0 || !page.includes(sumLine))
    throw new Error(`rows say ${nanoUsd}; ${off.map(([name, sum]) => `${name} ${sum}`).join(', ')}`);
  const { unpriced_attempts, cost_estimated_nano_usd } = usage.total;
  if (unpriced_attempts !== unpriced || cost_estimated_nano_usd !== estimatedNanoUsd)
    throw new Error(`rows say ${unpriced} unpriced and ${estimatedNanoUsd} estimated`);
  console.log(`page = ${Object.keys(told).join(' = ')} = rows: ${nanoUsd} nano-USD, ${unpriced} unpriced`);
}

function quantile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(0);
}

/** `start` gives the Worker of each load. */
async function timeLoads(what: string, start: () => Promise<Asked>, end: (asked: Asked) => void) {
  const [times, work]: [number[], number[]] = [[], []];
  let failed = 0;
  for (let load = 0; load < loads; load++) {
    const asked = await start();
    const before = cpuMsOf(asked.worker.pid);
    const answer = await ask(`/dashboard${period}`, asked).catch(() => null);
    if (answer === null) failed++;
    else times.push(answer.firstByteMs);
    work.push(cpuMsOf(asked.worker.pid) - before);
    end(asked);
  }
  const unanswered = failed === 0 ? '' : `; ${failed} answered by an error`;
  const told = (all: readonly number[]) => `p50 ${quantile(all, 0.5)} ms, p95 ${quantile(all, 0.95)} ms`;
  console.log(
    `first byte of ${loads}, ${what}: ${told(times)}; CPU of workerd a load: ${told(work)}${unanswered}`,
  );
}

async function openStore(folder: string) {
  const program = findRedisServer();
  if (program === null) throw new Error('there is no redis-server on PATH');
  const engine = await openRedisEngine(program, join(folder, 'data'));
  // What is measured is reading: a log of a gigabyte would only be rewritten again and again.
  await engine.pipeline([['CONFIG', 'SET', 'appendonly', 'no']]);
  const store = storeOver(engine);
  const beganAt = performance.now();
  await bookMonth(store, month);
  await closeMonth(store, Date.now());
  console.log(
    `${count} rows booked in ${((performance.now() - beganAt) / 1000).toFixed(0)} s, ${from} to ${to}`,
  );
  const front = await startFront({ engine, token: storeToken, port: 0 });
  return { ...front, stop: () => front.stop().then(() => engine.stop()) };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-measure-'));
  // First: what is measured is the code of this moment.
  const modules = bundleWorker(join(folder, 'bundle'));
  const store = await openStore(folder);
  try {
    const bindings = {
      SIGNALBOX_ADMIN_TOKEN: adminToken,
      SIGNALBOX_PEPPER: 'measure-pepper',
      UPSTASH_REDIS_REST_URL: store.url,
      UPSTASH_REDIS_REST_TOKEN: storeToken,
    };
    const prepared = prepareWorker({ name: 'router', modules, bindings, hasObjects: true, folder });
    const worker = await prepared.start();
    // Of another isolate's sign-in: the session is signed, and known to all.
    const cookie = await signIn(worker);
    worker.stop();
    const fresh = async () => ({ worker: await prepared.start(), cookie });
    const asked = await fresh();
    for (const how of ['cold', 'warm']) {
      const before = store.billedCommands();
      const { text } = await ask(`/dashboard${period}`, asked);
      const kb = (gzipSync(text).length / 1024).toFixed(1);
      console.log(`overview, ${how}: ${store.billedCommands() - before} commands, ${kb} KB gzip`);
    }
    await checkSums(asked);
    const leave = () => {};
    const stop = (each: Asked) => each.worker.stop();
    await timeLoads('warm isolate', async () => asked, leave);
    await timeLoads(
      'isolate that has read nothing yet',
      async () => {
        const each = await fresh();
        await ask('/dashboard/methods', each);
        return each;
      },
      stop,
    );
    await timeLoads('isolate that starts with the request', fresh, stop);
    asked.worker.stop();
  } finally {
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
