/** The page of requests: the newest attempts without a word of what was asked, and those that fit some filters. */
import { type Row, totalOf } from '../../core/row.ts';
import { orUnavailable } from '../../endpoints/admin-call.ts';
import { findRows } from '../../ledger/read-usage.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import type { PageCall, View } from '../call.ts';
import { momentAt } from '../parts/clock.ts';
import { count, fineMoney } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import { isRequestId, requestHref } from './request-href.ts';
import { outcomeWords, roleWords } from './row-words.ts';
import {
  behindAll,
  fieldOf,
  isAny,
  type RowField,
  type RowsQuery,
  readRowsQuery,
  requestsPath,
  rowFieldNames,
  rowsHref,
} from './rows-query.ts';
import { type Search, searchRows, storeOf, usuallyFiledMs } from './search-rows.ts';

function FieldInput({ name, query }: { readonly name: RowField; readonly query: RowsQuery }) {
  const { label, words, offered } = fieldOf(name);
  const [chosen = ''] = query.filter.get(name) ?? [];
  const list = offered === undefined ? undefined : `${name}-words`;
  const id = `row-${name}`;
  return (
    <label for={id}>
      {label}
      {words === null ? (
        <input id={id} name={name} value={chosen} maxlength={128} size={14} autocomplete="off" list={list} />
      ) : (
        <select id={id} name={name}>
          <option value="">all</option>
          {words.map((word) => (
            <option value={word} selected={word === chosen}>
              {word}
            </option>
          ))}
        </select>
      )}
      {offered === undefined ? null : (
        <datalist id={list}>
          {offered.map((word) => (
            <option value={word} />
          ))}
        </datalist>
      )}
    </label>
  );
}

function EdgeInput({ name, query }: { readonly name: 'from' | 'to'; readonly query: RowsQuery }) {
  return (
    <label>
      {name === 'from' ? 'Began from' : 'to'}
      <input
        name={name}
        value={query[name]?.text ?? ''}
        placeholder="2026-11-30"
        maxlength={40}
        size={12}
        autocomplete="off"
      />
    </label>
  );
}

function Filters({ query }: { readonly query: RowsQuery }) {
  const { from, to } = query;
  const set = [
    ...(from === null ? [] : [`from ${from.text}`]),
    ...(to === null ? [] : [`to ${to.text}`]),
    ...[...query.filter].map(([name, values]) => `${fieldOf(name).label} ${values.join(' or ')}`),
  ];
  return (
    <section class="filters" aria-label="Filters">
      <form method="get" action={requestsPath}>
        <label>
          Request id
          <input name="id" value={query.id ?? ''} maxlength={40} size={30} autocomplete="off" />
        </label>
        <EdgeInput name="from" query={query} />
        <EdgeInput name="to" query={query} />
        {rowFieldNames.map((name) => (
          <FieldInput name={name} query={query} />
        ))}
        <button type="submit">Show</button>
      </form>
      {set.length === 0 && query.id === null ? null : (
        <p class="set">
          Only {[...(query.id === null ? [] : [`request ${query.id}`]), ...set].join(', ')}.{' '}
          <a href={requestsPath}>Show all</a>
        </p>
      )}
    </section>
  );
}

/** Rows that were long under way, waited for the store, or are demo data. */
function FiledLater({ query, nowMs }: { readonly query: RowsQuery; readonly nowMs: number }) {
  const { to, before } = query;
  if (to === null || before !== null || to.atMs + usuallyFiledMs >= nowMs) return null;
  return (
    <>
      {' '}
      Rows that were filed an hour after it or later are{' '}
      <a href={rowsHref(query, behindAll)}>looked for from the newest</a>.
    </>
  );
}

/** `query`: the one that it was found by. */
type Found = { readonly query: RowsQuery; readonly search: Search };

type SearchedProps = {
  readonly search: Search;
  readonly query: RowsQuery;
  readonly timeZone: string;
  readonly nowMs: number;
};

/** What was looked at, so that nobody takes what was not for what is not there. */
function Searched({ search, query, timeZone, nowMs }: SearchedProps) {
  const { rows, searched, oldestAtMs, older } = search;
  const back = oldestAtMs === null ? '' : `, back to ${momentAt(oldestAtMs, timeZone)} ${timeZone}`;
  const isFirst = query.before === null && query.to === null;
  const which = isFirst ? 'the newest' : 'the next older';
  return (
    <p>
      {isAny(query)
        ? `${query.before === null ? 'The newest' : 'The next older'} ${count(rows.length)} attempts${back}.`
        : `Searched ${which} ${count(searched)} rows${back}: ${count(rows.length)} fit.`}{' '}
      {older === null ? 'There is nothing older.' : <a href={rowsHref(query, older)}>Older</a>}
      {query.before === null ? null : (
        <>
          {' '}
          <a href={rowsHref(query, null)}>Newest</a>
        </>
      )}
      <FiledLater query={query} nowMs={nowMs} />
    </p>
  );
}

