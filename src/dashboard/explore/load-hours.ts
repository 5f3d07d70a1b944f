/** What the Explore page and its data read: each hour of a few days, for the filters in the URL. */
import { windowAt } from '../../core/budget-window.ts';
import type { UsageRequest } from '../../endpoints/read-usage-query.ts';
import { dateAt } from '../parts/clock.ts';
import { hrefWith, type Preset, readPeriod } from '../period.ts';
import type { Signed } from '../serve.tsx';
import { type Figures, readFigures } from '../usage.ts';
import { type HourFigures, hoursOf } from './hours.ts';

const dayMs = 86_400_000;
/** Each hour is a read of its own: so many days unless somebody asks for more. */
const usualDays = 3;
const mostDays = 31;

export type Hours = {
  readonly request: UsageRequest;
  readonly figures: Figures;
  readonly hours: readonly HourFigures[];
};

type Clock = { readonly timeZone: string; readonly nowMs: number };

/** The first of so many days up to today. */
function firstOf(days: number, { timeZone, nowMs }: Clock): string {
  const { startMs } = windowAt('day', timeZone, nowMs);
  return dateAt(startMs + dayMs / 2 - (days - 1) * dayMs, timeZone);
}

export function hourPresets(clock: Clock): Preset[] {
  const last = (days: number) => ({ from: firstOf(days, clock), to: dateAt(clock.nowMs, clock.timeZone) });
  return [
    { name: 'Today', ...last(1) },
    { name: `Last ${usualDays} days`, from: null, to: null },
    { name: 'Last 7 days', ...last(7) },
    { name: 'Last 31 days', ...last(mostDays) },
  ];
}

/** The page for what another page shows; its period goes along where hours are kept of it. */
export function exploreHref(url: URL, { fromMs, toMs }: UsageRequest, nowMs: number, route?: string): string {
  const isTooLong = toMs - fromMs > mostDays * dayMs || nowMs - fromMs > (mostDays + 1) * dayMs;
  return hrefWith(
    url,
    { ...(isTooLong && { from: null, to: null }), ...(route !== undefined && { route }) },
    '/dashboard/explore',
  );
}

/** Errors: `invalid_request`, naming the parameter; `store_unavailable`. */
export async function loadHours({ http, deps, person }: Omit<Signed, 'params'>): Promise<Hours> {
  const clock = { timeZone: deps.config.ledger.timeZone, nowMs: deps.now() };
  const url = new URL(http.url);
  const { searchParams } = url;
  if (!searchParams.get('from') && !searchParams.get('to'))
    searchParams.set('from', firstOf(usualDays, clock));
  const request = readPeriod(url, clock, true);
  const figures = await readFigures({ ...request, byHour: true }, person, deps, request.filter);
  const span = { ...request, ...clock, toMs: Math.min(request.toMs, clock.nowMs) };
  return { request, figures, hours: hoursOf(figures.by(['hour']), span) };
}
