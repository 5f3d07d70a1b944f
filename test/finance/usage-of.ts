/** Usage as `queryUsage` gives it, of which a test names only what it is about. */
import { type CounterName, type Counters, mergeCounters, unpackCounters } from '../../src/ledger/counters.ts';
import type { Usage } from '../../src/ledger/query-usage.ts';

export type GivenCounters = Partial<Record<CounterName, number>>;

export function countersOf(given: GivenCounters): Counters {
  return { ...unpackCounters(''), ...given };
}

export function usageOf(
  groups: readonly { readonly names: readonly string[]; readonly counters: GivenCounters }[],
): Usage {
  const made = groups.map(({ names, counters }) => ({ names, counters: countersOf(counters) }));
  return { total: mergeCounters(made.map(({ counters }) => counters)), groups: made };
}