/** By its end, which no other has: the beginning is the time. A correction of an invoice is no request, and has no page. */
function RequestLink({ id }: { readonly id: string }) {
  const code = <code>{isRequestId(id) ? `…${id.slice(-10)}` : id}</code>;
  return isRequestId(id) ? <a href={requestHref(id)}>{code}</a> : code;
}

function outcomeCell({ outcome, errorCode }: Row) {
  return (
    <>
      {outcomeWords[outcome]}
      {errorCode === null ? null : <small> {errorCode}</small>}
    </>
  );
}

function RowTable({ rows, timeZone }: { readonly rows: readonly Row[]; readonly timeZone: string }) {
  return (
    <Table
      caption="Attempts, the last to be filed first; no word of what was asked or answered is kept"
      rows={rows}
      empty="No row fits."
      columns={[
        {
          head: 'Began',
          unit: timeZone,
          isText: true,
          isWhole: true,
          cell: ({ startedAtMs }) => momentAt(startedAtMs, timeZone),
        },
        {
          head: 'Request',
          unit: 'and attempt',
          isText: true,
          isWhole: true,
          cell: ({ requestId, attempt }) => (
            <>
              <RequestLink id={requestId} /> {attempt}
            </>
          ),
        },
        { head: 'Route', isText: true, cell: ({ route }) => route },
        { head: 'Model', isText: true, isWhole: true, cell: ({ model }) => model },
        { head: 'Outcome', isText: true, cell: outcomeCell },
        { head: 'Cost', unit: 'USD', cell: ({ cost }) => fineMoney(cost && totalOf(cost)) },
        { head: 'Took', unit: 'ms', cell: ({ durationMs }) => count(durationMs) },
        { head: 'Tokens', unit: 'in', cell: ({ usage }) => count(usage.inputTokens ?? null) },
        { head: 'Tokens', unit: 'out', cell: ({ usage }) => count(usage.outputTokens ?? null) },
        { head: 'Role', isText: true, cell: ({ role }) => roleWords[role] },
        { head: 'Risk', isText: true, cell: ({ risk }) => risk ?? 'not judged' },
        { head: 'Key', isText: true, isWhole: true, cell: ({ caller }) => caller },
        { head: 'Team', isText: true, isWhole: true, cell: ({ team }) => team },
      ]}
    />
  );
}

/** Where nothing of the period was filed about when it began (demo data never is), those that were filed later. */
async function searchAll(query: RowsQuery, store: ScriptStore): Promise<Found> {
  const found = await searchRows(query, store);
  const isDone = found.rows.length > 0 || found.older !== null || query.to === null || query.before !== null;
  if (isDone) return { query, search: found };
  const later = { ...query, before: behindAll };
  return { query: later, search: await searchRows(later, store) };
}

/** Of one request all there are, by the index; else what a search comes by. */
async function find(query: RowsQuery, { deps }: PageCall): Promise<Found> {
  const store = storeOf(deps);
  const { timeZone } = deps.config.ledger;
  if (query.id === null) return orUnavailable(searchAll(query, store));
  const rows = await orUnavailable(findRows(query.id, { store, timeZone }));
  const oldestAtMs = rows[0]?.startedAtMs ?? null;
  return { query, search: { rows, searched: rows.length, oldestAtMs, older: null } };
}

export async function answerRequests(call: PageCall): Promise<View> {
  const { timeZone } = call.deps.config.ledger;
  const { query, search } = await find(readRowsQuery(call.url, timeZone), call);
  const main = (
    <>
      <Filters query={query} />
      {query.id === null ? (
        <Searched search={search} query={query} timeZone={timeZone} nowMs={call.nowMs} />
      ) : (
        <p>
          {search.rows.length === 0
            ? 'No row of this request is kept (any more).'
            : `All ${count(search.rows.length)} rows of this request; other filters are not looked at.`}
        </p>
      )}
      <RowTable rows={search.rows} timeZone={timeZone} />
      <p class="note">
        Rows are kept for 35 days. A search looks at 2,000 of them at a time, newest first. What is under way
        has no row yet.
      </p>
    </>
  );
  return { title: 'Requests', main };
}
