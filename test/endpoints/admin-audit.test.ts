/** What the app writes down of keys, limits and refusals, and how it is read; marked secrets are in no entry. */
import { beforeEach, describe, expect, test } from 'vitest';
import { KeyCache } from '../../src/access/key-cache.ts';
import { readKeyRecord } from '../../src/access/key-records.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { makeApp, type TestApp } from '../support/world/app.ts';
import { type FakeAudit, makeAudit } from '../support/world/audit.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { FakeHashes } from '../support/world/scripts.ts';

const admin = { authorization: 'Bearer admin-token' };
let world: FakeAudit;
let app: TestApp;

beforeEach(async () => {
  world = await makeAudit();
  const scripts = new FakeHashes();
  const directory = new KeyCache({
    load: (id) => readKeyRecord(id, scripts),
    now: () => today,
    sleep: () => new Promise(() => {}),
  });
  const config = makeConfig({
    safeguards: {
      shipped: false,
      rules: [{ name: 'no-anonymous', when: { tier: ['anonymous'] }, do: ['refuse', 'log'] }],
    },
  });
  app = makeApp(undefined, {
    config,
    scripts,
    storedKeys: { directory, pepper: 'pepper', now: () => today },
    adminToken: 'admin-token',
    audit: world.audit,
    now: () => today,
  });
});

const ask = async (method: string, path: string, body?: object, headers: Record<string, string> = admin) => {
  const response = await app.call(method, path, body, headers);
  await world.settled();
  return { status: response.status, body: (await response.json()) as Record<string, never> };
};
const told = () =>
  world.entries.map(({ action, actor, object, details }) => ({ action, actor, object, ...details }));

describe('administration', () => {
  test('keys made, rotated and revoked', async () => {
    const made = await ask('POST', '/admin/keys', { name: 'care desk', team: 'care', tier: 'verified' });
    const next = await ask('POST', `/admin/keys/${made.body.id}/rotate`, { overlap_seconds: 60 });
    await ask('DELETE', `/admin/keys/${next.body.id}`);
    await ask('DELETE', '/admin/keys/nobody');
    await ask('POST', '/admin/keys', { name: 7 });
    expect(told()).toMatchObject([
      { action: 'key.created', actor: 'admin', object: made.body.id, team: 'care', tier: 'verified' },
      { action: 'key.rotated', object: made.body.id, next: next.body.id },
      { action: 'key.revoked', object: next.body.id, team: 'care' },
    ]);
    const kept = JSON.stringify(world.entries);
    for (const { key } of [made.body, next.body]) expect(kept).not.toContain(String(key).slice(-20));
    expect(kept).not.toContain('pepper');
    expect(kept).not.toContain('admin-token');
  });

  test('limits set, changed and taken away, each with what was there before', async () => {
    const set = (limits: object) => ask('POST', '/admin/limits', { scope: 'team', id: 'care', ...limits });
    await set({ concurrent: 3, budgets: [{ window: 'month', limit_usd: 25, limit_tokens: 1000 }] });
    await set({ tokens_per_minute: 60 });
    await set({});
    const first = ['concurrent:3', 'month:25000000000nanoUsd:refuse:UTC', 'month:1000tokens:refuse:UTC'];
    expect(told()).toEqual([
      { action: 'limit.set', actor: 'admin', object: 'team:care', before: [], after: first },
      {
        action: 'limit.set',
        actor: 'admin',
        object: 'team:care',
        before: first,
        after: ['tokens_per_minute:60'],
      },
      { action: 'limit.removed', actor: 'admin', object: 'team:care', before: ['tokens_per_minute:60'] },
    ]);
  });
});

describe('requests', () => {
  const chat = async (key: string) => {
    const body = {
      model: 'alpha',
      messages: [{ role: 'user', content: 'MARKED-PROMPT' }],
      user: 'MARKED-USER',
    };
    return ask('POST', '/v1/chat/completions', body, { 'x-api-key': key });
  };

  test('one that a rule holds for is written down, another is not', async () => {
    const make = async (tier: string) =>
      String((await ask('POST', '/admin/keys', { name: tier, tier })).body.key);
    const [anonymous, user] = [await make('anonymous'), await make('user')];
    const before = world.calls();
    expect((await chat(user)).status).toBe(200);
    expect(world.calls()).toBe(before);
    expect((await chat(anonymous)).status).toBe(403);
    expect(world.calls()).toBe(before + 1);
    expect(told().at(-1)).toMatchObject({
      action: 'safeguard',
      object: expect.stringMatching(/^req_/),
      tier: 'anonymous',
      outcome: 'refused',
      rules: ['no-anonymous'],
      actions: ['refuse', 'log'],
    });
    expect(JSON.stringify([world.entries, world.alerts])).not.toMatch(/MARKED/);
    expect(world.alerts).toHaveLength(1);
  });
});

describe('is read', () => {
  beforeEach(async () => {
    for (const id of ['a', 'b', 'c']) {
      await ask('POST', '/admin/limits', { scope: 'team', id, concurrent: 1 });
      await world.signDaily();
    }
  });

  test('in pages, as it is', async () => {
    const { body } = await ask('GET', '/admin/audit?from=2&limit=1');
    expect(body).toMatchObject({ object: 'audit', first_seq: 1, data: [{ seq: 2 }], head: { seq: 3 } });
    expect(body.heads).toMatchObject([{ seq: 2, key: world.key }]);
    const whole = (await ask('GET', '/admin/audit')).body as unknown as Record<'data' | 'heads', object[]>;
    const lines = [...whole.data, ...whole.heads].map((each) => JSON.stringify(each));
    expect(await verifyAudit(lines, { keys: [world.key] })).toMatchObject({ fault: null, heads: 3 });
    expect((await ask('GET', '/admin/audit/head')).body).toMatchObject({ object: 'audit_head', seq: 3 });
  });

  test.each(['from=0', 'from=x', 'limit=1001', 'limit='])('%s is refused by its name', async (query) => {
    const { status, body } = await ask('GET', `/admin/audit?${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ param: query.split('=')[0] });
  });

  test('without a log, or with one that is away, as what it is', async () => {
    const away = { ...world.audit, head: () => Promise.reject(new Error('out of reach')) };
    for (const audit of [null, away]) {
      const other = makeApp(undefined, { adminToken: 'admin-token', audit });
      expect((await other.call('GET', '/admin/audit/head', undefined, admin)).status).toBe(503);
    }
  });
});
