/** The page of all routes: what each cost and used, how it answered, and how that moved. */

import { knownCostOf } from '../../finance/day-costs.ts';
import type { Mover } from '../../finance/movers.ts';
import type { PageCall, View } from '../call.ts';
import { exploreHref } from '../explore/load-hours.ts';
import { dateAt } from '../parts/clock.ts';
import { Downloads } from '../parts/downloads.tsx';
import { count } from '../parts/format.ts';
import { NoRequests, PeriodHead } from '../parts/period-head.tsx';
import { SumLine } from '../parts/sum-line.tsx';
import { readPeriod } from '../period.ts';
import { type ComparedFigures, comparableOf, readCompared, untilWords } from '../read-compared.ts';
import { daysOf, type Figures, readFigures, readFreshness } from '../usage.ts';
import { Notes } from './notes.tsx';
import { listsByFirst, moversBy, type Named } from './route-figures.ts';
import { routeHref } from './route-href.ts';
import { type RouteRow, RouteTables } from './route-tables.tsx';

/** More would be no page; the sums are of all. */
const mostRows = 200;

const named = ({ names: [name = ''], counters }: ReturnType<Figures['by']>['groups'][number]): Named => ({
  name,
  counters,
});

/** Every day of the period on which anything was asked, so that all trends have one length. */
function dayCosts(figures: Figures): (route: string) => (number | null)[] {
  const days = figures.by(['day']).groups.map(({ names: [day = ''] }) => day);
  const costs = new Map(
    figures
      .by(['route', 'day'])
      .groups.map(({ names, counters }) => [names.join(' '), knownCostOf(counters)]),
  );
  return (route) => days.map((day) => costs.get(`${route} ${day}`) ?? null);
}

function rowsOf(figures: Figures, movers: ReadonlyMap<string, Mover>, url: URL): RouteRow[] {
  const daysOf = dayCosts(figures);
  const models = listsByFirst(figures.by(['route', 'model']).groups);
  const rows = figures.by(['route']).groups.map((group) => {
    const { name, counters } = named(group);
    return {
      name,
      counters,
      href: routeHref(name, url),
      days: daysOf(name),
      mover: movers.get(name) ?? null,
      models: models.get(name) ?? [],
    };
  });
  return rows.sort((a, b) => (knownCostOf(b.counters) ?? -1) - (knownCostOf(a.counters) ?? -1));
}

const againstWords = (compared: ComparedFigures | null): string | null =>
  compared && `against ${compared.name}${untilWords(compared)}`;

function Unused({ names, url }: { readonly names: readonly string[]; readonly url: URL }) {
  if (names.length === 0) return null;
  return (
    <p>
      Without a request in this period:{' '}
      {names.slice(0, mostRows).map((name, at) => (
        <>
          {at === 0 ? '' : ', '}
          <a href={routeHref(name, url)}>{name}</a>
        </>
      ))}
      {names.length > mostRows ? ` and ${count(names.length - mostRows)} more` : ''}.
    </p>
  );
}

function Endnotes({ rows }: { readonly rows: number }) {
  return (
    <p class="note">
      {rows > mostRows
        ? `These are the ${mostRows} routes that cost most, of ${count(rows)}; the sums are of all. `
        : ''}
      A request that was retried or passed on took several attempts. Percentiles come from histograms and are
      off by 4.5 % at most.
    </p>
  );
}

export async function answerRoutes(call: PageCall): Promise<View> {
  const { url, person, deps, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const clock = { timeZone, nowMs };
  const request = readPeriod(url, clock);
  const { filter } = request;
  const figures = await readFigures(request, person, deps, filter);
  const [from, to] = daysOf(request, deps);
  // One after the other: a Worker has six connections, and each read uses them all.
  const compared = await readCompared({ from, to }, dateAt(nowMs, timeZone), figures, call, filter);
  const freshness = await readFreshness(figures, call);
  const { total } = figures.by([]);
  const rows = rowsOf(figures, moversBy(compared, ['route']), url);
  const seen = new Set(rows.map(({ name }) => name));
  const main = (
    <>
      <PeriodHead
        call={call}
        request={request}
        figures={figures}
        freshness={freshness}
        filters={['team', 'model', 'task']}
      />
      {rows.length === 0 ? (
        <NoRequests request={request} />
      ) : (
        <>
          <Notes compared={compared} unpriced={total.unpriced} filter={filter} timeZone={timeZone} />
          <RouteTables
            rows={rows.slice(0, mostRows)}
            total={total}
            models={figures.by(['model']).groups.map(named)}
            mover={moversBy(compared, []).get('') ?? null}
            against={againstWords(comparableOf(compared))}
            timeZone={timeZone}
          />
          <SumLine
            what="Routes"
            rows={rows.map(({ counters }) => knownCostOf(counters))}
            headline={knownCostOf(total)}
          />
          <Endnotes rows={rows.length} />
        </>
      )}
      <Unused names={[...deps.config.routes.keys()].filter((name) => !seen.has(name))} url={url} />
      <Downloads url={url} days={[from, to]} />
      <p>
        <a href={exploreHref(url, request, nowMs)}>Explore cost and waiting by the hour</a>
      </p>
    </>
  );
  return { title: 'Routes', main };
}
