/** One alert of every kind, with figures that a test may change. */
import type { Alert, AlertData, AlertKind } from '../../../src/core/alert.ts';
import { someMs } from '../ledger/make-row.ts';

const driver = { route: 'code-review', model: 'gpt-5.5-pro', team: 'search', nanoUsd: 2_700_000_000 };
const startMs = Date.UTC(2026, 10, 21);
const monthMs = Date.UTC(2026, 10, 1);
const hourMs = 3_600_000;

const budget: AlertData['budget'] = {
  scope: 'team',
  id: 'search',
  window: 'day',
  timeZone: 'UTC',
  windowStartMs: startMs,
  resetAtMs: startMs + 24 * hourMs,
  onLimit: 'refuse',
  unit: 'nanoUsd',
  spent: 4_100_000_000,
  limit: 5_000_000_000,
  percent: 80,
  hasRefused: false,
  driver,
};

export const someData: AlertData = {
  budget,
  'end-user-budget': { ...budget, scope: 'user', id: 'ab12', driver: null },
  forecast: {
    scope: 'route',
    id: 'code-review',
    timeZone: 'UTC',
    windowStartMs: monthMs,
    resetAtMs: Date.UTC(2026, 11, 1),
    toDateNanoUsd: 700_000_000_000,
    expectedNanoUsd: 1_050_000_000_000,
    lowNanoUsd: 980_000_000_000,
    highNanoUsd: 1_120_500_000_000,
    limitNanoUsd: 1_000_000_000_000,
    driver,
  },
  anomaly: {
    dimension: 'team',
    name: 'search',
    startMs: startMs + 8 * hourMs,
    timeZone: 'UTC',
    nanoUsd: 41_230_000_000,
    usualNanoUsd: 3_000_000_000,
    driver: { ...driver, nanoUsd: 38_000_000_000 },
  },
  'top-spender': {
    dimension: 'team',
    name: 'search',
    from: '2026-11-14',
    to: '2026-11-20',
    nanoUsd: 410_000_000_000,
    beforeNanoUsd: 90_000_000_000,
    displaced: 'care',
    driver,
  },
  estimated: {
    from: '2026-11-01',
    to: '2026-11-21',
    nanoUsd: 100_000_000_000,
    estimatedNanoUsd: 3_000_000_000,
    limitShare: 0.01,
    driver,
  },
  drift: {
    provider: 'openai',
    from: '2026-11-01',
    to: '2026-11-20',
    days: 20,
    ledgerNanoUsd: 970_000_000_000,
    billedNanoUsd: 1_000_000_000_000,
    limitShare: 0.01,
    driver: { day: '2026-11-07', driftNanoUsd: 28_000_000_000 },
  },
  unpriced: { model: 'mystery', attempts: 12, driver: { route: 'auto', team: 'search', attempts: 9 } },
  fallback: {
    route: 'auto',
    fromMs: someMs - 600_000,
    toMs: someMs,
    requests: 400,
    fallbacks: 60,
    limitShare: 0.05,
    driver: { model: 'glm-5.1', failed: 58 },
    timeZone: 'UTC',
  },
  outbox: { notes: 1200, oldestAtMs: someMs - 480_000 },
  escalation: {
    action: 'safeguard',
    object: 'r1',
    actor: 'desk',
    endUser: null,
    names: 'high',
    outcome: 'refused',
    risk: 'high',
    domain: 'cyber',
  },
  approval: {
    id: 'apr_5d0c',
    tool: 'delete_file',
    effect: 'destructive',
    actor: 'desk',
    team: 'care',
    endUser: null,
    expiresAtMs: someMs + 900_000,
  },
  test: { release: '0.0.0' },
};

export const someKinds = Object.keys(someData) as AlertKind[];

export function someAlert<Kind extends AlertKind>(kind: Kind, change: Partial<AlertData[Kind]> = {}): Alert {
  const data = { ...someData[kind], ...change };
  return { kind, key: kind, covers: [], untilMs: someMs + hourMs, data } as unknown as Alert;
}
