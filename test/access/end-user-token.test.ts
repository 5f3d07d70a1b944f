/** Signed end-user tokens: what is taken, and that nothing else is. */
import fc from 'fast-check';
import { sign } from 'hono/jwt';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTokenCheck } from '../../src/access/end-user-token.ts';
import type { TokenCheck } from '../../src/core/key-record.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const now = nowMs / 1000;
const secret = 's'.repeat(32);
const good = { sub: 'anna', aud: 'signalbox', iat: now, exp: now + 300 };
type Claims = Parameters<typeof sign>[0];

type Pair = { readonly signing: CryptoKey; readonly jwk: JsonWebKey };

async function makePair(): Promise<Pair> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const made = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const jwk = (await crypto.subtle.exportKey('jwk', made.publicKey)) as JsonWebKey;
  return { signing: made.privateKey, jwk };
}

let one: Pair;
let two: Pair;
let check: TokenCheck;

const checkWith = (settings: { secret?: string; jwks?: unknown }): TokenCheck => {
  const jwks = settings.jwks === undefined ? undefined : JSON.stringify(settings.jwks);
  const made = createTokenCheck({ secret: settings.secret, jwks }, () => nowMs);
  if (made === null) throw new Error('nothing to check with');
  return made;
};

beforeAll(async () => {
  [one, two] = await Promise.all([makePair(), makePair()]);
  check = checkWith({
    secret,
    jwks: {
      keys: [
        { ...one.jwk, kid: 'one' },
        { ...two.jwk, kid: 'two', team: 'care' },
      ],
    },
  });
});

const signed = (claims: Claims = good, key: string | CryptoKey = secret, alg: 'HS256' | 'ES256' = 'HS256') =>
  sign(claims, key, alg);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('is taken', () => {
  test('under the secret', async () => {
    expect(await check(await signed(), 'any')).toEqual({ subject: 'anna', tier: null });
  });

  test('under a public key', async () => {
    const token = await signed({ ...good, tier: 'verified' }, one.signing, 'ES256');
    expect(await check(token, 'any')).toEqual({ subject: 'anna', tier: 'verified' });
  });

  test.each([
    ['several audiences', { aud: ['shop', 'signalbox'] }],
    ['a clock that is a minute ahead', { iat: now + 60, exp: now + 300 }],
    ['an issuer, which is not looked at', { iss: 'login' }],
  ])('with %s', async (_, more) => {
    expect(await check(await signed({ ...good, ...more }), 'care')).toMatchObject({ subject: 'anna' });
  });

  test('under the key of the team, for that team only', async () => {
    const token = await signed(good, two.signing, 'ES256');
    expect(await check(token, 'care')).toMatchObject({ subject: 'anna' });
    await expect(check(token, 'sales')).rejects.toMatchObject({ code: 'invalid_end_user_token' });
  });
});

