/**
 * The period and filters of a page, from its URL: `from`, `to`, `route`, `model`, `team`, `task`, as GET /admin/usage
 * takes them but for empty ones, which a form sends for all, and the URLs that change one of them. Pure.
 */
import { windowAt } from '../core/budget-window.ts';
import { RouterError } from '../core/errors.ts';
import { edgeOf, readUsageQuery, type UsageRequest } from '../endpoints/read-usage-query.ts';
import { dayNames } from '../ledger/cell.ts';
import { dateAt } from './parts/clock.ts';

const names = ['from', 'to', ...dayNames] as const;

export type FilterName = (typeof names)[number];

type Clock = { readonly timeZone: string; readonly nowMs: number };

/** Errors: `invalid_request`, naming the parameter. What a page has beside these is left to it. `byHour`: for a few days. */
export function readPeriod(url: URL, clock: Clock, byHour = false): UsageRequest {
  const params = new URLSearchParams();
  // A form sends its empty fields, too: what was not classified has a word of its own.
  for (const [name, value] of url.searchParams)
    if (names.includes(name as FilterName) && value !== '') params.append(name, value);
  if (byHour) params.append('by', 'hour');
  const read = readUsageQuery(params, clock);
  if (!read.ok) throw new RouterError('invalid_request', read.error.message, { param: read.error.field });
  return read.value;
}

/** The same with days in place of instants, so that figures, files and links of a page by day are of what it says. */
export function inDays(url: URL, timeZone: string): URL {
  const whole = new URL(url);
  for (const name of ['from', 'to'] as const) {
    const atMs = edgeOf(url.searchParams.get(name) ?? '', name, timeZone);
    if (atMs !== null) whole.searchParams.set(name, dateAt(name === 'from' ? atMs : atMs - 1, timeZone));
  }
  return whole;
}

/** The page's path and query with some filters set or, by null, taken out; all others stay. */
export function hrefWith(
  url: URL,
  changed: Partial<Record<FilterName, string | null>>,
  path = url.pathname,
): string {
  const params = new URLSearchParams();
  for (const [name, value] of url.searchParams)
    if (names.includes(name as FilterName) && !(name in changed) && value !== '') params.append(name, value);
  for (const [name, value] of Object.entries(changed)) if (value !== null) params.append(name, value);
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}

export type Preset = { readonly name: string; readonly from: string | null; readonly to: string | null };

const dayMs = 86_400_000;

/** Periods that one click chooses; the month that is under way is what a page shows without any. */
export function presetsAt({ timeZone, nowMs }: Clock): Preset[] {
  const { startMs } = windowAt('month', timeZone, nowMs);
  const last = windowAt('month', timeZone, startMs - 1);
  const date = (atMs: number) => dateAt(atMs, timeZone);
  const back = (days: number) =>
    date(windowAt('day', timeZone, nowMs).startMs - (days - 1) * dayMs + dayMs / 2);
  return [
    { name: 'This month', from: null, to: null },
    { name: 'Last month', from: date(last.startMs), to: date(startMs - 1) },
    { name: 'Last 7 days', from: back(7), to: date(nowMs) },
    { name: 'Last 31 days', from: back(31), to: date(nowMs) },
  ];
}
