/**
 * What the rows of one hour and one cell (route, model, team, task) add up to, and how it lies in the store. Pure.
 * The scripts add packed counters place by place and know no name of them.
 */
import { type CostByMeter, type Row, type RowOutcome, totalOf, type UsageSource } from '../core/row.ts';
import { bucketOf, type Histogram, mergeHistograms, packHistogram, unpackHistogram } from './histogram.ts';

/** Whole numbers of a cell, in the order they are stored in. New ones go to the end. */
export const counterNames = [
  /** Rows, one per attempt. */
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
] as const;

export type CounterName = (typeof counterNames)[number];

export const histogramNames = ['firstEventMs', 'durationMs', 'costNanoUsd'] as const;

export type HistogramName = (typeof histogramNames)[number];

export type Counters = Readonly<Record<CounterName, number>> & Readonly<Record<HistogramName, Histogram>>;

export type Cell = {
  readonly route: string;
  readonly model: string;
  readonly team: string;
  /** Empty: the request was not classified. */
  readonly task: string;
};

const roleCounters = {
  first: 'requests',
  retry: 'retries',
  fallback: 'fallbacks',
  hedge: 'hedges',
  shadow: 'shadows',
  'second-look': 'secondLooks',
  joined: 'joined',
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

type Counts = Partial<Record<CounterName, number>>;

function costCounts(row: Row, cost: CostByMeter): Counts {
  const total = totalOf(cost);
  return {
    costInput: cost.input,
    costCacheRead: cost.cacheRead,
    costCacheWrite: cost.cacheWrite,
    costOutput: cost.output,
    costTools: cost.tools,
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

const single = (value: number | null): string => (value === null ? '' : `${bucketOf(value)}:1`);

/** `place:count` of those that are not zero, as histograms are packed. */
function packNumbers(counts: Counts): string {
  const packed: string[] = [];
  for (const [at, name] of counterNames.entries()) {
    const count = counts[name] ?? 0;
    if (count !== 0) packed.push(`${at}:${count}`);
  }
  return packed.join(',');
}

/** What one row adds, packed like a cell. */
export function contributionOf(row: Row): string {
  const answered = row.outcome === 'completed';
  return [
    packNumbers(countsOf(row)),
    single(row.firstEventMs),
    single(answered ? row.durationMs : null),
    single(row.cost && totalOf(row.cost)),
  ].join('|');
}

export function packCounters(counters: Counters): string {
  return [packNumbers(counters), ...histogramNames.map((name) => packHistogram(counters[name]))].join('|');
}

export function unpackCounters(text: string): Counters {
  const [numbers = '', ...histograms] = text.split('|');
  const values = unpackHistogram(numbers);
  const counts = Object.fromEntries(counterNames.map((name, at) => [name, values.get(at) ?? 0]));
  const maps = histogramNames.map((name, at) => [name, unpackHistogram(histograms[at] ?? '')]);
  return { ...counts, ...Object.fromEntries(maps) } as Counters;
}

/** The sum of any number of cells; of none, all is zero. */
export function mergeCounters(all: readonly Counters[]): Counters {
  const counts = counterNames.map((name) => [name, all.reduce((sum, each) => sum + each[name], 0)]);
  const maps = histogramNames.map((name) => [name, mergeHistograms(all.map((each) => each[name]))]);
  return { ...Object.fromEntries(counts), ...Object.fromEntries(maps) } as Counters;
}

/** Whole nano-USD of a cell. */
export function costOf(counters: Counters): number {
  const { costInput, costCacheRead, costCacheWrite, costOutput, costTools } = counters;
  return costInput + costCacheRead + costCacheWrite + costOutput + costTools;
}

/** Field of a cell: its names escaped, so that none of them can end another. */
export function cellOf(row: Row): string {
  return [row.route, row.model, row.team, row.task ?? '']
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('|');
}

/** Null: the field is no cell. */
export function parseCell(field: string): Cell | null {
  const parts = field.split('|');
  if (parts.length !== 4) return null;
  const [route = '', model = '', team = '', task = ''] = parts.map(decodeURIComponent);
  return { route, model, team, task };
}
