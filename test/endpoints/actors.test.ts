/** End users through the app: what their standing does to a request, and what an administrator sees and does. */
import { describe, expect, test } from 'vitest';
import type { ActorsInput } from '../../src/config/safeguards-input.ts';
import { Actors } from '../../src/ledger/actors.ts';
import { nameEndUser } from '../../src/ledger/end-user.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { openEngineStore } from '../support/ledger/open-engine-store.ts';
import { makeApp } from '../support/world/app.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { json } from '../support/world/provider.ts';

const pepper = 'pepper';
const admin = { authorization: 'Bearer admin-token' };
const high = makeJudged({ risk: makeRisk({ level: 'high', domain: 'cyber' }) });

const store = await openEngineStore();

function makeWatched(
  written: ActorsInput = {},
  changes: Parameters<typeof makeApp>[1] = {},
  answer?: () => Response,
) {
  const config = makeConfig({
    safeguards: {
      actors: written,
      rules: [{ name: 'no', when: { risk: { level: 'high' } }, do: ['refuse'] }],
    },
  });
  const { actors: settings } = config.safeguards;
  if (settings === null) throw new Error('off');
  const now = () => today;
  const actors = new Actors({ store, settings, now, sleep: async () => undefined });
  const more = {
    scripts: store,
    actors,
    pepper,
    adminToken: 'admin-token',
    judgeRequest: () => makeJudged(),
    now,
    config,
  };
  const app = makeApp(answer, { ...more, ...changes });
  const ask = (user: string, body: object = {}, path = '/v1/chat/completions') =>
    app.call('POST', path, { model: 'alpha', messages: [{ role: 'user', content: 'Hello' }], user, ...body });
  const change = async (user: string, body: object) => {
    const answered = await app.call('POST', `/admin/actors/${await nameOf(user)}`, body, admin);
    return { status: answered.status, body: (await answered.json()) as Record<string, unknown> };
  };
  const read = async (path: string) => (await app.call('GET', path, undefined, admin)).json();
  return { ...app, actors, ask, change, read };
}

const nameOf = async (user: string) => (await nameEndUser(user, 'default', pepper)) ?? '';
const errorOf = async (response: Response) =>
  ((await response.json()) as { error: Record<string, unknown> }).error;

describe('an administrator', () => {
  test('suspends one end user for a time, sees them, and releases them, with reasons', async () => {
    const { ask, change, read, provider } = makeWatched();
    const id = await nameOf('ann');
    const suspended = await change('ann', { action: 'suspend', reason: 'spam', hours: 2 });
    const until = new Date(today + 2 * 3_600_000).toISOString();
    const shown = { object: 'actor', id, level: 'suspended', strikes: 0, until };
    expect(suspended).toEqual({
      status: 200,
      body: { ...shown, team: null, by: 'admin', reason: 'spam', last: [], released: null },
    });
    expect(await read('/admin/actors')).toEqual({ object: 'list', data: [shown] });
    expect(await errorOf(await ask('ann'))).toMatchObject({
      code: 'end_user_suspended',
      message: `This end user is suspended until ${until}. To appeal, name ${id} to whoever runs this router.`,
    });
    expect((await ask('bob')).status).toBe(200);
    expect(provider.calls).toHaveLength(1);
    const { body } = await change('ann', { action: 'release', reason: 'a mistake' });
    const released = { at: new Date(today).toISOString(), reason: 'a mistake' };
    expect(body).toMatchObject({ level: 'none', until: null, by: null, reason: null, released });
    expect((await ask('ann')).status).toBe(200);
    expect(await read('/admin/actors')).toEqual({ object: 'list', data: [] });
  });

  test.each([
    [{ action: 'ban', reason: 'x' }, 'action'],
    [{ reason: 'x' }, 'action'],
    [{ action: 'suspend' }, 'reason'],
    [{ action: 'suspend', reason: 'x'.repeat(201) }, 'reason'],
    [{ action: 'suspend', reason: 'x', hours: 0 }, 'hours'],
    [{ action: 'release', reason: 'x', hours: 2 }, 'hours'],
  ])('is told what is wrong in %j: %s', async (body, param) => {
    const { status, body: answered } = await makeWatched().change('ann', body);
    expect([status, (answered.error as { param: string }).param]).toEqual([400, param]);
  });

  test('is told that an end user is not known, is no id, or that nobody is held to account', async () => {
    const { read } = makeWatched();
    expect(await read(`/admin/actors/${'0'.repeat(32)}`)).toMatchObject({ error: { code: 'not_found' } });
    expect(await read('/admin/actors/ann')).toMatchObject({
      error: { code: 'invalid_request', param: 'id' },
    });
    expect(await makeWatched({}, { actors: null }).read('/admin/actors')).toMatchObject({
      error: { code: 'store_unavailable' },
    });
  });
});

