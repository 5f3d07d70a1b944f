/**
 * The parameters of GET /admin/usage, read and bounded. A date stands for the whole day in the reporting zone, or in
 * the one that is asked for: the last day of a period belongs to it; an instant ends it. Pure.
 */
import { isTimeZone, localMs, windowAt } from '../core/budget-window.ts';
import { err, type InvalidRequest, ok, type Result } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import { utcDayStart } from '../core/utc-day.ts';
import { type Cell, cellNames, dayNames } from '../ledger/cell.ts';
import { hourAt } from '../ledger/hours.ts';
import { dayTtlSeconds, hourTtlSeconds } from '../ledger/keys.ts';
import {
  filterValues,
  type UsageDimension,
  type UsageQuery,
  usageDimensions,
} from '../ledger/query-usage.ts';

export type UsageRequest = Omit<UsageQuery, 'teams'> & {
  /** Of dates and days. */
  readonly timeZone: string;
  /** Whether it is made of hours: hours, days of another zone than the ledger's, and names that days do not know. */
  readonly byHour: boolean;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Null: what the client accepts decides. */
  readonly format: 'json' | 'csv' | null;
};

const dayMs = 86_400_000;
const mostDays = dayTtlSeconds / 86_400;
/** A read for each hour. */
const mostDaysByHour = 31;
/** Days do not know them. */
const hourNames = cellNames.filter((name) => !(dayNames as readonly string[]).includes(name));
const whatIsByHour = `by hour, ${hourNames.join(', ')} or day of another zone`;
const single = ['from', 'to', 'time_zone', 'format'] as const;
/** Every parameter, each with one line for GET /openapi.json. */
export const usageParameters: Readonly<Record<(typeof single)[number] | 'by' | keyof Cell, string>> = {
  from: 'a date (the whole day) or an instant; by default the first of this month',
  to: 'a date (the whole day) or an instant; by default now',
  time_zone: 'of dates and days, as IANA names it; by default the reporting zone',
  by: `any of ${usageDimensions.join(', ')}, with commas between; the last three and hours of 31 days at most`,
  route: 'only this route; may be repeated, as the next six',
  model: 'only this model',
  team: 'only this team',
  task: 'only this task; `unclassified`, or empty: what was not classified',
  provider: 'only this provider',
  app: 'only this app; empty: keys of no app',
  key: 'only this API key, by its name',
  format: '`json` or `csv`; by default as Accept says',
};
const known: readonly string[] = Object.keys(usageParameters);

const instantPattern = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Noon of a date as if UTC; null: there is no such day. */
function noonOf(date: string): number | null {
  const startMs = utcDayStart(date);
  return startMs === null ? null : startMs + 12 * 3_600_000;
}

type Edge = 'from' | 'to';

/** Whole hours: `from` is the beginning of its day or hour, `to` the end; null: it is neither a date nor an instant. */
export function edgeOf(text: string, edge: Edge, timeZone: string): number | null {
  const noon = noonOf(text);
  if (noon !== null) {
    const { startMs, endMs } = windowAt('day', timeZone, noon - (localMs(noon, timeZone) - noon));
    return edge === 'from' ? startMs : endMs;
  }
  // In a URL a plus is a space.
  const instant = instantPattern.exec(text.replace(' ', '+'));
  const atMs = Date.parse(instant?.[0] ?? '');
  if (Number.isNaN(atMs) || noonOf(instant?.[1] ?? '') === null) return null;
  if (edge === 'from') return hourAt(atMs, timeZone).startMs;
  return windowAt('hour', timeZone, atMs - 1).endMs;
}

/** What is older than days are kept is not nothing: nobody knows it any more. */
export const daysKept = `must be of the last ${mostDays} days: older ones are not kept`;

export function isDayKept(fromMs: number, nowMs: number): boolean {
  return nowMs - fromMs <= mostDays * dayMs;
}

export type Clock = { readonly timeZone: string; readonly nowMs: number };

class UsageQueryReader {
  readonly check = new FieldCheck();
  readonly timeZone: string;
  readonly #params: URLSearchParams;
  readonly #clock: Clock;

  constructor(params: URLSearchParams, clock: Clock) {
    this.#params = params;
    this.#clock = clock;
    for (const name of params.keys()) {
      if (!known.includes(name)) this.check.fail(name, `is no parameter; there are ${known.join(', ')}`);
    }
    for (const name of single) {
      if (params.getAll(name).length > 1) this.check.fail(name, 'must be given once');
    }
    this.timeZone = this.#readZone();
  }

