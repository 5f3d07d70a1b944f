/** A client that is told to come back later is told when: as the provider said, else after a while of our own. */
import { expect, test } from 'vitest';
import type { FaultKind, UpstreamFault } from '../../src/core/errors.ts';
import { tellWait } from '../../src/upstream/tell-wait.ts';

function fault(kind: FaultKind, retryAfterMs?: number): UpstreamFault {
  const known = { kind, status: 429, code: null, message: '' };
  return retryAfterMs === undefined ? known : { ...known, retryAfterMs };
}

test.each([
  ['rate-limit', 0, 1000],
  ['rate-limit', 0.5, 3000],
  ['rate-limit', 0.9999999, 5000],
  ['overloaded', 0, 5000],
  ['overloaded', 0.9999999, 10_000],
] as const)('%s by chance %d: %i ms', (kind, chance, ms) => {
  expect(tellWait(fault(kind), () => chance).retryAfterMs).toBe(ms);
});

test('what the provider said stands', () => {
  for (const ms of [0, 100, 3_600_000])
    expect(tellWait(fault('overloaded', ms), () => 0.5).retryAfterMs).toBe(ms);
});

test('other faults leave the pace to the client', () => {
  for (const kind of ['server', 'unreachable', 'quota', 'bad-request'] as const)
    expect(tellWait(fault(kind), () => 0.5)).not.toHaveProperty('retryAfterMs');
});
