/** `signalbox audit` as a program: exported from a router over real HTTP, verified offline, and what was done to the file. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeAudit, makeAudit } from '../support/world/audit.ts';
import { type AdminServer, startAdminServer } from './admin-server.ts';

let server: AdminServer;
let world: FakeAudit;
let dir: string;
let file: string;

beforeEach(async () => {
  world = await makeAudit();
  server = await startAdminServer({ audit: world.audit });
  dir = await mkdtemp(join(tmpdir(), 'signalbox-audit-'));
  file = join(dir, 'audit.jsonl');
  for (let seq = 1; seq <= 2500; seq++) {
    const details = { before: [], after: [`concurrent:${seq}`] };
    world.audit.append({ action: 'limit.set', actor: 'admin', object: 'team:care', details });
    if (seq % 1000 === 0) {
      await world.settled();
      await world.signDaily();
    }
  }
  await world.settled();
});
afterEach(async () => {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

const audit = (...args: string[]) => server.signalbox(['audit', ...args]);
const offline = (...args: string[]) =>
  server.signalbox(['audit', ...args], { SIGNALBOX_URL: '', SIGNALBOX_ADMIN_TOKEN: '' });

test('an export is verified offline, and what was done to it is told with its place', async () => {
  expect(await audit('export', file)).toEqual({ status: 0, out: '', err: '' });
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(2500 + 3);
  const key = `--key=${world.key}`;
  expect(await offline('verify', file, key)).toEqual({
    status: 0,
    out: '2500 entries, 1 to 2500, each as it was written.\n3 heads fit, signed by your key.\n',
    err: '',
  });
  expect((await offline('verify', file)).out).toContain('--key says whether it is yours');
  await writeFile(
    file,
    lines.with(1699, (lines[1699] ?? '').replace('concurrent:1700', 'concurrent:9')).join('\n'),
  );
  expect(await offline('verify', file, key)).toMatchObject({
    status: 1,
    out: 'line 1700: entry 1700 was changed after it was written.\nUp to entry 1699 the log is as it was written.\n',
  });
  const verdict = JSON.parse((await offline('verify', file, '--json')).out);
  expect(verdict.fault).toEqual({ fault: 'changed', seq: 1700, line: 1700, after: 1699 });
  await writeFile(file, lines.slice(0, 2000).join('\n'));
  expect(await offline('verify', file)).toMatchObject({ status: 0, out: expect.stringContaining('no head') });
});

test('a head that was kept elsewhere shows what the file cannot', async () => {
  const head = join(dir, 'head.json');
  await writeFile(head, (await audit('head', '--json')).out);
  await audit('export', file);
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, lines.slice(0, 2400).join('\n'));
  expect((await offline('verify', file)).status).toBe(0);
  expect(await offline('verify', file, '--head', head)).toMatchObject({
    status: 1,
    out: expect.stringContaining('entry 2500 is missing: a head was signed for it.'),
  });
  const other = await makeAudit('audit_other');
  await writeFile(head, JSON.stringify(await other.audit.head()));
  expect(await offline('verify', file, '--head', head)).toMatchObject({
    status: 1,
    out: 'line 1: entry 1 belongs to another log.\n',
  });
});

test("the running router's log, from any entry on", async () => {
  expect((await audit('verify', `--key=${world.key}`)).status).toBe(0);
  const { out } = await audit('export', '-', '--from', '2499');
  expect(out.trimEnd().split('\n')).toHaveLength(3);
  expect((await audit('head')).out).toMatch(/^entry 2500 [0-9a-f]{64}\nsigned by /);
});

test.each([
  [[], 'Say which'],
  [['export'], 'Say which file'],
  [
    ['verify', '/nowhere/audit.jsonl'],
    '/nowhere/audit.jsonl cannot be read: there is no such file or folder.',
  ],
  [['verify', '--head', 'package.json'], 'package.json holds no head'],
  [
    ['export', '/nowhere/audit.jsonl'],
    '/nowhere/audit.jsonl cannot be written: there is no such file or folder.',
  ],
  [['verfy'], "There is no 'verfy' here. Did you mean verify?"],
  [['verify', '--from', '5'], 'There is no option --from.'],
  [['head', 'a'], "'a' is one word too many."],
  [['export', '-', '--from', '0'], '--from'],
  [['verify', 'a', 'b'], 'one word too many'],
])('%j is wrong usage', async (args, said) => {
  const { status, err } = await audit(...args);
  expect(status).toBe(2);
  expect(err).toContain(said);
});
