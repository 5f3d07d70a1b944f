/**
 * GET /admin/usage: what was used and what it cost, by any grouping, from counters. JSON in nano-USD, CSV in USD. Who may
 * see which teams is an argument, so that pages serve the same to people who see some.
 */
import { RouterError } from '../core/errors.ts';
import type { Deps } from '../deps.ts';
import { type CsvCell, printCsv, printUsd } from '../finance/print-csv.ts';
import { completeUntil } from '../ledger/complete-until.ts';
import type { Counters } from '../ledger/counters.ts';
import { queryUsage, type Usage, type VisibleTeams } from '../ledger/query-usage.ts';
import { type Figure, usageFigures } from '../ledger/usage-figures.ts';
import { orUnavailable } from './admin-call.ts';
import { type Call, json } from './endpoint.ts';
import { readUsageQuery, type UsageRequest } from './read-usage-query.ts';

/** Beyond it an isolate's memory would be at stake. */
const mostGroups = 20_000;

const isoOf = (atMs: number) => new Date(atMs).toISOString().replace('.000Z', 'Z');

type Told = {
  readonly request: UsageRequest;
  readonly usage: Usage;
  /** Null: nothing is over yet. */
  readonly completeUntil: string | null;
};

const jsonName = ({ name, unit }: Figure) => (unit === 'nanoUsd' ? `${name}_nano_usd` : name);
const csvName = ({ name, unit }: Figure) => (unit === 'nanoUsd' ? `${name}_usd` : name);

function showFigures(counters: Counters): Record<string, number | null> {
  return Object.fromEntries(usageFigures.map((figure) => [jsonName(figure), figure.read(counters)]));
}

function csvFigures(counters: Counters): CsvCell[] {
  return usageFigures.map(({ unit, read }) => {
    const value = read(counters);
    return value === null ? null : { digits: unit === 'nanoUsd' ? printUsd(value) : String(value) };
  });
}

function namesOf(names: readonly string[], { by }: UsageRequest): [string, string | null][] {
  // A task that is not known is none.
  return by.map((dimension, at) => [dimension, names[at] || null]);
}

function toJson({ request, usage, completeUntil }: Told): Response {
  const { fromMs, toMs, by, filter, timeZone } = request;
  return json({
    object: 'usage',
    from: isoOf(fromMs),
    to: isoOf(toMs),
    time_zone: timeZone,
    complete_until: completeUntil,
    by,
    filter,
    total: showFigures(usage.total),
    data: usage.groups.map(({ names, counters }) => ({
      ...Object.fromEntries(namesOf(names, request)),
      ...showFigures(counters),
    })),
  });
}

function toCsv({ request, usage, completeUntil }: Told): Response {
  const { fromMs, toMs, timeZone } = request;
  const frame = [isoOf(fromMs), isoOf(toMs), timeZone, completeUntil];
  const head = ['from', 'to', 'time_zone', 'complete_until', ...request.by, ...usageFigures.map(csvName)];
  const rows = usage.groups.map(({ names, counters }): CsvCell[] => [
    ...frame,
    ...namesOf(names, request).map(([, name]) => name),
    ...csvFigures(counters),
  ]);
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="usage.csv"',
  };
  return new Response(printCsv([head, ...rows]), { headers });
}

/** `params` as GET /admin/usage takes them. Errors: `invalid_request`, naming the parameter; `store_unavailable`. */
export async function answerUsageOf(
  params: URLSearchParams,
  teams: VisibleTeams,
  deps: Deps,
  usualFormat: 'json' | 'csv' = 'json',
): Promise<Response> {
  if (deps.usage === null) {
    const message = 'Usage needs a store: UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN.';
    throw new RouterError('store_unavailable', message, { retryable: false });
  }
  const { timeZone } = deps.config.ledger;
  const read = readUsageQuery(params, { timeZone, nowMs: deps.now() });
  if (!read.ok) throw new RouterError('invalid_request', read.error.message, { param: read.error.field });
  const request = read.value;
  const { fromMs, toMs, by, byHour } = request;
  const period = await orUnavailable(deps.usage({ fromMs, toMs, byHour, byDay: by.includes('day') }));
  const usage = queryUsage(period.slices, { ...request, teams });
  if (usage.groups.length > mostGroups) {
    const message = `gives ${usage.groups.length} groups, and ${mostGroups} is the most`;
    throw new RouterError('invalid_request', message, { param: 'by' });
  }
  const untilMs = await completeUntil(period.completeUntilMs, deps.outboxState);
  const told = { request, usage, completeUntil: untilMs === null ? null : isoOf(untilMs) };
  return (request.format ?? usualFormat) === 'csv' ? toCsv(told) : toJson(told);
}

export function answerUsage({ http, deps }: Call): Promise<Response> {
  const wantsCsv = (http.headers.get('accept') ?? '').includes('text/csv');
  return answerUsageOf(new URL(http.url).searchParams, 'all', deps, wantsCsv ? 'csv' : 'json');
}
