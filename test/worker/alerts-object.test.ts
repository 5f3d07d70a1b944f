/** Where alerts wait, in workerd: each event once, tried for a day, and never more than may wait. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Alert, AlertsState } from '../../src/core/alert.ts';
import type { Webhook } from '../../src/core/config.ts';
import type { LogEntry } from '../../src/core/log-entry.ts';
import type { Alerts } from '../../src/index.ts';

const secret = `whsec_${btoa('0123456789abcdef0123456789abcdef')}`;
const hourMs = 3_600_000;
/** Ahead of the clock by which alarms ring by themselves: here they ring when a test says so. */
const startMs = Date.now() + 400 * 24 * hourMs;

const webhook = (name: string, change: Partial<Webhook> = {}): Webhook => ({
  name,
  url: `https://${name}.example/`,
  urlFrom: null,
  kinds: ['unpriced', 'outbox'],
  form: 'signalbox',
  secretFrom: 'ALERTS_SECRET',
  email: null,
  authorizationFrom: null,
  ...change,
});

const unpriced = (key: string, covers: readonly string[] = []): Alert => ({
  kind: 'unpriced',
  key,
  covers,
  untilMs: startMs + hourMs,
  data: { model: key, attempts: 1, driver: { route: 'auto', team: 'blue', attempts: 1 } },
});

let nowMs = startMs;
let count = 0;
let stub: DurableObjectStub<Alerts>;
let sent: { readonly url: string; readonly id: string | null; readonly key: string }[] = [];
let answer: (url: string) => number = () => 204;
let log: LogEntry[] = [];

async function open(webhooks: readonly Webhook[] = [webhook('one')]): Promise<void> {
  const namespace = (env as unknown as { ALERTS: DurableObjectNamespace<Alerts> }).ALERTS;
  stub = namespace.getByName(`test-${++count}`);
  await runInDurableObject(stub, (instance) => {
    Object.assign(instance, {
      webhooks,
      log: (entry: LogEntry) => log.push(entry),
      env: { ALERTS_SECRET: secret },
      send: async (url: string, init: RequestInit) => {
        const { data } = JSON.parse(String(init.body));
        sent.push({ url, id: new Headers(init.headers).get('webhook-id'), key: data.subject.model });
        const status = answer(url);
        return new Response(null, { status });
      },
    });
  });
}

const raise = (alerts: readonly Alert[], over: readonly string[] = []) =>
  runInDurableObject(stub, (instance) => instance.raise(alerts, over));
const stateOf = (): Promise<AlertsState> => runInDurableObject(stub, (instance) => instance.state());
const ring = () => runDurableObjectAlarm(stub);

beforeEach(async () => {
  nowMs = startMs;
  [sent, log] = [[], []];
  answer = () => 204;
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  await open();
});
afterEach(() => void vi.restoreAllMocks());

const keysSent = () => sent.map(({ key }) => key);

test('an event is told once until it is forgotten or over', async () => {
  for (let time = 0; time < 3; time++) await raise([unpriced('a'), unpriced('b')]);
  await ring();
  expect(keysSent()).toEqual(['a', 'b']);
  await raise([unpriced('a'), unpriced('b')], ['b']);
  await ring();
  expect(keysSent()).toEqual(['a', 'b', 'b']);
  nowMs += hourMs + 1;
  await raise([{ ...unpriced('a'), untilMs: nowMs + hourMs }]);
  await ring();
  expect(keysSent()).toEqual(['a', 'b', 'b', 'a']);
});

test('what an event covers is told no more', async () => {
  await raise([unpriced('high', ['low', 'middle'])]);
  await raise([unpriced('low'), unpriced('middle'), unpriced('other')]);
  await ring();
  expect(keysSent()).toEqual(['high', 'other']);
});

test('a delivery that fails is tried for a day under one id, then given up with a log line', async () => {
  answer = () => 500;
  await raise([unpriced('a')]);
  const waits: number[] = [];
  while ((await ring()) && (await stateOf()).waiting > 0) {
    expect((await stateOf()).failing).toEqual([{ webhook: 'one', word: 'status_500' }]);
    const alarmMs = await runInDurableObject(stub, (_, { storage }) => storage.getAlarm());
    waits.push(((alarmMs ?? 0) - nowMs) / 1000);
    nowMs = alarmMs ?? 0;
  }
  expect(waits).toEqual([1, 5, 30, 300, 1800, 7200, 18_000, 28_800, 30_000]);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  expect(sent).toHaveLength(10);
  expect(log).toEqual([{ event: 'alert-failed', requestId: sent[0]?.id, code: 'status_500' }]);
});

