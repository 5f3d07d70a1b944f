/** `signalbox keys` as a program, against the app over real HTTP. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AdminServer, startAdminServer } from './admin-server.ts';

let server: AdminServer;

beforeEach(async () => {
  server = await startAdminServer();
});

afterEach(() => server.stop());

async function create(...args: string[]): Promise<string> {
  const { out, err, status } = await server.signalbox(['keys', 'create', '--name', 'care desk', ...args]);
  expect({ status, err: err.includes('shown this once') }).toEqual({ status: 0, err: true });
  return out.trimEnd();
}

/** As `GET /admin/keys` has them. */
async function listed(): Promise<Record<string, unknown>[]> {
  const { out } = await server.signalbox(['keys', 'list', '--json']);
  return (JSON.parse(out) as { data: Record<string, unknown>[] }).data;
}

const idOf = (key: string) => key.slice('sbx_live_'.length, 'sbx_live_'.length + 12);

describe('a key', () => {
  test('stands alone on stdout, opens the door, and is never shown again', async () => {
    const key = await create('--team', 'care', '--app', 'desk', '--tag', 'env=prod');
    expect(key).toMatch(/^sbx_live_[0-9A-Za-z]{50}$/);
    expect(await server.chat(key)).toBe(200);
    const { out, err } = await server.signalbox(['keys', 'list']);
    expect(err).toBe('');
    expect(out).toBe(
      `id            name       state   team  app   tier  made (UTC)        ends (UTC)  tags      only for  end users
${idOf(key)}  care desk  active  care  desk  user  2026-11-21 12:00              env=prod
`,
    );
  });

  test('says who its end users are and what they are approved for', async () => {
    const settings = ['--tier', 'user', '--max-tier', 'verified', '--end-user-token', 'optional'];
    await create(...settings, '--end-user-header', 'X-Shop-User', '--programme', 'cyber=daybreak_blue');
    expect(await listed()).toMatchObject([
      {
        max_tier: 'verified',
        end_user_token: 'optional',
        end_user_header: 'x-shop-user',
        programmes: { cyber: 'daybreak_blue' },
      },
    ]);
    const { out } = await server.signalbox(['keys', 'list']);
    expect(out).toContain('token optional, up to verified; header x-shop-user; cyber=daybreak_blue');
  });

  test('gets all that its options say', async () => {
    await create(
      '--tier',
      'trusted',
      '--client-tag',
      'feature',
      '--client-tag',
      'customer',
      '--model',
      'alpha',
    );
    await create('--address', '203.0.113.0/24', '--expires', '2027-01-31');
    expect((await listed()).toSorted((a, b) => String(a.tier).localeCompare(String(b.tier)))).toMatchObject([
      {
        tier: 'trusted',
        client_tags: ['feature', 'customer'],
        models: ['alpha'],
        routes: null,
        addresses: null,
      },
      { tier: 'user', addresses: ['203.0.113.0/24'], expires_at: '2027-01-31T00:00:00.000Z' },
    ]);
  });

  test.each(['--tag', '--programme'])('%s twice with one name makes no key', async (option) => {
    const twice = ['keys', 'create', '--name', 'x', option, 'a=1', option, 'a=2'];
    const { err, status } = await server.signalbox(twice);
    expect([status, err]).toEqual([2, expect.stringContaining(`${option} a: it is there twice`)]);
    expect(await listed()).toEqual([]);
  });

  test('rotated: the new one alone on stdout, the old one works on for the overlap', async () => {
    const old = await create();
    const { out, err, status } = await server.signalbox([
      'keys',
      'rotate',
      idOf(old),
      '--overlap-seconds',
      '600',
    ]);
    const fresh = out.trimEnd();
    expect({ status, says: err.includes(`${idOf(old)} works on for 600 s.`) }).toEqual({
      status: 0,
      says: true,
    });
    expect([await server.chat(old), await server.chat(fresh)]).toEqual([200, 200]);
    server.clock.nowMs += 600_000;
    expect([await server.chat(old), await server.chat(fresh)]).toEqual([401, 200]);
  });

  test('revoked is dead within a minute', async () => {
    const key = await create();
    expect(await server.chat(key)).toBe(200);
    expect(await server.signalbox(['keys', 'revoke', idOf(key)])).toEqual({
      status: 0,
      out: `${idOf(key)} "care desk" is revoked; dead everywhere within a minute.\n`,
      err: '',
    });
    server.clock.nowMs += 60_000;
    expect(await server.chat(key)).toBe(401);
    expect(await listed()).toMatchObject([{ state: 'revoked' }]);
  });
});

