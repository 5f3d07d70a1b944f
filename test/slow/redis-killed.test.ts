/**
 * Redis is killed under load and comes back after 20 seconds: no row is lost or doubled, counters are the sum of the
 * rows, no strict budget is passed, nothing stays held, and clients saw what the posture of their route promises. How
 * many requests a second came through is printed; it is not what is tested.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Row, totalOf } from '../../src/core/row.ts';
import { findRedisServer } from '../../src/dev/upstash/redis-process.ts';
import { keys } from '../../src/ledger/keys.ts';
import { hourOf } from '../../src/ledger/settle-call.ts';
import { parseScope, parseSlot } from '../../src/ledger/state-codec.ts';
import { cellsOf } from '../sim/check.ts';
import { administer, adminToken } from '../support/administer.ts';
import { readAllRows } from '../support/read-rows.ts';
import type { Answered, LoadPlan } from '../support/redis-killed/load.ts';
import { type KillableStack, startKillableStack } from '../support/redis-killed/start-killable-stack.ts';
import { until } from '../support/until.ts';

const program = findRedisServer();
const reason = program ? '' : ' (left out: there is no redis-server on PATH)';
const perSecond = 200;
const seconds = 45;
const [killAfterMs, awayMs] = [10_000, 20_000];
/** Room for some of the requests of the narrow key, not for all. */
const narrowUsd = 0.02;
const nanoUsd = 1e9;

let stack: KillableStack;

async function createKey(usd: number): Promise<{ readonly id: string; readonly key: string }> {
  const made = await administer<{ id: string; key: string }>(stack.url, '/admin/keys', { name: 'test' });
  const budgets = [{ window: 'total', limit_usd: usd, on_limit: 'refuse' }];
  await administer(stack.url, '/admin/limits', { scope: 'key', id: made.id, budgets });
  return made;
}

