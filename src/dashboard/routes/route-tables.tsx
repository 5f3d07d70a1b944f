/** Routes side by side, in three tables by what is asked of them: what they cost, what they used, how they answered. */

import { knownCostOf } from '../../finance/day-costs.ts';
import type { Mover } from '../../finance/movers.ts';
import { costPer1000Of } from '../../finance/savings.ts';
import type { Counters } from '../../ledger/counters.ts';
import { Spark } from '../charts/spark.tsx';
import { count, fineMoney, money, percent, shareOf, unknown } from '../parts/format.ts';
import { moverWords } from '../parts/mover-words.ts';
import { type Column, Table } from '../parts/table.tsx';
import {
  attemptCost,
  cacheShare,
  fallbackShare,
  firstEvent,
  type HeadlineModel,
  headlineModels,
  type Named,
  shareOfModel,
  successShare,
} from './route-figures.ts';

export type RouteRow = Named & {
  readonly href: string;
  /** Nano-USD by day, oldest first. */
  readonly days: readonly (number | null)[];
  /** Null: there is nothing to compare. */
  readonly mover: Mover | null;
  readonly models: readonly Named[];
};

type RouteTablesProps = {
  readonly rows: readonly RouteRow[];
  readonly total: Counters;
  readonly models: readonly Named[];
  readonly mover: Mover | null;
  /** What changes are against: `against October`; null: against nothing. */
  readonly against: string | null;
  readonly timeZone: string;
};

const routeColumn: Column<RouteRow> = {
  head: 'Route',
  isText: true,
  cell: ({ name, href }) => <a href={href}>{name}</a>,
  sum: 'All routes',
};

type Figure = (counters: Counters) => string;

/** A column whose last row says the same of all routes together. */
function figure(head: string, unit: string | undefined, print: Figure, total: Counters): Column<RouteRow> {
  return {
    head,
    ...(unit !== undefined && { unit }),
    cell: ({ counters }) => print(counters),
    sum: print(total),
  };
}

function CostTable({ rows, total, mover, against, timeZone }: RouteTablesProps) {
  const cost = knownCostOf(total);
  const columns: Column<RouteRow>[] = [
    routeColumn,
    figure('Requests', undefined, ({ requests }) => count(requests), total),
    figure('Answered', undefined, (each) => percent(successShare(each)), total),
    figure('Cost', 'USD', (each) => money(knownCostOf(each)), total),
    figure('Share', 'of cost', (each) => percent(shareOf(knownCostOf(each), cost)), total),
    figure('Cost of 1,000', 'USD, answered', (each) => money(costPer1000Of(each)), total),
    figure('An attempt, p50', 'USD', (each) => fineMoney(attemptCost(each, 0.5)), total),
    figure('An attempt, p95', 'USD', (each) => fineMoney(attemptCost(each, 0.95)), total),
    {
      head: 'By day',
      unit: 'cost',
      cell: ({ name, days }) => <Spark values={days} label={`Cost of ${name} by day`} />,
    },
    {
      head: 'Change',
      unit: 'cost',
      cell: (row) => (row.mover === null ? unknown : moverWords(row.mover)),
      sum: mover === null ? unknown : moverWords(mover),
    },
  ];
  const change = against === null ? '' : `; change ${against}`;
  const caption = `What routes cost, days of ${timeZone}${change}`;
  return <Table caption={caption} columns={columns} rows={rows} isSortable />;
}

function TokenTable({ rows, total }: RouteTablesProps) {
  const tokens = (head: string, unit: string, read: (counters: Counters) => number) =>
    figure(head, unit, (each) => count(read(each)), total);
  const columns = [
    routeColumn,
    tokens('Input', 'tokens', ({ inputTokens }) => inputTokens),
    tokens('Read from cache', 'tokens, of input', (each) => each.cacheReadInputTokens),
    figure('Cache share', 'of input', (each) => percent(cacheShare(each)), total),
    tokens('Written to cache', 'tokens, of input', (each) => each.cacheCreationInputTokens),
    tokens('Output', 'tokens', ({ outputTokens }) => outputTokens),
    tokens('Reasoning', 'tokens, of output', (each) => each.reasoningOutputTokens),
  ];
  return <Table caption="Tokens by kind, of all attempts" columns={columns} rows={rows} isSortable />;
}

function modelColumn(model: HeadlineModel, { total, models }: RouteTablesProps): Column<RouteRow> {
  const share = (of: Counters, parts: readonly Named[]) =>
    percent(shareOfModel(model, of, parts).attemptShare);
  return {
    head: headlineModels[model],
    unit: 'of attempts',
    cell: (row) => share(row.counters, row.models),
    sum: share(total, models),
  };
}

function AnswerTable(props: RouteTablesProps) {
  const { rows, total } = props;
  const columns = [
    routeColumn,
    modelColumn('gpt-5.5', props),
    modelColumn('gpt-5.5-pro', props),
    figure('Fallbacks', 'of requests', (each) => percent(fallbackShare(each)), total),
    figure('Retries, fallbacks, hedges', 'USD', ({ costFallbacks }) => money(costFallbacks), total),
    figure('First event, p50', 'ms', (each) => count(firstEvent(each, 0.5)), total),
    figure('First event, p95', 'ms', (each) => count(firstEvent(each, 0.95)), total),
  ];
  return (
    <Table
      caption="How routes answered; first events are of answers that were streamed"
      columns={columns}
      rows={rows}
      isSortable
    />
  );
}

export function RouteTables(props: RouteTablesProps) {
  return (
    <>
      <h2>Cost</h2>
      <CostTable {...props} />
      <h2>Answers</h2>
      <AnswerTable {...props} />
      <h2>Tokens</h2>
      <TokenTable {...props} />
    </>
  );
}
