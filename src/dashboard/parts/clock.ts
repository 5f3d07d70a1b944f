/** Moments and days as they are shown, in the reporting zone. Pure but for the platform's formatters, made once each. */
import { localMs, windowAt } from '../../core/budget-window.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(timeZone, made);
  return made;
}

function partsOf(atMs: number, timeZone: string): Readonly<Record<string, string>> {
  const parts = formatterOf(timeZone).formatToParts(atMs);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** `2026-11-30`. */
export function dateAt(atMs: number, timeZone: string): string {
  const { year, month, day } = partsOf(atMs, timeZone);
  return `${year}-${month}-${day}`;
}

/** `2026-11-30 08:15:00`. */
export function momentAt(atMs: number, timeZone: string): string {
  const { hour, minute, second } = partsOf(atMs, timeZone);
  return `${dateAt(atMs, timeZone)} ${hour}:${minute}:${second}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `2026-11-30` as `30 Nov`. */
export function shortDay(date: string): string {
  const [, month = '1', day = ''] = date.split('-');
  return `${Number(day)} ${months[Number(month) - 1] ?? ''}`;
}

/** `2026-11-30` as `Mon 30 Nov`. */
export function longDay(date: string): string {
  return `${weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''} ${shortDay(date)}`;
}

/** Where a day of the zone begins and ends; a day of summer time has an hour more or less. */
export function dayWindow(
  date: string,
  timeZone: string,
): { readonly fromMs: number; readonly toMs: number } {
  const noon = Date.parse(`${date}T12:00:00Z`);
  const { startMs, endMs } = windowAt('day', timeZone, noon - (localMs(noon, timeZone) - noon));
  return { fromMs: startMs, toMs: endMs ?? startMs };
}
