/**
 * Cost and waiting by the hour: pictures and tables without scripts; where scripts run, explore.island.js puts pictures in
 * their place that zoom.
 */
import { assetHref } from '../assets.ts';
import type { PageCall, View } from '../call.ts';
import { Lines, type Point } from '../charts/lines.tsx';
import { momentAt } from '../parts/clock.ts';
import { count, dollars, money, moneyTicks } from '../parts/format.ts';
import { PeriodHead } from '../parts/period-head.tsx';
import { hrefWith } from '../period.ts';
import { readFreshness } from '../usage.ts';
import type { HourFigures } from './hours.ts';
import { type Hours, hourPresets, loadHours } from './load-hours.ts';

/** `2026-11-30 08:00`. */
const hourName = (atMs: number, timeZone: string) => momentAt(atMs, timeZone).slice(0, -3);

function pointsOf(
  hours: readonly HourFigures[],
  timeZone: string,
  values: (hour: HourFigures) => Point['values'],
): Point[] {
  return hours.map((hour) => {
    const name = hourName(hour.atMs, timeZone);
    return { name, label: name.slice(5), values: values(hour) };
  });
}

function costCaption(hours: readonly HourFigures[], timeZone: string): string {
  const dearest = hours.reduce<HourFigures | null>(
    (most, hour) => ((hour.cost ?? 0) > (most?.cost ?? 0) ? hour : most),
    null,
  );
  if (dearest === null) return 'Cost by hour.';
  return `The dearest hour cost ${dollars(dearest.cost)}: that from ${hourName(dearest.atMs, timeZone)}.`;
}

function waitingCaption(hours: readonly HourFigures[], timeZone: string): string {
  const slowest = hours.reduce<HourFigures | null>(
    (most, hour) => ((hour.firstEventP95 ?? 0) > (most?.firstEventP95 ?? 0) ? hour : most),
    null,
  );
  if (slowest === null) return 'No answer was streamed, so nobody waited for a first event.';
  return `People waited longest in the hour from ${hourName(slowest.atMs, timeZone)}: one in twenty more than ${count(slowest.firstEventP95)} ms.`;
}

type PicturesProps = { readonly hours: Hours['hours']; readonly timeZone: string; readonly dataHref: string };

/** What the script looks for: the section and its data, the bar that controls go into, the two figures. */
function Pictures({ hours, timeZone, dataHref }: PicturesProps) {
  return (
    <section class="explore" data-explore={dataHref} aria-label="Cost and waiting by the hour">
      <link rel="stylesheet" href={assetHref('uplot.css')} />
      <div class="explore-bar">
        <noscript>Zooming takes scripts; the tables beneath have every hour.</noscript>
      </div>
      <Lines
        caption={costCaption(hours, timeZone)}
        title={`Cost by hour, USD, ${timeZone}`}
        unit="USD"
        series={['Cost']}
        points={pointsOf(hours, timeZone, ({ cost }) => [cost])}
        print={money}
        printTicks={moneyTicks}
      />
      <Lines
        caption={waitingCaption(hours, timeZone)}
        title={`Time to the first event by hour, ms, ${timeZone}`}
        unit="ms"
        series={['p50', 'p95']}
        points={pointsOf(hours, timeZone, (hour) => [hour.firstEventP50, hour.firstEventP95])}
        print={count}
      />
      <script src={assetHref('uplot.js')} defer />
      <script src={assetHref('explore.island.js')} type="module" />
    </section>
  );
}

export async function answerExplore(call: PageCall): Promise<View> {
  const { url, deps, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const { request, figures, hours } = await loadHours(call);
  const freshness = await readFreshness(figures, call);
  const isEmpty = figures.by([]).total.attempts === 0;
  const main = (
    <>
      <p>
        <a href={hrefWith(url, {}, '/dashboard/routes')}>All routes</a>
      </p>
      <PeriodHead
        call={call}
        request={request}
        figures={figures}
        freshness={freshness}
        filters={['route', 'team', 'model', 'task']}
        presets={hourPresets({ timeZone, nowMs })}
      />
      {isEmpty ? (
        <p class="empty">Nothing was asked in these hours that the filters let through.</p>
      ) : (
        <Pictures
          hours={hours}
          timeZone={timeZone}
          dataHref={hrefWith(url, {}, '/dashboard/data/hours.json')}
        />
      )}
      <p class="note">
        Hours are kept for 40 days, and those of 31 days are shown at most. First events are of answers that
        were streamed; percentiles come from histograms and are off by 4.5 % at most.
      </p>
    </>
  );
  return { title: 'Explore', main };
}
