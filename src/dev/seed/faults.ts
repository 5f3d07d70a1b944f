/** What goes wrong with single calls of the demo, and how often: on ordinary days and while a provider is down. */
import type { FaultKind, UpstreamFault } from '../../core/errors.ts';
import type { Target } from '../../core/target.ts';
import type { Chance, Weights } from './chance.ts';
import { isWithin, outage } from './incidents.ts';

/** Of calls on ordinary days. */
const usualShare = 0.012;
const usualKinds = {
  'rate-limit': 0.42,
  server: 0.2,
  overloaded: 0.15,
  'first-event-timeout': 0.08,
  timeout: 0.07,
  unreachable: 0.05,
  'invalid-response': 0.03,
} as const satisfies Weights<FaultKind>;

/** Of calls to a provider that is down. */
const outageShare = 0.9;
const outageKinds = {
  server: 0.35,
  overloaded: 0.4,
  'first-event-timeout': 0.15,
  unreachable: 0.1,
} as const satisfies Weights<FaultKind>;
/** Of requests, how many find the circuit breaker of a provider that is down open, and make no call. */
const openShare = 0.6;

/** Of requests, what providers refuse. */
const refusedShare = 0.004;
const refusedKinds = {
  'bad-request': 0.7,
  policy: 0.2,
  'context-length': 0.1,
} as const satisfies Weights<FaultKind>;

const statuses: Readonly<Partial<Record<FaultKind, number>>> = {
  'rate-limit': 429,
  server: 500,
  overloaded: 529,
  'bad-request': 400,
  policy: 400,
  'context-length': 400,
};

/** How long a call takes to fail, in ms. */
const usualMs = 700;
const slowMs: Readonly<Partial<Record<FaultKind, number>>> = {
  'first-event-timeout': 20_000,
  timeout: 60_000,
  unreachable: 5000,
};

export function faultOf(kind: FaultKind): UpstreamFault {
  return { kind, status: statuses[kind] ?? null, code: null, message: '' };
}

function isDown({ provider }: Target, atMs: number, endMs: number): boolean {
  return provider.id === outage.provider && isWithin(outage, atMs, endMs);
}

/** Whether nobody calls it at the moment. */
export function isPassedOver(target: Target, atMs: number, endMs: number, chance: Chance): boolean {
  return isDown(target, atMs, endMs) && chance.happens(openShare);
}

/** How a call fails; null: it does not. */
export function drawFault(target: Target, atMs: number, endMs: number, chance: Chance): FaultKind | null {
  if (isDown(target, atMs, endMs)) return chance.happens(outageShare) ? chance.pick(outageKinds) : null;
  return chance.happens(usualShare) ? chance.pick(usualKinds) : null;
}

/** How the provider refuses the request itself; null: it takes it. */
export function drawRefusal(chance: Chance): FaultKind | null {
  return chance.happens(refusedShare) ? chance.pick(refusedKinds) : null;
}

export function failingMs(kind: FaultKind, chance: Chance): number {
  return chance.around(slowMs[kind] ?? usualMs, 0.3);
}
