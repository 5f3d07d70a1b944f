/** Counters of the reporting day by route and model, as families of metrics. Pure. What is not known has no sample. */

import { printUsd } from '../finance/print-csv.ts';
import { type Counters, costOf, isCostKnown } from '../ledger/counters.ts';
import { percentile } from '../ledger/histogram.ts';
import type { Usage } from '../ledger/query-usage.ts';
import type { MetricFamily, Sample } from './print-metrics.ts';

type Labelled = {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: Sample['value'] | null;
};

type UsageMetric = {
  readonly name: string;
  readonly help: string;
  readonly read: (counters: Counters) => readonly Labelled[];
};

const count = (
  name: string,
  help: string,
  counter: 'requests' | 'succeeded' | 'attempts' | 'fallbacks' | 'estimated' | 'unpriced',
): UsageMetric => ({
  name,
  help,
  read: (counters) => [{ value: counters[counter] }],
});

const seconds = (name: string, help: string, histogram: 'firstEventMs' | 'durationMs'): UsageMetric => ({
  name,
  help,
  read: (counters) =>
    [0.5, 0.95].map((quantile) => {
      const ms = percentile(counters[histogram], quantile);
      return { labels: { quantile: String(quantile) }, value: ms === null ? null : Math.round(ms) / 1000 };
    }),
});

const metrics: readonly UsageMetric[] = [
  count('signalbox_today_requests', 'Requests of the reporting day so far.', 'requests'),
  count('signalbox_today_succeeded_requests', 'Of these, those that were answered.', 'succeeded'),
  count('signalbox_today_attempts', 'Calls of models, the first of each request included.', 'attempts'),
  count('signalbox_today_fallback_attempts', 'Calls of another target after a failure.', 'fallbacks'),
  count('signalbox_today_estimated_attempts', 'Attempts whose usage is estimated.', 'estimated'),
  count('signalbox_today_unpriced_attempts', 'Attempts of unknown cost, which the cost lacks.', 'unpriced'),
  {
    name: 'signalbox_today_cost_usd',
    help: 'Cost of the attempts that have a price.',
    read: (counters) => [{ value: isCostKnown(counters) ? printUsd(costOf(counters)) : null }],
  },
  {
    name: 'signalbox_today_tokens',
    help: 'Tokens; input contains what caches read and took, output contains reasoning.',
    read: (counters) => [
      { labels: { type: 'input' }, value: counters.inputTokens },
      { labels: { type: 'cache_read_input' }, value: counters.cacheReadInputTokens },
      { labels: { type: 'cache_creation_input' }, value: counters.cacheCreationInputTokens },
      { labels: { type: 'output' }, value: counters.outputTokens },
      { labels: { type: 'reasoning_output' }, value: counters.reasoningOutputTokens },
    ],
  },
  seconds('signalbox_today_first_event_seconds', 'From dispatch to the first output.', 'firstEventMs'),
  seconds('signalbox_today_duration_seconds', 'From dispatch to the end of a whole answer.', 'durationMs'),
];

/** `usage` is by route and model, in this order. */
export function usageMetrics(usage: Usage): MetricFamily[] {
  return metrics.map(({ name, help, read }) => ({
    name,
    help,
    samples: usage.groups.flatMap(({ names: [route = '', model = ''], counters }) =>
      read(counters).flatMap(({ labels, value }) =>
        value === null ? [] : [{ labels: { route, model, ...labels }, value }],
      ),
    ),
  }));
}
