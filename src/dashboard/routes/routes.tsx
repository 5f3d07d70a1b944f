/** The page of all routes: what each cost and used, how it answered, and how that moved. */
import type { UsageFilter } from '../../ledger/query-usage.ts';
import type { PageCall, View } from '../call.ts';
import { costFigure } from '../cost.ts';
import { FilterBar } from '../parts/filter-bar.tsx';
import { count } from '../parts/format.ts';
import { FreshnessLine } from '../parts/freshness.tsx';
import { SumLine } from '../parts/sum-line.tsx';
import { hrefWith, presetsAt, readPeriod } from '../period.ts';
import { spanBefore } from '../period-before.ts';
import { type Figures, readFigures, readFreshness } from '../usage.ts';
import { listsByFirst, type Named } from './route-figures.ts';
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
    figures.by(['route', 'day']).groups.map(({ names, counters }) => [names.join(' '), costFigure(counters)]),
  );
  return (route) => days.map((day) => costs.get(`${route} ${day}`) ?? null);
}

function rowsOf(figures: Figures, before: Figures, url: URL): RouteRow[] {
  const daysOf = dayCosts(figures);
  const models = listsByFirst(figures.by(['route', 'model']).groups);
  const earlier = new Map(
    before
      .by(['route'])
      .groups.map(named)
      .map(({ name, counters }) => [name, counters]),
  );
  const rows = figures.by(['route']).groups.map((group) => {
    const { name, counters } = named(group);
    const then = earlier.get(name);
    return {
      name,
      counters,
      href: routeHref(name, url),
      days: daysOf(name),
      before: then === undefined ? 0 : costFigure(then),
      models: models.get(name) ?? [],
    };
  });
  return rows.sort((a, b) => (costFigure(b.counters) ?? -1) - (costFigure(a.counters) ?? -1));
}

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

/** What has to be known to read the tables rightly; nothing where all is as usual. */
function Notes({ rows, unpriced, filter }: { rows: number; unpriced: number; filter: UsageFilter }) {
  return (
    <>
      {rows > mostRows ? (
        <p class="note">
          The {mostRows} routes that cost most, of {count(rows)}; the sums are of all.
        </p>
      ) : null}
      {unpriced === 0 ? null : (
        <p class="banner">
          {count(unpriced)} {unpriced === 1 ? 'call has' : 'calls have'} no known price and no part in any
          cost.
        </p>
      )}
      {filter.model === undefined ? null : (
        <p class="note">
          With a model chosen, only its own calls count: requests are those that began there, answers are
          those that it gave, also to requests that began elsewhere.
        </p>
      )}
      <p class="note">
        A call is one attempt at one model: a request that was retried or passed on is several. Percentiles
        come from histograms and are off by 4.5 % at most. The period before has as many days and ends at the
        same time of day.
      </p>
    </>
  );
}

export async function answerRoutes(call: PageCall): Promise<View> {
  const { url, person, deps, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const clock = { timeZone, nowMs };
  const request = readPeriod(url, clock);
  const { filter } = request;
  const figures = await readFigures(request, person, deps, filter);
  // One after the other: a Worker has six connections, and each read uses them all.
  const before = await readFigures(spanBefore(request, timeZone), person, deps, filter);
  const freshness = await readFreshness(figures, call);
  const { total } = figures.by([]);
  const rows = rowsOf(figures, before, url);
  const seen = new Set(rows.map(({ name }) => name));
  const choices = (by: 'model' | 'team' | 'task') =>
    figures.by([by], {}).groups.map((each) => named(each).name);
  const main = (
    <>
      <FilterBar
        url={url}
        request={request}
        presets={presetsAt(clock)}
        timeZone={timeZone}
        choices={{ team: choices('team'), model: choices('model'), task: choices('task') }}
      />
      <FreshnessLine {...freshness} />
      {rows.length === 0 ? (
        <p class="empty">
          No request in this period{Object.keys(filter).length > 0 ? ' that the filters let through' : ''}.
        </p>
      ) : (
        <>
          <RouteTables
            rows={rows.slice(0, mostRows)}
            total={total}
            models={figures.by(['model']).groups.map(named)}
            before={costFigure(before.by([]).total)}
            timeZone={timeZone}
          />
          <SumLine
            what="Routes"
            rows={rows.map(({ counters }) => costFigure(counters))}
            headline={costFigure(total)}
          />
          <Notes rows={rows.length} unpriced={total.unpriced} filter={filter} />
        </>
      )}
      <Unused names={[...deps.config.routes.keys()].filter((name) => !seen.has(name))} url={url} />
      <p>
        <a href={hrefWith(url, {}, '/dashboard/explore')}>Explore cost and waiting by the hour</a>
      </p>
    </>
  );
  return { title: 'Routes', main };
}
