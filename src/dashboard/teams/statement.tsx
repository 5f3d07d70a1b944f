/** The statement of one team for a period: what it used and what that cost, on paper that somebody signs. */
import type { ReportingCurrency } from '../../core/config.ts';
import { RouterError } from '../../core/errors.ts';
import { knownCostOf } from '../../finance/day-costs.ts';
import { dataQualityOf } from '../../finance/savings.ts';
import type { Usage, UsageGroup } from '../../ledger/query-usage.ts';
import type { PageCall, View } from '../call.ts';
import { momentAt } from '../parts/clock.ts';
import { Downloads } from '../parts/downloads.tsx';
import { count, dollars, inCurrency, money, percent } from '../parts/format.ts';
import type { Freshness } from '../parts/freshness.tsx';
import { PeriodHead } from '../parts/period-head.tsx';
import { SumLine } from '../parts/sum-line.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { readPeriod } from '../period.ts';
import { daysOf, readFigures, readFreshness } from '../usage.ts';
import { isTeamKnown } from './known-team.ts';

function usageColumns({ total }: Usage): Column<UsageGroup>[] {
  const tokens = (
    head: string,
    read: (group: Pick<UsageGroup, 'counters'>) => number,
  ): Column<UsageGroup> => ({
    head,
    unit: 'tokens',
    cell: (row) => count(read(row)),
    sum: count(read({ counters: total })),
  });
  return [
    { head: 'Route', isText: true, cell: ({ names: [route] }) => route },
    { head: 'Model', isText: true, cell: ({ names: [, model] }) => model },
    { head: 'Requests', cell: ({ counters }) => count(counters.requests), sum: count(total.requests) },
    tokens('Input', ({ counters }) => counters.inputTokens),
    tokens('of it cached', ({ counters }) => counters.cacheReadInputTokens),
    tokens('Output', ({ counters }) => counters.outputTokens),
    {
      head: 'Cost',
      unit: 'USD',
      cell: ({ counters }) => money(knownCostOf(counters)),
      sum: money(knownCostOf(total)),
    },
  ];
}

type FactsProps = {
  readonly team: string;
  readonly days: readonly [string, string];
  readonly usage: Usage;
  readonly freshness: Freshness;
  readonly toMs: number;
  readonly currency: ReportingCurrency | null;
};

/** Every hour is counted, and nothing that waits for the store may belong to one. */
function isComplete({ completeUntilMs, outbox }: Freshness, toMs: number): boolean {
  if (completeUntilMs === null || outbox === 'away') return false;
  return Math.min(completeUntilMs, outbox?.oldestAtMs ?? completeUntilMs) >= toMs;
}

function Facts({ team, days: [from, to], usage: { total }, freshness, toMs, currency }: FactsProps) {
  const { asOfMs, timeZone } = freshness;
  const isClosed = isComplete(freshness, toMs);
  const { estimatedShare, unpricedAttempts } = dataQualityOf(total, null);
  const converted = inCurrency(knownCostOf(total), currency);
  return (
    <dl class="facts">
      <dt>Team</dt>
      <dd>{team}</dd>
      <dt>Period</dt>
      <dd>
        {from} to {to}, days of {timeZone}
      </dd>
      <dt>Amount</dt>
      <dd>
        <strong>{dollars(knownCostOf(total))}</strong> USD
        {converted === null ? null : `, ${converted} at ${currency?.perUsd} for one USD on ${currency?.on}`}
      </dd>
      <dt>State</dt>
      <dd>
        {isClosed
          ? 'Closed: every hour of the period is counted.'
          : 'Provisional: the period is not closed yet.'}
      </dd>
      <dt>Basis</dt>
      <dd>
        Providers' counts at the prices of the day; {percent(estimatedShare)} of the cost estimated,{' '}
        {unpricedAttempts === 0
          ? 'every attempt priced.'
          : `${count(unpricedAttempts)} attempts of unknown price, which the amount does not contain.`}
      </dd>
      <dt>Made</dt>
      <dd>
        {momentAt(asOfMs, timeZone)} {timeZone}
      </dd>
    </dl>
  );
}

/** Errors: `not_found`: a team that the person may not see is one that there is not. */
export async function answerStatement(call: PageCall): Promise<View> {
  const { url, deps, nowMs, person, params } = call;
  const { team = '' } = params;
  const notFound = () =>
    new RouterError('not_found', `There is no team ${team.slice(0, 64)} that you may see.`);
  if (person.teams !== 'all' && !person.teams.includes(team)) throw notFound();
  const { timeZone } = deps.config.ledger;
  const clock = { timeZone, nowMs };
  const request = readPeriod(url, clock);
  const figures = await readFigures(request, person, deps, { ...request.filter, team: [team] });
  // Of old figures nobody can tell whether there is more.
  const isTold = figures.period.staleSinceMs !== null || figures.by([], { team: [team] }).total.attempts > 0;
  if (!isTold && !(await isTeamKnown(team, call))) throw notFound();
  const freshness = await readFreshness(figures, call);
  const usage = figures.by(['route', 'model']);
  const cost = knownCostOf(usage.total);
  const main = (
    <>
      <PeriodHead call={call} request={request} figures={figures} freshness={freshness} filters={[]} />
      <Facts
        team={team}
        days={daysOf(request, deps)}
        usage={usage}
        freshness={freshness}
        toMs={request.toMs}
        currency={deps.config.ledger.currency}
      />
      <Table
        caption={`What ${team} used, by route and model`}
        rows={usage.groups.toSorted(
          (a, b) => (knownCostOf(b.counters) ?? 0) - (knownCostOf(a.counters) ?? 0),
        )}
        empty="Nothing in this period."
        columns={usageColumns(usage)}
      />
      <SumLine
        what="The lines"
        rows={usage.groups.map(({ counters }) => knownCostOf(counters))}
        headline={cost}
      />
      <Downloads url={url} days={daysOf(request, deps)} set={{ team }} />
    </>
  );
  return { title: `Statement: ${team}`, main };
}
