/** What isolates learn and tell each other, over a real engine of the store, with a clock that is turned by hand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addSums, type DecayingSums, parseSums, printSums } from '../../src/core/decaying-sums.ts';
import { openEmbeddedEngine } from '../../src/dev/upstash/embedded/embedded-engine.ts';
import type { Engine } from '../../src/dev/upstash/engine.ts';
import { keys } from '../../src/ledger/keys.ts';
import {
  halfLifeOf,
  lengthField,
  qualityField,
  readTable,
  speedField,
} from '../../src/ledger/learned-fields.ts';
import { LearnedMemory } from '../../src/ledger/learned-memory.ts';
import { learnScript, rateScript } from '../../src/ledger/scripts/learn-script.ts';
import { type EngineStore, storeOver } from '../support/ledger/engine-store.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const hourMs = 3_600_000;
const minuteMs = 60_000;

let folder = '';
let engine: Engine;
let store: EngineStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-learned-'));
  engine = await openEmbeddedEngine({ dataDir: folder });
  store = storeOver(engine);
});
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await store.send('FLUSHALL');
});

const speed = speedField('alpha@low');
/** A stream whose first output came after so many ms. */
const began = (ms: number) => ({ field: speed, values: [1, Math.log(ms), 0, 0] });

async function kept(field: string) {
  return parseSums(String(await store.send('HGET', keys.learned, field)));
}

describe('an isolate', () => {
  test('goes by what it has seen itself, ten seconds later', () => {
    const memory = new LearnedMemory();
    memory.observe([began(1000), began(4000)], startMs, false);
    const learned = () =>
      memory
        .learned(startMs + 10_000)('any', null)
        .get('alpha@low');
    expect(learned()?.firstEventMs).toEqual({ value: 2000, weight: expect.closeTo(2, 1) });
    memory.observe([began(9000)], startMs + 11_000, false);
    expect(learned()?.firstEventMs?.value).toBe(2000);
    const later = memory
      .learned(startMs + 21_000)('any', null)
      .get('alpha@low');
    expect(later?.firstEventMs?.value).toBeGreaterThan(2000);
  });

  test('tells another by way of the store, in three commands a minute, and reads in one', async () => {
    const [one, two] = [new LearnedMemory(), new LearnedMemory()];
    one.observe(
      [began(500), { field: lengthField('auto', 'alpha@low'), values: [1, 90, 30, 0, 0, 0] }],
      startMs,
      true,
    );
    await two.keepUp(store, startMs);
    const before = store.billedCommands();
    await one.keepUp(store, startMs);
    expect(store.billedCommands() - before).toBe(4);
    expect(one.isBehind(startMs + minuteMs - 1)).toBe(false);
    await two.keepUp(store, startMs + minuteMs - 1);
    expect(
      two
        .learned(startMs + minuteMs)('auto', null)
        .get('alpha@low'),
    ).toBeUndefined();
    await two.keepUp(store, startMs + minuteMs);
    expect(
      two
        .learned(startMs + minuteMs)('auto', null)
        .get('alpha@low'),
    ).toMatchObject({
      firstEventMs: { value: 500 },
      visible: { value: 3 },
    });
    expect(
      two
        .learned(startMs + minuteMs)('other', null)
        .get('alpha@low')?.visible,
    ).toBeUndefined();
  });

  test('adds to what others have told, and each thing once', async () => {
    const isolates = Array.from({ length: 3 }, () => new LearnedMemory());
    for (const [at, isolate] of isolates.entries()) {
      isolate.observe([began(1000)], startMs + at, true);
      await isolate.keepUp(store, startMs + at);
      await isolate.keepUp(store, startMs + at + minuteMs);
    }
    expect((await kept(speed))?.values[0]).toBeCloseTo(3, 3);
  });

  test('keeps what the store did not take, and tells it later', async () => {
    const memory = new LearnedMemory();
    const away = {
      run: () => Promise.reject(new Error('away')),
      readHash: () => Promise.reject(new Error('away')),
    };
    memory.observe([began(1000)], startMs, true);
    await memory.keepUp(away, startMs);
    expect(
      memory
        .learned(startMs + 10_000)('auto', null)
        .get('alpha@low'),
    ).toBeDefined();
    await memory.keepUp(store, startMs + minuteMs);
    expect((await kept(speed))?.values[0]).toBeCloseTo(1, 6);
    await memory.keepUp(store, startMs + 2 * minuteMs);
    expect(memory.isBehind(startMs + 2 * minuteMs)).toBe(false);
    expect((await kept(speed))?.values[0]).toBeCloseTo(1, 6);
  });

  test('forgets speeds by the hour and words by the month', () => {
    const memory = new LearnedMemory();
    const rated = qualityField('auto', 'code', 'alpha@low', 'one');
    memory.observe([began(1000), { field: rated, values: [8, 8] }], startMs, false);
    const later = memory
      .learned(startMs + 2 * hourMs)('auto', 'code')
      .get('alpha@low');
    expect(later?.firstEventMs?.weight).toBeCloseTo(0.25, 3);
    expect(later?.quality?.weight).toBeCloseTo(8, 1);
  });
});

