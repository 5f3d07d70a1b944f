/** What an outage cost its clients and its operator, from a run of it. Pure. */
import { breakerLimits } from '../../../src/upstream/circuit-breaker.ts';
import { failing, type OutageRun, type Served } from './run-outage.ts';
import { leadIn, requests, type Scenario } from './scenarios.ts';

export type Figures = {
  /** Clients that got the whole answer, of `requests`. */
  readonly whole: number;
  /** Milliseconds from request to last byte, of whole answers; NaN where there is none. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Calls to all providers, connections that were refused counted in. */
  readonly calls: number;
  /** Of these, to the provider that fails. */
  readonly failingCalls: number;
  /** Second calls of a request to the same target. */
  readonly retries: number;
  /** Calls with retries to calls without, since the router started: fallbacks left out. */
  readonly amplification: number;
  /** Billed for calls whose answer no client got whole. */
  readonly wastedNanoUsd: number;
  /** Billed for all. */
  readonly billedNanoUsd: number;
};

/** `share` from 0 to 1. */
function quantile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Calls of one request to the provider that fails: all that no other provider got. */
function failingCallsOf({ request, attempts }: Served, { calls }: OutageRun): number {
  return attempts - calls.filter((call) => call.request === request && call.provider !== failing).length;
}

/** What the calls of a request cost besides its answer. */
function wasteOf({ request, outcome, provider }: Served, { calls }: OutageRun): number {
  const costs = calls.filter((call) => call.request === request);
  const answer = outcome === 'whole' ? costs.findLast((call) => call.provider === provider) : undefined;
  return sum(costs.map((call) => (call === answer ? 0 : (call.costNanoUsd ?? 0))));
}

/** `streams`: whose times count. */
export function measureOutage(run: OutageRun, streams: Scenario['streams'] = 'half'): Figures {
  const during = run.served.filter(({ request }) => request >= leadIn);
  const failingCalls = run.served.map((one) => ({ ...one, calls: failingCallsOf(one, run) }));
  const retriesOf = (all: readonly { calls: number }[]) =>
    sum(all.map(({ calls }) => Math.max(0, calls - 1)));
  const inOutage = failingCalls.filter(({ request }) => request >= leadIn);
  const billed = run.calls.filter(({ request }) => request >= leadIn);
  const whole = during.filter(({ outcome }) => outcome === 'whole');
  const timed = whole.filter(({ stream }) => stream || streams === 'half').map(({ ms }) => ms);
  return {
    whole: whole.length,
    p50Ms: quantile(timed, 0.5),
    p95Ms: quantile(timed, 0.95),
    p99Ms: quantile(timed, 0.99),
    calls: sum(during.map(({ attempts }) => attempts)),
    failingCalls: sum(inOutage.map(({ calls }) => calls)),
    retries: retriesOf(inOutage),
    amplification: (leadIn + requests + retriesOf(failingCalls)) / (leadIn + requests),
    wastedNanoUsd: sum(during.map((one) => wasteOf(one, run))),
    billedNanoUsd: sum(billed.map(({ costNanoUsd }) => costNanoUsd ?? 0)),
  };
}

/** Calls the failing provider may have got: until its circuit opens, and one probe for each time it was open. */
export function callsAllowed({ scenario, outageMs }: OutageRun): number {
  if (scenario.mostCalls === null) return Number.POSITIVE_INFINITY;
  return scenario.mostCalls + Math.floor(outageMs / breakerLimits.openMs);
}
