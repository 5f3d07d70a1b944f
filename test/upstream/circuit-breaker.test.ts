/** Law 6: a circuit breaker never lets more than its probes through, however calls and their ends interleave. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultTable } from '../../src/core/fault-table.ts';
import {
  type BreakerEvent,
  type BreakerState,
  breakerLimits,
  closed,
  isOpen,
  onDispatch,
  type Probe,
  reduceBreaker,
} from '../../src/upstream/circuit-breaker.ts';

const { inARow, windowMs, windowCalls, openMs, longestOpenMs, probeMs } = breakerLimits;

/** Every way an open breaker is tripped in earnest. */
const trips = Object.values(faultTable).flatMap(({ breaker }) =>
  typeof breaker === 'number' ? [breaker] : [],
);

type Call = { readonly probe: Probe; readonly atMs: number };

/** A target with its calls in flight, driven one step at a time. */
class Target {
  state: BreakerState = closed;
  nowMs = 1_000_000;
  readonly calls: Call[] = [];

  wait(ms: number): void {
    this.nowMs += ms;
  }

  /** As the router does: only if calls are not held back, unless nothing else is left. */
  call(isForced = false): void {
    if (!isForced && isOpen(this.state, this.nowMs)) return;
    const { state, probe } = onDispatch(this.state, this.nowMs);
    this.state = state;
    this.calls.push({ probe, atMs: this.nowMs });
  }

  end(at: number, event: BreakerEvent): void {
    const [call] = this.calls.splice(at % Math.max(1, this.calls.length), 1);
    if (call) this.state = reduceBreaker(this.state, event, this.nowMs, call.probe);
  }

  /** Another isolate's breaker is open for so long; null: it has closed. */
  hear(forMs: number | null): void {
    const event: BreakerEvent =
      forMs === null
        ? { kind: 'heard-closed' }
        : { kind: 'heard-open', untilMs: this.nowMs + forMs, times: 1 };
    this.state = reduceBreaker(this.state, event, this.nowMs);
  }

  /** Probes still out that have not been given up. */
  get probes(): number {
    return this.calls.filter(({ probe, atMs }) => probe !== null && this.nowMs - atMs < probeMs).length;
  }

  faults(count: number): void {
    for (let at = 0; at < count; at++) {
      this.call(true);
      this.end(this.calls.length - 1, { kind: 'fault' });
    }
  }
}

const anyEvent: fc.Arbitrary<BreakerEvent> = fc.oneof(
  fc.constantFrom<BreakerEvent>({ kind: 'success' }, { kind: 'neutral' }, { kind: 'broken' }),
  { weight: 4, arbitrary: fc.constant<BreakerEvent>({ kind: 'fault' }) },
  fc.constantFrom(...trips).map((forMs): BreakerEvent => ({ kind: 'trip', forMs })),
);

type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'call'; readonly isForced: boolean }
  | { readonly do: 'end'; readonly at: number; readonly event: BreakerEvent }
  | { readonly do: 'hear'; readonly forMs: number | null };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('wait' as const),
    ms: fc.constantFrom(0, 1, 10_000, openMs, probeMs, longestOpenMs),
  }),
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('call' as const), isForced: fc.constantFrom(false, false, true) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const), at: fc.nat(20), event: anyEvent }) },
  fc.record({
    do: fc.constant('hear' as const),
    forMs: fc.constantFrom(null, 0, 1, 10_000, openMs, longestOpenMs),
  }),
);

function run(target: Target, each: Step): void {
  if (each.do === 'wait') target.wait(each.ms);
  else if (each.do === 'call') target.call(each.isForced);
  else if (each.do === 'end') target.end(each.at, each.event);
  else target.hear(each.forMs);
}

describe('law 6', () => {
  test('at most one probe is out at any time, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const target = new Target();
        for (const each of steps) {
          run(target, each);
          expect(target.probes).toBeLessThanOrEqual(1);
          if (target.probes === 1 && target.state.kind === 'half-open') {
            expect(isOpen(target.state, target.nowMs)).toBe(true);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('while it is open nobody is let through', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const target = new Target();
        for (const each of steps) {
          const before = target.calls.length;
          const held = isOpen(target.state, target.nowMs);
          if (each.do === 'call' && !each.isForced) {
            target.call();
            expect(target.calls.length).toBe(held ? before : before + 1);
          } else run(target, each);
        }
      }),
    );
  });

  test('it can always close again: in time a probe goes out, and its success is enough', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const target = new Target();
        for (const each of steps) run(target, each);
        target.wait(Math.max(longestOpenMs, ...trips));
        expect(isOpen(target.state, target.nowMs)).toBe(false);
        target.call();
        target.end(target.calls.length - 1, { kind: 'success' });
        expect(target.state.kind).toBe('closed');
      }),
    );
  });
});

