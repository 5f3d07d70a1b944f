/**
 * Hedges, shadows and circuits that isolates share, end to end: two running Workers with one store, before simulated
 * providers.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/dev/simulator/server.ts';
import { type LocalUpstash, startUpstash } from '../../src/dev/upstash/start.ts';
import type { Explanation } from '../../src/routing/explain.ts';
import { breakerLimits } from '../../src/upstream/circuit-breaker.ts';
import { readRows } from '../support/read-rows.ts';
import { type Router, startRouter, testKey } from '../support/start-router.ts';
import { until } from '../support/until.ts';

let folder: string;
let store: LocalUpstash;
let simulator: Simulator;
let one: Router;
let two: Router;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-beside-'));
  store = await startUpstash({ dataDir: folder, token: 'beside', engine: 'embedded' });
  simulator = await startSimulator();
  const start = () =>
    startRouter({
      routes: 'test/support/beside.config.ts',
      vars: {
        OPENAI_API_KEY: 'simulated-openai',
        OPENAI_BASE_URL: `${simulator.url}/openai/v1`,
        ANTHROPIC_API_KEY: 'simulated-anthropic',
        ANTHROPIC_BASE_URL: `${simulator.url}/anthropic`,
        UPSTASH_REDIS_REST_URL: store.url,
        UPSTASH_REDIS_REST_TOKEN: store.token,
      },
    });
  one = await start();
  two = await start();
}, 120_000);
afterAll(async () => {
  await one.stop();
  await two.stop();
  await simulator.stop();
  await store.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => simulator.clear());

const said = 'one two three';

async function ask({ url }: Router, model: string, stream: boolean) {
  const messages = [{ role: 'user', content: `Say exactly: ${said}` }];
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream, messages }),
  });
  const requestId = response.headers.get('x-request-id') ?? '';
  const provider = response.headers.get('x-signalbox-provider');
  return {
    requestId,
    provider,
    attempts: response.headers.get('x-signalbox-attempts'),
    text: await response.text(),
  };
}

async function explain({ url }: Router): Promise<Explanation> {
  const response = await fetch(`${url}/v1/route`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'hello' }] }),
  });
  return (await response.json()) as Explanation;
}

/** The rows of a request, once there are so many. */
function rowsOf(requestId: string, count: number) {
  return until(`${count} rows of ${requestId}`, async () => {
    const rows = await readRows(store, requestId);
    return rows.length >= count && rows;
  });
}

async function command(...words: readonly string[]): Promise<unknown> {
  const response = await fetch(store.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${store.token}` },
    body: JSON.stringify(words),
  });
  return ((await response.json()) as { result: unknown }).result;
}

test('a silent stream is outrun by the next target, let go, and on record', async () => {
  simulator.setFault({ provider: 'openai', times: 1, fault: { 'stall-before': true } });
  const { requestId, provider, attempts, text } = await ask(one, 'route/hedged', true);
  expect({ provider, attempts }).toEqual({ provider: 'anthropic', attempts: '2' });
  expect(text).toContain('[DONE]');
  await simulator.settled();
  expect(simulator.requests().map((call) => [call.provider, call.aborted])).toEqual([
    ['openai', true],
    ['anthropic', false],
  ]);
  expect((await rowsOf(requestId, 2)).map(({ role, provider: by }) => [role, by])).toEqual([
    ['first', 'openai'],
    ['hedge', 'anthropic'],
  ]);
});

test('a shadow gets its copy as a whole, beside a stream that it does not touch', async () => {
  const { requestId, provider, attempts, text } = await ask(one, 'route/shadowed', true);
  expect({ provider, attempts }).toEqual({ provider: 'anthropic', attempts: '1' });
  expect(text).toContain('[DONE]');
  const rows = await rowsOf(requestId, 2);
  expect(rows.map(({ role, outcome }) => [role, outcome]).toSorted()).toEqual([
    ['first', 'completed'],
    ['shadow', 'completed'],
  ]);
  await simulator.settled();
  const copy = simulator.requests().find((call) => call.provider === 'openai');
  expect(copy?.body).not.toMatchObject({ stream: true });
  expect(JSON.stringify(rows)).not.toContain(said);
});

test('what one isolate has found another knows, without a call of its own', async () => {
  // Both have looked at what there is, and will again in ten seconds.
  await ask(two, 'auto', false);
  simulator.clear();
  simulator.setFault({ provider: 'openai', times: 100, fault: { status: 529 } });
  for (let at = 0; at < breakerLimits.inARow; at++) await ask(one, 'auto', false);
  const key = 'sbx:breaker:gpt-5.4-mini@none';
  const note = await until('a note of the open circuit', async () => {
    const text = await command('GET', key);
    return typeof text === 'string' && (JSON.parse(text) as object);
  });
  expect(note).toMatchObject({ kind: 'open', times: 1 });
  expect(Number(await command('TTL', key))).toBeGreaterThan(0);
  // It looks while it answers something else, at most once in ten seconds.
  await until('two to hear of it', async () => {
    await ask(two, 'claude-haiku-4-5@none', false);
    const { rejected } = await explain(two);
    return rejected.some(({ target, reason }) => target === 'gpt-5.4-mini@none' && reason === 'circuit-open');
  });
  expect((await ask(two, 'auto', false)).provider).toBe('anthropic');
  const calls = simulator.requests().filter((call) => call.provider === 'openai');
  expect(calls).toHaveLength(breakerLimits.inARow);
}, 60_000);
