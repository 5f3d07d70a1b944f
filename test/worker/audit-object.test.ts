/** The audit log in workerd: one chain whoever writes at once, through a restart, a repeat, and the end of its retention. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { verifyAudit } from '../../src/audit/verify.ts';
import { type AuditPage, recordEvent } from '../../src/core/audit.ts';
import type { Audit } from '../../src/index.ts';

const dayMs = 86_400_000;
/** Ahead of the clock by which alarms ring by themselves: here they ring when a test says so. */
const startMs = Date.now() + 400 * dayMs;

let nowMs = startMs;
let count = 0;
let stub: DurableObjectStub<Audit>;

const revoked = (id: string) =>
  recordEvent({ action: 'key.revoked', actor: 'admin', object: id, details: { team: 'care' } }, nowMs);
const activated = (version: string) =>
  recordEvent({ action: 'config.activated', actor: 'router', object: version, details: {} }, nowMs);

const append = (batch: string, ...ids: string[]) =>
  runInDurableObject(stub, (log) => log.append(batch, ids.map(revoked)));
const read = (from = 1, limit = 1000): Promise<AuditPage> =>
  runInDurableObject(stub, (log) => log.read(from, limit));
const change = (changes: object) => runInDurableObject(stub, (log) => void Object.assign(log, changes));

async function verify(keys: readonly string[] = []) {
  const { entries, heads, head } = await read();
  const lines = [...entries, ...heads, head].map((each) => JSON.stringify(each));
  return verifyAudit(lines, { keys });
}

async function makeKey(): Promise<{ secret: string; shown: string }> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const bytes = (await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer;
  const { x = '' } = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey;
  return { secret: btoa(String.fromCharCode(...new Uint8Array(bytes))), shown: x };
}

beforeEach(() => {
  nowMs = startMs;
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  const namespace = (env as unknown as { AUDIT: DurableObjectNamespace<Audit> }).AUDIT;
  stub = namespace.getByName(`test-${++count}`);
});
afterEach(() => void vi.restoreAllMocks());

test('whoever writes at once writes one chain', async () => {
  await runInDurableObject(stub, (log) =>
    Promise.all(
      Array.from({ length: 50 }, (_, at) => log.append(`b${at}`, [revoked(`k${at}a`), revoked(`k${at}b`)])),
    ),
  );
  const { entries, firstSeq } = await read();
  expect(firstSeq).toBe(1);
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  expect(entries.slice(0, 4).map(({ object }) => object)).toEqual(['k0a', 'k0b', 'k1a', 'k1b']);
  expect(await verify()).toMatchObject({ fault: null, entries: 100, heads: 1, isSigned: false });
});

test('a call that is made again changes nothing', async () => {
  await append('one', 'a');
  await append('one', 'a');
  await append('two', 'a');
  expect((await read()).entries).toHaveLength(2);
});

test('a restart goes on where the log was', async () => {
  await append('one', 'a', 'b');
  const before = await read();
  await evictDurableObject(stub);
  await append('two', 'c');
  const after = await read();
  expect(after.entries.slice(0, 2)).toEqual(before.entries);
  expect(after.head.log).toBe(before.head.log);
  expect(await verify()).toMatchObject({ fault: null, entries: 3 });
});

test('what is in force is told where it is another than before', async () => {
  for (const version of ['v1', 'v1', 'v2', 'v1'])
    await runInDurableObject(stub, (log) => log.activate(version, activated(version)));
  const { entries } = await read();
  expect(entries.map(({ object, details }) => [object, details.before])).toEqual([
    ['v1', null],
    ['v2', 'v1'],
    ['v1', 'v2'],
  ]);
  expect(await verify()).toMatchObject({ fault: null });
});

test('the head is signed once a day, and old entries go', async () => {
  const key = await makeKey();
  await change({ env: { SIGNALBOX_AUDIT_KEY: key.secret }, days: 2 });
  for (const day of [0, 1, 2, 3]) {
    nowMs = startMs + day * dayMs;
    await append(`day ${day}`, `k${day}`);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
  }
  const page = await read();
  expect(page.firstSeq).toBe(2);
  expect(page.entries.map(({ object }) => object)).toEqual(['k1', 'k2', 'k3']);
  expect(page.heads.map(({ seq, key: by }) => [seq, by])).toEqual([2, 3, 4].map((seq) => [seq, key.shown]));
  expect(await verify([key.shown])).toMatchObject({ fault: null, firstSeq: 2, heads: 4, isSigned: true });
  expect((await verify([(await makeKey()).shown])).fault?.fault).toBe('wrong-signature');
});

test('a secret that is no key signs nothing', async () => {
  await change({ env: { SIGNALBOX_AUDIT_KEY: 'no key' } });
  await append('one', 'a');
  expect((await read()).head).toMatchObject({ seq: 1, key: null, signature: null });
});

test('pages', async () => {
  await append('one', 'a', 'b', 'c');
  expect((await read(2, 1)).entries.map(({ object }) => object)).toEqual(['b']);
  expect((await read(4)).entries).toEqual([]);
});

test('the latest of one action, newest first', async () => {
  for (const version of ['v1', 'v2', 'v3']) {
    await runInDurableObject(stub, (log) => log.activate(version, activated(version)));
    await append(version, 'a');
  }
  const found = await runInDurableObject(stub, (log) => log.latest('config.activated', 2));
  expect(found.map(({ object }) => object)).toEqual(['v3', 'v2']);
});
