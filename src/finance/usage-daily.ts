/**
 * `usage-daily.csv`: what was used and what it cost by day, team, route, task and model; one line each. A request counts in
 * the line of the model where it began, success in that of the model that answered, so it may be the greater. Pure.
 */
import type { UsageGroup } from '../ledger/query-usage.ts';
import { usageFigures } from '../ledger/usage-figures.ts';
import type { FocusPorts } from './focus/write-focus.ts';
import { type CsvCell, printUsd } from './print-csv.ts';
import { unlistedProvider } from './reconcile-models.ts';

/** Columns after the names, and the figures they are of. */
const figureColumns = [
  ['requests', 'requests'],
  ['attempts', 'attempts'],
  ['success', 'succeeded'],
  ['failed_attempts', 'failed_attempts'],
  ['fallbacks', 'fallbacks'],
  ['client_aborts', 'client_left_attempts'],
  ['unpriced_attempts', 'unpriced_attempts'],
  ['input_tokens', 'gen_ai.usage.input_tokens'],
  ['cached_input_tokens', 'gen_ai.usage.cache_read.input_tokens'],
  ['cache_write_tokens', 'gen_ai.usage.cache_creation.input_tokens'],
  ['output_tokens', 'gen_ai.usage.output_tokens'],
  ['reasoning_tokens', 'gen_ai.usage.reasoning.output_tokens'],
  ['list_cost_usd', 'cost_at_list'],
  ['cost_usd', 'cost'],
  ['fallback_cost_usd', 'cost_fallbacks'],
  ['failed_attempt_cost_usd', 'cost_failed'],
  ['estimated_cost_usd', 'cost_estimated'],
  ['correction_cost_usd', 'cost_corrections'],
  ['compared_cost_usd', 'cost_compared'],
  ['baseline_cost_usd', 'cost_baseline'],
  ['ttft_p50_ms', 'first_event_ms_p50'],
  ['ttft_p95_ms', 'first_event_ms_p95'],
] as const;

const figures = figureColumns.map(([, name]) => {
  const figure = usageFigures.find((each) => each.name === name);
  if (figure === undefined) throw new Error(`there is no figure ${name}`);
  return figure;
});

export const usageDailyColumns: readonly string[] = [
  'date',
  'timezone',
  'team',
  'route',
  'task_type',
  'model_served',
  'provider',
  ...figureColumns.map(([column]) => column),
  'complete_until',
];

/** `group`: by day, team, route, model and task. `completeUntil`: as it is to be written. */
export function usageDailyCells(
  { names, counters }: UsageGroup,
  completeUntil: string | null,
  { timeZone, findModel }: FocusPorts,
): CsvCell[] {
  const [day = '', team = '', route = '', model = '', task = ''] = names;
  const values = figures.map(({ unit, read }): CsvCell => {
    const value = read(counters);
    return value === null ? null : { digits: unit === 'nanoUsd' ? printUsd(value) : String(value) };
  });
  const provider = findModel(model)?.model.provider ?? unlistedProvider(model);
  return [day, timeZone, team || null, route, task || null, model, provider, ...values, completeUntil];
}