describe('when it opens', () => {
  test(`after ${inARow} faults in a row, not before`, () => {
    const target = new Target();
    target.faults(inARow - 1);
    expect(isOpen(target.state, target.nowMs)).toBe(false);
    target.faults(1);
    expect(isOpen(target.state, target.nowMs)).toBe(true);
  });

  test('a success between starts the count again, a neutral end does not', () => {
    for (const [kind, opens] of [
      ['success', false],
      ['neutral', true],
    ] as const) {
      const target = new Target();
      target.faults(inARow - 1);
      target.call();
      target.end(0, { kind });
      target.faults(1);
      expect(isOpen(target.state, target.nowMs)).toBe(opens);
    }
  });

  test(`at half of ${windowCalls} calls within the window`, () => {
    const target = new Target();
    for (let at = 0; at < windowCalls / 2; at++) {
      expect(target.state.kind).toBe('closed');
      target.call();
      target.end(0, { kind: 'success' });
      target.faults(1);
    }
    expect(target.state.kind).toBe('open');
  });

  test(`when half of ${windowCalls} answers broke off after they had begun`, () => {
    const target = new Target();
    for (let at = 0; at < windowCalls; at++) {
      expect(target.state.kind).toBe('closed');
      target.call();
      target.end(0, { kind: 'success' });
      if (at % 2 === 1) target.state = reduceBreaker(target.state, { kind: 'broken' }, target.nowMs);
    }
    expect(target.state.kind).toBe('open');
  });

  test('calls of another window do not count', () => {
    const target = new Target();
    for (let at = 0; at < windowCalls; at++) {
      target.call();
      target.end(0, { kind: 'success' });
      target.faults(1);
      target.wait(windowMs / 4);
    }
    expect(target.state.kind).toBe('closed');
  });

  test('a trip opens it at once, and a shorter one does not shorten it', () => {
    const target = new Target();
    const trip = (forMs: number) => {
      target.call(true);
      target.end(target.calls.length - 1, { kind: 'trip', forMs });
    };
    trip(900_000);
    trip(300_000);
    target.wait(899_999);
    expect(isOpen(target.state, target.nowMs)).toBe(true);
    target.wait(1);
    expect(isOpen(target.state, target.nowMs)).toBe(false);
  });
});

describe('what others say', () => {
  test('of a target whose probe is still out is not taken up, even where something else has opened it since', () => {
    const target = new Target();
    target.call();
    target.faults(inARow);
    target.wait(openMs);
    target.call();
    // The call from before it had opened.
    target.end(0, { kind: 'trip', forMs: longestOpenMs });
    target.hear(null);
    expect(target.probes).toBe(1);
    expect(isOpen(target.state, target.nowMs)).toBe(true);
    target.wait(probeMs);
    target.hear(null);
    expect(target.state.kind).toBe('closed');
  });
});

describe('how long it stays open', () => {
  test('longer each time a probe fails, up to a bound', () => {
    const target = new Target();
    target.faults(inARow);
    const times: number[] = [];
    for (let round = 0; round < 12; round++) {
      const from = target.nowMs;
      while (isOpen(target.state, target.nowMs)) target.wait(1000);
      times.push(target.nowMs - from);
      target.faults(1);
    }
    expect(times.slice(0, 3)).toEqual([openMs, openMs * 2, openMs * 3]);
    expect(times.at(-1)).toBe(longestOpenMs);
  });

  test('a probe that ends without news makes room for the next at once', () => {
    const target = new Target();
    target.faults(inARow);
    target.wait(openMs);
    target.call();
    expect(isOpen(target.state, target.nowMs)).toBe(true);
    target.end(0, { kind: 'neutral' });
    expect(isOpen(target.state, target.nowMs)).toBe(false);
  });

  test('a probe that never comes back is given up', () => {
    const target = new Target();
    target.faults(inARow);
    target.wait(openMs);
    target.call();
    target.wait(probeMs - 1);
    expect(isOpen(target.state, target.nowMs)).toBe(true);
    target.wait(1);
    expect(isOpen(target.state, target.nowMs)).toBe(false);
  });
});

test('its state is plain data', () => {
  const target = new Target();
  target.faults(inARow);
  expect(JSON.parse(JSON.stringify(target.state))).toEqual(target.state);
});
