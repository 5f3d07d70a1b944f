/** The command lines of the demo, the week of `npm start`, and where a run's database is found. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findRealTeams } from '../../src/dev/seed/find-real.ts';
import { keepWeek } from '../../src/dev/seed/keep-week.ts';
import { parseDemo } from '../../src/dev/seed/options.ts';
import { patientStore } from '../../src/dev/seed/patient-store.ts';
import { seedDemo } from '../../src/dev/seed/seed.ts';
import { findStoreAddress, tellStoreAddress } from '../../src/dev/start/store-address.ts';
import { tellStore } from '../../src/ledger/settle-queue.ts';
import { StoreError } from '../../src/ledger/store.ts';
import { makeRow, someId } from '../support/ledger/make-row.ts';
import { openEngineStore } from '../support/ledger/open-engine-store.ts';
import { seededEndMs } from '../support/seeded-store.ts';
import { FakeHashes } from '../support/world/scripts.ts';

const store = await openEngineStore();
const hourMs = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'signalbox-address-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line', () => {
  const nowMs = seededEndMs;
  const seed = (...args: string[]) => parseDemo(['seed', ...args], nowMs);

  test('defaults to 60 days up to now', () => {
    expect(seed()).toEqual({
      kind: 'seed',
      options: { days: 60, endMs: null, seed: 'demo', mayMix: false },
    });
  });

  test('takes days, an end, a seed and --yes', () => {
    expect(seed('--days', '14', '--end=2026-11-01T00:00:00Z', '--seed', 'x', '--yes')).toEqual({
      kind: 'seed',
      options: { days: 14, endMs: Date.UTC(2026, 10, 1), seed: 'x', mayMix: true },
    });
  });

  test.each([
    [['--days', '0'], '--days'],
    [['--days', 'many'], '--days'],
    [['--days', '366'], '--days'],
    [['--end', 'soon'], '--end'],
    [['--end', '2027-01-01T00:00:00Z'], '--end'],
    [['--force'], '--force'],
  ])('%j is refused by name', (args, named) => {
    expect(seed(...args)).toEqual({ kind: 'wrong', message: expect.stringContaining(named) });
  });

  test('removing takes nothing but --help', () => {
    expect(parseDemo(['remove'], nowMs)).toEqual({ kind: 'remove' });
    expect(parseDemo(['remove', '--help'], nowMs)).toEqual({ kind: 'help' });
    expect(parseDemo(['remove', '--days', '3'], nowMs).kind).toBe('wrong');
  });
});

describe('the week of npm start', () => {
  const at = (nowMs: number) => ({ store, timeZone: 'UTC', now: () => nowMs });
  const entries = async () =>
    (await store.readStream('sbx:rows', '-', '+', { most: 10_000 })).map(({ id }) => id);

  test('is written once, and anew when it is over for a day', async () => {
    await keepWeek(at(seededEndMs), 0.05);
    const first = await entries();
    expect(first.length).toBeGreaterThan(3);
    await keepWeek(at(seededEndMs + 23 * hourMs), 0.05);
    expect(await entries()).toEqual(first);
    await keepWeek(at(seededEndMs + 25 * hourMs), 0.05);
    const second = await entries();
    expect(second.filter((id) => first.includes(id))).toEqual([]);
    expect(Math.abs(second.length - first.length)).toBeLessThan(first.length / 2);
  });

  test('leaves a longer demo, and one that was broken off is written anew', async () => {
    const short = { store, timeZone: 'UTC', days: 1, scale: 0.1, endMs: seededEndMs };
    await seedDemo(short);
    const own = await entries();
    await keepWeek(at(seededEndMs + hourMs), 0.05);
    expect(await entries()).toEqual(own);
    const [text] = await store.readFields('sbx:demo', ['seeded']);
    await store.writeField('sbx:demo', 'seeded', (text ?? '').replace('"isWhole":true', '"isWhole":false'));
    await keepWeek(at(seededEndMs + hourMs), 0.05);
    expect((await entries()).filter((id) => own.includes(id))).toEqual([]);
  });
});

describe('real teams', () => {
  const ports = { store, timeZone: 'UTC', now: () => seededEndMs };

  test('are found beside a demo, and no demo is one', async () => {
    await seedDemo({ ...ports, days: 1, scale: 0.1, endMs: seededEndMs });
    expect(await findRealTeams(ports)).toEqual([]);
    const startedAtMs = seededEndMs - hourMs;
    const row = makeRow({ requestId: someId(1, startedAtMs), startedAtMs, team: 'shop' });
    await tellStore([{ kind: 'row', row, isLast: true, scopes: [] }], ports);
    expect(await findRealTeams(ports)).toEqual(['shop']);
  });

  test('the team of the local key is none in a local database', async () => {
    const startedAtMs = seededEndMs - hourMs;
    const row = makeRow({ requestId: someId(2, startedAtMs), startedAtMs, team: 'default' });
    await tellStore([{ kind: 'row', row, isLast: true, scopes: [] }], ports);
    expect(await findRealTeams(ports)).toContain('default');
    expect(await findRealTeams(ports, 'default')).not.toContain('default');
  });
});

describe('a store that is late', () => {
  test('is asked again; one whose script fails is not', async () => {
    const hashes = new FakeHashes();
    await hashes.writeField('key', 'field', 'value');
    hashes.isAway = true;
    const reading = patientStore(hashes).readFields('key', ['field']);
    hashes.isAway = false;
    expect(await reading).toEqual(['value']);
    let calls = 0;
    const failing = patientStore(
      Object.assign(new FakeHashes(), {
        run: async () => {
          calls++;
          throw new StoreError('script', new Error('ERR user_script:1: bad'));
        },
      }),
    );
    await expect(failing.run('', [], [], 1)).rejects.toThrow(StoreError);
    expect(calls).toBe(1);
  });
});

test("a run's database is found while it runs, by its user alone", () => {
  const address = { url: 'http://127.0.0.1:1', token: 'secret' };
  expect(findStoreAddress(folder)).toBeNull();
  const forget = tellStoreAddress(folder, address);
  expect(findStoreAddress(folder)).toEqual(address);
  expect(statSync(join(folder, 'store-address.json')).mode & 0o777).toBe(0o600);
  forget();
  expect(findStoreAddress(folder)).toBeNull();
});