  #readZone(): string {
    const asked = this.#params.get('time_zone');
    if (asked === null || isTimeZone(asked)) return asked ?? this.#clock.timeZone;
    this.check.wrong('time_zone', 'an IANA time zone such as Europe/Berlin', asked);
    return this.#clock.timeZone;
  }

  /** By default the month that is under way, up to now. */
  edge(name: Edge): number {
    const { timeZone } = this;
    const { nowMs } = this.#clock;
    const text = this.#params.get(name);
    if (text === null) {
      const usual = name === 'from' ? windowAt('month', timeZone, nowMs).startMs : null;
      return usual ?? windowAt('hour', timeZone, nowMs).endMs ?? nowMs;
    }
    const atMs = edgeOf(text, name, timeZone);
    if (atMs !== null) return atMs;
    this.check.wrong(name, 'a date (2026-11-30) or an instant (2026-11-30T08:00:00Z)', text);
    return nowMs;
  }

  by(): UsageDimension[] {
    const words = this.#params
      .getAll('by')
      .flatMap((text) => text.split(','))
      .map((word) => this.check.oneOf(word.trim(), usageDimensions, 'by'));
    return [...new Set(words)].filter((word) => word !== undefined);
  }

  filter(): UsageQuery['filter'] {
    const given = cellNames.filter((name) => this.#params.has(name));
    return Object.fromEntries(given.map((name) => [name, filterValues(name, this.#params.getAll(name))]));
  }

  format(): UsageRequest['format'] {
    return this.check.oneOf(this.#params.get('format'), ['json', 'csv'] as const, 'format') ?? null;
  }

  /** Days are kept in the zone of the ledger alone, and by some names. */
  isByHour(by: readonly UsageDimension[]): boolean {
    const isOfZone = !by.includes('day') || this.timeZone === this.#clock.timeZone;
    return (
      by.includes('hour') ||
      !isOfZone ||
      hourNames.some((name) => by.includes(name) || this.#params.has(name))
    );
  }

  /** Days are kept for so long, and hours for less. */
  bound({ fromMs, toMs, byHour }: UsageRequest): void {
    const { timeZone, nowMs } = this.#clock;
    const days = (toMs - fromMs) / dayMs;
    // A day of summer time has an hour more or less.
    const atMost = (most: number) => days <= most + 1 / 12;
    if (fromMs >= toMs) this.check.fail('from', 'must be before `to`');
    if (!atMost(mostDays)) this.check.fail('from', `must be ${mostDays} days before \`to\` at most`);
    if (!isDayKept(fromMs, nowMs)) this.check.fail('from', daysKept);
    if (byHour && !atMost(mostDaysByHour))
      this.check.fail('from', `must be ${mostDaysByHour} days before \`to\` at most ${whatIsByHour}`);
    const isHourStart = (atMs: number) => windowAt('hour', timeZone, atMs).startMs === atMs;
    if (!isHourStart(fromMs) || !isHourStart(toMs))
      this.check.fail('time_zone', `must be one whose hours begin when those of ${timeZone} do`);
    const isDayStart = (atMs: number) => windowAt('day', timeZone, atMs).startMs === atMs;
    const needsHours = (atMs: number) => byHour || !isDayStart(atMs);
    for (const [name, atMs] of [
      ['from', fromMs],
      ['to', toMs],
    ] as const) {
      if (needsHours(atMs) && nowMs - atMs > hourTtlSeconds * 1000)
        this.check.fail(
          name,
          `must be a date, and not ${whatIsByHour}: hours are kept for ${hourTtlSeconds / 86_400} days`,
        );
    }
  }
}

/** Errors name the parameter. */
export function readUsageQuery(params: URLSearchParams, clock: Clock): Result<UsageRequest, InvalidRequest> {
  const reader = new UsageQueryReader(params, clock);
  const by = reader.by();
  const request: UsageRequest = {
    timeZone: reader.timeZone,
    byHour: reader.isByHour(by),
    fromMs: reader.edge('from'),
    toMs: reader.edge('to'),
    by,
    filter: reader.filter(),
    format: reader.format(),
  };
  reader.bound(request);
  return reader.check.problem === null ? ok(request) : err(reader.check.problem);
}
