/**
 * What is told of counters, one line each: its name, its unit and how it is read. Pure. What is not known is null,
 * never 0, and what is estimated or has no price stands beside the sums that it is, or is not, part of.
 */
import { type CounterName, type Counters, costOf, type HistogramName, isCostKnown } from './counters.ts';
import { percentile } from './histogram.ts';

export type Figure = {
  readonly name: string;
  /** `nanoUsd`: whole nano-USD. */
  readonly unit: 'count' | 'nanoUsd' | 'ms' | 'perSecond';
  readonly read: (counters: Counters) => number | null;
};

const count = (name: string, counter: CounterName): Figure => ({
  name,
  unit: 'count',
  read: (counters) => counters[counter],
});

const money = (name: string, read: (counters: Counters) => number): Figure => ({
  name,
  unit: 'nanoUsd',
  read: (counters) => (isCostKnown(counters) ? read(counters) : null),
});

const compared = (name: string, counter: CounterName): Figure => ({
  name,
  unit: 'nanoUsd',
  // A baseline of nothing compares nothing.
  read: (counters) => (counters.costBaseline === 0 ? null : counters[counter]),
});

function quantiles(name: string, histogram: HistogramName, unit: Figure['unit']): Figure[] {
  return ([50, 95] as const).map((percent) => ({
    name: `${name}_p${percent}`,
    unit,
    read: (counters) => {
      const value = percentile(counters[histogram], percent / 100);
      return value === null ? null : Math.round(value);
    },
  }));
}

/** Tokens have the names of OpenTelemetry; input contains what was read from and written to caches, output reasoning. */
export const usageFigures: readonly Figure[] = [
  count('requests', 'requests'),
  count('attempts', 'attempts'),
  count('retries', 'retries'),
  count('fallbacks', 'fallbacks'),
  count('hedges', 'hedges'),
  count('shadows', 'shadows'),
  count('second_looks', 'secondLooks'),
  count('joined', 'joined'),
  count('succeeded', 'succeeded'),
  count('completed_attempts', 'completed'),
  count('truncated_attempts', 'truncated'),
  count('client_left_attempts', 'clientLeft'),
  count('rejected_attempts', 'rejected'),
  count('failed_attempts', 'failed'),
  count('lost_attempts', 'lost'),
  count('outrun_attempts', 'outrun'),
  count('measured_attempts', 'measured'),
  count('estimated_attempts', 'estimated'),
  count('void_attempts', 'void'),
  count('unpriced_attempts', 'unpriced'),
  count('corrections', 'corrections'),
  count('gen_ai.usage.input_tokens', 'inputTokens'),
  count('gen_ai.usage.cache_read.input_tokens', 'cacheReadInputTokens'),
  count('gen_ai.usage.cache_creation.input_tokens', 'cacheCreationInputTokens'),
  count('gen_ai.usage.output_tokens', 'outputTokens'),
  count('gen_ai.usage.reasoning.output_tokens', 'reasoningOutputTokens'),
  money('cost', costOf),
  money('cost_input', (counters) => counters.costInput),
  money('cost_cache_read', (counters) => counters.costCacheRead),
  money('cost_cache_write', (counters) => counters.costCacheWrite),
  money('cost_output', (counters) => counters.costOutput),
  money('cost_tools', (counters) => counters.costTools),
  money('cost_estimated', (counters) => counters.costEstimated),
  money('cost_besides', (counters) => counters.costBesides),
  money('cost_fallbacks', (counters) => counters.costFallbacks),
  money('cost_failed', (counters) => counters.costFailed),
  money('cost_corrections', (counters) => counters.costCorrections),
  money('cost_at_list', (counters) => counters.costAtList),
  compared('cost_compared', 'costCompared'),
  compared('cost_baseline', 'costBaseline'),
  ...quantiles('first_event_ms', 'firstEventMs', 'ms'),
  ...quantiles('duration_ms', 'durationMs', 'ms'),
  ...quantiles('cost_per_attempt', 'costNanoUsd', 'nanoUsd'),
  {
    name: 'output_tokens_per_second',
    unit: 'perSecond',
    read: ({ outputTokensTimed, durationMsTimed }) =>
      durationMsTimed === 0 ? null : Math.round((outputTokensTimed * 10_000) / durationMsTimed) / 10,
  },
];
