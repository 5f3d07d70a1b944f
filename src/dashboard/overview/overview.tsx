/** The first page: what this period cost, where it is heading, why it changed, and how sure that is. */
import { knownCostOf } from '../../finance/day-costs.ts';
import { describeForecast } from '../../finance/figure-captions.ts';
import type { UsageGroup } from '../../ledger/query-usage.ts';
import type { PageCall, View } from '../call.ts';
import { changeSentence } from '../change-sentence.ts';
import { Bars } from '../charts/bars.tsx';
import { longDay, shortDay } from '../parts/clock.ts';
import { Downloads } from '../parts/downloads.tsx';
import { count, money, moneyTicks, percent, shareOf } from '../parts/format.ts';
import { PeriodHead } from '../parts/period-head.tsx';
import { SumLine } from '../parts/sum-line.tsx';
import { Table } from '../parts/table.tsx';
import { hrefWith, readPeriod } from '../period.ts';
import { comparableOf, isNothing } from '../read-compared.ts';
import { costBars } from '../stack.ts';
import { BridgeSection } from './bridge-section.tsx';
import { Headline } from './headline.tsx';
import { loadOverview, type Overview } from './load.ts';
import { MoversSection } from './movers-section.tsx';

function CostByDay({ overview, timeZone }: { readonly overview: Overview; readonly timeZone: string }) {
  const { figures, activations, today } = overview;
  const { series, days } = costBars(figures.by(['day', 'route']).groups, 'route');
  const monthDays = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 0)).getUTCDate();
  const limit = limitOf(overview);
  const pace = limit === null ? null : Math.round(limit / monthDays);
  const markOf = (day: string) => {
    const versions = activations.filter((each) => each.day === day).map(({ version }) => version.slice(0, 8));
    return versions.length === 0 ? {} : { mark: `config ${versions.join(', ')} became active` };
  };
  return (
    <Bars
      caption={caption(overview, timeZone)}
      title={`Cost by day and route, USD, days of ${timeZone}`}
      unit="USD"
      series={series}
      print={money}
      printTicks={moneyTicks}
      bars={days.map(({ day, values }) => ({
        name: day === today ? `${longDay(day)} (so far)` : longDay(day),
        label: shortDay(day),
        values,
        isOpen: day === today,
        ...markOf(day),
      }))}
      {...(pace !== null && { line: { name: "The budgets' pace", values: days.map(() => pace) } })}
    />
  );
}

/** Nano-USD of a month that all of the cost may be held against; null: there is no such budget. */
function limitOf({ budget, isAllBudgeted }: Overview): number | null {
  return isAllBudgeted && budget !== null && budget !== 'away' ? budget.limitNanoUsd : null;
}

function caption(overview: Overview, timeZone: string): string {
  const { compared, forecast, days } = overview;
  const end = forecast === null || forecast.method === 'none' ? days.to : forecast.days.at(-1)?.day;
  const heading = forecast && describeForecast(forecast, end ?? days.to, limitOf(overview));
  const change = compared && changeSentence(compared, timeZone);
  return [change, heading].filter((each) => each !== null).join(' ') || 'Cost by day and route.';
}

type RoutesProps = { readonly overview: Overview; readonly url: URL; readonly timeZone: string };

function Routes({ overview, url, timeZone }: RoutesProps) {
  const { total, groups } = overview.figures.by(['route']);
  const cost = knownCostOf(total);
  const costOfRow = ({ counters }: UsageGroup) => knownCostOf(counters);
  return (
    <section>
      <h2>Routes</h2>
      <Table
        caption={`Cost by route, days of ${timeZone}`}
        rows={groups.toSorted((a, b) => (costOfRow(b) ?? 0) - (costOfRow(a) ?? 0))}
        isSortable
        columns={[
          {
            head: 'Route',
            isText: true,
            cell: ({ names: [name = ''] }) => (
              <a href={hrefWith(url, {}, `/dashboard/routes/${encodeURIComponent(name)}`)}>{name}</a>
            ),
          },
          { head: 'Requests', cell: ({ counters }) => count(counters.requests), sum: count(total.requests) },
          { head: 'Cost', unit: 'USD', cell: (row) => money(costOfRow(row)), sum: money(cost) },
          { head: 'Share', unit: 'of cost', cell: (row) => percent(shareOf(costOfRow(row), cost)) },
        ]}
      />
      <SumLine what="Routes" rows={groups.map(costOfRow)} headline={cost} />
    </section>
  );
}

export async function answerOverview(call: PageCall): Promise<View> {
  const { url, deps, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const request = readPeriod(url, { timeZone, nowMs });
  const overview = await loadOverview(call, request);
  const { figures, compared, freshness } = overview;
  const comparable = comparableOf(compared);
  const main = (
    <>
      <PeriodHead
        call={call}
        request={request}
        figures={figures}
        freshness={freshness}
        filters={['route', 'model', 'team']}
      />
      <Headline
        {...overview}
        currency={deps.config.ledger.currency}
        timeZone={timeZone}
        isOfModel={request.filter.model !== undefined}
      />
      <CostByDay overview={overview} timeZone={timeZone} />
      {comparable === null || isNothing(comparable) ? null : (
        <div class="columns">
          <BridgeSection compared={comparable} />
          <MoversSection compared={comparable} url={url} />
        </div>
      )}
      <Routes overview={overview} url={url} timeZone={timeZone} />
      <Downloads url={url} days={[overview.days.from, overview.days.to]} />
    </>
  );
  return { title: 'Overview', main };
}
