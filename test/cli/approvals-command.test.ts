/** `signalbox approvals` as a program, against the app over real HTTP. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Approval } from '../../src/core/approval.ts';
import { openApprovals } from '../../src/ledger/approvals.ts';
import { today } from '../support/world/models.ts';
import { FakeStore } from '../support/world/store.ts';
import { type AdminServer, startAdminServer } from './admin-server.ts';

let server: AdminServer;

const approval: Approval = {
  id: `apr_${'1'.repeat(32)}`,
  callId: 'call_1',
  tool: 'delete_file',
  argumentsHash: 'a'.repeat(64),
  line: 'key',
  team: 'care',
  createdAtMs: today,
  expiresAtMs: today + 900_000,
};

beforeEach(async () => {
  const store = new FakeStore();
  await openApprovals([approval], store);
  server = await startAdminServer({ store });
});
afterEach(() => server.stop());

const { id } = approval;
const run = (...args: string[]) => server.signalbox(['approvals', ...args]);

test('a held call is shown and approved, once', async () => {
  const about = `\n  delete_file, call call_1, team care\n  arguments ${'a'.repeat(64)}\n`;
  const shown = `${id}: pending until 2026-11-21T12:15:00.000Z${about}`;
  expect(await run('show', id)).toEqual({ status: 0, out: shown, err: '' });
  const other = await run('approve', id, '--arguments-hash', 'b'.repeat(64));
  expect([other.status, other.err]).toEqual([
    1,
    'arguments_hash: is not that of this call: other arguments need an approval of their own\n',
  ]);
  const approved = `${id}: approved by admin, 2026-11-21T12:00:00.000Z${about}`;
  expect(await run('approve', id, '--arguments-hash', 'a'.repeat(64))).toEqual({
    status: 0,
    out: approved,
    err: '',
  });
  const late = await run('deny', id);
  expect([late.status, late.err]).toEqual([1, `The approval ${id} is approved; it is not decided again.\n`]);
});

test('denied, as JSON', async () => {
  const { status, out } = await run('deny', id, '--json');
  expect([status, JSON.parse(out)]).toEqual([
    0,
    expect.objectContaining({ state: 'denied', decided_by: 'admin' }),
  ]);
});

test('who waits no more is told so', async () => {
  server.clock.nowMs += 900_000;
  expect((await run('show', id)).out).toContain(`${id}: expired, 2026-11-21T12:15:00.000Z`);
});

test.each([
  [['show'], 2, /Which approval\?/],
  [['show', 'a', 'b'], 2, /one word too many/],
  [['aprove', 'a'], 2, /Did you mean approve\?/],
  [['show', 'apr_x'], 1, /There is no approval 'apr_x'/],
] as const)('%j', async (args, status, words) => {
  const said = await run(...args);
  expect([said.status, said.err]).toEqual([status, expect.stringMatching(words)]);
});
