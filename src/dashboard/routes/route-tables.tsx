/** Routes side by side, in three tables by what is asked of them: what they cost, what they used, how they answered. */
import type { Counters } from '../../ledger/counters.ts';
import { Spark } from '../charts/spark.tsx';
import { costFigure } from '../cost.ts';
import { change, count, fineMoney, money, percent, shareOf } from '../parts/format.ts';
import { type Column, Table } from '../parts/table.tsx';
import {
  cacheShare,
  callCost,
  costPerThousand,
  fallbackShare,
  firstEvent,
  type HeadlineModel,
  headlineModels,
  type Named,
  partOf,
  successShare,
} from './route-figures.ts';

export type RouteRow = Named & {
  readonly href: string;
  /** Nano-USD by day, oldest first. */
  readonly days: readonly (number | null)[];
  /** Nano-USD of the period before; null: unknown. */
  readonly before: number | null;
  readonly models: readonly Named[];
};

type RouteTablesProps = {
  readonly rows: readonly RouteRow[];
  readonly total: Counters;
  readonly models: readonly Named[];
  readonly before: number | null;
  readonly timeZone: string;
};

/** `up 18 %`, or why there is nothing to compare. */
export function changeWords(before: number | null, after: number | null): string {
  if (before === 0 && after !== null && after !== 0) return 'new';
  return change(shareOf(after === null || before === null ? null : after - before, before));
}

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

function CostTable({ rows, total, before, timeZone }: RouteTablesProps) {
  const cost = costFigure(total);
  const columns: Column<RouteRow>[] = [
    routeColumn,
    figure('Requests', undefined, ({ requests }) => count(requests), total),
    figure('Answered', undefined, (each) => percent(successShare(each)), total),
    figure('Cost', 'USD', (each) => money(costFigure(each)), total),
    figure('Share', 'of cost', (each) => percent(shareOf(costFigure(each), cost)), total),
    figure('Cost of 1,000', 'USD, answered', (each) => money(costPerThousand(each)), total),
    figure('A call, p50', 'USD', (each) => fineMoney(callCost(each, 0.5)), total),
    figure('A call, p95', 'USD', (each) => fineMoney(callCost(each, 0.95)), total),
    {
      head: 'By day',
      unit: 'cost',
      cell: ({ name, days }) => <Spark values={days} label={`Cost of ${name} by day`} />,
    },
    {
      head: 'Period before',
      unit: 'cost',
      cell: (row) => changeWords(row.before, costFigure(row.counters)),
      sum: changeWords(before, cost),
    },
  ];
  return <Table caption={`What routes cost, days of ${timeZone}`} columns={columns} rows={rows} isSortable />;
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
  return <Table caption="Tokens by kind, of all calls" columns={columns} rows={rows} isSortable />;
}

function modelColumn(model: HeadlineModel, { total, models }: RouteTablesProps): Column<RouteRow> {
  const share = (of: Counters, parts: readonly Named[]) =>
    percent(shareOf(partOf(model, parts).answers, of.succeeded));
  return {
    head: headlineModels[model],
    unit: 'of answers',
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