test('no keys: nothing on stdout, the way to the first on stderr', async () => {
  expect(await server.signalbox(['keys', 'list'])).toEqual({
    status: 0,
    out: '',
    err: 'There are no keys yet: signalbox keys create --name NAME.\n',
  });
});

describe('what the router refuses is code 1, and said', () => {
  const refused = async (args: readonly string[], env?: NodeJS.ProcessEnv) => {
    const { status, out, err } = await server.signalbox(args, env);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    return err;
  };

  test('a wrong token', async () => {
    const err = await refused(['keys', 'list'], { SIGNALBOX_ADMIN_TOKEN: 'guess' });
    expect(err).toBe(`${server.url} does not take this SIGNALBOX_ADMIN_TOKEN.\n`);
  });

  test('a route that it does not have, by the name of the field', async () => {
    const err = await refused(['keys', 'create', '--name', 'a', '--route', 'nowhere']);
    expect(err).toMatch(/^routes\[0\]: must be the name of a route.*got "nowhere"\n$/);
  });

  test('a key that is not there', async () => {
    expect(await refused(['keys', 'revoke', 'nobody'])).toBe('There is no API key nobody.\n');
  });

  test('a store that is away', async () => {
    server.scripts.isAway = true;
    expect(await refused(['keys', 'list'])).toBe('The store does not answer.\n');
  });

  test('a router that is not there', async () => {
    const gone = server.url;
    await server.stop();
    const err = await refused(['keys', 'list', '--url', gone]);
    expect(err).toBe(
      `Nothing answers at ${gone} (ECONNREFUSED). Is the router running? --url names another.\n`,
    );
  });

  test('a server that is no router', async () => {
    const err = await refused(['keys', 'list', '--url', `${server.url}/elsewhere`]);
    expect(err).toContain('There is nothing at /elsewhere/admin/keys.');
  });
});

test.each<[name: string, args: readonly string[], env: NodeJS.ProcessEnv, reason: RegExp]>([
  ['no action', ['keys'], {}, /^Say which: list, create, rotate, revoke\./],
  ['an action that is none', ['keys', 'revok', 'x'], {}, /^There is no 'revok' here\. Did you mean revoke\?/],
  ['no name', ['keys', 'create'], {}, /^--name is missing/],
  ['a name of nothing', ['keys', 'create', '--name', ''], {}, /^name: must be a string that is not empty/],
  [
    'a field that is wrong',
    ['keys', 'create', '--name', 'a', '--team', 'Care'],
    {},
    /^team: must be up to 40 small letters.*got "Care"\n$/,
  ],
  [
    'a day that has been',
    ['keys', 'create', '--name', 'a', '--expires', '2020-01-01'],
    {},
    /^expires_at: must lie in the future/,
  ],
  ['no id', ['keys', 'revoke'], {}, /^Which key\?/],
  ['two ids', ['keys', 'revoke', 'a', 'b'], {}, /^'b' is one word too many/],
  [
    'a tag without a value',
    ['keys', 'create', '--name', 'a', '--tag', 'env'],
    {},
    /^--tag env: write NAME=VALUE/,
  ],
  [
    'an overlap that is no number',
    ['keys', 'rotate', 'a', '--overlap-seconds', 'x'],
    {},
    /^--overlap-seconds x/,
  ],
  ['no token', ['keys', 'list'], { SIGNALBOX_ADMIN_TOKEN: '' }, /^SIGNALBOX_ADMIN_TOKEN is not set/],
  ['a token as an option', ['keys', 'list', '--token', 'x'], {}, /^There is no option --token/],
  ['a token with a line break', ['keys', 'list'], { SIGNALBOX_ADMIN_TOKEN: 'a\nb' }, /no header can carry/],
  ['an address that is none', ['keys', 'list', '--url', 'router'], {}, /^--url router: write an address/],
  ['plain http to elsewhere', ['keys', 'list', '--url', 'http://192.0.2.1'], {}, /over https only/],
])('%s is wrong usage', async (_, args, env, reason) => {
  const { status, out, err } = await server.signalbox(args, env);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toMatch(reason);
});
