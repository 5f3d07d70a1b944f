/** How requests came out for clients: the headline figures, and each route by them. */

import { knownCostOf } from '../../finance/day-costs.ts';
import type { Counters } from '../../ledger/counters.ts';
import { percentile } from '../../ledger/histogram.ts';
import type { UsageFilter } from '../../ledger/query-usage.ts';
import { count, dollars, duration, money, percent, shareOf, unknown } from '../parts/format.ts';
import { type Column, Table } from '../parts/table.tsx';
import { Tile, type TileProps, Tiles } from '../parts/tiles.tsx';
import { fallbackShare, type Named, successShare } from '../routes/route-figures.ts';
import { routeHref } from '../routes/route-href.ts';

/** Neither answered nor left by their client. Null: more were answered than asked, so these are not of the same requests. */
export function unanswered({ requests, succeeded, clientLeft }: Counters): number | null {
  const left = requests - succeeded - clientLeft;
  return left < 0 ? null : left;
}

/**
 * What figures are of. A request counts at the model where it began and an answer at the one that gave it, so of one
 * model alone nobody can say how its requests came out: there its attempts stand in their place.
 */
export type Counted = 'requests' | 'attempts';

export const countedOf = ({ model }: UsageFilter): Counted => (model === undefined ? 'requests' : 'attempts');

/** To a hundredth of a percent, never rounded up: what is not all is not shown as all. */
function answeredShare(counters: Counters): string {
  const share = successShare(counters);
  return share === null ? unknown : `${(Math.floor(share * 10_000 + 1e-6) / 100).toFixed(2)} %`;
}

/** Nano-USD; null where nothing is known of any cost. */
const known = (counters: Counters, nanoUsd: number) => (knownCostOf(counters) === null ? null : nanoUsd);

/** Of few requests a share says little, and more than this is a lot. */
const manyFallbacks = 0.05;

/** Attempts whose answer did not come, or not whole, though nobody left or was faster. */
export const failed = ({ truncated, rejected, failed: none, lost }: Counters): number =>
  truncated + rejected + none + lost;

const outcomeTiles: Readonly<Record<Counted, (total: Counters) => readonly TileProps[]>> = {
  requests: (total) => [
    {
      name: 'Answered',
      value: answeredShare(total),
      note: `${count(total.succeeded)} of ${count(total.requests)} requests, as clients saw it`,
    },
    {
      name: 'Not answered',
      value: count(unanswered(total)),
      note: `${percent(shareOf(unanswered(total), total.requests))}; besides, ${count(total.clientLeft)} clients left first`,
    },
  ],
  attempts: (total) => [
    {
      name: 'Attempts',
      value: count(total.attempts),
      note: `${count(total.requests)} requests began here; how clients saw them is not known by model`,
    },
    {
      name: 'Failed attempts',
      value: count(failed(total)),
      note: `${percent(shareOf(failed(total), total.attempts))}; besides, ${count(total.clientLeft)} clients left first`,
    },
  ],
};

export function SuccessTiles({ total, counted }: { readonly total: Counters; readonly counted: Counted }) {
  const { fallbacks, retries, hedges, firstEventMs, durationMs } = total;
  const share = counted === 'requests' ? fallbackShare(total) : shareOf(fallbacks, total.attempts);
  const cost = knownCostOf(total);
  const ofCost = (nanoUsd: number) => percent(shareOf(known(total, nanoUsd), cost));
  const isMany = share !== null && share > manyFallbacks;
  return (
    <Tiles>
      {outcomeTiles[counted](total).map((tile) => (
        <Tile {...tile} />
      ))}
      <Tile
        name="Fallbacks"
        value={percent(share)}
        mood={isMany ? 'warn' : 'plain'}
        note={`of ${counted}: ${count(fallbacks)} calls of the next target${isMany ? ', more than 5 %' : ''}`}
      />
      <Tile
        name="Retries and hedges"
        value={count(retries + hedges)}
        note={`${count(retries)} of the same target, ${count(hedges)} beside a slow one`}
      />
      <Tile
        name="First event, p95"
        value={duration(percentile(firstEventMs, 0.95))}
        note={`p50 ${duration(percentile(firstEventMs, 0.5))}; of streamed answers`}
      />
      <Tile
        name="Whole answer, p95"
        value={duration(percentile(durationMs, 0.95))}
        note={`p50 ${duration(percentile(durationMs, 0.5))}; of completed attempts`}
      />
      <Tile
        name="Spent on failed attempts"
        value={dollars(known(total, total.costFailed))}
        note={`${ofCost(total.costFailed)} of the cost: no client got a whole answer from them`}
      />
      <Tile
        name="Cost of fallbacks"
        value={dollars(known(total, total.costFallbacks))}
        note={`${ofCost(total.costFallbacks)} of the cost: retries, fallbacks and hedges`}
      />
    </Tiles>
  );
}

