/** `signalbox actors` as a program, against the app over real HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmbeddedEngine } from '../../src/dev/upstash/embedded/embedded-engine.ts';
import type { Engine } from '../../src/dev/upstash/engine.ts';
import { Actors } from '../../src/ledger/actors.ts';
import { storeOver } from '../support/ledger/engine-store.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { type AdminServer, startAdminServer } from './admin-server.ts';

const id = 'ab'.repeat(16);

let folder = '';
let engine: Engine;
let server: AdminServer;
let actors: Actors;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-actors-'));
  engine = await openEmbeddedEngine({ dataDir: folder });
  const store = storeOver(engine);
  const { actors: settings } = makeConfig().safeguards;
  if (settings === null) throw new Error('off');
  actors = new Actors({ store, settings, now: () => today, sleep: async () => undefined });
  server = await startAdminServer({ scripts: store, actors });
});
afterAll(async () => {
  await server.stop();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => server.signalbox(['actors', ...args]);

test('lists those that something is held against, shows one, suspends and releases', async () => {
  expect(await run('list')).toEqual({
    status: 0,
    out: '',
    err: 'Nothing that amounts to anything is held against an end user.\n',
  });
  for (const requestId of ['req_1', 'req_2'])
    await actors.strike(id, 'care', { kind: 'policy', atMs: today, requestId });
  expect((await run('list')).out).toBe(`end user                          standing  strikes  until
${id}  warned       2.00
`);
  const at = new Date(today).toISOString();
  const until = new Date(today + 2 * 3_600_000).toISOString();
  expect((await run('suspend', id, '--reason', 'spam', '--hours', '2')).out).toBe(`${id}, team care
suspended until ${until}, by admin: spam; strikes 2.00

at                        strike  request
${at}  policy  req_2
${at}  policy  req_1
`);
  expect((await run('release', id, '--reason', 'a mistake')).status).toBe(0);
  const { out } = await run('show', id, '--json');
  expect(JSON.parse(out)).toMatchObject({ level: 'none', strikes: 0, released: { at, reason: 'a mistake' } });
});

test.each([
  [['suspend', id], 'Why? Write --reason TEXT.'],
  [['suspend', '--reason', 'x'], 'Which end user? Write one ID.'],
  [['suspend', id, '--reason', 'x', '--hours', 'two'], '--hours two: write a number.'],
  [['list', id], `'${id}' is one word too many.`],
])('%j is wrong usage', async (args, says) => {
  const { status, err } = await run(...args);
  expect([status, err.split('\n')[0]]).toEqual([2, says]);
});

test('the router says what it does not take', async () => {
  expect(await run('show', 'ann')).toEqual({
    status: 1,
    out: '',
    err: 'id: must be 32 hex digits, as an answer to a suspended end user says them\n',
  });
});