test('what has faded is taken out of the store once there is much of it', async () => {
  const words = (field: string, atMs: number) => [
    'HSET',
    keys.learned,
    field,
    printSums({ atMs, values: [1, 1, 0, 0] }),
  ];
  const old = startMs - 100 * hourMs;
  for (let at = 0; at < 199; at++) await store.send(...words(speedField(`model-${at}`), old));
  await store.send(...words(speed, startMs));
  await new LearnedMemory().keepUp(store, startMs);
  expect(await store.send('HLEN', keys.learned)).toBe(200);
  await store.send(...words(speedField('one-more'), old));
  await new LearnedMemory().keepUp(store, startMs);
  expect([...(await store.readHash(keys.learned)).keys()]).toEqual([speed]);
});

describe('the scripts', () => {
  test('add as the program does', async () => {
    const sums = [
      { atMs: startMs, values: [1, 7.25, 0, 0] },
      { atMs: startMs + 1_234_567, values: [2, 13.5, 1, 4.125] },
      { atMs: startMs + 1000, values: [1, 6, 0, 0] },
    ];
    const half = halfLifeOf(speed);
    for (const one of sums)
      await store.run(learnScript, [keys.learned], [speed, String(half), printSums(one)], 1000);
    const expected = sums.reduce<DecayingSums>((sum, one) => addSums(sum, one, half), {
      atMs: 0,
      values: [],
    });
    const found = await kept(speed);
    expect(found?.atMs).toBe(expected.atMs);
    expect(found?.values).toEqual(expected.values.map((value) => expect.closeTo(value, 5)));
  });

  const rated = qualityField('auto', null, 'alpha@low', 'one');
  const rate = (id: string, score: number, nowMs: number) =>
    store.run(
      rateScript,
      [keys.learned, keys.feedback(id)],
      [rated, halfLifeOf(rated), score, nowMs, 600].map(String),
      1000,
    );

  test('count the last word on a request, once, for five commands', async () => {
    const before = store.billedCommands();
    expect(await rate('req_a', 0.2, startMs)).toBe(0);
    expect(store.billedCommands() - before).toBe(5);
    expect(await rate('req_a', 0.9, startMs)).toBe(1);
    expect(await rate('req_a', 0.9, startMs)).toBe(1);
    expect(await rate('req_b', 0.5, startMs)).toBe(0);
    const values = (await kept(rated))?.values ?? [];
    expect(values[0]).toBeCloseTo(2, 6);
    expect(values[1]).toBeCloseTo(1.4, 6);
    expect(await store.send('TTL', keys.feedback('req_a'))).toBe(600);
  });

  test('take back of an old word what is left of it', async () => {
    const month = halfLifeOf(rated);
    await rate('req_a', 1, startMs);
    await rate('req_b', 1, startMs);
    await rate('req_a', 0, startMs + month);
    const values = (await kept(rated))?.values ?? [];
    expect(values[0]).toBeCloseTo(1.5, 6);
    expect(values[1]).toBeCloseTo(0.5, 6);
  });
});

test('no caller counts for more than twenty ratings, however many it gives', () => {
  const field = (caller: string) => qualityField('auto', 'code', 'alpha', caller);
  const table = new Map([
    [field('loud'), { atMs: startMs, values: [5000, 0] }],
    [field('calm'), { atMs: startMs, values: [20, 20] }],
  ]);
  expect(readTable(table, startMs)('auto', 'code').get('alpha')?.quality).toEqual({ value: 0.5, weight: 40 });
});
