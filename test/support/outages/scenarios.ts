/** Outages of the provider whose target comes first, each with what must hold of it. Data only. */
import type { FaultRule } from '../../../src/dev/simulator/faults.ts';
import { breakerLimits } from '../../../src/upstream/circuit-breaker.ts';

/** Clients that ask at the same time. */
export const concurrency = 16;
/** Requests before the outage, so that it begins in a router at work. */
export const leadIn = 40;
/** Requests in the outage. With the lead-in a multiple of five: the retry budget is a fifth, rounded up. */
export const requests = 240;

export type Scenario = {
  readonly id: string;
  /** For the table of the docs. */
  readonly title: string;
  /** As clients name it. */
  readonly model: 'auto' | 'route/hedged';
  /** Half of the requests ask for a stream, or all of them. */
  readonly streams: 'half' | 'all';
  /** `down`: nobody listens at its address any more. Else faults of its answers, in the simulator's words. */
  readonly outage: 'none' | 'down' | readonly Pick<FaultRule, 'fault' | 'after' | 'times'>[];
  /** `whole`: all get their whole answer. `told`: the others are told, once. `refused`: all hear the refusal. */
  readonly clients: 'whole' | 'told' | 'refused';
  readonly isRetried: boolean;
  /** Calls that the provider gets at most before its circuit is open; null: the circuit may stay closed. */
  readonly mostCalls: number | null;
};

/** The calls that open the circuit, and those under way at that moment. */
const untilOpen = (calls: number) => calls + concurrency - 1;

/** Up for so many calls, then down for so many, again and again, for more calls than there will be. */
function flapping(upFor: number, downFor: number, fault: FaultRule['fault']): Scenario['outage'] {
  const flaps = Math.ceil((2 * requests) / (upFor + downFor));
  return Array.from({ length: flaps }, () => ({ after: upFor, times: downFor, fault }));
}

/** A failure takes as long as an answer: they come in the order of the calls. */
const failure = { status: 500, delay: 300 };

const usual = { model: 'auto', streams: 'half' } as const;

export const undisturbed: Scenario = {
  id: 'undisturbed',
  title: 'none',
  ...usual,
  outage: 'none',
  clients: 'whole',
  isRetried: false,
  mostCalls: null,
};

export const scenarios: readonly Scenario[] = [
  {
    id: 'down',
    title: 'down: connections are refused',
    ...usual,
    outage: 'down',
    clients: 'whole',
    isRetried: true,
    mostCalls: untilOpen(breakerLimits.inARow),
  },
  {
    id: 'slow',
    title: 'slow: JSON comes a second late, the first event of a stream four, a second after its deadline',
    ...usual,
    outage: [{ fault: { delay: 1000, drip: 3000 } }],
    clients: 'whole',
    isRetried: false,
    mostCalls: null,
  },
  {
    id: 'limited',
    title: '429 to every call',
    ...usual,
    outage: [{ fault: { status: 429 } }],
    clients: 'whole',
    isRetried: false,
    mostCalls: untilOpen(breakerLimits.inARow),
  },
  {
    id: 'limited-wait',
    title: '429 to every call, `retry-after: 1`',
    ...usual,
    outage: [{ fault: { status: 429, 'retry-after': '1' } }],
    clients: 'whole',
    isRetried: true,
    mostCalls: untilOpen(breakerLimits.inARow),
  },
  {
    id: 'quota',
    title: 'quota used up',
    ...usual,
    outage: [{ fault: { code: 'insufficient_quota' } }],
    clients: 'whole',
    isRetried: false,
    mostCalls: untilOpen(1),
  },
  {
    id: 'error-at-start',
    title: 'an error event before the first output',
    ...usual,
    outage: [{ fault: { 'error-after-start': true } }],
    clients: 'whole',
    isRetried: true,
    mostCalls: untilOpen(breakerLimits.inARow),
  },
  {
    id: 'error-later',
    title: 'an error event after three of output',
    ...usual,
    outage: [{ fault: { 'error-after': 3 } }],
    clients: 'told',
    isRetried: true,
    // Streams count as served until they break: half of the calls have failed when as many did as went well before.
    mostCalls: untilOpen(leadIn + concurrency),
  },
  {
    id: 'flapping',
    title: 'flapping: 5 calls answered, 2 failed, and so on',
    ...usual,
    outage: flapping(5, 2, failure),
    clients: 'whole',
    isRetried: true,
    mostCalls: null,
  },
  {
    id: 'flapping-slowly',
    title: 'flapping: 20 calls answered, 20 failed, and so on',
    ...usual,
    outage: flapping(20, 20, failure),
    clients: 'whole',
    isRetried: true,
    mostCalls: null,
  },
  {
    id: 'silent',
    title: 'streams only: one in ten stays silent behind its headers',
    model: 'auto',
    streams: 'all',
    outage: flapping(9, 1, { 'stall-before': true }),
    clients: 'whole',
    isRetried: false,
    mostCalls: null,
  },
  {
    id: 'silent-hedged',
    title: 'the same, with `hedge: { afterMs: 800 }`',
    model: 'route/hedged',
    streams: 'all',
    outage: flapping(9, 1, { 'stall-before': true }),
    clients: 'whole',
    isRetried: false,
    mostCalls: null,
  },
  {
    id: 'refusal',
    title: 'no outage: its safeguards refuse',
    ...usual,
    outage: [{ fault: { code: 'cyber_policy' } }],
    clients: 'refused',
    isRetried: false,
    mostCalls: null,
  },
];