async function send(...command: (string | number)[]): Promise<unknown> {
  const response = await fetch(stack.store.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.store.token}` },
    body: JSON.stringify(command),
  });
  return ((await response.json()) as { result: unknown }).result;
}

async function readHash(key: string): Promise<[field: string, text: string][]> {
  const flat = (await send('HGETALL', key)) as string[];
  return flat.flatMap((text, at) => (at % 2 === 0 ? [[text, flat[at + 1] ?? '']] : []) as [string, string][]);
}

/** Requests of the state that hold something, and scopes for which something is held. */
async function held(): Promise<string[]> {
  const found: string[] = [];
  for (const [field, text] of await readHash(keys.state)) {
    if (field.startsWith('o:')) found.push(...parseSlot(text).map(({ requestId }) => requestId));
    if (!field.startsWith('s:')) continue;
    const { heldNanoUsd, heldTokens, heldRequests } = parseScope(text);
    if (heldNanoUsd !== 0 || heldTokens !== 0 || heldRequests !== 0) found.push(`${field} ${text}`);
  }
  return found;
}

type Cells = ReadonlyMap<string, string>;

/** By the key of the hour: the load may be under way when one ends. */
async function counted(): Promise<Map<string, Cells>> {
  const names = (await send('KEYS', keys.hour('*'))) as string[];
  const cells = async (name: string) => new Map((await readHash(name)).filter(([field]) => field !== '#'));
  return new Map(await Promise.all(names.map(async (name) => [name, await cells(name)] as const)));
}

function countedBy(rows: readonly Row[]): Map<string, Cells> {
  const hours = Map.groupBy(rows, ({ requestId }) => keys.hour(hourOf(requestId, 0, 'UTC').name));
  return new Map([...hours].map(([name, all]) => [name, cellsOf(all)]));
}

async function playLoad(plan: LoadPlan): Promise<Answered[]> {
  const file = new URL('../support/redis-killed/load.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [file, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answers: Answered[] = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line));
  return answers;
}

async function isOutboxEmpty(): Promise<boolean> {
  const response = await fetch(`${stack.url}/metrics`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  return (await response.text()).includes('\nsignalbox_outbox_notes 0\n');
}

/** Looks once a second: reading the whole state is work that what is waited for has to wait for. */
const calm = (what: string, look: () => Promise<boolean>) =>
  until(
    what,
    async () => {
      await after(1000);
      return look();
    },
    300_000,
  );

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe.skipIf(!program)(`Redis killed under load${reason}`, () => {
  let answers: Answered[];
  let rows: Row[];
  let narrowId: string;
  let [killedAtMs, backAtMs] = [0, 0];

  beforeAll(async () => {
    stack = await startKillableStack(program ?? '');
    const [wide, narrow] = [await createKey(1000), await createKey(narrowUsd)];
    narrowId = narrow.id;
    const calls = [
      { name: 'strict', key: wide.key, model: 'route/strict' },
      { name: 'narrow', key: narrow.key, model: 'route/strict' },
      { name: 'allowance', key: wide.key, model: 'route/allowance' },
      { name: 'open', key: wide.key, model: 'route/open' },
    ];
    const { url } = stack;
    await until('keys and limits that the isolate knows', async () => {
      const first = await playLoad({ url, perSecond: 20, seconds: 1, calls });
      const passed = first.filter(({ status }) => status === 200).map(({ name }) => name);
      return calls.every(({ name }) => passed.includes(name));
    });
    const load = playLoad({ url, perSecond, seconds, calls });
    await after(killAfterMs);
    await stack.redis.kill();
    killedAtMs = Date.now();
    await after(awayMs);
    backAtMs = Date.now();
    await stack.redis.start();
    answers = await load;
    // The outbox comes back to the store after at most half a minute, and takes its time on a busy machine.
    await calm('all is told', async () => (await isOutboxEmpty()) && (await held()).length === 0);
    rows = await readAllRows(stack.store);
  }, 900_000);
  afterAll(() => stack.stop());

  const dispatched = () => stack.simulator.invoice().length;
  const of = (...names: string[]) => answers.filter(({ name }) => names.includes(name));
  const statuses = (all: readonly Answered[]) => [...new Set(all.map(({ status }) => status))].toSorted();
  /** Sent after the kill, and answered before the restart. */
  const whileAway = (all: readonly Answered[]) =>
    all.filter(({ sentAtMs, endedAtMs }) => sentAtMs > killedAtMs && endedAtMs < backAtMs);

  test('comes as fast as this machine lets it', () => {
    const span = Math.max(...answers.map(({ endedAtMs }) => endedAtMs)) - (answers[0]?.sentAtMs ?? 0);
    const told = Map.groupBy(answers, ({ name, status }) => `${name} ${status}`);
    const counts = [...told].map(([what, all]) => `${what}: ${all.length}`).toSorted();
    const reached = Math.round((answers.length / span) * 1000);
    process.stdout.write(`${answers.length} requests, ${reached} a second; ${counts.join(', ')}\n`);
    expect(whileAway(answers).length).toBeGreaterThan(0);
  });

  test('clients see what the posture of their route promises', () => {
    expect(answers.filter(({ status }) => status === 0)).toEqual([]);
    expect(statuses(of('allowance', 'open'))).toEqual([200]);
    for (const status of statuses(of('strict'))) expect([200, 503]).toContain(status);
    expect(statuses(whileAway(of('strict', 'narrow')))).toEqual([503]);
    for (const status of statuses(of('narrow'))) expect([200, 429, 503]).toContain(status);
    for (const { status, detail } of of('strict', 'narrow')) {
      if (status === 503) expect(detail).toContain('budget_unavailable');
    }
  });

  test('every attempt has one row, and the provider has seen no other', () => {
    const ids = rows.map(({ requestId, attempt }) => `${requestId}.${attempt}`);
    expect(ids).toHaveLength(new Set(ids).size);
    expect(rows).toHaveLength(dispatched());
    const answered = new Set(rows.map(({ requestId }) => requestId));
    expect(answers.filter(({ status, requestId }) => status === 200 && !answered.has(requestId))).toEqual([]);
    expect(
      rows.filter(({ usageSource, outcome }) => usageSource !== 'measured' || outcome !== 'completed'),
    ).toEqual([]);
  });

  test('counters are the sum of the rows', async () => {
    expect(await counted()).toEqual(countedBy(rows));
  });

  test('no strict budget is passed, and it is used', () => {
    const spent = rows
      .filter(({ caller }) => caller === narrowId)
      .reduce((sum, { cost }) => sum + (cost === null ? 0 : totalOf(cost)), 0);
    expect(spent).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(narrowUsd * nanoUsd);
  });
});
