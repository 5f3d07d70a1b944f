/** Which rows the page of requests looks for, from its URL, and the URLs that look for others. Pure. */
import { countedErrors, countedRisks } from '../../core/counted-names.ts';
import { RouterError } from '../../core/errors.ts';
import { describe } from '../../core/field-check.ts';
import { type Row, rowOutcomes, rowRoles } from '../../core/row.ts';
import { edgeOf } from '../../endpoints/read-usage-query.ts';
import { flushIdPattern } from '../../ledger/read-usage.ts';
import { isRequestId } from './request-href.ts';

type Field = {
  readonly label: string;
  readonly of: (row: Row) => string;
  /** All there are; null: any text. */
  readonly words: readonly string[] | null;
  /** Offered, where any text may stand. */
  readonly offered?: readonly string[];
};

export const rowFields = {
  caller: { label: 'Key', of: ({ caller }) => caller, words: null },
  end_user: { label: 'End user (hash)', of: ({ endUser }) => endUser ?? '', words: null },
  team: { label: 'Team', of: ({ team }) => team, words: null },
  route: { label: 'Route', of: ({ route }) => route, words: null },
  model: { label: 'Model', of: ({ model }) => model, words: null },
  role: { label: 'Role', of: ({ role }) => role, words: rowRoles },
  outcome: { label: 'Outcome', of: ({ outcome }) => outcome, words: rowOutcomes },
  error: { label: 'Error', of: ({ errorCode }) => errorCode ?? '', words: null, offered: countedErrors },
  risk: { label: 'Risk', of: ({ risk }) => risk ?? 'unknown', words: countedRisks },
} as const satisfies Record<string, Field>;

export type RowField = keyof typeof rowFields;

export const rowFieldNames = Object.keys(rowFields) as readonly RowField[];

export const fieldOf = (name: RowField): Field => rowFields[name];

/** As it is written, and what it means. */
export type WrittenEdge = { readonly text: string; readonly atMs: number };

export type RowsQuery = {
  /** Attempts that began since then; null: since ever. */
  readonly from: WrittenEdge | null;
  /** Attempts that began before; null: until now. */
  readonly to: WrittenEdge | null;
  /** Of a request; null: of any. */
  readonly id: string | null;
  /** Any of the values of each; a field that is not there is not looked at. */
  readonly filter: ReadonlyMap<RowField, readonly string[]>;
  /** A flush; null: from the newest, or where `to` is given from the last that usually has such rows. */
  readonly before: string | null;
};

/** Every flush came before it. */
export const behindAll = '9999999999999999-0';

const longest = 128;

function bad(param: string, message: string): RouterError {
  return new RouterError('invalid_request', message, { param });
}

function readValues(name: RowField, url: URL): string[] {
  const values = url.searchParams.getAll(name).filter((value) => value !== '');
  const { words } = fieldOf(name);
  for (const value of values) {
    if (value.length > longest) throw bad(name, `must have ${longest} characters or less`);
    if (words !== null && !words.includes(value))
      throw bad(name, `must be one of ${words.join(', ')}; got ${describe(value)}`);
  }
  return values;
}

function readEdge(name: 'from' | 'to', url: URL, timeZone: string): WrittenEdge | null {
  const text = url.searchParams.get(name)?.trim() || null;
  if (text === null) return null;
  const atMs = edgeOf(text, name, timeZone);
  if (atMs !== null) return { text, atMs };
  throw bad(name, `must be a date (2026-11-30) or an instant (2026-11-30T08:00:00Z); got ${describe(text)}`);
}

/** Errors: `invalid_request`, naming the parameter. Others are left to other pages. */
export function readRowsQuery(url: URL, timeZone: string): RowsQuery {
  const [from, to] = [readEdge('from', url, timeZone), readEdge('to', url, timeZone)];
  if (from !== null && to !== null && from.atMs >= to.atMs) throw bad('from', 'must be before `to`');
  const before = url.searchParams.get('before') || null;
  if (before !== null && !flushIdPattern.test(before))
    throw bad('before', 'must be as a link of this page has it');
  const id = url.searchParams.get('id')?.trim() || null;
  if (id !== null && !isRequestId(id))
    throw bad('id', 'must be a whole request id: req_ and 24 letters and digits');
  const filter = rowFieldNames.map((name) => [name, readValues(name, url)] as const);
  return { from, to, id, before, filter: new Map(filter.filter(([, values]) => values.length > 0)) };
}

type Wanted = Pick<RowsQuery, 'from' | 'to' | 'filter'>;

/** Every row fits it. */
export function isAny({ from, to, filter }: Wanted): boolean {
  return from === null && to === null && filter.size === 0;
}

export function fits(row: Row, { from, to, filter }: Wanted): boolean {
  const { startedAtMs } = row;
  if ((from !== null && startedAtMs < from.atMs) || (to !== null && startedAtMs >= to.atMs)) return false;
  return [...filter].every(([name, values]) => values.includes(fieldOf(name).of(row)));
}

export const requestsPath = '/dashboard/requests';

/** With these fields in place of those of the query, from that flush on. */
export function rowsHref({ from, to, filter }: Wanted, before: string | null): string {
  const params = new URLSearchParams();
  if (from !== null) params.set('from', from.text);
  if (to !== null) params.set('to', to.text);
  for (const [name, values] of filter) for (const value of values) params.append(name, value);
  if (before !== null) params.set('before', before);
  const query = params.toString();
  return query === '' ? requestsPath : `${requestsPath}?${query}`;
}
