/** What became of a route's requests and why attempts failed: steps from all requests to those that were answered. */
import { countedErrors } from '../../core/counted-names.ts';
import { type Counters, countsByName } from '../../ledger/counters.ts';
import { ShareBar } from '../charts/share-bar.tsx';
import { errorWords } from '../parts/error-words.ts';
import { count, percent, shareOf } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';

/** Null: more were answered than asked, as of one model alone, so nobody can say. */
export type FunnelStep = { readonly name: string; readonly requests: number | null };

/**
 * Counters know the attempts by role and the answers, not which one answered: a request that took two more hides how
 * many others took none, so the second step is the least it can be.
 */
export function funnelSteps({
  requests,
  succeeded,
  retries,
  fallbacks,
  hedges,
  clientLeft,
}: Counters): FunnelStep[] {
  const later = Math.min(succeeded, retries + fallbacks + hedges);
  const left = requests - succeeded - clientLeft;
  return [
    { name: 'Requests', requests },
    { name: 'Answered by the first attempt, at least', requests: succeeded - later },
    { name: 'Answered after retries, fallbacks or hedges, at most', requests: later },
    { name: 'Answered', requests: succeeded },
    { name: 'The client left first', requests: clientLeft },
    { name: 'Not answered', requests: left < 0 ? null : left },
  ];
}

const bar = (share: number | null) => <ShareBar share={share} />;

export function Funnel({ counters }: { readonly counters: Counters }) {
  const { requests, retries, fallbacks, hedges } = counters;
  const share = (step: FunnelStep) => shareOf(step.requests, requests);
  return (
    <>
      <Table
        caption="What became of requests"
        rows={funnelSteps(counters)}
        columns={[
          { head: 'Step', isText: true, cell: ({ name }) => name },
          { head: 'Requests', cell: (step) => count(step.requests) },
          { head: 'Share', cell: (step) => percent(share(step)) },
          { head: 'Of all', isText: true, cell: (step) => bar(share(step)) },
        ]}
      />
      <p class="note">
        Attempts beside the {count(requests)} first ones: retries of the same target {count(retries)},
        fallbacks to the next {count(fallbacks)}, hedges beside a slow one {count(hedges)}.
      </p>
    </>
  );
}

export function Errors({ counters }: { readonly counters: Counters }) {
  const errors = countsByName(counters.errors, countedErrors).toSorted((a, b) => b.count - a.count);
  const all = errors.reduce((sum, each) => sum + each.count, 0);
  return (
    <Table
      caption="Why attempts failed"
      rows={errors}
      empty="No attempt failed in this period."
      columns={[
        { head: 'Reason', isText: true, cell: ({ name }) => errorWords[name], sum: 'All reasons' },
        { head: 'Code', isText: true, cell: ({ name }) => <code>{name}</code> },
        { head: 'Attempts', cell: (each) => count(each.count), sum: count(all) },
        {
          head: 'Share',
          unit: 'of attempts',
          cell: (each) => percent(shareOf(each.count, counters.attempts)),
          sum: percent(shareOf(all, counters.attempts)),
        },
      ]}
    />
  );
}
