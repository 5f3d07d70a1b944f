/** The page of what platform teams watch: answered or not, fallbacks, errors, waiting, and how things stand now. */
import type { PageCall, View } from '../call.ts';
import { NoRequests, PeriodHead } from '../parts/period-head.tsx';
import { readPeriod } from '../period.ts';
import type { Named } from '../routes/route-figures.ts';
import type { Figures } from '../usage.ts';
import { Failures } from './failures.tsx';
import { loadReliability } from './load.ts';
import { OverTime } from './over-time.tsx';
import { StandingSection } from './standing.tsx';
import { countedOf, SuccessByRoute, SuccessTiles } from './success.tsx';

const namedBy = (figures: Figures, by: 'route' | 'model'): Named[] =>
  figures.by([by]).groups.map(({ names: [name = ''], counters }) => ({ name, counters }));

export async function answerReliability(call: PageCall): Promise<View> {
  const { url, deps, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const clock = { timeZone, nowMs };
  const request = readPeriod(url, clock);
  const reliability = await loadReliability(call, request);
  const { figures, freshness, standing } = reliability;
  const { total } = figures.by([]);
  const counted = countedOf(request.filter);
  const main = (
    <>
      <PeriodHead
        call={call}
        request={request}
        figures={figures}
        freshness={freshness}
        filters={['route', 'team', 'model', 'task']}
      />
      {total.attempts === 0 ? (
        <NoRequests request={request} />
      ) : (
        <>
          <SuccessTiles total={total} counted={counted} />
          {counted === 'requests' ? null : (
            <p class="note">
              With a model chosen, attempts at it are shown. How clients saw their requests is not known by
              model: a request counts where it began, its answer where that came from, and another model may
              have answered.
            </p>
          )}
          <OverTime {...reliability} timeZone={timeZone} counted={counted} />
          <SuccessByRoute routes={namedBy(figures, 'route')} total={total} url={url} counted={counted} />
          <Failures models={namedBy(figures, 'model')} total={total} />
          <p class="note">Percentiles come from histograms and are off by 4.5 % at most.</p>
        </>
      )}
      {standing === null ? null : <StandingSection standing={standing} clock={clock} />}
    </>
  );
  return { title: 'Reliability', main };
}
