/**
 * Routes of which more than a share of the requests fell back for a while. Counters are kept by the hour, so the look of
 * every five minutes is held against the ones before it: what an hour's counters grew by is what was booked meanwhile.
 * That is when requests were booked and not when they were sent: seconds later, or much later out of the outbox. Pure.
 */
import type { Alert, FallbackAlert } from '../core/alert.ts';
import type { AlertSettings } from '../core/config.ts';
import type { CountedHour } from '../ledger/read-usage.ts';

/** Of one route and model in one hour, so far. */
export type FallbackCount = {
  readonly startMs: number;
  readonly route: string;
  readonly model: string;
  readonly requests: number;
  readonly fallbacks: number;
  /** Attempts that failed or were refused. */
  readonly failed: number;
};

/** What one look has seen: this hour and the one before. */
export type FallbackLook = { readonly atMs: number; readonly counts: readonly FallbackCount[] };

const stepMs = 5 * 60_000;
/** A look that the cron missed makes a step longer; one that is longer than this says nothing of minutes. */
const longestStepMs = 3 * stepMs;

const placeOf = ({ startMs, route, model }: FallbackCount) => JSON.stringify([startMs, route, model]);

export function lookAtFallbacks(hours: readonly CountedHour[], atMs: number): FallbackLook {
  const counts = new Map<string, FallbackCount>();
  for (const { startMs, cells } of hours)
    for (const { cell, counters } of cells) {
      const { route, model } = cell;
      const found = { startMs, route, model, requests: 0, fallbacks: 0, failed: 0 };
      const sum = counts.get(placeOf(found)) ?? found;
      counts.set(placeOf(found), {
        ...sum,
        requests: sum.requests + counters.requests,
        fallbacks: sum.fallbacks + counters.fallbacks,
        failed: sum.failed + counters.failed + counters.rejected,
      });
    }
  return {
    atMs,
    counts: [...counts.values()].filter((each) => each.requests + each.fallbacks + each.failed > 0),
  };
}

/** What has come between two looks; never less than nothing. */
function grownBetween(older: FallbackLook, newer: FallbackLook): FallbackCount[] {
  const before = new Map(older.counts.map((each) => [placeOf(each), each]));
  return newer.counts.map((each) => {
    const was = before.get(placeOf(each));
    const grown = (name: 'requests' | 'fallbacks' | 'failed') => Math.max(0, each[name] - (was?.[name] ?? 0));
    return { ...each, requests: grown('requests'), fallbacks: grown('fallbacks'), failed: grown('failed') };
  });
}

type Sum = Pick<FallbackCount, 'requests' | 'fallbacks'>;

const sumOf = (counts: readonly FallbackCount[]): Sum => ({
  requests: counts.reduce((sum, { requests }) => sum + requests, 0),
  fallbacks: counts.reduce((sum, { fallbacks }) => sum + fallbacks, 0),
});

const isOver = ({ requests, fallbacks }: Sum, share: number) => requests > 0 && fallbacks > share * requests;

function driverOf(counts: readonly FallbackCount[]): FallbackAlert['driver'] {
  const failed = new Map<string, number>();
  for (const each of counts) failed.set(each.model, (failed.get(each.model) ?? 0) + each.failed);
  const [most] = [...failed].sort(([, a], [, b]) => b - a);
  return most === undefined || most[1] === 0 ? null : { model: most[0], failed: most[1] };
}

/** The steps up to the last look, newest last; fewer than asked for: there are no more, or looks were missed. */
function stepsOf(looks: readonly FallbackLook[], most: number): (readonly FallbackCount[])[] {
  const steps: (readonly FallbackCount[])[] = [];
  for (let at = looks.length - 1; at > 0 && steps.length < most; at--) {
    const [older, newer] = [looks[at - 1], looks[at]];
    if (older === undefined || newer === undefined || newer.atMs - older.atMs > longestStepMs) break;
    steps.unshift(grownBetween(older, newer));
  }
  return steps;
}

/** Looks that the next one has use for. */
export function looksToKeep(
  looks: readonly FallbackLook[],
  { steps }: AlertSettings['fallback'],
): FallbackLook[] {
  return looks.slice(-(steps + 1));
}

/**
 * `looks`: oldest first, the last is now. Over is what fell back no more than half as often as the line in the last
 * step; in between nothing changes.
 */
export function findFallbacks(
  looks: readonly FallbackLook[],
  { fallback, againMs }: Pick<AlertSettings, 'fallback' | 'againMs'>,
  timeZone: string,
): { readonly alerts: Alert[]; readonly over: string[] } {
  const found = { alerts: [] as Alert[], over: [] as string[] };
  const steps = stepsOf(looks, fallback.steps);
  const last = steps.at(-1);
  const toMs = looks.at(-1)?.atMs ?? 0;
  const fromMs = looks.at(-1 - steps.length)?.atMs ?? toMs;
  for (const route of new Set(last?.map((each) => each.route))) {
    const own = steps.map((step) => step.filter((each) => each.route === route));
    const key = `fallback:${route}`;
    const lastSum = sumOf(own.at(-1) ?? []);
    if (lastSum.requests > 0 && !isOver(lastSum, fallback.share / 2)) found.over.push(key);
    const sum = sumOf(own.flat());
    const isTold =
      steps.length === fallback.steps &&
      sum.requests >= fallback.requests &&
      own.every((step) => isOver(sumOf(step), fallback.share));
    if (!isTold) continue;
    const data = {
      route,
      fromMs,
      toMs,
      ...sum,
      limitShare: fallback.share,
      driver: driverOf(own.flat()),
      timeZone,
    };
    found.alerts.push({ kind: 'fallback', key, covers: [], untilMs: toMs + againMs, data });
  }
  return found;
}
