/** Budgets in their current windows, as families of metrics. Pure. A side without a limit has no sample. */

import { printUsd } from '../finance/print-csv.ts';
import type { BudgetStanding } from '../ledger/budget-standings.ts';
import type { MetricFamily, Sample } from './print-metrics.ts';

type BudgetMetric = {
  readonly name: string;
  readonly help: string;
  /** Null: the budget has no limit of this kind. */
  readonly read: (standing: BudgetStanding) => Sample['value'] | null;
};

const usd = (read: (standing: BudgetStanding) => number | null): BudgetMetric['read'] => {
  return (standing) => {
    const nanoUsd = standing.budget.limitNanoUsd === null ? null : read(standing);
    return nanoUsd === null ? null : printUsd(nanoUsd);
  };
};

const tokens = (read: (standing: BudgetStanding) => number | null): BudgetMetric['read'] => {
  return (standing) => (standing.budget.limitTokens === null ? null : read(standing));
};

const metrics: readonly BudgetMetric[] = [
  {
    name: 'signalbox_budget_spent_usd',
    help: 'What is spent of a budget in its current window.',
    read: usd(({ spentNanoUsd }) => spentNanoUsd),
  },
  {
    name: 'signalbox_budget_limit_usd',
    help: 'The limit of a budget.',
    read: usd(({ budget }) => budget.limitNanoUsd),
  },
  {
    name: 'signalbox_budget_spent_tokens',
    help: 'Tokens that are spent of a budget in its current window.',
    read: tokens(({ spentTokens }) => spentTokens),
  },
  {
    name: 'signalbox_budget_limit_tokens',
    help: 'The limit of a budget in tokens.',
    read: tokens(({ budget }) => budget.limitTokens),
  },
];

const labelsOf = ({ scope, id, budget }: BudgetStanding) => ({
  scope,
  id,
  window: budget.window,
  time_zone: budget.timeZone,
  on_limit: budget.onLimit,
});

/** Two budgets of one scope that differ in their limit alone are one series: that with the lower limit. */
export function budgetMetrics(standings: readonly BudgetStanding[]): MetricFamily[] {
  return metrics.map(({ name, help, read }) => {
    const samples = new Map<string, Sample>();
    for (const standing of standings) {
      const labels = labelsOf(standing);
      const value = read(standing);
      const series = JSON.stringify(labels);
      const known = samples.get(series);
      if (value !== null && (known === undefined || Number(value) < Number(known.value)))
        samples.set(series, { labels, value });
    }
    return { name, help, samples: [...samples.values()] };
  });
}
