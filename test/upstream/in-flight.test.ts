/** The cap on waiting calls: halved once for each round of complaints, raised slowly, and never a closed door. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  forgetMs,
  type InFlight,
  type InFlightNews,
  idle,
  isFull,
  onBegin,
  onEnd,
} from '../../src/upstream/in-flight.ts';

/** A target with the calls that wait for it, driven one step at a time. */
class Target {
  state: InFlight = idle;
  nowMs = 1_000_000;
  /** Numbers of the calls that wait, with when they began. */
  readonly waiting: { number: number; atMs: number }[] = [];

  get isFull(): boolean {
    return isFull(this.state, this.nowMs);
  }

  /** As the router does: not beyond the cap, unless nothing else is left. */
  begin(isForced = false): void {
    if (this.isFull && !isForced) return;
    this.state = onBegin(this.state, this.nowMs);
    this.waiting.push({ number: this.state.begun, atMs: this.nowMs });
  }

  end(at: number, news: InFlightNews): void {
    const [call] = this.waiting.splice(at % Math.max(1, this.waiting.length), 1);
    if (call) this.state = onEnd(this.state, call.number, news, this.nowMs);
  }

  endAll(news: InFlightNews): void {
    while (this.waiting.length > 0) this.end(0, news);
  }

  fill(calls: number): void {
    for (let at = 0; at < calls; at++) this.begin();
  }
}

type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'begin'; readonly isForced: boolean }
  | { readonly do: 'end'; readonly at: number; readonly news: InFlightNews };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, forgetMs / 2, forgetMs) }),
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('begin' as const),
      isForced: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      at: fc.nat(20),
      news: fc.constantFrom<InFlightNews>('served', 'limited', 'neutral'),
    }),
  },
);

const steps = fc.array(step, { maxLength: 80, size: 'max' });

function run(target: Target, each: Step): void {
  if (each.do === 'wait') target.nowMs += each.ms;
  else if (each.do === 'begin') target.begin(each.isForced);
  else target.end(each.at, each.news);
}

describe('laws', () => {
  test('nobody who asks passes the cap, and a target for which nobody waits takes a call', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const target = new Target();
        for (const each of all) {
          const { waiting } = target;
          const before = waiting.length;
          const { cap } = target.state;
          const wasFull = target.isFull;
          run(target, each);
          if (each.do === 'begin' && !each.isForced) expect(waiting.length - before).toBe(wasFull ? 0 : 1);
          if (wasFull) expect(before).toBeGreaterThanOrEqual(Math.floor(cap ?? Number.NaN));
          if (waiting.length === 0) expect(target.isFull).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('the count is of the calls that wait and are not forgotten, and the cap at least one', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const target = new Target();
        for (const each of all) {
          run(target, each);
          const counted = target.waiting.filter(({ number }) => number > target.state.forgottenAt);
          expect(target.state.running).toBe(counted.length);
          expect(target.state.cap ?? 1).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('only a complaint lowers the cap, and a call that goes well raises it by at most one', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const target = new Target();
        for (const each of all) {
          const { cap } = target.state;
          run(target, each);
          const after = target.state.cap;
          if (cap === null || after === null) continue;
          expect(after - cap).toBeLessThanOrEqual(1);
          if (each.do !== 'end' || each.news !== 'limited') expect(after).toBeGreaterThanOrEqual(cap);
        }
      }),
    );
  });

  test('whatever happened, after its time the target is as new, also if calls never came back', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const target = new Target();
        for (const each of all) run(target, each);
        target.nowMs += forgetMs;
        expect(target.isFull).toBe(false);
        target.begin();
        expect(target.state).toMatchObject({ running: 1, cap: null });
        target.endAll('limited');
        expect(target.state).toMatchObject({ running: 0, cap: 1 });
      }),
    );
  });
});

describe('the cap', () => {
  test('there is none until the target complains', () => {
    const target = new Target();
    target.fill(1000);
    expect(target.waiting).toHaveLength(1000);
  });

  test('is half of the calls that waited, once for all that are refused together', () => {
    const target = new Target();
    target.fill(32);
    target.endAll('limited');
    expect(target.state.cap).toBe(16);
    target.fill(100);
    expect(target.waiting).toHaveLength(16);
    target.endAll('limited');
    expect(target.state.cap).toBe(8);
  });

  test('rises by one when as many calls as it allows have gone well', () => {
    const target = new Target();
    target.fill(16);
    target.endAll('limited');
    for (let round = 0; round < 4; round++) {
      target.fill(100);
      target.endAll('served');
    }
    expect(Math.floor(target.state.cap ?? 0)).toBe(11);
  });
});

test('its state is plain data', () => {
  const target = new Target();
  target.fill(4);
  target.end(0, 'limited');
  expect(JSON.parse(JSON.stringify(target.state))).toEqual(target.state);
});
