/** How requests came out for clients: the headline figures, and each route by them. */

import { knownCostOf } from '../../finance/day-costs.ts';
import type { Counters } from '../../ledger/counters.ts';
import { percentile } from '../../ledger/histogram.ts';
import { count, dollars, duration, money, percent, shareOf, unknown } from '../parts/format.ts';
import { type Column, Table } from '../parts/table.tsx';
import { Tile, Tiles } from '../parts/tiles.tsx';
import { fallbackShare, type Named, successShare } from '../routes/route-figures.ts';
import { routeHref } from '../routes/route-href.ts';

/** Neither answered nor left by their client. */
export function unanswered({ requests, succeeded, clientLeft }: Counters): number {
  return Math.max(0, requests - succeeded - clientLeft);
}

/** To a hundredth of a percent, never rounded up: what is not all is not shown as all. */
function answeredShare(counters: Counters): string {
  const share = successShare(counters);
  return share === null ? unknown : `${(Math.floor(share * 10_000 + 1e-6) / 100).toFixed(2)} %`;
}

/** Nano-USD; null where nothing is known of any cost. */
const known = (counters: Counters, nanoUsd: number) => (knownCostOf(counters) === null ? null : nanoUsd);

/** Of few requests a share says little, and more than this is a lot. */
const manyFallbacks = 0.05;

export function SuccessTiles({ total }: { readonly total: Counters }) {
  const { requests, succeeded, clientLeft, fallbacks, retries, hedges, firstEventMs, durationMs } = total;
  const share = fallbackShare(total);
  const cost = knownCostOf(total);
  const ofCost = (nanoUsd: number) => percent(shareOf(known(total, nanoUsd), cost));
  const isMany = share !== null && share > manyFallbacks;
  return (
    <Tiles>
      <Tile
        name="Answered"
        value={answeredShare(total)}
        note={`${count(succeeded)} of ${count(requests)} requests, as clients saw it`}
      />
      <Tile
        name="Not answered"
        value={count(unanswered(total))}
        note={`${percent(shareOf(unanswered(total), requests))}; besides, ${count(clientLeft)} clients left first`}
      />
      <Tile
        name="Fallbacks"
        value={percent(share)}
        mood={isMany ? 'warn' : 'plain'}
        note={`of requests: ${count(fallbacks)} calls of the next target${isMany ? ', more than 5 %' : ''}`}
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

const figures: readonly Figure[] = [
  ['Requests', undefined, ({ requests }) => count(requests)],
  ['Answered', 'of requests', answeredShare],
  ['Unanswered', undefined, (counters) => count(unanswered(counters))],
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

type RoutesProps = { readonly routes: readonly Named[]; readonly total: Counters; readonly url: URL };

export function SuccessByRoute({ routes, total, url }: RoutesProps) {
  const columns: Column<Named>[] = [
    {
      head: 'Route',
      isText: true,
      isWhole: true,
      cell: ({ name }) => <a href={routeHref(name, url)}>{name}</a>,
      sum: 'All routes',
    },
    ...figures.map(([head, unit, print]) => ({
      head,
      ...(unit !== undefined && { unit }),
      cell: ({ counters }: Named) => print(counters),
      sum: print(total),
    })),
  ];
  const rows = routes.toSorted((a, b) => unanswered(b.counters) - unanswered(a.counters));
  return (
    <>
      <h2>Routes</h2>
      <Table
        caption="How requests of each route came out, most unanswered first; time to the first event and to the whole answer; spent on failed attempts and on retries, fallbacks, hedges"
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
