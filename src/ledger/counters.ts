/**
 * What the rows of one hour and one cell (all that `Cell` names) add up to, and how it lies in the store. Pure.
 * The scripts add packed counters place by place and know no name of them.
 */
import { countedErrors, countedRisks } from '../core/counted-names.ts';
import { type CostByMeter, type Row, type RowOutcome, totalOf, type UsageSource } from '../core/row.ts';
import {
  bucketOf,
  type Histogram,
  mergeHistograms,
  noHistogram,
  packHistogram,
  readBuckets,
  unpackHistogram,
} from './histogram.ts';

/** Whole numbers of a cell, in the order they are stored in. New ones go to the end. */
export const counterNames = [
  /** Rows, one per attempt; corrections are none. */
  'attempts',
  /** Requests: attempts that were the first of theirs. */
  'requests',
  'retries',
  'fallbacks',
  'hedges',
  'shadows',
  'secondLooks',
  'joined',
  'completed',
  'truncated',
  'clientLeft',
  'rejected',
  'failed',
  'lost',
  'measured',
  'estimated',
  'void',
  /** Rows whose cost is not known; they add nothing to the costs. */
  'unpriced',
  'inputTokens',
  'cacheReadInputTokens',
  'cacheCreationInputTokens',
  'outputTokens',
  'reasoningOutputTokens',
  'costInput',
  'costCacheRead',
  'costCacheWrite',
  'costOutput',
  'costTools',
  /** Nano-USD of estimated rows, contained in the costs. */
  'costEstimated',
  /** Nano-USD of retries, fallbacks, hedges, shadows and second looks, contained in the costs. */
  'costBesides',
  /** Nano-USD of what has a baseline, and that baseline: their difference is what routing saved. */
  'costCompared',
  'costBaseline',
  /** Of completed rows: what tokens per second are reckoned from. */
  'outputTokensTimed',
  'durationMsTimed',
  /** Nano-USD at list price, of rows that have one. */
  'costAtList',
  'outrun',
  /** Requests that were answered: completed attempts that the client got. */
  'succeeded',
  /** Nano-USD of retries, fallbacks and hedges: what it cost to answer beyond first attempts. Contained in the costs. */
  'costFallbacks',
  /** Nano-USD of attempts from which no client got a whole answer, first ones too. Contained in the costs. */
  'costFailed',
  /** Rows that reconcile with a provider's invoice. They are no attempts: nothing else is counted of them but cost. */
  'corrections',
  /** Nano-USD of corrections, contained in the costs; negative where the invoice was lower. */
  'costCorrections',
] as const;

export type CounterName = (typeof counterNames)[number];

/** In the order they are stored in. New ones go to the end. */
export const histogramNames = [
  'firstEventMs',
  'durationMs',
  'costNanoUsd',
  /** Attempts by error; a bucket is a place in `countedErrors`. */
  'errors',
  /** Requests by risk; a bucket is a place in `countedRisks`. */
  'risks',
] as const;

export type HistogramName = (typeof histogramNames)[number];

export type Counters = Readonly<Record<CounterName, number>> & Readonly<Record<HistogramName, Histogram>>;

type Counts = Partial<Record<CounterName, number>>;

/** `place:count` of those that are not zero, as histograms are packed. */
function packNumbers(counts: Counts): string {
  const packed: string[] = [];
  for (const [at, name] of counterNames.entries()) {
    const count = counts[name] ?? 0;
    if (count !== 0) packed.push(`${at}:${count}`);
  }
  return packed.join(',');
}

const roleCounters = {
  first: 'requests',
  retry: 'retries',
  fallback: 'fallbacks',
  hedge: 'hedges',
  shadow: 'shadows',
  'second-look': 'secondLooks',
  joined: 'joined',
  correction: 'corrections',
} as const satisfies Record<Row['role'], CounterName>;

const outcomeCounters = {
  completed: 'completed',
  truncated: 'truncated',
  'client-left': 'clientLeft',
  outrun: 'outrun',
  rejected: 'rejected',
  failed: 'failed',
  lost: 'lost',
} as const satisfies Record<RowOutcome, CounterName>;

const sourceCounters = {
  measured: 'measured',
  estimated: 'estimated',
  void: 'void',
} as const satisfies Record<UsageSource, CounterName>;

/** Of attempts that answer their request themselves. */
const answeringRoles: ReadonlySet<Row['role']> = new Set(['first', 'retry', 'fallback', 'hedge']);

/** The client got no whole answer; one that left has what it stayed for. */
const failedOutcomes: ReadonlySet<RowOutcome> = new Set([
  'truncated',
  'outrun',
  'rejected',
  'failed',
  'lost',
]);

function meterCounts(cost: CostByMeter): Counts {
  return {
    costInput: cost.input,
    costCacheRead: cost.cacheRead,
    costCacheWrite: cost.cacheWrite,
    costOutput: cost.output,
    costTools: cost.tools,
  };
}

