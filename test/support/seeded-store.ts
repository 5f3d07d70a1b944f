/**
 * A store with demo traffic, and what it must add up to, reckoned here from the rows alone. At the top of a test file:
 * `const seeded = await seedInto(await openEngineStore(), { days: 7 })` — `openEngineStore` empties its store before each
 * test, so seed in `beforeEach`, or use `openSeededStore({ days: 7 })`, which keeps it for the whole file. Read at
 * `seeded.now`; compare with `seeded.total` and `seeded.by(({ route }) => route)`, by day with `seeded.dayOf`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Row } from '../../src/core/row.ts';
import { type SeedOptions, seedDemo } from '../../src/dev/seed/seed.ts';
import { openEmbeddedEngine } from '../../src/dev/upstash/embedded/embedded-engine.ts';
import type { UsageStore } from '../../src/ledger/store.ts';
import { type EngineStore, storeOver } from './ledger/engine-store.ts';

/** A Friday afternoon: a month has begun, the last day is not over, and all incidents of a week lie before it. */
export const seededEndMs = Date.UTC(2026, 10, 20, 15, 20);

export type Sums = {
  attempts: number;
  /** Attempts that were the first of their request. */
  requests: number;
  /** First, retried, fallen back or hedged attempts whose whole answer the client got. */
  succeeded: number;
  /** Of rows whose cost is known; integer nano-USD. */
  nanoUsd: number;
  /** Contained in it. */
  estimatedNanoUsd: number;
  baselineNanoUsd: number;
  unpriced: number;
  estimated: number;
  fallbacks: number;
  inputTokens: number;
  cacheReadInputTokens: number;
  outputTokens: number;
  /** Rows by error code; those that went well are not in it. */
  errors: Record<string, number>;
};

export type Seeded = {
  readonly store: UsageStore;
  /** Oldest request first. */
  readonly rows: readonly Row[];
  readonly startMs: number;
  readonly endMs: number;
  readonly timeZone: string;
  /** The clock to read with: the end. */
  readonly now: () => number;
  readonly total: Sums;
  /** Sums of groups of rows, by the name that `nameOf` gives each. */
  readonly by: (nameOf: (row: Row) => string) => ReadonlyMap<string, Sums>;
  /** `YYYY-MM-DD` in the zone: the day a row is filed under, which is that of its request. */
  readonly dayOf: (row: Row) => string;
};

const dayMs = 86_400_000;

function nothing(): Sums {
  return {
    attempts: 0,
    requests: 0,
    succeeded: 0,
    nanoUsd: 0,
    estimatedNanoUsd: 0,
    baselineNanoUsd: 0,
    unpriced: 0,
    estimated: 0,
    fallbacks: 0,
    inputTokens: 0,
    cacheReadInputTokens: 0,
    outputTokens: 0,
    errors: {},
  };
}

const answering: readonly string[] = ['first', 'retry', 'fallback', 'hedge'];

function add(sums: Sums, row: Row): void {
  const { cost, usage } = row;
  const nanoUsd = cost ? cost.input + cost.cacheRead + cost.cacheWrite + cost.output + cost.tools : 0;
  const isEstimated = row.usageSource === 'estimated';
  sums.attempts += 1;
  sums.requests += row.role === 'first' ? 1 : 0;
  sums.succeeded += row.outcome === 'completed' && answering.includes(row.role) ? 1 : 0;
  sums.nanoUsd += nanoUsd;
  sums.estimatedNanoUsd += isEstimated ? nanoUsd : 0;
  sums.baselineNanoUsd += cost === null ? 0 : (row.baselineNanoUsd ?? 0);
  sums.unpriced += cost === null ? 1 : 0;
  sums.estimated += isEstimated ? 1 : 0;
  sums.fallbacks += row.role === 'fallback' ? 1 : 0;
  sums.inputTokens += usage.inputTokens ?? 0;
  sums.cacheReadInputTokens += usage.cacheReadInputTokens ?? 0;
  sums.outputTokens += usage.outputTokens ?? 0;
  if (row.errorCode !== null) sums.errors[row.errorCode] = (sums.errors[row.errorCode] ?? 0) + 1;
}

function group(rows: readonly Row[], nameOf: (row: Row) => string): Map<string, Sums> {
  const groups = new Map<string, Sums>();
  for (const row of rows) {
    const name = nameOf(row);
    const sums = groups.get(name) ?? nothing();
    add(sums, row);
    groups.set(name, sums);
  }
  return groups;
}

function dayReader(timeZone: string): (row: Row) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return ({ requestId }) => format.format(Number.parseInt(requestId.slice(4, 12), 36));
}

/** Default: a week in UTC that ends at `seededEndMs`. */
export async function seedInto(
  store: UsageStore,
  given: Partial<Pick<SeedOptions, 'days' | 'endMs' | 'timeZone' | 'seed' | 'scale'>> = {},
): Promise<Seeded> {
  const { days = 7, endMs = seededEndMs, timeZone = 'UTC' } = given;
  const rows: Row[] = [];
  await seedDemo({ ...given, store, days, endMs, timeZone, onRow: (row) => rows.push(row) });
  return {
    store,
    rows,
    startMs: endMs - days * dayMs,
    endMs,
    timeZone,
    now: () => endMs,
    total: group(rows, () => '').get('') ?? nothing(),
    by: (nameOf) => group(rows, nameOf),
    dayOf: dayReader(timeZone),
  };
}

/** In a store of its own in this process, gone after the file's last test. */
export async function openSeededStore(
  given: Parameters<typeof seedInto>[1] = {},
): Promise<Seeded & { readonly store: EngineStore }> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-seeded-'));
  const engine = await openEmbeddedEngine({ dataDir: folder });
  afterAll(async () => {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const store = storeOver(engine);
  return { ...(await seedInto(store, given)), store };
}
