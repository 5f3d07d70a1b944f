/** The page of one route: what it cost and at which models, what became of its requests, how it is configured. */
import { RouterError } from '../../core/errors.ts';
import type { PageCall, View } from '../call.ts';
import { costFigure } from '../cost.ts';
import { dateAt } from '../parts/clock.ts';
import { FilterBar } from '../parts/filter-bar.tsx';
import { FreshnessLine } from '../parts/freshness.tsx';
import { hrefWith, presetsAt, readPeriod } from '../period.ts';
import { spanBefore } from '../period-before.ts';
import { type Figures, readFigures, readFreshness } from '../usage.ts';
import { Errors, Funnel } from './attempts.tsx';
import { CallCosts, TokenKinds } from './call-costs.tsx';
import { ModelMix } from './model-mix.tsx';
import { ConfigHistory, type History, RouteConfig, readHistory } from './route-config.tsx';
import type { Named } from './route-figures.ts';
import { RouteTiles } from './route-tiles.tsx';
import { TaskHeat } from './task-heat.tsx';

/** By cost, the greatest first. */
function modelsOf(figures: Figures): Named[] {
  const models = figures.by(['model']).groups.map(({ names: [name = ''], counters }) => ({ name, counters }));
  return models.sort((a, b) => (costFigure(b.counters) ?? -1) - (costFigure(a.counters) ?? -1));
}

/** Days on which another configuration came into force. */
function marksOf(history: History, timeZone: string): Map<string, string> {
  if (history === null || history === 'away') return new Map();
  const oldestFirst = history.toReversed();
  const changes = oldestFirst.filter(({ object }, at) => at > 0 && oldestFirst[at - 1]?.object !== object);
  return new Map(
    changes.map(({ at, object }) => [dateAt(Date.parse(at), timeZone), `configuration ${object}`] as const),
  );
}

type SectionsProps = {
  readonly figures: Figures;
  readonly models: readonly Named[];
  readonly history: History;
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
          <h2>What calls cost</h2>
          <CallCosts counters={total} />
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

/** Errors: `not_found` where neither the configuration nor any figure that the person may see has such a route. */
export async function answerRoute(call: PageCall): Promise<View> {
  const { url, person, deps, nowMs, params } = call;
  const { config } = deps;
  const { timeZone } = config.ledger;
  const name = params.route ?? '';
  const clock = { timeZone, nowMs };
  const asked = readPeriod(url, clock);
  const { route: _, ...others } = asked.filter;
  const request = { ...asked, filter: others };
  const filter = { ...others, route: [name] };
  const figures = await readFigures(request, person, deps, filter);
  const isSeen = figures.by([], { route: [name] }).total.attempts > 0;
  if (!config.routes.has(name) && !isSeen)
    throw new RouterError('not_found', `There is no route ${name} in the configuration or in this period.`);
  // One after the other: a Worker has six connections, and each read uses them all.
  const before = await readFigures(spanBefore(request, timeZone), person, deps, filter);
  const [freshness, history] = await Promise.all([readFreshness(figures, call), readHistory(deps)]);
  const { total } = figures.by([]);
  const models = modelsOf(figures);
  const choices = (by: 'model' | 'team' | 'task') =>
    figures.by([by], { route: [name] }).groups.map(({ names }) => names[0] ?? '');
  const exploreHref = hrefWith(url, { route: name }, '/dashboard/explore');
  const main = (
    <>
      <p>
        <a href={hrefWith(url, { route: null }, '/dashboard/routes')}>All routes</a>
      </p>
      <FilterBar
        url={url}
        request={request}
        presets={presetsAt(clock)}
        timeZone={timeZone}
        choices={{ team: choices('team'), model: choices('model'), task: choices('task') }}
      />
      <FreshnessLine {...freshness} />
      {total.attempts === 0 ? (
        <p class="empty">
          No request on this route in this period
          {Object.keys(others).length > 0 ? ' that the filters let through' : ''}.
        </p>
      ) : (
        <>
          <RouteTiles
            counters={total}
            before={costFigure(before.by([]).total)}
            allCost={costFigure(figures.by([], others).total)}
            models={models}
          />
          <Sections {...{ figures, models, history, timeZone, nowMs, exploreHref }} />
        </>
      )}
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