function costCounts(row: Row, cost: CostByMeter): Counts {
  const total = totalOf(cost);
  const answers = answeringRoles.has(row.role);
  return {
    ...meterCounts(cost),
    ...(answers && row.role !== 'first' && { costFallbacks: total }),
    ...(answers && failedOutcomes.has(row.outcome) && { costFailed: total }),
    ...(row.usageSource === 'estimated' && { costEstimated: total }),
    ...(row.role !== 'first' && row.role !== 'joined' && { costBesides: total }),
    ...(row.baselineNanoUsd !== null && { costCompared: total, costBaseline: row.baselineNanoUsd }),
  };
}

function countsOf(row: Row): Counts {
  const { usage, cost } = row;
  const counts: Counts = { attempts: 1, ...(cost === null ? { unpriced: 1 } : costCounts(row, cost)) };
  counts.costAtList = row.listNanoUsd ?? 0;
  counts[roleCounters[row.role]] = 1;
  counts[outcomeCounters[row.outcome]] = 1;
  counts[sourceCounters[row.usageSource]] = 1;
  counts.inputTokens = usage.inputTokens ?? 0;
  counts.cacheReadInputTokens = usage.cacheReadInputTokens ?? 0;
  counts.cacheCreationInputTokens = usage.cacheCreationInputTokens ?? 0;
  counts.outputTokens = usage.outputTokens ?? 0;
  counts.reasoningOutputTokens = usage.reasoningOutputTokens ?? 0;
  counts.succeeded = row.outcome === 'completed' && answeringRoles.has(row.role) ? 1 : 0;
  if (row.outcome === 'completed' && row.usageSource === 'measured' && usage.outputTokens !== undefined) {
    counts.outputTokensTimed = usage.outputTokens;
    counts.durationMsTimed = row.durationMs;
  }
  return counts;
}

function correctionCounts({ cost }: Row): Counts {
  return { corrections: 1, ...(cost && { ...meterCounts(cost), costCorrections: totalOf(cost) }) };
}

const single = (value: number | null): string => (value === null ? '' : `${bucketOf(value)}:1`);

const errorPlaces: ReadonlyMap<string, number> = new Map(countedErrors.map((name, at) => [name, at]));

const errorOf = (code: string | null): string => (code === null ? '' : `${errorPlaces.get(code) ?? 0}:1`);

const riskOf = ({ role, risk }: Row): string =>
  role === 'first' ? `${countedRisks.indexOf(risk ?? 'unknown')}:1` : '';

/** What one row adds, packed like a cell. */
export function contributionOf(row: Row): string {
  if (row.role === 'correction') {
    return [packNumbers(correctionCounts(row)), ...histogramNames.map(() => '')].join('|');
  }
  const answered = row.outcome === 'completed';
  return [
    packNumbers(countsOf(row)),
    single(row.firstEventMs),
    single(answered ? row.durationMs : null),
    single(row.cost && totalOf(row.cost)),
    errorOf(row.errorCode),
    riskOf(row),
  ].join('|');
}

/** Copied, so that all counters have one shape. */
const zero = Object.fromEntries([
  ...counterNames.map((name) => [name, 0]),
  ...histogramNames.map((name) => [name, noHistogram]),
]) as Counters;

type Mutable = { -readonly [Name in keyof Counters]: Counters[Name] };

export function packCounters(counters: Counters): string {
  return [packNumbers(counters), ...histogramNames.map((name) => packHistogram(counters[name]))].join('|');
}

export function unpackCounters(text: string): Counters {
  const [packed = '', ...histograms] = text.split('|');
  const counters: Mutable = { ...zero };
  const values = readBuckets(packed);
  for (let at = 0; at + 1 < values.length; at += 2) {
    const name = counterNames[values[at] ?? -1];
    if (name !== undefined) counters[name] = values[at + 1] ?? 0;
  }
  for (const [at, name] of histogramNames.entries()) counters[name] = unpackHistogram(histograms[at] ?? '');
  return counters;
}

/** The sum of any number of cells; of none, all is zero. */
export function mergeCounters(all: readonly Counters[]): Counters {
  const [only = zero] = all;
  if (all.length <= 1) return only;
  const merged: Mutable = { ...zero };
  for (const name of counterNames) {
    let sum = 0;
    for (const each of all) sum += each[name];
    merged[name] = sum;
  }
  for (const name of histogramNames) merged[name] = mergeHistograms(all.map((each) => each[name]));
  return merged;
}

/** Whole nano-USD of a cell, corrections included. */
export function costOf(counters: Counters): number {
  const { costInput, costCacheRead, costCacheWrite, costOutput, costTools } = counters;
  return costInput + costCacheRead + costCacheWrite + costOutput + costTools;
}

/** Whether `costOf` says anything: not where there were attempts and no price is known of any. */
export function isCostKnown({ attempts, unpriced, corrections }: Counters): boolean {
  return attempts === 0 || unpriced < attempts || corrections > 0;
}

/** Counts by name of a histogram whose buckets are places in `names`, in their order; those of none are left out. */
export function countsByName<T extends string>(
  histogram: Histogram,
  names: readonly T[],
): { readonly name: T; readonly count: number }[] {
  return names.flatMap((name, at) => {
    const count = histogram.get(at) ?? 0;
    return count === 0 ? [] : [{ name, count }];
  });
}
