/** Who is trusted how far: by what the key's settings and signed tokens say, and by nothing else that a request holds. */
import fc from 'fast-check';
import { sign } from 'hono/jwt';
import { describe, expect, test } from 'vitest';
import { nameEndUser } from '../../src/ledger/end-user.ts';
import { makeApp } from '../support/world/app.ts';
import { makeKeyedApp as makeKeyed, pepper, secret } from '../support/world/keyed-app.ts';
import { makeConfig, today } from '../support/world/models.ts';

const tokenFor = (more: object = {}) =>
  sign({ sub: 'anna', aud: 'signalbox', iat: today / 1000, exp: today / 1000 + 300, ...more }, secret);

const sentUser = (body: string) =>
  (JSON.parse(body) as { metadata?: { user_id?: string } }).metadata?.user_id;

describe('a header', () => {
  test('names the end user where the key says so and the body names none', async () => {
    const { create, ask, provider, identity } = makeKeyed();
    const { key, end_user_header } = await create({ end_user_header: 'X-Shop-User' });
    expect(end_user_header).toBe('x-shop-user');
    const id = await nameEndUser('anna', 'care', pepper);
    const answer = await ask(key, { 'x-shop-user': 'anna' });
    expect(sentUser(provider.calls[0]?.body ?? '')).toBe(id);
    await ask(key, { 'x-shop-user': 'anna' }, { metadata: { user_id: 'bert' } });
    expect(sentUser(provider.calls[1]?.body ?? '')).toBe(await nameEndUser('bert', 'care', pepper));
    expect([...(provider.calls[0]?.headers.keys() ?? [])]).not.toContain('x-shop-user');
    expect(await identity(answer)).toMatchObject({ tier: 'user', endUser: { id, source: 'header' } });
  });

  test('is not read by another key', async () => {
    const { create, ask, provider } = makeKeyed();
    const { key } = await create({});
    await ask(key, { 'x-shop-user': 'anna' });
    expect(provider.calls[0]?.body).not.toContain('user_id');
  });
});

describe('a signed token', () => {
  test('names the end user, whatever body and header say, and sets the tier', async () => {
    const { create, ask, provider, identity, ledger } = makeKeyed();
    const settings = { end_user_token: 'optional', max_tier: 'verified', end_user_header: 'x-shop-user' };
    const { key } = await create(settings);
    const headers = { 'x-signalbox-end-user': await tokenFor({ tier: 'verified' }), 'x-shop-user': 'bert' };
    const answer = await ask(key, headers, { metadata: { user_id: 'cora' } });
    const id = await nameEndUser('anna', 'care', pepper);
    expect(sentUser(provider.calls[0]?.body ?? '')).toBe(id);
    expect(await identity(answer)).toMatchObject({ tier: 'verified', endUser: { id, source: 'token' } });
    expect(ledger.rows[0]?.endUser).toBe(id);
    expect(JSON.stringify(provider.calls)).not.toMatch(/eyJ|anna/);
  });

  test('may lower the tier, and leaves it where it says nothing of it', async () => {
    const { create, ask, identity } = makeKeyed();
    const { key } = await create({ end_user_token: 'optional', tier: 'trusted' });
    const lower = await tokenFor({ tier: 'anonymous' });
    expect(await identity(await ask(key, { 'x-signalbox-end-user': lower }))).toMatchObject({
      tier: 'anonymous',
    });
    const silent = await tokenFor();
    expect(await identity(await ask(key, { 'x-signalbox-end-user': silent }))).toMatchObject({
      tier: 'trusted',
    });
    expect(await identity(await ask(key))).toMatchObject({ tier: 'trusted' });
  });

  test.each<[string, object, object | null, number, RegExp]>([
    [
      'too high',
      { end_user_token: 'optional' },
      { tier: 'verified' },
      403,
      /verified; .* allows user at most/,
    ],
    ['missing', { end_user_token: 'required' }, null, 403, /needs a signed end-user token in x-signalbox/],
    ['not asked for', {}, {}, 403, /takes no end-user tokens/],
    ['over', { end_user_token: 'required' }, { exp: today / 1000 }, 401, /`exp` has passed/],
    ['for long', { end_user_token: 'required' }, { exp: today / 1000 + 301 }, 401, /300 s after `iat`/],
  ])('%s is told in the caller’s protocol', async (_, settings, claims, status, message) => {
    const { create, ask, provider } = makeKeyed();
    const { key } = await create(settings);
    const headers = claims === null ? undefined : { 'x-signalbox-end-user': await tokenFor(claims) };
    const answer = await ask(key, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      type: 'error',
      error: {
        type: status === 401 ? 'authentication_error' : 'permission_error',
        message: expect.stringMatching(message),
      },
    });
    expect(provider.calls).toEqual([]);
  });

  test('is refused with a key of the ring, which has no settings', async () => {
    const { call } = makeApp();
    const headers = { authorization: 'Bearer key-of-one', 'x-signalbox-end-user': await tokenFor() };
    const answer = await call('POST', '/v1/chat/completions', { model: 'auto', messages: [] }, headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('end_user_not_allowed');
  });

  test('of another person is another request under the same Idempotency-Key', async () => {
    const { create, ask } = makeKeyed();
    const { key } = await create({ end_user_token: 'required' });
    const as = async (sub: string) =>
      ask(key, { 'idempotency-key': 'once', 'x-signalbox-end-user': await tokenFor({ sub }) });
    expect((await as('anna')).status).toBe(200);
    const other = await as('bert');
    expect([other.status, await other.text()]).toEqual([409, expect.stringContaining('another request')]);
  });
});

