/** The parameters of GET /admin/export, read and bounded. Dates are days of the reporting zone, both inclusive. Pure. */
import { err, type InvalidRequest, ok, type Result } from '../core/errors.ts';
import { exportKinds, focusVersions } from '../core/export.ts';
import { FieldCheck } from '../core/field-check.ts';
import type { ExportRequest } from '../finance/export.ts';
import { dayAt } from '../ledger/hours.ts';
import { dayTtlSeconds } from '../ledger/keys.ts';
import { filterValues } from '../ledger/query-usage.ts';
import { type Clock, daysKept, edgeOf, isDayKept } from './read-usage-query.ts';

const mostDays = dayTtlSeconds / 86_400;
const filters = ['team', 'route', 'model', 'task'] as const;
const single = ['kind', 'of', 'version', 'from', 'to'] as const;
const known: readonly string[] = [...single, ...filters];
const datePattern = /^\d{4}-\d\d-\d\d$/;

export type ExportQuery = ExportRequest & {
  /** First and last day, `YYYY-MM-DD`. */
  readonly days: readonly [from: string, to: string];
  /** The file's manifest is asked for in its place. */
  readonly isManifest: boolean;
};

function today({ timeZone, nowMs }: Clock): string {
  const digits = dayAt(nowMs, timeZone);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** Errors name the parameter. Without dates it is the month under way. */
export function readExportQuery(params: URLSearchParams, clock: Clock): Result<ExportQuery, InvalidRequest> {
  const check = new FieldCheck();
  for (const name of params.keys())
    if (!known.includes(name)) check.fail(name, `is no parameter; there are ${known.join(', ')}`);
  for (const name of single) if (params.getAll(name).length > 1) check.fail(name, 'must be given once');
  const edge = (name: 'from' | 'to', usual: string) => {
    const day = params.get(name) ?? usual;
    const atMs = datePattern.test(day) ? edgeOf(day, name, clock.timeZone) : null;
    if (atMs === null) check.wrong(name, 'a date such as 2026-11-30', day);
    return { day, atMs: atMs ?? clock.nowMs };
  };
  const to = edge('to', today(clock));
  const from = edge('from', `${to.day.slice(0, 7)}-01`);
  if (check.problem === null && from.atMs >= to.atMs) check.fail('from', 'must not be after `to`');
  if ((to.atMs - from.atMs) / 86_400_000 > mostDays + 1 / 12)
    check.fail('from', `must be ${mostDays} days before \`to\` at most`);
  if (!isDayKept(from.atMs, clock.nowMs)) check.fail('from', daysKept);
  const kind = check.oneOf(params.get('kind') ?? 'focus', [...exportKinds, 'manifest'] as const, 'kind');
  const of = check.oneOf(params.get('of') ?? 'focus', exportKinds, 'of');
  const version = check.oneOf(params.get('version') ?? '1.2', focusVersions, 'version');
  if (kind !== 'manifest' && params.has('of')) check.fail('of', 'goes with `kind=manifest` only');
  if (check.problem !== null) return err(check.problem);
  const given = filters.filter((name) => params.has(name));
  return ok({
    kind: (kind === 'manifest' ? of : kind) ?? 'focus',
    version: version ?? '1.2',
    isManifest: kind === 'manifest',
    fromMs: from.atMs,
    toMs: to.atMs,
    days: [from.day, to.day],
    filter: Object.fromEntries(given.map((name) => [name, filterValues(name, params.getAll(name))])),
  });
}