type Figure = readonly [head: string, unit: string | undefined, print: (counters: Counters) => string];

const outcomes: Readonly<Record<Counted, readonly Figure[]>> = {
  requests: [
    ['Requests', undefined, ({ requests }) => count(requests)],
    ['Answered', 'of requests', answeredShare],
    ['Unanswered', undefined, (counters) => count(unanswered(counters))],
  ],
  attempts: [
    ['Attempts', undefined, ({ attempts }) => count(attempts)],
    ['Failed', undefined, (counters) => count(failed(counters))],
    ['Share', 'of attempts', (counters) => percent(shareOf(failed(counters), counters.attempts))],
  ],
};

const figures: readonly Figure[] = [
  ['Client left', undefined, ({ clientLeft }) => count(clientLeft)],
  ['Retries', undefined, ({ retries }) => count(retries)],
  ['Fallbacks', undefined, ({ fallbacks }) => count(fallbacks)],
  ['Hedges', undefined, ({ hedges }) => count(hedges)],
  ['First', 'p95, ms', ({ firstEventMs }) => count(percentile(firstEventMs, 0.95))],
  ['Whole', 'p95, ms', ({ durationMs }) => count(percentile(durationMs, 0.95))],
  ['In vain', 'USD', (counters) => money(known(counters, counters.costFailed))],
  ['Fallbacks', 'USD', (counters) => money(known(counters, counters.costFallbacks))],
];

/** More would be no page; the sums are of all. */
const mostRows = 200;

const captions: Readonly<Record<Counted, string>> = {
  requests: 'How requests of each route came out, most unanswered first',
  attempts: 'How attempts at this model came out by route, most failed first',
};

type RoutesProps = {
  readonly routes: readonly Named[];
  readonly total: Counters;
  readonly url: URL;
  readonly counted: Counted;
};

export function SuccessByRoute({ routes, total, url, counted }: RoutesProps) {
  const columns: Column<Named>[] = [
    {
      head: 'Route',
      isText: true,
      isWhole: true,
      cell: ({ name }) => <a href={routeHref(name, url)}>{name}</a>,
      sum: 'All routes',
    },
    ...[...outcomes[counted], ...figures].map(([head, unit, print]) => ({
      head,
      ...(unit !== undefined && { unit }),
      cell: ({ counters }: Named) => print(counters),
      sum: print(total),
    })),
  ];
  const missed = counted === 'requests' ? unanswered : failed;
  const rows = routes.toSorted((a, b) => (missed(b.counters) ?? 0) - (missed(a.counters) ?? 0));
  return (
    <>
      <h2>Routes</h2>
      <Table
        caption={`${captions[counted]}; time to the first event and to the whole answer; spent on failed attempts and on retries, fallbacks, hedges`}
        rows={rows.slice(0, mostRows)}
        columns={columns}
        isSortable
      />
      {rows.length > mostRows ? (
        <p class="note">
          The first {mostRows} of {count(rows.length)}; the last row is of all.
        </p>
      ) : null}
    </>
  );
}
