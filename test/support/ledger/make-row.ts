/** Rows and limits for tests of the ledger: only what a test is about has to be named. */
import { type Budget, noLimits, type ScopeAsk, type ScopeLimits } from '../../../src/core/budget.ts';
import { requestIdAt } from '../../../src/core/request-time.ts';
import type { CostByMeter, Row } from '../../../src/core/row.ts';

/** 2026-11-21 09:30 UTC. */
export const someMs = Date.UTC(2026, 10, 21, 9, 30);

/** Ids that differ by `number`. */
export function someId(number: number, atMs = someMs): string {
  return requestIdAt(atMs, number.toString(36).padStart(16, '0'));
}

export function costing(nanoUsd: number): CostByMeter {
  return { input: 0, cacheRead: 0, cacheWrite: 0, output: nanoUsd, tools: 0 };
}

export function makeRow(given: Partial<Row> = {}): Row {
  const row: Row = {
    requestId: someId(1),
    attempt: 1,
    startedAtMs: someMs,
    durationMs: 1200,
    firstEventMs: 300,
    caller: 'key-one',
    team: 'blue',
    app: null,
    endUser: null,
    tags: {},
    route: 'auto',
    configVersion: '0123456789ab',
    arm: null,
    task: 'code',
    difficulty: 0.5,
    risk: 'none',
    floor: 'basic',
    modelAsked: 'auto',
    model: 'gpt-5.5',
    modelServed: 'gpt-5.5-2026-10-01',
    provider: 'openai',
    protocol: 'openai-chat',
    lane: 'passthrough',
    losses: [],
    effort: null,
    role: 'first',
    outcome: 'completed',
    errorCode: null,
    usage: { inputTokens: 100, outputTokens: 50 },
    usageSource: 'measured',
    cost: costing(1000),
    listNanoUsd: null,
    priceVersion: '2026-10-01',
    baselineNanoUsd: null,
    answer: null,
  };
  return { ...row, ...given };
}

export function makeBudget(given: Partial<Budget> = {}): Budget {
  return {
    window: 'day',
    timeZone: 'UTC',
    limitNanoUsd: null,
    limitTokens: null,
    onLimit: 'refuse',
    ...given,
  };
}

export function makeScope(limits: Partial<ScopeLimits>, given: Partial<ScopeAsk> = {}): ScopeAsk {
  return { scope: 'key', id: 'key-one', limits: { ...noLimits, ...limits }, ...given };
}