describe('a key', () => {
  test('is shown with its settings', async () => {
    const { create } = makeKeyed();
    const settings = {
      tier: 'anonymous',
      max_tier: 'verified',
      end_user_token: 'optional',
      end_user_header: 'x-shop-user',
      programmes: { cyber: 'daybreak_blue' },
    };
    expect(await create(settings)).toMatchObject(settings);
    expect(await create({})).toMatchObject({
      tier: 'user',
      max_tier: 'user',
      end_user_token: 'off',
      end_user_header: null,
      programmes: {},
    });
  });

  test.each<[object, RegExp]>([
    [{ end_user_token: 'maybe' }, /end_user_token must be one of/],
    [{ end_user_token: 'optional', tier: 'verified', max_tier: 'user' }, /max_tier is below/],
    [{ max_tier: 'verified' }, /max_tier .*needs end_user_token/],
    [{ end_user_header: 'two words' }, /end_user_header must be the name of a header/],
    [{ end_user_header: 'Authorization' }, /end_user_header may not be authorization/],
    [{ end_user_header: 'x-signalbox-tags' }, /may not be x-signalbox-tags/],
    [{ end_user_header: 'x-user', end_user_token: 'required' }, /end_user_header is never read/],
    [{ programmes: { nuclear: 'standard' } }, /programmes\.nuclear is not one of cyber, bio/],
    [{ programmes: { cyber: 'all' } }, /programmes\.cyber must be `standard` or `daybreak_blue`/],
    [{ programmes: { constructor: 'x' } }, /programmes\.constructor is not one of/],
  ])('with %j is not made', async (settings, message) => {
    const { create } = makeKeyed();
    const { param, message: told } = (await create(settings)).error;
    expect(told.replace(`${param}: `, `${param} `)).toMatch(message);
  });

  test('that takes tokens is not made where nothing can check them', async () => {
    const { create } = makeKeyed({ secret: undefined });
    const { error } = await create({ end_user_token: 'required' });
    expect(error.message).toContain('SIGNALBOX_END_USER_SECRET');
  });
});

describe('a session', () => {
  const config = makeConfig({
    routes: [
      { name: 'vip', when: { caller: { tier: ['trusted'] }, tools: 'none' }, use: ['beta'] },
      { name: 'rest', use: ['beta'] },
    ],
  });
  const said = { role: 'user', content: 'What is the weather?' };
  const history = {
    model: 'auto',
    tools: [{ name: 'look', input_schema: { type: 'object' } }],
    messages: [
      said,
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'look', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'Rain.' }] },
    ],
  };
  const routeOf = (answer: Response) => answer.headers.get('x-signalbox-route');

  test.each<[string, object, string]>([
    ['of another end user, with the same name, is another one', { sub: 'eve', tier: 'trusted' }, 'rest'],
    ['of the same end user whose tier is lower now keeps no route', { sub: 'vera', tier: 'user' }, 'rest'],
    ['of the same end user goes on', { sub: 'vera', tier: 'trusted' }, 'vip'],
  ])('%s', async (_, claims, route) => {
    const app = makeKeyed(undefined, { config });
    const { key } = await app.create({ end_user_token: 'required', max_tier: 'trusted' });
    const send = async (who: object, body: object) => {
      const token = await tokenFor(who);
      return app.ask(key, { 'x-session-id': 's1', 'x-signalbox-end-user': token }, body);
    };
    const first = await send({ sub: 'vera', tier: 'trusted' }, { model: 'auto', messages: [said] });
    expect(routeOf(first)).toBe('vip');
    await app.settled();
    const next = await send(claims, history);
    expect(routeOf(next)).toBe(route);
  });
});

test('nothing that a request says by itself changes its tier or its programmes', async () => {
  const { create, ask, identity } = makeKeyed();
  const { key } = await create({
    end_user_token: 'optional',
    max_tier: 'trusted',
    end_user_header: 'x-user',
  });
  const claim = fc.constantFrom('trusted', 'verified', 'cyber=daybreak_red', '{"tier":"trusted"}');
  const header = fc.constantFrom(
    ...['tier', 'x-tier', 'x-user', 'x-signalbox-tier', 'x-signalbox-programmes', 'x-signalbox-user'],
    ...['x-user-tier', 'x-signalbox-caller', 'openai-organization', 'cf-access-jwt-assertion'],
  );
  const said = fc.record({
    headers: fc.dictionary(header, claim, { maxKeys: 4 }),
    body: fc.dictionary(fc.constantFrom('tier', 'caller', 'identity', 'programmes', 'x_tier'), claim),
    user: fc.option(claim, { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(said, async ({ headers, body, user }) => {
      const metadata = user === undefined ? {} : { metadata: { user_id: user, tier: user } };
      const seen = await identity(await ask(key, headers, { ...body, ...metadata }));
      expect(seen).toMatchObject({ tier: 'user', team: 'care' });
      expect(seen).not.toHaveProperty('programmes');
    }),
    { numRuns: 40 },
  );
});
