/** Who may call: known keys only, compared without a hint, and no fault of ours is told as a wrong key. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { authenticate, readKeyRing } from '../../src/access/authenticate.ts';
import type { KeyRing } from '../../src/core/caller.ts';
import { callerNamed } from '../../src/core/caller.ts';

const hash = (key: string) => createHash('sha256').update(key).digest('hex');
const ring = readKeyRing(`one:${hash('key-one')},two:${hash('key-two')}`);
const enter = (headers: Record<string, string>, keys: KeyRing = ring) =>
  authenticate(new Headers(headers), { keyRing: () => keys, storedKeys: null, waitUntil: () => undefined });

afterEach(() => void vi.restoreAllMocks());

describe('a known key', () => {
  test.each<[string, Record<string, string>, string]>([
    ['as a bearer', { authorization: 'Bearer key-one' }, 'one'],
    ['as a bearer in small letters, with more space', { authorization: 'bearer   key-two' }, 'two'],
    ['as x-api-key', { 'x-api-key': 'key-two' }, 'two'],
    ['in both', { authorization: 'Bearer key-one', 'x-api-key': 'key-one' }, 'one'],
  ])('%s', async (_, headers, id) => expect(await enter(headers)).toEqual(callerNamed(id)));

  test('may have several names in time: each key its own', async () => {
    const rotating = readKeyRing(`app:${hash('old')},app:${hash('new')}`);
    expect(await enter({ 'x-api-key': 'old' }, rotating)).toEqual(callerNamed('app'));
    expect(await enter({ 'x-api-key': 'new' }, rotating)).toEqual(callerNamed('app'));
  });
});

describe('no key', () => {
  test.each<Record<string, string>[]>([
    [{}],
    [{ authorization: '' }],
    [{ authorization: 'Bearer' }],
    [{ authorization: 'Bearer ' }],
    [{ authorization: 'Basic a2V5LW9uZQ==' }],
    [{ authorization: 'key-one' }],
    [{ authorization: 'Bearer key-one key-two' }],
    [{ authorization: 'Bearer key-one, Bearer key-two' }],
    [{ 'x-api-key': '' }],
    [{ cookie: 'key=key-one' }],
  ])('%j', async (headers) => {
    await expect(enter(headers)).rejects.toMatchObject({ code: 'invalid_api_key', status: 401 });
  });
});

describe('a wrong key', () => {
  test('whatever it is: the same words, the same work', async () => {
    const digest = vi.spyOn(crypto.subtle, 'digest');
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\x21-\x7e]{1,80}$/), async (key) => {
        fc.pre(!['key-one', 'key-two'].includes(key));
        digest.mockClear();
        await expect(enter({ authorization: `Bearer ${key}` })).rejects.toMatchObject({
          code: 'invalid_api_key',
          message: 'The API key is not known.',
          detail: null,
          cause: undefined,
        });
        expect(digest).toHaveBeenCalledOnce();
      }),
    );
  });

  test.each([
    "' OR '1'='1",
    '*',
    '%',
    hash('key-one'),
    `one:${hash('key-one')}`,
    'KEY-ONE',
    'key-on',
    'key-onee',
  ])('is none of the known ones: %s', async (key) => {
    await expect(enter({ 'x-api-key': key })).rejects.toMatchObject({ code: 'invalid_api_key' });
  });

  test('two that disagree are refused, not chosen between', async () => {
    await expect(enter({ authorization: 'Bearer key-one', 'x-api-key': 'key-two' })).rejects.toMatchObject({
      code: 'invalid_request',
      status: 400,
      param: 'authorization',
    });
  });
});

test('every entry is compared to its last byte, whichever matches', async () => {
  const reads = new Map<string, number>();
  const watched: KeyRing = ['first', 'second', 'third'].map((id) => ({
    id,
    digest: new Proxy(Uint8Array.from(createHash('sha256').update(id).digest()), {
      get(bytes, name) {
        if (typeof name === 'string' && /^\d+$/.test(name)) reads.set(id, (reads.get(id) ?? 0) + 1);
        return Reflect.get(bytes, name, bytes);
      },
    }),
  }));
  for (const key of ['first', 'second', 'third', 'other']) {
    reads.clear();
    await enter({ 'x-api-key': key }, watched).catch(() => null);
    expect([...reads.values()]).toEqual([32, 32, 32]);
  }
});

describe('the ring', () => {
  test.each([undefined, '', ' ', ',', ' , '])('%j holds nobody, and nobody gets in', async (setting) => {
    const empty = readKeyRing(setting);
    expect(empty).toEqual([]);
    await expect(enter({ 'x-api-key': 'key-one' }, empty)).rejects.toMatchObject({
      code: 'auth_unavailable',
      status: 503,
      retryable: true,
    });
  });

  test('takes spaces and line ends between entries', () => {
    expect(readKeyRing(` a:${hash('1')},\n b.c-d_e:${hash('2')}, `).map(({ id }) => id)).toEqual([
      'a',
      'b.c-d_e',
    ]);
  });

  test.each([
    'name',
    'name:',
    `name:${hash('a').slice(1)}`,
    `name:${hash('a')}0`,
    `name:${hash('a').toUpperCase()}`,
    `na me:${hash('a')}`,
    `:${hash('a')}`,
    `${'n'.repeat(65)}:${hash('a')}`,
    `good:${hash('a')},SECRET-KEY`,
    `good:${hash('a')};other:${hash('b')}`,
  ])('a malformed entry leaves no key out silently, and is not shown: %s', (setting) => {
    let thrown: unknown;
    try {
      readKeyRing(setting);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'auth_unavailable', status: 503 });
    expect(JSON.stringify(thrown) + String(thrown)).not.toContain('SECRET');
  });
});
