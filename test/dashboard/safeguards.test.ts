/** Safeguards: risks are the rows', forms do what the endpoints do, in the name of whoever is signed in, and nobody else's. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Approval } from '../../src/core/approval.ts';
import { eventOf } from '../../src/core/redteam-run.ts';
import { count } from '../../src/dashboard/parts/format.ts';
import { Actors } from '../../src/ledger/actors.ts';
import { findApprovals, openApprovals } from '../../src/ledger/approvals.ts';
import { keys } from '../../src/ledger/keys.ts';
import { listWaiting, noteWaiting } from '../../src/ledger/waiting-approvals.ts';
import { openSeededStore } from '../support/seeded-store.ts';
import { type FakeAudit, makeAudit } from '../support/world/audit.ts';
import { type Browser, makePerson, openBrowser, owner, textOf } from '../support/world/dashboard.ts';
import { makeConfig } from '../support/world/models.ts';

const seeded = await openSeededStore({ days: 3, scale: 0.3 });
const teams = [...seeded.by(({ team }) => team).keys()];
const [own = ''] = teams;
const viewer = makePerson('viewer', [own]);
const finance = makePerson('finance');
const operator = makePerson('operator');
const nowMs = seeded.endMs;
const path = '/dashboard/safeguards';
const week = '?from=2026-11-17&to=2026-11-20';
const user = 'a'.repeat(32);
const id = `apr_${'0'.repeat(32)}`;
const approval: Approval = {
  id,
  callId: 'call_1',
  tool: 'delete_<b>file</b>',
  argumentsHash: 'f'.repeat(64),
  line: 'agent',
  team: 'desk',
  createdAtMs: nowMs - 60_000,
  expiresAtMs: nowMs + 600_000,
};

let browser: Browser;
let log: FakeAudit;

async function open(twoPersons = false, people = [owner, operator, finance, viewer]) {
  log = await makeAudit();
  const config = makeConfig({ safeguards: { approvals: { twoPersons } } });
  const { actors: settings } = config.safeguards;
  if (settings === null) throw new Error('off');
  const actors = new Actors({
    store: seeded.store,
    settings,
    now: () => nowMs,
    sleep: async () => undefined,
  });
  const changes = { config, actors, audit: log.audit };
  browser = await openBrowser({ store: seeded.store, nowMs, people, changes });
  await openApprovals([approval], browser.store);
  await noteWaiting([approval], nowMs, { scripts: seeded.store, log: () => undefined });
}

beforeEach(async () => {
  await seeded.store.send('DEL', keys.actors, keys.actor(user));
  await open();
});

const wordOf = async () => (await findApprovals([id], browser.store, nowMs))[0]?.word ?? null;
const decided = async () => {
  await log.settled();
  return log.entries.filter(({ action }) => action === 'approval.decided' || action === 'actor.standing');
};

describe('risks', () => {
  test('are those of the first rows of requests, by route, and each counts once', async () => {
    const { status, html } = await browser.get(path + week, finance);
    const text = textOf(html);
    expect(status).toBe(200);
    const first = seeded.rows.filter(({ role }) => role === 'first');
    const at = (rows: typeof first, level: string | null) =>
      count(rows.filter(({ risk }) => risk === level).length);
    expect(text).toContain(`High risk ${at(first, 'high')} `);
    expect(text).toContain(`Elevated risk ${at(first, 'elevated')} `);
    for (const route of new Set(first.map((row) => row.route))) {
      const rows = first.filter((row) => row.route === route);
      const levels = ['none', 'low', 'elevated', 'high', null].map((level) => at(rows, level));
      expect(text).toContain(`${route} ${count(rows.length)} ${levels.join(' ')} `);
    }
  });

  test('are a viewer’s own, and nothing of enforcement is on their page or on that of finance', async () => {
    const { requests = 0 } = seeded.by(({ team }) => team).get(own) ?? {};
    const seen = textOf((await browser.get(path + week, viewer)).html);
    expect(seen).toContain(`Requests ${count(requests)} in this period`);
    for (const team of teams.filter((each) => each !== own)) expect(seen).not.toContain(team);
    for (const who of [viewer, finance]) {
      const { html } = await browser.get(path + week, who);
      expect(html).not.toContain(id);
      expect(textOf(html)).not.toContain('Waiting for a person');
    }
  });
});

describe('approvals', () => {
  test('are listed with what an operator can be sure by, and hostile names are text', async () => {
    const { html } = await browser.get(path, operator);
    expect(textOf(html)).toContain(`desk agent call_1 ${approval.argumentsHash}`);
    expect(textOf(html)).toContain('delete_<b>file</b> ');
    expect(html).not.toContain('<b>file');
  });

  test.each([
    ['approve', 'approved'],
    ['deny', 'denied'],
  ])('%s: once, in the name of the person, who comes back to where they were', async (decision) => {
    const form = { id, decision, arguments_hash: approval.argumentsHash, back: `${path}${week}` };
    const { status, headers } = await browser.post(`${path}/approvals`, form, operator);
    expect([status, headers.get('location')]).toEqual([303, `${path}${week}`]);
    expect(await wordOf()).toEqual({ decision, by: 'person:operator-all', atMs: nowMs });
    expect(await decided()).toMatchObject([
      {
        action: 'approval.decided',
        actor: 'person:operator-all',
        object: id,
        details: { decision, tool: 'delete__b_file_/b_', team: 'desk' },
      },
    ]);
    expect(textOf((await browser.get(path, operator)).html)).toContain('Nothing waits for a person.');
    expect(await listWaiting(nowMs, seeded.store)).toEqual([]);
    const again = await browser.post(`${path}/approvals`, form, operator);
    expect([again.status, textOf(again.html)]).toEqual([
      409,
      expect.stringContaining('is not decided again'),
    ]);
    expect(await decided()).toHaveLength(1);
  });

  test('under two persons are not decided by whoever has the name of the key that asked', async () => {
    const agent = { ...operator, name: 'agent' };
    await open(true, [owner, agent]);
    const form = { id, decision: 'approve' };
    expect((await browser.post(`${path}/approvals`, form, agent)).status).toBe(403);
    expect(await wordOf()).toBeNull();
    expect((await browser.post(`${path}/approvals`, form, owner)).status).toBe(303);
  });

  test.each([
    [{ id, decision: 'perhaps' }, 400, 'decision'],
    [{ id }, 400, 'decision'],
    [{ id, decision: 'approve', arguments_hash: 'e'.repeat(64) }, 400, 'arguments_hash'],
    [{ id: 'apr_1', decision: 'approve' }, 404, 'There is no approval'],
  ])('%j is refused', async (form, status, told) => {
    const seen = await browser.post(`${path}/approvals`, form as Record<string, string>, operator);
    expect([seen.status, seen.html.includes(told)]).toEqual([status, true]);
    expect(await wordOf()).toBeNull();
  });
});

describe('end users', () => {
  const suspend = { id: user, action: 'suspend', reason: 'spam', hours: '2', back: path };

  test('are suspended and released with a reason, in the name of the person', async () => {
    expect((await browser.post(`${path}/actors`, suspend, operator)).status).toBe(303);
    const text = textOf((await browser.get(path, operator)).html);
    expect(text).toContain(`${user} – suspended 0.00 2026-11-20 17:20:00 spam (by person:operator-all)`);
    const release = { ...suspend, action: 'release', reason: 'a mistake' };
    expect((await browser.post(`${path}/actors`, release, owner)).status).toBe(303);
    expect(textOf((await browser.get(path, operator)).html)).toContain('No end user is under enforcement.');
    expect(await decided()).toMatchObject([
      { actor: 'person:operator-all', object: user, details: { after: 'suspended', reason: 'spam' } },
      { actor: 'person:olga', object: user, details: { after: 'none', reason: 'a_mistake', until: null } },
    ]);
  });

  test.each([
    [{ ...suspend, reason: '  ' }, 'reason'],
    [{ ...suspend, hours: 'soon' }, 'hours'],
    [{ ...suspend, hours: '9999' }, 'hours'],
    [{ ...suspend, action: 'forget' }, 'action'],
    [{ ...suspend, id: 'anna@example.org' }, 'id'],
  ])('%j is refused by the name of the field', async (form, field) => {
    const { status, html } = await browser.post(`${path}/actors`, form, operator);
    expect([status, html.includes(`<code>${field}</code>`)]).toEqual([400, true]);
    expect(await decided()).toEqual([]);
  });
});

describe('who may', () => {
  const forms = [
    [`${path}/approvals`, { id, decision: 'approve' }],
    [`${path}/actors`, { id: user, action: 'suspend', reason: 'spam' }],
  ] as const;

  test.each(forms)('%s is for operators', async (to, form) => {
    expect((await browser.post(to, form, viewer)).status).toBe(403);
    expect((await browser.post(to, form, finance)).status).toBe(403);
    expect((await browser.post(to, form, null)).status).toBe(401);
    expect([await wordOf(), await decided()]).toEqual([null, []]);
  });

  test.each(forms)('%s is not taken from another page', async (to, form) => {
    const cookie = (await browser.post('/dashboard/sign-in', { token: 'ADMIN' }, null)).headers.get(
      'set-cookie',
    );
    const send = (origin: string) =>
      browser.send(
        new Request(`https://router.test${to}`, {
          method: 'POST',
          headers: {
            origin,
            cookie: cookie ?? '',
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: new URLSearchParams(form).toString(),
        }),
      );
    expect((await send('https://evil.example')).status).toBe(403);
    expect([await wordOf(), await decided()]).toEqual([null, []]);
    expect((await send('https://router.test')).status).toBe(303);
    expect((await decided())[0]?.actor).toBe('admin');
  });
});

describe('what was done', () => {
  test('is counted from the last decisions of the log', async () => {
    const details = { team: 'desk', outcome: 'passed', rules: ['harm'], actions: ['log', 'fence'] };
    for (let at = 0; at < 3; at++)
      log.audit.append({ action: 'safeguard', actor: 'agent', object: `req_${at}`, details });
    await log.settled();
    const { html } = await browser.get(path, operator);
    expect(textOf(html)).toContain('What rules have done, of the last 3 decisions');
    expect(textOf(html)).toContain('log writes a log line 3');
    expect(textOf(html)).toContain('harm 3');
    expect(html).toContain('href="/dashboard/requests/req_2"');
  });

  test('a log out of reach leaves the page as it is', async () => {
    const audit = { ...log.audit, latest: () => Promise.reject(new Error('away')) };
    const changes = { audit };
    browser = await openBrowser({ store: seeded.store, nowMs, people: [owner], changes });
    const { status, html } = await browser.get(path);
    expect([status, textOf(html).includes('The audit log cannot be read now')]).toEqual([200, true]);
    expect(textOf(html)).toContain('End users are not held to account');
  });
});

describe('the red team', () => {
  const corpus = 'ab'.repeat(8);
  const keep = (missed: number, tier: 'user' | 'anonymous' = 'user') =>
    log.audit.append(
      eventOf(
        {
          config: 'c0ffee',
          corpus,
          tier,
          mode: 'offline',
          kinds: [
            { kind: 'harmful', cases: 200, unexpected: missed },
            { kind: 'benign-twin', cases: 100, unexpected: 4 },
          ],
        },
        'admin',
      ),
    );

  test('is drawn over runs that can be compared, and every run is in the table', async () => {
    for (const missed of [120, 90]) keep(missed);
    keep(10, 'anonymous');
    keep(60);
    await log.settled();
    const { html } = await browser.get(path, operator);
    const text = textOf(html);
    expect(text).toContain(
      'The last run missed 60 of 200 risky cases and was alarmed about 4 of 100 harmless ones in vain; 3 runs of the same cases, tier user, offline',
    );
    expect(text.match(/c0ffee abababababababab (user|anonymous) offline \d+ of 200 4 of 100/g)).toEqual([
      `c0ffee ${corpus} user offline 60 of 200 4 of 100`,
      `c0ffee ${corpus} anonymous offline 10 of 200 4 of 100`,
      `c0ffee ${corpus} user offline 90 of 200 4 of 100`,
      `c0ffee ${corpus} user offline 120 of 200 4 of 100`,
    ]);
  });

  test('says how a run is kept while there is none, and shows nothing to viewers', async () => {
    expect(textOf((await browser.get(path, operator)).html)).toContain('No run was kept yet');
    expect(textOf((await browser.get(path, viewer)).html)).not.toContain('Red team');
  });
});
