/** Which models' attempts failed, and what for. */
import { countedErrors } from '../../core/counted-names.ts';
import { knownCostOf } from '../../finance/day-costs.ts';
import { type Counters, countsByName } from '../../ledger/counters.ts';
import { errorWords } from '../parts/error-words.ts';
import { count, money, percent, shareOf } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import { Errors } from '../routes/attempts.tsx';
import type { Named } from '../routes/route-figures.ts';
import { failed } from './success.tsx';

/** The reason that most of its failed attempts have. */
function usualReason({ errors }: Counters): string {
  const [most] = countsByName(errors, countedErrors).toSorted((a, b) => b.count - a.count);
  return most === undefined ? '' : `${errorWords[most.name]} (${count(most.count)})`;
}

const mostRows = 200;

type Props = { readonly models: readonly Named[]; readonly total: Counters };

export function Failures({ models, total }: Props) {
  const rows = models.toSorted((a, b) => failed(b.counters) - failed(a.counters)).slice(0, mostRows);
  const lost = (counters: Counters) => (knownCostOf(counters) === null ? null : counters.costFailed);
  const share = (counters: Counters) => percent(shareOf(failed(counters), counters.attempts));
  return (
    <>
      <h2>Why attempts failed</h2>
      <Errors counters={total} />
      <Table
        caption={`Attempts by model; most failed first${models.length > mostRows ? `, the first ${mostRows} of ${count(models.length)}` : ''}`}
        rows={rows}
        isSortable
        columns={[
          { head: 'Model', isText: true, isWhole: true, cell: ({ name }) => name, sum: 'All models' },
          {
            head: 'Attempts',
            cell: ({ counters }) => count(counters.attempts),
            sum: count(total.attempts),
          },
          { head: 'Failed', cell: ({ counters }) => count(failed(counters)), sum: count(failed(total)) },
          {
            head: 'Share',
            unit: 'of attempts',
            cell: ({ counters }) => share(counters),
            sum: share(total),
          },
          {
            head: 'Spent',
            unit: 'USD',
            cell: ({ counters }) => money(lost(counters)),
            sum: money(lost(total)),
          },
          {
            head: 'Most often',
            isText: true,
            cell: ({ counters }) => usualReason(counters),
            sum: usualReason(total),
          },
        ]}
      />
      <p class="note">
        Attempts, not requests: one that failed and was answered by a fallback counts here and is answered
        above. An attempt that a faster one beside it outran is not failed, and what it cost is part of the
        spend. Which error led to which fallback is not counted; a request's receipt has it.
      </p>
    </>
  );
}