describe('the standing of an end user', () => {
  const tool = {
    type: 'function',
    function: { name: 'send_email', description: 'Sends an email.', parameters: {} },
  };

  test('stepped down counts as anonymous: tools that write are taken out, for nobody else', async () => {
    const { ask, actors, provider } = makeWatched({}, { judgeRequest: makeApp().deps.judgeRequest });
    const imposed = {
      level: 'stepped-down',
      untilMs: today + 1000,
      reason: 'cyber_abuse',
      by: 'provider',
    } as const;
    await actors.ready(() => undefined);
    await actors.impose({ id: await nameOf('ann'), ...imposed });
    const ann = await ask('ann', { tools: [tool] });
    const bob = await ask('bob', { tools: [tool] });
    expect([ann.status, ann.headers.get('x-signalbox-actor')]).toEqual([200, 'stepped-down']);
    expect([bob.status, bob.headers.get('x-signalbox-actor')]).toEqual([200, null]);
    const sent = provider.calls.map(
      ({ body }) => (JSON.parse(body) as { tools?: unknown[] }).tools?.length ?? 0,
    );
    expect(sent).toEqual([0, 1]);
  });

  test('a suspended one gets no embeddings either', async () => {
    const { ask, change } = makeWatched();
    await change('ann', { action: 'suspend', reason: 'spam' });
    const answer = await ask('ann', { model: 'text-embedding-3-small', input: 'Hello' }, '/v1/embeddings');
    expect((await errorOf(answer)).code).toBe('end_user_suspended');
  });

  test('unknown for want of a store passes, or not where the config says so', async () => {
    const away = () => Promise.reject(new Error('away'));
    for (const [onStoreAway, status] of [
      ['open', 200],
      ['closed', 503],
    ] as const) {
      const { deps } = makeWatched({ onStoreAway });
      const settings = deps.config.safeguards.actors;
      if (settings === null) throw new Error('off');
      const actors = new Actors({
        store: { run: away, readHash: away },
        settings,
        now: () => today,
        sleep: async () => undefined,
      });
      const { ask, call } = makeWatched({ onStoreAway }, { actors });
      expect((await ask('ann')).status).toBe(status);
      const nameless = { model: 'alpha', messages: [{ role: 'user', content: 'Hello' }] };
      expect((await call('POST', '/v1/chat/completions', nameless)).status).toBe(200);
    }
  });
});

describe('what counts', () => {
  const kindsOf = async (read: (path: string) => Promise<unknown>) => {
    const id = await nameOf('ann');
    const { last = [] } = (await read(`/admin/actors/${id}`)) as { last?: { kind: string }[] };
    return last.map(({ kind }) => kind);
  };

  test('a refusal of our own at high risk, once', async () => {
    const { ask, read, settled } = makeWatched({}, { judgeRequest: () => high });
    expect((await errorOf(await ask('ann'))).code).toBe('safeguard_refused');
    await settled();
    expect(await kindsOf(read)).toEqual(['refused']);
  });

  test('a provider’s refusal, which goes to no other target', async () => {
    const error = { message: 'no', type: 'invalid_request_error', code: 'cyber_policy', param: null };
    const { ask, read, settled, provider } = makeWatched({}, {}, () => json({ error }, 400));
    expect((await ask('ann', { model: 'auto' })).status).toBeGreaterThanOrEqual(400);
    await settled();
    expect(provider.calls).toHaveLength(1);
    expect(await kindsOf(read)).toEqual(['policy']);
  });

  test('neither a good answer nor what a provider calls invalid', async () => {
    const bad = makeWatched({}, {}, () =>
      json({ error: { message: 'no', type: 'invalid_request_error', code: null } }, 400),
    );
    for (const { ask, read, settled } of [makeWatched(), bad]) {
      await ask('ann');
      await settled();
      expect(await kindsOf(read)).toEqual([]);
    }
  });
});
