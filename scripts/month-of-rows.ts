/**
 * Rows over a month as a spread without chance, what they add up to, and their booking through the ledger's own scripts:
 * what the measurements beside it are made on.
 */
import { requestIdAt } from '../src/core/request-time.ts';
import { type Row, totalOf } from '../src/core/row.ts';
import { tellStore } from '../src/ledger/settle-queue.ts';
import { sweep } from '../src/ledger/sweep.ts';
import type { EngineStore } from '../test/support/ledger/engine-store.ts';
import { costing, makeRow } from '../test/support/ledger/make-row.ts';

export type Month = { readonly count: number; readonly startMs: number; readonly endMs: number };

/** Of the days that rows are filed under. */
export const timeZone = 'UTC';
/** Rows of one call, as an isolate tells them at most; and calls under way together, so that Redis waits for nobody. */
export const flushed = 64;
const underway = 16;
/** One row of so many has no price, or was estimated. */
const [unpricedEvery, estimatedEvery] = [997, 83];

const routes = ['auto', 'support', 'coding', 'batch'];
const models = ['gpt-5.5', 'gpt-5.5-pro', 'gpt-5.4-mini', 'claude-sonnet-5', 'claude-haiku-5'];
const teams = ['blue', 'red', 'green', 'grey'];
const tasks = ['chat', 'code', 'summarize', 'agent'] as const;

/** The same rows each time, oldest first. */
export function rowAt(number: number, { count, startMs, endMs }: Month): Row {
  const atMs = startMs + Math.floor((number / count) * (endMs - startMs));
  const pick = <T>(all: readonly T[], step: number): T => all[Math.floor(number / step) % all.length] as T;
  return makeRow({
    requestId: requestIdAt(atMs, (number * 7919).toString(36).padStart(16, '0')),
    startedAtMs: atMs,
    durationMs: 300 + ((number * 37) % 20_000),
    firstEventMs: 100 + ((number * 13) % 3000),
    caller: `key-${number % 40}`,
    team: pick(teams, 3),
    app: `app-${number % 12}`,
    endUser: (number * 2_654_435_761).toString(16).padStart(16, '0').slice(0, 16),
    tags: { project: `p${number % 20}` },
    route: pick(routes, 1),
    model: pick(models, 5),
    task: pick(tasks, 7),
    usage: { inputTokens: number % 9000, cacheReadInputTokens: number % 2000, outputTokens: number % 1500 },
    usageSource: number % estimatedEvery === 0 ? 'estimated' : 'measured',
    cost: number % unpricedEvery === 0 ? null : costing((number * 997) % 40_000_000),
  });
}

export type MonthSums = {
  /** Of rows whose price is known, in nano-USD. */
  readonly nanoUsd: number;
  readonly estimatedNanoUsd: number;
  readonly unpriced: number;
  readonly byRoute: ReadonlyMap<string, number>;
};

/** From the rows alone, in integers. */
export function sumMonth(month: Month): MonthSums {
  const byRoute = new Map<string, number>();
  let [nanoUsd, estimatedNanoUsd, unpriced] = [0, 0, 0];
  for (let number = 0; number < month.count; number++) {
    const { cost, route, usageSource } = rowAt(number, month);
    const own = cost === null ? 0 : totalOf(cost);
    nanoUsd += own;
    estimatedNanoUsd += usageSource === 'estimated' ? own : 0;
    unpriced += cost === null ? 1 : 0;
    byRoute.set(route, (byRoute.get(route) ?? 0) + own);
  }
  return { nanoUsd, estimatedNanoUsd, unpriced, byRoute };
}

async function flush(store: EngineStore, from: number, month: Month): Promise<void> {
  const length = Math.min(flushed, month.count - from);
  const rows = Array.from({ length }, (_, at) => rowAt(from + at, month));
  const notes = rows.map((row) => ({ kind: 'row' as const, row, isLast: true, scopes: [] }));
  await tellStore(notes, { store, timeZone, now: () => notes[0]?.row.startedAtMs ?? month.startMs });
}

export async function bookMonth(store: EngineStore, month: Month): Promise<void> {
  for (let from = 0; from < month.count; from += flushed * underway) {
    const flushes = Array.from({ length: underway }, (_, at) => from + at * flushed);
    await Promise.all(
      flushes.filter((first) => first < month.count).map((first) => flush(store, first, month)),
    );
  }
}

/** Adds hours that are over up to days. */
export async function closeMonth(store: EngineStore, nowMs: number): Promise<void> {
  for (;;) {
    const { hoursClosed } = await sweep({ store, timeZone, now: () => nowMs });
    if (hoursClosed === 0) return;
  }
}