test('a receiver that fails keeps no other waiting, and is not forgotten', async () => {
  await open([webhook('one'), webhook('two'), webhook('three', { kinds: ['budget'] })]);
  answer = (url) => (url.includes('one') ? 503 : 204);
  await raise([unpriced('a')]);
  await ring();
  expect(await stateOf()).toEqual({
    waiting: 1,
    oldestAtMs: startMs,
    failing: [{ webhook: 'one', word: 'status_503' }],
  });
  answer = () => 204;
  nowMs += 1000;
  await ring();
  expect(sent.map(({ url }) => url)).toEqual(['one', 'two', 'one'].map((name) => `https://${name}.example/`));
  expect(await stateOf()).toEqual({ waiting: 0, oldestAtMs: null, failing: [] });
});

test('what a look leaves is there for the next, and what it found is told from then on', async () => {
  const recall = () => runInDurableObject(stub, (instance) => instance.recall());
  const news = (keys: string[]) => runInDurableObject(stub, (instance) => instance.news(keys));
  expect(await recall()).toBe(null);
  expect(await news(['a', 'b'])).toEqual(['a', 'b']);
  await runInDurableObject(stub, (instance) => instance.raise([unpriced('a', ['b'])], [], 'first'));
  expect(await recall()).toBe('first');
  expect(await news(['a', 'b', 'c'])).toEqual(['c']);
  await raise([], ['a']);
  expect([await recall(), await news(['a', 'b'])]).toEqual(['first', ['a']]);
  nowMs += hourMs + 1;
  expect(await news(['b'])).toEqual(['b']);
});

test('a test goes to every webhook once, whatever it asks for, and waits for nobody', async () => {
  await open([
    webhook('one', { kinds: ['budget'] }),
    webhook('two'),
    webhook('three', { secretFrom: 'NONE' }),
  ]);
  answer = (url) => (url.includes('two') ? 401 : 204);
  const outcomes = await runInDurableObject(stub, (instance) => instance.test('1.2.3'));
  expect(outcomes).toEqual([
    { webhook: 'one', outcome: 'taken' },
    { webhook: 'two', outcome: 'status_401' },
    { webhook: 'three', outcome: 'no_secret' },
  ]);
  expect(sent.map(({ url }) => url)).toEqual(['https://one.example/', 'https://two.example/']);
  expect(await stateOf()).toMatchObject({
    waiting: 0,
    failing: [
      { webhook: 'three', word: 'no_secret' },
      { webhook: 'two', word: 'status_401' },
    ],
  });
});

test('410 ends a delivery at once', async () => {
  answer = () => 410;
  await raise([unpriced('a')]);
  await ring();
  expect(await stateOf()).toMatchObject({ waiting: 0, failing: [{ webhook: 'one', word: 'gone' }] });
  expect(log).toMatchObject([{ code: 'gone' }]);
});

test('a webhook that is configured no more gets nothing more', async () => {
  answer = () => 500;
  await raise([unpriced('a')]);
  await ring();
  await runInDurableObject(stub, (instance) => void Object.assign(instance, { webhooks: [] }));
  nowMs += 1000;
  await ring();
  expect((await stateOf()).waiting).toBe(0);
  expect(sent).toHaveLength(1);
});

test('what there is no room for is news again when there is', async () => {
  answer = () => 500;
  const many = Array.from({ length: 1001 }, (_, at) => unpriced(`m${at}`));
  await expect(raise(many)).rejects.toThrow('no room for 1 alerts');
  expect((await stateOf()).waiting).toBe(1000);
  await raise(many.slice(0, 1000));
  answer = () => 204;
  for (let round = 0; round < 50; round++) await ring();
  expect((await stateOf()).waiting).toBe(0);
  await raise(many);
  expect((await stateOf()).waiting).toBe(1);
});

test('a receiver that takes nothing does not take the room of another', async () => {
  await open([webhook('one'), webhook('two')]);
  answer = (url) => (url.includes('one') ? 500 : 204);
  const many = Array.from({ length: 1000 }, (_, at) => unpriced(`m${at}`));
  await raise(many);
  for (let round = 0; round < 100; round++) await ring();
  expect((await stateOf()).waiting).toBe(1000);
  sent = [];
  nowMs += 1;
  await raise([unpriced('a')]);
  expect(log).toMatchObject([{ event: 'alert-failed', code: 'full' }]);
  await ring();
  expect(sent.map(({ url, key }) => [url, key])).toEqual([['https://two.example/', 'a']]);
});
