/** Requests that were not answered, and how long answers took, over time. */
import type { Counters } from '../../ledger/counters.ts';
import { percentile } from '../../ledger/histogram.ts';
import { Lines, type Point } from '../charts/lines.tsx';
import { count, duration, percent, shareOf } from '../parts/format.ts';
import type { Reliability, Step } from './load.ts';
import { type Counted, failed, unanswered } from './success.tsx';

type At = { readonly step: Step; readonly counters: Counters | null };

/** Every step, those without a request too: a gap in a line is one. */
function countersAt({ figures, by, steps }: Reliability): At[] {
  const groups = new Map(figures.by([by]).groups.map(({ names: [key = ''], counters }) => [key, counters]));
  return steps.map((step) => ({ step, counters: groups.get(step.key) ?? null }));
}

function pointsOf(
  all: readonly At[],
  values: (counters: Counters) => (number | null)[],
  lines: number,
): Point[] {
  const none = Array.from({ length: lines }, () => null);
  return all.map(({ step: { name, label }, counters }) => ({
    name,
    label,
    values: counters === null ? none : values(counters),
  }));
}

/** When the value is highest, as `on Mon 9 Nov` or `at 2026-11-09 08:00`; null: it is nowhere above 0. */
function peakOf(points: readonly Point[], line: number): { name: string; value: number } | null {
  let peak: { name: string; value: number } | null = null;
  for (const { name, values } of points) {
    const value = values[line] ?? 0;
    if (value > (peak?.value ?? 0)) peak = { name: `${/:/.test(name) ? 'at' : 'on'} ${name}`, value };
  }
  return peak;
}

type Outcome = {
  readonly all: (counters: Counters) => number;
  readonly missed: (counters: Counters) => number | null;
  readonly title: string;
  readonly series: string;
  readonly none: string;
  readonly said: string;
};

const outcomes: Readonly<Record<Counted, Outcome>> = {
  requests: {
    all: ({ requests }) => requests,
    missed: unanswered,
    title: 'Requests without a whole answer',
    series: 'Not answered',
    none: 'Every request was answered whose client stayed.',
    said: 'of requests were not answered',
  },
  attempts: {
    all: ({ attempts }) => attempts,
    missed: failed,
    title: 'Attempts at this model without a whole answer',
    series: 'Failed',
    none: 'No attempt at this model failed.',
    said: 'of attempts at this model failed',
  },
};

function failuresCaption(points: readonly Point[], total: Counters, counted: Counted): string {
  const { all, missed, none, said } = outcomes[counted];
  const peak = peakOf(points, 0);
  if (all(total) === 0) return `No ${counted.slice(0, -1)} in this period.`;
  if (peak === null) return none;
  return `${percent(shareOf(missed(total), all(total)))} ${said}; most ${peak.name}: ${percent(peak.value)}.`;
}

function waitCaption(points: readonly Point[], what: string, none: string): string {
  const peak = peakOf(points, 1);
  return peak === null
    ? none
    : `${what} was slowest ${peak.name}: one in twenty took more than ${duration(peak.value)}.`;
}

export function OverTime(props: Reliability & { readonly timeZone: string; readonly counted: Counted }) {
  const { by, figures, timeZone, counted } = props;
  const outcome = outcomes[counted];
  const all = countersAt(props);
  const { total } = figures.by([]);
  const failures = pointsOf(
    all,
    (counters) => [
      shareOf(outcome.missed(counters), outcome.all(counters)),
      shareOf(counters.clientLeft, outcome.all(counters)),
    ],
    2,
  );
  const ofTimes = (pick: (counters: Counters) => Counters['firstEventMs']) =>
    pointsOf(all, (counters) => [percentile(pick(counters), 0.5), percentile(pick(counters), 0.95)], 2);
  const waits = ofTimes(({ firstEventMs }) => firstEventMs);
  const durations = ofTimes(({ durationMs }) => durationMs);
  const steps = by === 'hour' ? `hours of ${timeZone}` : `days of ${timeZone}`;
  return (
    <>
      <h2>Over time</h2>
      <Lines
        caption={failuresCaption(failures, total, counted)}
        title={`${outcome.title}, ${steps}`}
        unit={`of ${counted}`}
        series={[outcome.series, 'The client left first']}
        points={failures}
        print={percent}
        leastStep={0.001}
      />
      <div class="columns">
        <Lines
          caption={waitCaption(
            waits,
            'The first word',
            'No answer was streamed, so there was no first word to wait for.',
          )}
          title={`Time to the first event of streamed answers, ${steps}`}
          unit="ms"
          series={['p50', 'p95']}
          points={waits}
          print={count}
          leastStep={1}
        />
        <Lines
          caption={waitCaption(durations, 'The whole answer', 'No attempt was completed.')}
          title={`Time to the end of completed attempts, ${steps}`}
          unit="ms"
          series={['p50', 'p95']}
          points={durations}
          print={count}
          leastStep={1}
        />
      </div>
    </>
  );
}
