/** The ledger's contract: what counts against end users adds up, leads to a suspension once, and is taken back. */
import { describe, expect, test } from 'vitest';
import type { ActorSettings, Strike, StrikeKind } from '../../src/core/actor.ts';
import { addStrike, newEntry } from '../../src/core/actor-standing.ts';
import { parseActor, parseActorRecord } from '../../src/ledger/actor-codec.ts';
import { Actors } from '../../src/ledger/actors.ts';
import { actorHalfLives, keys } from '../../src/ledger/keys.ts';
import { StoreError } from '../../src/ledger/store.ts';
import { someMs } from '../support/ledger/make-row.ts';
import type { LedgerBench } from './ledger-bench.ts';

const hourMs = 3_600_000;
const settings: ActorSettings = {
  halfLifeMs: 24 * hourMs,
  warnAt: 1.5,
  slowAt: 2.5,
  stepDownAt: 3.5,
  suspendAt: 4.5,
  suspendMs: 24 * hourMs,
  slowRequestsPerMinute: 6,
  onStoreAway: 'open',
};
const [abuser, other] = ['a'.repeat(32), 'b'.repeat(32)];

export function describeActors(bench: LedgerBench): void {
  describe('end users and what counts against them', () => {
    let requests = 0;
    const isolate = (store: ConstructorParameters<typeof Actors>[0]['store'] = bench.store) =>
      new Actors({ store, settings, now: () => bench.nowMs, sleep: () => new Promise(() => {}) });
    const strikeWith = (kind: StrikeKind): Strike => ({
      kind,
      atMs: bench.nowMs,
      requestId: `req_${++requests}`,
    });
    const strike = (actors: Actors, kind: StrikeKind = 'policy', id = abuser) =>
      actors.strike(id, 'care', strikeWith(kind));
    const recordOf = async (id = abuser) => parseActorRecord(await bench.store.readHash(keys.actor(id)));
    /** As an isolate that reads now. */
    const seenElsewhere = async (id = abuser) => {
      const actors = isolate();
      expect(await actors.ready(() => undefined)).toBe(true);
      return actors.standing(id).level;
    };

    test('each step is reached at its sum, in this isolate and in others', async () => {
      const [one, two] = [isolate(), isolate()];
      await Promise.all([one.ready(() => undefined), two.ready(() => undefined)]);
      const seen: string[] = [];
      for (let at = 0; at < 5; at++) {
        const { standing } = await strike(at % 2 === 0 ? one : two);
        seen.push(standing.level);
        expect(await seenElsewhere()).toBe(standing.level);
      }
      expect(seen).toEqual(['none', 'warned', 'slowed', 'stepped-down', 'suspended']);
      expect(await seenElsewhere(other)).toBe('none');
      expect([...(await bench.store.readHash(keys.actors)).keys()]).toEqual([abuser]);
    });

    test('twenty at once suspend once, whatever isolate they come from', async () => {
      const struck = await Promise.all(Array.from({ length: 20 }, () => strike(isolate())));
      expect(struck.filter(({ isSuspendedByIt }) => isSuspendedByIt)).toHaveLength(1);
      expect((await recordOf())?.strikes).toBe(20);
    });

    test('a request that is told twice counts once', async () => {
      const twice = strikeWith('policy');
      await isolate().strike(abuser, 'care', twice);
      await isolate().strike(abuser, 'care', twice);
      expect(await recordOf()).toMatchObject({
        strikes: 1,
        last: [{ kind: 'policy', requestId: twice.requestId }],
      });
    });

    test('strikes fade by half in a half-life, and a suspension ends by its time', async () => {
      for (let at = 0; at < 5; at++) await strike(isolate());
      bench.nowMs = someMs + settings.suspendMs - 1;
      expect(await seenElsewhere()).toBe('suspended');
      bench.nowMs = someMs + settings.suspendMs;
      expect(await seenElsewhere()).toBe('slowed');
      await strike(isolate());
      expect((await recordOf())?.strikes).toBeCloseTo(3.5, 6);
      expect(await seenElsewhere()).toBe('stepped-down');
    });

    test('what the classifier sees warns, and by itself leads no further', async () => {
      for (let at = 0; at < 60; at++) await strike(isolate(), 'high-risk');
      expect((await recordOf())?.risk).toBeCloseTo(6, 6);
      expect(await seenElsewhere()).toBe('warned');
      for (let at = 0; at < 3; at++) await strike(isolate());
      expect(await seenElsewhere()).toBe('suspended');
    });

    test('the script adds up as the isolate does on its own', async () => {
      const kinds: StrikeKind[] = [
        'refusal',
        'high-risk',
        'policy',
        'refused',
        'elevated-risk',
        'policy',
        'policy',
        'policy',
      ];
      let own = newEntry(bench.nowMs);
      for (const kind of kinds) {
        bench.nowMs += 5 * hourMs;
        const next = strikeWith(kind);
        own = addStrike(own, next, settings);
        await isolate().strike(abuser, 'care', next);
      }
      const record = await recordOf();
      expect(record?.strikes).toBeCloseTo(own.strikes, 6);
      expect(record?.risk).toBeCloseTo(own.risk, 6);
      expect(record?.imposed).toEqual(own.imposed);
    });

    test('nothing is kept for longer than it can count', async () => {
      await strike(isolate(), 'elevated-risk');
      const [left, most] = [
        await bench.store.send('PTTL', keys.actor(abuser)),
        actorHalfLives * settings.halfLifeMs,
      ];
      expect(left).toBeLessThanOrEqual(most);
      expect(left).toBeGreaterThan(most - settings.halfLifeMs);
      expect(await bench.store.readHash(keys.actors)).toEqual(new Map());
    });

    test('a person suspends and releases, with reasons', async () => {
      const actors = isolate();
      await actors.ready(() => undefined);
      const untilMs = someMs + hourMs;
      const by = { id: abuser, by: 'admin' } as const;
      await actors.impose({ ...by, level: 'suspended', untilMs, reason: 'spam, reported by care' });
      expect(actors.standing(abuser)).toMatchObject({ level: 'suspended', untilMs });
      expect(await seenElsewhere()).toBe('suspended');
      expect(await recordOf()).toMatchObject({ by: 'admin', reason: 'spam, reported by care', team: null });
      await strike(actors);
      await actors.impose({ ...by, level: null, untilMs: 0, reason: 'a mistake' });
      expect(actors.standing(abuser)).toMatchObject({ level: 'none', sum: 0 });
      expect(await seenElsewhere()).toBe('none');
      expect(await recordOf()).toMatchObject({
        strikes: 0,
        imposed: null,
        released: { reason: 'a mistake' },
      });
    });

    test("a provider's warning takes no suspension back", async () => {
      const actors = isolate();
      const by = { id: abuser, by: 'provider', reason: 'cyber_abuse' } as const;
      const untilMs = someMs + hourMs;
      expect(await actors.impose({ ...by, level: 'suspended', untilMs })).toBe(true);
      expect(await actors.impose({ ...by, level: 'stepped-down', untilMs: untilMs + 1 })).toBe(false);
      expect(await actors.impose({ ...by, level: 'suspended', untilMs })).toBe(false);
      expect(await seenElsewhere()).toBe('suspended');
      expect(await actors.impose({ ...by, level: 'suspended', untilMs: untilMs + 1 })).toBe(true);
    });

    test('while the store is away strikes count in their isolate, and are told when it is back', async () => {
      let isAway = false;
      const away = () => Promise.reject(new StoreError('test', new Error('away')));
      const actors = isolate({
        run: (...args) => (isAway ? away() : bench.store.run(...args)),
        readHash: (key) => (isAway ? away() : bench.store.readHash(key)),
      });
      const behind: Promise<unknown>[] = [];
      const ready = () => actors.ready((work) => void behind.push(work));
      await ready();
      for (let at = 0; at < 3; at++) await strike(actors);
      isAway = true;
      bench.nowMs += 60_000;
      const last = [await strike(actors), await strike(actors)];
      expect(last.map(({ isSuspendedByIt }) => isSuspendedByIt)).toEqual([false, true]);
      expect(await ready()).toBe(true);
      expect(actors.standing(abuser).level).toBe('suspended');
      expect(await seenElsewhere()).toBe('slowed');
      isAway = false;
      bench.nowMs += 60_000;
      await ready();
      while (behind.length > 0) await behind.shift();
      expect(await seenElsewhere()).toBe('suspended');
      expect((await recordOf())?.last).toHaveLength(5);
    });

    test('a reader that cannot read says so, and what cannot be parsed is left out', async () => {
      const never = isolate({
        run: () => Promise.reject(new Error()),
        readHash: () => Promise.reject(new Error()),
      });
      expect(await never.ready(() => undefined)).toBe(false);
      expect(never.standing(abuser).level).toBe('none');
      expect(parseActor('once upon a time there')).toBeNull();
      expect(parseActor('')).toBeNull();
    });
  });
}
