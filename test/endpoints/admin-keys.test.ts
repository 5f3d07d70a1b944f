/** API keys through the app: made by an administrator, used by an app, rotated, revoked; who may not gets one answer. */
import { describe, expect, test } from 'vitest';
import { KeyCache } from '../../src/access/key-cache.ts';
import { readKeyRecord } from '../../src/access/key-records.ts';
import { LimitsCache } from '../../src/access/limits-cache.ts';
import { makeApp } from '../support/world/app.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { FakeHashes } from '../support/world/scripts.ts';

const adminToken = 'admin-token';
const admin = { authorization: `Bearer ${adminToken}` };
const pepper = 'pepper';

function makeKeyed(changes: Parameters<typeof makeApp>[1] = {}, scripts = new FakeHashes()) {
  const clock = { nowMs: today };
  const now = () => clock.nowMs;
  const directory = new KeyCache({
    load: (id) => readKeyRecord(id, scripts),
    now,
    sleep: () => new Promise(() => {}),
  });
  const storedKeys = { directory, pepper, now };
  const app = makeApp(undefined, { scripts, storedKeys, adminToken, now, ...changes });
  const create = async (body: object) => {
    const response = await app.call('POST', '/admin/keys', body, admin);
    return { status: response.status, body: (await response.json()) as { id: string; key: string } };
  };
  const ask = (key: string, headers: Record<string, string> = {}, body: object = {}) =>
    app.call(
      'POST',
      '/v1/chat/completions',
      { model: 'auto', messages: [{ role: 'user', content: 'Hello' }], ...body },
      { 'x-api-key': key, ...headers },
    );
  return { ...app, scripts, clock, create, ask };
}

async function codeOf(response: Response): Promise<string> {
  const { error } = (await response.json()) as { error: { code: string } };
  return error.code;
}

