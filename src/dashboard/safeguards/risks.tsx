/** How risky requests were taken to be, by day and route. */
import { countedRisks } from '../../core/counted-names.ts';
import { type RiskLevel, riskLevels } from '../../core/risk.ts';
import type { Counters } from '../../ledger/counters.ts';
import { Bars } from '../charts/bars.tsx';
import { dateAt, longDay, shortDay } from '../parts/clock.ts';
import { count, percent, shareOf } from '../parts/format.ts';
import { type Column, Table } from '../parts/table.tsx';
import { Tile, Tiles } from '../parts/tiles.tsx';
import type { Named } from '../routes/route-figures.ts';
import { routeHref } from '../routes/route-href.ts';
import type { Figures } from '../usage.ts';

const words: Readonly<Record<RiskLevel, string>> = {
  none: 'None seen',
  low: 'Low',
  elevated: 'Elevated',
  high: 'High',
};

/** Those that say something: of most requests there is nothing to see. */
const shown = ['low', 'elevated', 'high'] as const satisfies readonly RiskLevel[];

export function requestsAt({ risks }: Counters, level: RiskLevel): number {
  return risks.get(countedRisks.indexOf(level)) ?? 0;
}

/** Requests that nobody judged, or that were counted before risks were. */
export function unjudged(counters: Counters): number {
  const judged = riskLevels.reduce((sum, level) => sum + requestsAt(counters, level), 0);
  return Math.max(0, counters.requests - judged);
}

export function RiskTiles({ total }: { readonly total: Counters }) {
  const share = (part: number) => percent(shareOf(part, total.requests));
  return (
    <Tiles>
      <Tile name="Requests" value={count(total.requests)} note="in this period" />
      {shown.toReversed().map((level) => (
        <Tile
          name={`${words[level]} risk`}
          value={count(requestsAt(total, level))}
          note={`${share(requestsAt(total, level))} of requests`}
        />
      ))}
      <Tile
        name="Not judged"
        value={count(unjudged(total))}
        note={`${share(unjudged(total))}: no rule and no route asked`}
      />
    </Tiles>
  );
}

type DaysProps = { readonly figures: Figures; readonly timeZone: string; readonly nowMs: number };

export function RiskByDay({ figures, timeZone, nowMs }: DaysProps) {
  const today = dateAt(nowMs, timeZone);
  const { groups, total } = figures.by(['day']);
  const seen = shown.reduce((sum, level) => sum + requestsAt(total, level), 0);
  return (
    <Bars
      caption={
        seen === 0
          ? 'No request was taken to be risky.'
          : `${percent(shareOf(seen, total.requests))} of requests were taken to be of some risk; ${count(requestsAt(total, 'high'))} of high risk.`
      }
      title={`Requests by risk and day, days of ${timeZone}; those without any are left out`}
      unit="requests"
      series={shown.map((level) => words[level])}
      print={count}
      leastStep={1}
      bars={groups.map(({ names: [day = ''], counters }) => ({
        name: day === today ? `${longDay(day)} (so far)` : longDay(day),
        label: shortDay(day),
        values: shown.map((level) => requestsAt(counters, level)),
        isOpen: day === today,
      }))}
    />
  );
}

const mostRows = 200;

type RoutesProps = { readonly routes: readonly Named[]; readonly total: Counters; readonly url: URL };

export function RiskByRoute({ routes, total, url }: RoutesProps) {
  const risky = ({ counters }: Named) => requestsAt(counters, 'high') + requestsAt(counters, 'elevated');
  const rows = routes.toSorted((a, b) => risky(b) - risky(a));
  const columns: Column<Named>[] = [
    {
      head: 'Route',
      isText: true,
      isWhole: true,
      cell: ({ name }) => <a href={routeHref(name, url)}>{name}</a>,
      sum: 'All routes',
    },
    { head: 'Requests', cell: ({ counters }) => count(counters.requests), sum: count(total.requests) },
    ...riskLevels.map((level) => ({
      head: words[level],
      cell: ({ counters }: Named) => count(requestsAt(counters, level)),
      sum: count(requestsAt(total, level)),
    })),
    { head: 'Not judged', cell: ({ counters }) => count(unjudged(counters)), sum: count(unjudged(total)) },
  ];
  return (
    <>
      <h2>Routes</h2>
      <Table
        caption={`Requests by risk and route${rows.length > mostRows ? `, the first ${mostRows} of ${count(rows.length)}; the last row is of all` : ''}`}
        rows={rows.slice(0, mostRows)}
        columns={columns}
        isSortable
      />
      <p class="note">
        The classifier tells topic and wording, never guilt: one ordinary request in a hundred is taken for
        elevated. What was asked is kept nowhere.
      </p>
    </>
  );
}
