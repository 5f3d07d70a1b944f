/** Circuit breakers as isolates share them: what one has found the others know, and nobody waits or pays much for it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BreakerBoard } from '../../src/core/breaker-note.ts';
import { createBreakerBoard } from '../../src/ledger/breaker-notes.ts';
import { closedBreakerTtlSeconds } from '../../src/ledger/keys.ts';
import { BreakerNews, hearEveryMs } from '../../src/upstream/breaker-news.ts';
import { type BreakerEvent, breakerLimits } from '../../src/upstream/circuit-breaker.ts';
import { Health } from '../../src/upstream/health.ts';
import { makeConfig } from '../support/world/models.ts';
import { FakeStore } from '../support/world/store.ts';

const { inARow, openMs } = breakerLimits;
const config = makeConfig({
  routes: [
    { name: 'auto', use: ['alpha', 'beta'], fallback: ['gamma'], canary: { use: 'alpha@low', share: 5 } },
  ],
  teams: { shop: { routes: { auto: { use: ['beta@high'] } } } },
});

/** Isolates with one store and one clock. */
class Region {
  nowMs = 1_000_000;
  readonly store = new FakeStore();
  readonly #waiting: Promise<unknown>[] = [];

  isolate(board: BreakerBoard = createBreakerBoard(this.store)) {
    const health = new Health();
    const shared = new BreakerNews(health, board, config);
    const background = {
      now: () => this.nowMs,
      waitUntil: (work: Promise<unknown>) => void this.#waiting.push(work),
    };
    return {
      health,
      /** A request whose attempts report so. */
      request: async (target?: string, ...events: readonly BreakerEvent[]) => {
        for (const event of events) {
          const probe = health.dispatch(target ?? '', this.nowMs);
          health.report(target ?? '', event, this.nowMs, probe);
        }
        shared.accompany(Promise.resolve(), background);
        while (this.#waiting.length > 0) await this.#waiting.shift();
      },
      isOpen: (target: string) => health.isOpen(target, this.nowMs),
    };
  }
}

const faults = Array.from({ length: inARow }, (): BreakerEvent => ({ kind: 'fault' }));
const success: BreakerEvent = { kind: 'success' };

describe('what one isolate finds', () => {
  test('the others know with their next look: open, and closed again', async () => {
    const region = new Region();
    const [one, two] = [region.isolate(), region.isolate()];
    await one.request('alpha', ...faults);
    await two.request();
    expect(two.isOpen('alpha')).toBe(true);
    expect(two.isOpen('beta')).toBe(false);

    // `two` fails its own probe and would wait for longer; `one` gets through.
    region.nowMs += openMs;
    await two.request('alpha', { kind: 'fault' });
    region.nowMs += 1;
    await one.request('alpha', success);
    expect(two.isOpen('alpha')).toBe(true);
    region.nowMs += hearEveryMs;
    await two.request();
    expect(two.isOpen('alpha')).toBe(false);
  });

  test('they hold back as long as it does, and then probe for themselves', async () => {
    const region = new Region();
    const [one, two] = [region.isolate(), region.isolate()];
    await one.request('alpha', { kind: 'trip', forMs: 900_000 });
    region.nowMs += 5000;
    await two.request();
    region.nowMs += 894_999;
    expect(two.isOpen('alpha')).toBe(true);
    region.nowMs += 1;
    expect(two.isOpen('alpha')).toBe(false);
    two.health.dispatch('alpha', region.nowMs);
    expect(two.isOpen('alpha')).toBe(true);
  });

  test('counts less than what they have found themselves since', async () => {
    const region = new Region();
    const [one, two] = [region.isolate(), region.isolate()];
    await one.request('alpha', ...faults);
    region.nowMs += 1000;
    await two.request('alpha', success);
    expect(two.isOpen('alpha')).toBe(false);

    const [three, four] = [region.isolate(), region.isolate()];
    await three.request('beta', ...faults);
    region.nowMs += openMs;
    await three.request('beta', success);
    region.nowMs += 1000;
    await four.request('beta', ...faults);
    region.nowMs += hearEveryMs;
    await four.request();
    expect(four.isOpen('beta')).toBe(true);
  });

  test('does not disturb a probe that is out', async () => {
    const region = new Region();
    const [one, two] = [region.isolate(), region.isolate()];
    await two.request('alpha', ...faults);
    region.nowMs += openMs;
    const probe = two.health.dispatch('alpha', region.nowMs);
    await one.request('alpha', { kind: 'trip', forMs: 300_000 });
    await two.request();
    two.health.report('alpha', success, region.nowMs, probe);
    expect(two.isOpen('alpha')).toBe(false);
  });
});

describe('what it costs', () => {
  test('one write for a change, none for what changes nothing', async () => {
    const region = new Region();
    const one = region.isolate();
    await one.request();
    region.store.commands.length = 0;
    await one.request('alpha', success, { kind: 'fault' }, { kind: 'broken' }, { kind: 'neutral' });
    expect(region.store.commands).toEqual([]);
    await one.request('alpha', ...faults, ...faults, ...faults);
    expect(region.store.commands).toEqual([{ name: 'SET', keys: ['sbx:breaker:alpha'] }]);
    expect(region.store.ttlSeconds.get('sbx:breaker:alpha')).toBe(openMs / 1000);
    region.nowMs += openMs;
    await one.request('alpha', success);
    expect(region.store.names).toEqual(['SET', 'MGET', 'SET']);
    expect(region.store.ttlSeconds.get('sbx:breaker:alpha')).toBe(closedBreakerTtlSeconds);
  });

  test('one read in ten seconds for all targets, however many requests come', async () => {
    const region = new Region();
    const one = region.isolate();
    for (let at = 0; at < 100; at++) {
      await one.request();
      region.nowMs += hearEveryMs / 10;
    }
    expect(region.store.names).toEqual(Array.from({ length: 10 }, () => 'MGET'));
    expect(region.store.commands[0]?.keys.map((key) => key.replace('sbx:breaker:', '')).toSorted()).toEqual([
      'alpha',
      'alpha@low',
      'beta',
      'beta@high',
      'gamma',
    ]);
  });

  test('nothing of targets that no route names: clients add no keys', async () => {
    const region = new Region();
    await region.isolate().request('delta@high', ...faults);
    expect(region.store.names).toEqual(['MGET']);
  });

  test('what was heard is not told again', async () => {
    const region = new Region();
    const [one, two] = [region.isolate(), region.isolate()];
    await one.request('alpha', ...faults);
    await two.request();
    region.nowMs += hearEveryMs;
    await two.request();
    expect(region.store.names.filter((name) => name === 'SET')).toHaveLength(1);
  });
});

describe('a store that is away', () => {
  test('changes nothing: each isolate knows what it knows', async () => {
    const region = new Region();
    region.store.isAway = true;
    const [one, two] = [region.isolate(), region.isolate()];
    await one.request('alpha', ...faults);
    await two.request();
    expect(one.isOpen('alpha')).toBe(true);
    expect(two.isOpen('alpha')).toBe(false);
  });

  test('nor do notes that nobody can have written', async () => {
    const region = new Region();
    const one = region.isolate();
    const notes = [
      '{',
      '[]',
      '{"kind":"open"}',
      '{"kind":"open","atMs":1,"untilMs":"x","times":1}',
      '{"kind":"x","atMs":1}',
    ];
    for (const note of notes) {
      region.store.values.set('sbx:breaker:alpha', note);
      region.nowMs += hearEveryMs;
      await one.request();
      expect(one.isOpen('alpha')).toBe(false);
    }
    const far = { kind: 'open', atMs: region.nowMs, untilMs: Number.MAX_SAFE_INTEGER, times: 1 };
    region.store.values.set('sbx:breaker:alpha', JSON.stringify(far));
    region.nowMs += hearEveryMs;
    await one.request();
    region.nowMs += 15 * 60_000;
    region.store.values.clear();
    expect(one.isOpen('alpha')).toBe(false);
  });
});

test('whatever isolates find and hear, each breaker is open for a reason and closes in time', async () => {
  const event = fc.constantFrom<BreakerEvent>(success, { kind: 'fault' }, { kind: 'trip', forMs: 300_000 });
  const step = fc.record({
    who: fc.nat(2),
    events: fc.array(event, { maxLength: 6 }),
    waitMs: fc.constantFrom(0, 1, 5000, hearEveryMs, openMs),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const region = new Region();
      const isolates = [region.isolate(), region.isolate(), region.isolate()];
      let hasFailed = false;
      for (const { who, events, waitMs } of steps) {
        hasFailed ||= events.some(({ kind }) => kind !== 'success');
        await isolates[who]?.request('alpha', ...events);
        region.nowMs += waitMs;
        if (!hasFailed) for (const each of isolates) expect(each.isOpen('alpha')).toBe(false);
      }
      region.nowMs += 15 * 60_000;
      region.store.values.clear();
      for (const each of isolates) {
        expect(each.isOpen('alpha')).toBe(false);
        await each.request('alpha', success);
        expect(each.isOpen('alpha')).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});