describe('is refused, and told why', () => {
  test.each<[string, Claims, RegExp]>([
    ['over', { ...good, iat: now - 300, exp: now }, /`exp` has passed/],
    ['good for longer than five minutes', { ...good, exp: now + 301 }, /`exp` may be 300 s after `iat`/],
    ['without an end', { sub: 'anna', aud: 'signalbox', iat: now }, /`exp` must be a time/],
    ['without a beginning', { sub: 'anna', aud: 'signalbox', exp: now + 60 }, /`iat` must be a time/],
    ['of the future', { ...good, iat: now + 61 }, /`iat` lies more than 60 s ahead/],
    ['not yet good', { ...good, nbf: now + 61 }, /`nbf` has not come/],
    ['for somebody else', { ...good, aud: 'shop' }, /`aud` must be `signalbox`/],
    ['for nobody', { sub: 'anna', iat: now, exp: now + 60 }, /`aud` must be/],
    ['about nobody', { ...good, sub: '' }, /`sub` must be a text of 1 to 256/],
    ['about somebody with a long name', { ...good, sub: 'a'.repeat(257) }, /`sub` must be/],
    ['of an unknown tier', { ...good, tier: 'root' }, /`tier` must be one of anonymous, user/],
  ])('a token %s', async (_, claims, message) => {
    await expect(check(await signed(claims), 'care')).rejects.toMatchObject({
      code: 'invalid_end_user_token',
      status: 401,
      param: 'x-signalbox-end-user',
      message: expect.stringMatching(message),
    });
  });

  test.each<[string, () => Promise<string> | string]>([
    ['under another secret', () => signed(good, 'x'.repeat(32))],
    ['without a signature', () => `${part({ alg: 'none', typ: 'JWT' })}.${part(good)}.`],
    ['of another algorithm', () => sign(good, secret, 'HS512')],
    ['under the public key taken for a secret', () => signed(good, JSON.stringify(one.jwk))],
    [
      'under one key in the name of another',
      async () => {
        const [, payload] = (await signed()).split('.');
        const header = part({ alg: 'ES256', typ: 'JWT', kid: 'one' });
        const data = new TextEncoder().encode(`${header}.${payload}`);
        const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
        const signature = await crypto.subtle.sign(algorithm, two.signing, data);
        return `${header}.${payload}.${Buffer.from(signature).toString('base64url')}`;
      },
    ],
    [
      'whose header says HS256 over a signature of a key pair',
      async () => {
        const token = await signed(good, one.signing, 'ES256');
        return [part({ alg: 'HS256', typ: 'JWT' }), ...token.split('.').slice(1)].join('.');
      },
    ],
    ['too long', () => signed({ ...good, more: 'x'.repeat(4096) })],
    ['that is none', () => 'Bearer abc'],
    ['that is empty', () => ''],
  ])('a token %s', async (_, make) => {
    await expect(check(await make(), 'care')).rejects.toMatchObject({ code: 'invalid_end_user_token' });
  });

  test('whichever character of it is another', async () => {
    const token = await signed({ ...good, tier: 'user' });
    const raised = token.split('.');
    raised[1] = part({ ...good, tier: 'trusted' });
    await expect(check(raised.join('.'), 'care')).rejects.toMatchObject({ status: 401 });
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 2), fc.constantFrom(...'abcXYZ019-_.'), async (at, letter) => {
        fc.pre(token[at] !== letter);
        const changed = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
        await expect(check(changed, 'care')).rejects.toMatchObject({ status: 401 });
      }),
    );
  });

  test('without a word of it in the message', async () => {
    const token = await signed({ ...good, sub: 'Zebra7Marked', aud: 'Zebra7Marked' });
    const error: unknown = await check(token, 'care').catch((thrown: unknown) => thrown);
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/Zebra7|eyJ/);
  });
});

describe('keys that are no keys', () => {
  test.each<[string, { secret?: string; jwks?: unknown }, RegExp]>([
    ['a short secret', { secret: 's'.repeat(31) }, /fewer than 32/],
    ['no set', { jwks: [] }, /no `keys`/],
    ['an empty set', { jwks: { keys: [] } }, /no `keys`/],
    ['another kind', { jwks: { keys: [{ kty: 'oct', k: 'abc' }] } }, /keys\[0\] is no ES256 key/],
    ['a broken one', { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] } }, /cannot be read/],
  ])('%s: a fault of ours, not of the token', async (_, settings, detail) => {
    await expect(checkWith(settings)(await signed(), 'care')).rejects.toMatchObject({
      code: 'auth_unavailable',
      detail: expect.stringMatching(detail),
    });
  });

  test('a private key is refused rather than kept', async () => {
    const jwk = await crypto.subtle.exportKey('jwk', one.signing);
    await expect(checkWith({ jwks: { keys: [jwk] } })(await signed(), 'care')).rejects.toMatchObject({
      detail: expect.stringMatching(/private key/),
    });
  });

  test('none at all: nothing is checked', () => {
    expect(createTokenCheck({ secret: undefined, jwks: undefined }, () => nowMs)).toBeNull();
  });
});
