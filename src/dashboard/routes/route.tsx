/** The page of one route: what it cost and at which models, what became of its requests, how it is configured. */

import { knownCostOf } from '../../finance/day-costs.ts';
import type { PageCall, View } from '../call.ts';
import { exploreHref } from '../explore/load-hours.ts';
import { dateAt } from '../parts/clock.ts';
import { PeriodHead } from '../parts/period-head.tsx';
import { hrefWith } from '../period.ts';
import { AttemptCosts, TokenKinds } from './attempt-costs.tsx';
import { Errors, Funnel } from './attempts.tsx';
import { loadRoute, type RoutePage } from './load-route.ts';
import { ModelMix } from './model-mix.tsx';
import { Notes } from './notes.tsx';
import { ConfigHistory, type History, RouteConfig } from './route-config.tsx';
import { moversBy } from './route-figures.ts';
import { RouteTiles } from './route-tiles.tsx';
import { TaskHeat } from './task-heat.tsx';

/** Days on which another configuration came into force. */
function marksOf(history: History, timeZone: string): Map<string, string> {
  if (history === null || history === 'away') return new Map();
  const oldestFirst = history.toReversed();
  const changes = oldestFirst.filter(({ object }, at) => at > 0 && oldestFirst[at - 1]?.object !== object);
  return new Map(
    changes.map(
      ({ at, object }) => [dateAt(Date.parse(at), timeZone), `config ${object} became active`] as const,
    ),
  );
}

type SectionsProps = Pick<RoutePage, 'figures' | 'models' | 'history'> & {
  readonly timeZone: string;
  readonly nowMs: number;
  readonly exploreHref: string;
};

function Sections({ figures, models, history, timeZone, nowMs, exploreHref }: SectionsProps) {
  const { total } = figures.by([]);
  return (
    <>
      <h2>Models</h2>
      <ModelMix
        figures={figures}
        models={models}
        timeZone={timeZone}
        today={dateAt(nowMs, timeZone)}
        marks={marksOf(history, timeZone)}
      />
      <h2>Tasks</h2>
      <TaskHeat figures={figures} />
      <div class="columns">
        <section>
          <h2>What attempts cost</h2>
          <AttemptCosts counters={total} />
        </section>
        <section>
          <h2>What was paid for</h2>
          <TokenKinds counters={total} />
        </section>
        <section>
          <h2>Requests and answers</h2>
          <Funnel counters={total} />
        </section>
        <section>
          <h2>Errors</h2>
          <Errors counters={total} />
        </section>
      </div>
      <p>
        <a href={exploreHref}>Explore cost and waiting by the hour</a>
      </p>
    </>
  );
}

function Figures({ page, call }: { readonly page: RoutePage; readonly call: PageCall }) {
  const { name, figures, compared, request, models, history } = page;
  const { total } = figures.by([]);
  const { timeZone } = call.deps.config.ledger;
  if (total.attempts === 0) {
    const narrowed = Object.keys(request.filter).length > 0 ? ' that the filters let through' : '';
    return <p class="empty">No request on this route in this period{narrowed}.</p>;
  }
  return (
    <>
      <Notes compared={compared} unpriced={total.unpriced} filter={request.filter} timeZone={timeZone} />
      <RouteTiles
        counters={total}
        mover={moversBy(compared, []).get('') ?? null}
        against={compared?.name ?? null}
        allCost={knownCostOf(figures.by([], request.filter).total)}
        models={models}
      />
      <Sections
        figures={figures}
        models={models}
        history={history}
        timeZone={timeZone}
        nowMs={call.nowMs}
        exploreHref={exploreHref(call.url, request, call.nowMs, name)}
      />
    </>
  );
}

/** Errors: as `loadRoute`. */
export async function answerRoute(call: PageCall): Promise<View> {
  const { url, person } = call;
  const { config } = call.deps;
  const { timeZone } = config.ledger;
  const page = await loadRoute(call);
  const { name, request, figures, freshness, history } = page;
  const main = (
    <>
      <p>
        <a href={hrefWith(url, { route: null }, '/dashboard/routes')}>All routes</a>
      </p>
      <PeriodHead
        call={call}
        request={request}
        figures={figures}
        freshness={freshness}
        filters={['team', 'model', 'task']}
        within={{ route: [name] }}
      />
      <Figures page={page} call={call} />
      <div class="columns">
        <section>
          <h2>Configuration</h2>
          <RouteConfig name={name} config={config} person={person} />
        </section>
        <section>
          <h2>History</h2>
          <ConfigHistory history={history} version={config.version} timeZone={timeZone} />
        </section>
      </div>
    </>
  );
  return { title: `Route ${name}`, main };
}
