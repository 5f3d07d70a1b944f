/** Limits as a table for people: a line a scope, and one more for each further budget. Pure. */
import { type Column, printTable, type TableOptions } from './table.ts';

export type ListedBudget = {
  readonly window: string;
  readonly time_zone: string;
  readonly limit_usd: number | null;
  readonly limit_tokens: number | null;
  readonly on_limit: string;
};

/** Limits as `GET /admin/limits` has them. */
export type ListedLimits = {
  readonly scope: string;
  readonly id: string;
  readonly requests_per_minute: number | null;
  readonly tokens_per_minute: number | null;
  readonly concurrent: number | null;
  readonly budgets: readonly ListedBudget[];
};

type Line = { readonly limits: ListedLimits | null; readonly budget: ListedBudget | null };

function linesOf(limits: ListedLimits): Line[] {
  const [first = null, ...rest] = limits.budgets;
  return [{ limits, budget: first }, ...rest.map((budget) => ({ limits: null, budget }))];
}

/** The same in the words of `--budget`. */
function printBudget({
  window,
  limit_usd: usd,
  limit_tokens: tokens,
  on_limit,
  time_zone,
}: ListedBudget): string {
  const amount = [
    ...(usd === null ? [] : [`${usd}usd`]),
    ...(tokens === null ? [] : [`${tokens}tokens`]),
  ].join('+');
  return [window, amount, on_limit, ...(time_zone === 'UTC' ? [] : [time_zone])].join(':');
}

function count(read: (limits: ListedLimits) => number | null): Column<Line>['cell'] {
  return ({ limits }) => (limits === null ? '' : (read(limits)?.toString() ?? ''));
}

const columns: readonly Column<Line>[] = [
  { title: 'scope', cell: ({ limits }) => limits?.scope ?? '' },
  { title: 'id', cell: ({ limits }) => limits?.id ?? '' },
  { title: 'requests/min', align: 'right', cell: count((limits) => limits.requests_per_minute) },
  { title: 'tokens/min', align: 'right', cell: count((limits) => limits.tokens_per_minute) },
  { title: 'at once', align: 'right', cell: count((limits) => limits.concurrent) },
  { title: 'budget', cell: ({ budget }) => (budget === null ? '' : printBudget(budget)) },
];

export function printLimits(limits: readonly ListedLimits[], options: TableOptions = {}): string[] {
  return printTable(columns, limits.flatMap(linesOf), options);
}