describe('a key', () => {
  test('is made, shown once, and opens the door', async () => {
    const { create, ask, call, scripts } = makeKeyed();
    const { status, body } = await create({
      name: 'care desk',
      team: 'care',
      app: 'desk',
      tags: { env: 'prod' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: 'api_key',
      state: 'active',
      team: 'care',
      app: 'desk',
      tier: 'user',
    });
    expect((await ask(body.key)).status).toBe(200);
    const kept = JSON.stringify([...scripts.hashes].map(([name, hash]) => [name, [...hash]]));
    expect(kept).not.toContain(body.key.slice(21));
    const listed = await (await call('GET', '/admin/keys', undefined, admin)).text();
    expect(listed).toContain('care desk');
    expect(listed).not.toMatch(/sbx_live_|digest/);
  });

  test('revoked is dead within a minute, and says no more than an unknown one', async () => {
    const { create, ask, call, clock } = makeKeyed();
    const { body } = await create({ name: 'one' });
    expect((await ask(body.key)).status).toBe(200);
    const revoked = await call('DELETE', `/admin/keys/${body.id}`, undefined, admin);
    expect(await revoked.json()).toMatchObject({ state: 'revoked' });
    clock.nowMs += 60_000;
    const refused = await ask(body.key);
    const unknown = await ask('sbx_live_unknown');
    expect(refused.status).toBe(401);
    expect(await refused.text()).toBe(await unknown.text());
  });

  test('rotated works on beside the new one, and then no more', async () => {
    const { create, ask, call, clock } = makeKeyed();
    const { body } = await create({ name: 'one', team: 'care' });
    const rotated = await call('POST', `/admin/keys/${body.id}/rotate`, { overlap_seconds: 600 }, admin);
    const fresh = (await rotated.json()) as { key: string; team: string };
    expect(fresh.team).toBe('care');
    expect((await ask(body.key)).status).toBe(200);
    expect((await ask(fresh.key)).status).toBe(200);
    clock.nowMs += 601_000;
    expect((await ask(body.key)).status).toBe(401);
    expect((await ask(fresh.key)).status).toBe(200);
  });

  test('rotated is under the limits that it had, together with the new ones', async () => {
    const scripts = new FakeHashes();
    const limits = new LimitsCache(
      scripts,
      () => today,
      () => new Promise(() => {}),
    );
    const { create, ask, call, ledger } = makeKeyed({ limits }, scripts);
    const rotate = async (id: string) => {
      const response = await call('POST', `/admin/keys/${id}/rotate`, {}, admin);
      return (await response.json()) as { id: string; key: string; lineage: string };
    };
    const { body: first } = await create({ name: 'one', team: 'care' });
    const second = await rotate(first.id);
    const third = await rotate(second.id);
    expect([second.lineage, third.lineage]).toEqual([first.id, first.id]);
    const set = await call('POST', '/admin/limits', { scope: 'key', id: second.id, concurrent: 3 }, admin);
    expect(await set.json()).toMatchObject({ id: first.id, concurrent: 3 });
    for (const { key } of [first, second, third]) expect((await ask(key)).status).toBe(200);
    expect(ledger.asks.map(({ scopes }) => scopes.map(({ id }) => id))).toEqual([
      [first.id],
      [first.id],
      [first.id],
    ]);
    expect(ledger.asks.map(({ template }) => template.caller)).toEqual([first.id, second.id, third.id]);
  });

  test('ends on its day', async () => {
    const { create, ask, clock } = makeKeyed();
    const { body } = await create({ name: 'one', expires_at: '2026-11-22T00:00:00Z' });
    expect((await ask(body.key)).status).toBe(200);
    clock.nowMs = Date.parse('2026-11-22T00:00:00Z');
    expect((await ask(body.key)).status).toBe(401);
  });

  test('is good for its addresses only', async () => {
    const { create, ask } = makeKeyed();
    const { body } = await create({ name: 'one', addresses: ['203.0.113.0/24'] });
    expect((await ask(body.key, { 'cf-connecting-ip': '203.0.113.9' })).status).toBe(200);
    const elsewhere = await ask(body.key, { 'cf-connecting-ip': '198.51.100.1' });
    expect(elsewhere.status).toBe(403);
    expect(await codeOf(elsewhere)).toBe('address_not_allowed');
    expect((await ask(body.key)).status).toBe(403);
  });

  test('is good for its routes and models only', async () => {
    const { create, ask } = makeKeyed();
    const { body } = await create({ name: 'one', routes: [], models: ['alpha'] });
    const routed = await ask(body.key);
    expect([routed.status, await codeOf(routed)]).toEqual([403, 'route_not_allowed']);
    const named = await ask(body.key, {}, { model: 'beta' });
    expect([named.status, await codeOf(named)]).toEqual([403, 'model_not_allowed']);
    expect((await ask(body.key, {}, { model: 'alpha' })).status).toBe(200);
  });

  test('of routes names no model, one of models uses no route', async () => {
    const { create, ask, call } = makeKeyed();
    const { body: routed } = await create({ name: 'one', routes: ['auto'] });
    expect((await ask(routed.key)).status).toBe(200);
    const named = await ask(routed.key, {}, { model: 'alpha' });
    expect([named.status, await codeOf(named)]).toEqual([403, 'model_not_allowed']);
    const embedding = { model: 'text-embedding-3-small', input: 'Hello' };
    const embedded = await call('POST', '/v1/embeddings', embedding, { 'x-api-key': routed.key });
    expect([embedded.status, await codeOf(embedded)]).toEqual([403, 'model_not_allowed']);

    const { body: naming } = await create({ name: 'two', models: ['alpha'] });
    for (const model of ['auto', 'route/same']) {
      const refused = await ask(naming.key, {}, { model });
      expect([refused.status, await codeOf(refused)]).toEqual([403, 'route_not_allowed']);
    }
    expect((await ask(naming.key, {}, { model: 'alpha@low' })).status).toBe(200);
  });

  test.each([
    [{ routes: ['usual'] }, ['auto', 'auto/cheap', 'auto/fast', 'auto/best', 'route/usual']],
    [{ routes: ['apart'] }, ['route/apart', 'ours']],
    [{ models: ['house'] }, ['house']],
    [{ routes: ['apart'], models: ['house'] }, ['route/apart', 'ours', 'house']],
  ])('with %j is told no others', async (scope, ids) => {
    const config = makeConfig({
      models: [{ id: 'house', provider: 'groq' }],
      routes: [
        { name: 'usual', use: ['alpha'] },
        { name: 'apart', use: ['alpha'], when: 'by-name' },
      ],
      aliases: { ours: 'route/apart' },
    });
    const { create, call } = makeKeyed({ config });
    const { body } = await create({ name: 'one', ...scope });
    const listed = await call('GET', '/v1/models', undefined, { 'x-api-key': body.key });
    const { data } = (await listed.json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(ids);
    const other = await call('GET', '/v1/models/gpt-5.4', undefined, { 'x-api-key': body.key });
    expect(other.status).toBe(404);
  });

  test('is good for its embedding models only', async () => {
    const { create, call, provider } = makeKeyed();
    const { body } = await create({ name: 'one', models: ['text-embedding-3-small'] });
    const embed = (model: string) =>
      call('POST', '/v1/embeddings', { model, input: 'Hello' }, { 'x-api-key': body.key });
    const other = await embed('text-embedding-3-large');
    expect([other.status, await codeOf(other)]).toEqual([403, 'model_not_allowed']);
    expect(provider.calls).toEqual([]);
    await embed('text-embedding-3-small');
    expect(provider.models).toEqual(['text-embedding-3-small']);
  });

  test('lets a request set the tags it allows, and no others', async () => {
    const { create, ask } = makeKeyed();
    const { body } = await create({ name: 'one', client_tags: ['feature'] });
    expect((await ask(body.key, { 'x-signalbox-tags': 'feature=search' })).status).toBe(200);
    const other = await ask(body.key, { 'x-signalbox-tags': 'team=boss' });
    expect([other.status, await codeOf(other)]).toEqual([400, 'invalid_request']);
    expect((await ask(body.key, { 'x-signalbox-tags': 'feature' })).status).toBe(400);
    expect((await ask(body.key, { 'x-signalbox-tags': 'feature=a,feature=b' })).status).toBe(400);
  });

  test('with one letter wrong asks the store nothing', async () => {
    const { create, ask, scripts } = makeKeyed();
    const { body } = await create({ name: 'one' });
    const before = scripts.reads;
    const key = body.key;
    const wrong = key.slice(0, -1) + (key.endsWith('x') ? 'y' : 'x');
    expect((await ask(wrong)).status).toBe(401);
    expect(scripts.reads).toBe(before);
  });

  test('of another secret under the same id is refused', async () => {
    const { create, ask, scripts } = makeKeyed();
    const [one, two] = [await create({ name: 'one' }), await create({ name: 'two' })];
    const hash = scripts.hashes.get('sbx:api-keys');
    hash?.set(one.body.id, hash.get(two.body.id) ?? '');
    expect((await ask(one.body.key)).status).toBe(401);
  });
});

describe('administration', () => {
  test.each([
    ['nothing', {}],
    ['a wrong token', { authorization: 'Bearer guess' }],
    ['an API key', { 'x-api-key': 'key-of-one' }],
  ])('needs its token: %s', async (_, headers) => {
    const { call } = makeKeyed();
    for (const [method, path] of [
      ['GET', '/admin/keys'],
      ['POST', '/admin/keys'],
      ['DELETE', '/admin/keys/x'],
      ['POST', '/admin/keys/x/rotate'],
    ] as const)
      expect((await call(method, path, method === 'POST' ? {} : undefined, headers)).status).toBe(401);
  });

  test('is off where no token is set', async () => {
    const response = await makeApp().call('GET', '/admin/keys', undefined, admin);
    expect([response.status, await codeOf(response)]).toEqual([503, 'auth_unavailable']);
  });

  test.each<[name: string, body: object, field: string]>([
    ['no name', {}, 'name'],
    ['a name too long', { name: 'x'.repeat(101) }, 'name'],
    ['a name with a line break', { name: 'care\ndesk' }, 'name'],
    ['a field nobody knows', { name: 'a', teem: 'care' }, 'teem'],
    ['a team with capitals', { name: 'a', team: 'Care' }, 'team'],
    ['a tier nobody has', { name: 'a', tier: 'root' }, 'tier'],
    ['a route that does not exist', { name: 'a', routes: ['nowhere'] }, 'routes[0]'],
    ['a model that does not exist', { name: 'a', models: ['alpha', 'gpt-99'] }, 'models[1]'],
    ['another name of a model', { name: 'a', models: ['alpha-latest'] }, 'models[0]'],
    ['an address that is none', { name: 'a', addresses: ['10.0.0.0/33'] }, 'addresses[0]'],
    ['an end in the past', { name: 'a', expires_at: '2020-01-01' }, 'expires_at'],
    ['an end that is no date', { name: 'a', expires_at: 'soon' }, 'expires_at'],
    ['an end that no calendar has', { name: 'a', expires_at: '2027-02-30' }, 'expires_at'],
    ['an hour of such a day', { name: 'a', expires_at: '2027-04-31T12:00:00Z' }, 'expires_at'],
    ['a tag with a line break', { name: 'a', tags: { env: 'a\nb' } }, 'tags.env'],
    ['nine tags', { name: 'a', tags: Object.fromEntries([...'abcdefghi'].map((tag) => [tag, 'x'])) }, 'tags'],
    ['a list that is none', { name: 'a', client_tags: 'feature' }, 'client_tags'],
  ])('refuses %s by its field', async (_, body, field) => {
    const { create, scripts } = makeKeyed();
    const made = await create(body);
    expect(made.status).toBe(400);
    expect(made.body).toMatchObject({ error: { param: field } });
    expect(scripts.hashes.size).toBe(0);
  });

  test.each(['DELETE', 'POST'] as const)('%s of a key that does not exist is 404', async (method) => {
    const { call } = makeKeyed();
    const path = method === 'POST' ? '/admin/keys/nobody/rotate' : '/admin/keys/nobody';
    expect((await call(method, path, method === 'POST' ? {} : undefined, admin)).status).toBe(404);
  });

  test('a revoked key cannot be rotated back to life', async () => {
    const { create, call } = makeKeyed();
    const { body } = await create({ name: 'one' });
    await call('DELETE', `/admin/keys/${body.id}`, undefined, admin);
    expect((await call('POST', `/admin/keys/${body.id}/rotate`, {}, admin)).status).toBe(400);
  });

  test('a rotated key says so when its overlap is over, and one that has expired as well', async () => {
    const { create, call, clock } = makeKeyed();
    const { body } = await create({ name: 'one' });
    const rotate = async (id: string) => {
      const response = await call('POST', `/admin/keys/${id}/rotate`, { overlap_seconds: 60 }, admin);
      return (await response.json()) as { error?: { message: string } };
    };
    const stateOf = async (id: string) => {
      const list = await (await call('GET', '/admin/keys', undefined, admin)).json();
      return (list as { data: { id: string; state: string }[] }).data.find((one) => one.id === id)?.state;
    };
    await rotate(body.id);
    expect(await stateOf(body.id)).toBe('rotating');
    clock.nowMs += 60_000;
    expect(await stateOf(body.id)).toBe('rotated');
    expect((await rotate(body.id)).error?.message).toContain('was rotated, and the time beside its new key');
    const short = await create({ name: 'two', expires_at: new Date(clock.nowMs + 1000).toISOString() });
    clock.nowMs += 1000;
    expect((await rotate(short.body.id)).error?.message).toContain('has expired');
    const again = await create({ name: 'three' });
    await rotate(again.body.id);
    await call('DELETE', `/admin/keys/${again.body.id}`, undefined, admin);
    expect(await stateOf(again.body.id)).toBe('revoked');
  });

  test('says so while the store is away, and nothing is half made', async () => {
    const { create, scripts } = makeKeyed();
    scripts.isAway = true;
    expect(await create({ name: 'one' })).toMatchObject({
      status: 503,
      body: { error: { code: 'store_unavailable' } },
    });
  });
});

describe('while the store is away', () => {
  test('a key in use works on; one not seen before is 503 and never 401', async () => {
    const { create, ask, clock, scripts } = makeKeyed();
    const [used, fresh] = [await create({ name: 'one' }), await create({ name: 'two' })];
    expect((await ask(used.body.key)).status).toBe(200);
    scripts.isAway = true;
    clock.nowMs += 10 * 60_000;
    expect((await ask(used.body.key)).status).toBe(200);
    const unknown = await ask(fresh.body.key);
    expect([unknown.status, await codeOf(unknown)]).toEqual([503, 'auth_unavailable']);
  });
});
