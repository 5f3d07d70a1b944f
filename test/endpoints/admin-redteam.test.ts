/** POST /admin/redteam-runs, and `signalbox redteam --record` over real HTTP: what a run came to, in the audit log. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runOf, totalsOf } from '../../src/core/redteam-run.ts';
import { startAdminServer } from '../cli/admin-server.ts';
import { makeApp } from '../support/world/app.ts';
import { makeAudit } from '../support/world/audit.ts';

const admin = { authorization: 'Bearer admin-token' };
const run = {
  config: 'c0ffee',
  corpus: 'ab'.repeat(8),
  tier: 'user',
  mode: 'offline',
  kinds: [
    { kind: 'harmful', cases: 186, unexpected: 159 },
    { kind: 'build-up', cases: 54, unexpected: 46 },
    { kind: 'benign-twin', cases: 415, unexpected: 15 },
  ],
};

async function open() {
  const world = await makeAudit();
  const app = makeApp(undefined, { audit: world.audit, adminToken: 'admin-token' });
  const send = async (body: object) => {
    const response = await app.call('POST', '/admin/redteam-runs', body, admin);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { ...world, send };
}

test('a run is an entry of the audit log, and is read back from it', async () => {
  const { send, entries, settled } = await open();
  expect(await send(run)).toEqual({
    status: 200,
    body: { object: 'redteam_run', missed: 205, false_alarms: 15 },
  });
  await settled();
  const [entry] = entries;
  expect(entry).toMatchObject({ action: 'redteam.run', actor: 'admin', object: 'c0ffee' });
  const read = entry === undefined ? null : runOf(entry);
  expect(read).toEqual(run);
  expect(read && totalsOf(read)).toEqual({
    risky: { cases: 240, unexpected: 205 },
    benign: { cases: 415, unexpected: 15 },
  });
});

test('an entry that another release wrote is none', async () => {
  const { send, entries, settled } = await open();
  await send(run);
  await settled();
  const [entry] = entries;
  if (entry === undefined) throw new Error('no entry');
  expect(runOf({ ...entry, details: { ...entry.details, kinds: ['harmful:2/1'] } })).toBeNull();
  expect(runOf({ ...entry, details: {} })).toBeNull();
});

describe('what is wrong is named, and nothing is written', () => {
  const [kind] = run.kinds;
  test.each<[string, object]>([
    ['kinds', { ...run, kinds: [] }],
    ['kinds', { ...run, kinds: [kind, kind] }],
    ['kinds[0].kind', { ...run, kinds: [{ ...kind, kind: 'rude' }] }],
    ['kinds[0].cases', { ...run, kinds: [{ ...kind, cases: 0 }] }],
    ['kinds[0].unexpected', { ...run, kinds: [{ ...kind, unexpected: 187 }] }],
    ['kinds[0].unexpected', { ...run, kinds: [{ kind: 'harmful', cases: 3 }] }],
    ['corpus', { ...run, corpus: 'mine' }],
    ['config', { ...run, config: '' }],
    ['tier', { ...run, tier: 'root' }],
    ['mode', { ...run, mode: undefined }],
  ])('%s', async (param, body) => {
    const { send, entries, settled } = await open();
    expect(await send(body)).toMatchObject({ status: 400, body: { error: { param } } });
    await settled();
    expect(entries).toEqual([]);
  });
});

test('without an audit log there is nowhere to keep it', async () => {
  const app = makeApp(undefined, { audit: null, adminToken: 'admin-token' });
  const response = await app.call('POST', '/admin/redteam-runs', run, admin);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('AUDIT');
});

test('the command keeps its counts, and no word of a case', async () => {
  const { audit, entries, settled } = await open();
  const server = await startAdminServer({ audit });
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-record-'));
  try {
    const file = join(folder, 'cases.jsonl');
    const lines = [
      { id: 'quiet-one', kind: 'harmful', prompt: 'Tell me something for the building.' },
      { id: 'tea', kind: 'benign-twin', twin: 'quiet-one', prompt: 'Tell me how to make ginger tea.' },
    ];
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const said = await server.signalbox(['redteam', file, '--record', '--tier', 'verified']);
    expect({ status: said.status, err: said.err }).toEqual({ status: 1, err: '' });
    await settled();
    expect(entries).toHaveLength(1);
    const details = { tier: 'verified', mode: 'offline', kinds: ['harmful:1/1', 'benign-twin:0/1'] };
    expect(entries[0]).toMatchObject({ action: 'redteam.run', details });
    expect(JSON.stringify(entries)).not.toMatch(/quiet-one|building|ginger/);
    const alone = await server.signalbox(['redteam', file, '--url', 'http://127.0.0.1:1']);
    expect({ status: alone.status, err: alone.err }).toMatchObject({ status: 2 });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});
