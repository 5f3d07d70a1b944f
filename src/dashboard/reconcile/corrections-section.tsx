/** Corrections that were booked to bring the ledger to a bill: rows of their own, on the day that they are of. */
import type { Figures } from '../../finance/figures.ts';
import { count, money } from '../parts/format.ts';
import { SumLine } from '../parts/sum-line.tsx';
import { Table } from '../parts/table.tsx';

const mostRows = 200;

export function CorrectionsSection({ figures, timeZone }: { figures: Figures; timeZone: string }) {
  const { total, groups } = figures.by(['day', 'model']);
  const rows = groups.filter(({ counters }) => counters.corrections > 0).toReversed();
  return (
    <section>
      <h2>Corrections</h2>
      <Table
        caption={
          rows.length > mostRows
            ? `The last ${mostRows} of ${count(rows.length)}; sums are of all`
            : `Corrections by day of ${timeZone} and model, the last first`
        }
        rows={rows.slice(0, mostRows)}
        empty="No correction is booked in this period."
        columns={[
          { head: 'Day', isText: true, isWhole: true, cell: ({ names: [day] }) => day },
          { head: 'Model', isText: true, cell: ({ names: [, model] }) => model },
          {
            head: 'Corrections',
            unit: 'rows',
            cell: ({ counters }) => count(counters.corrections),
            sum: count(total.corrections),
          },
          {
            head: 'Amount',
            unit: 'USD',
            cell: ({ counters }) => money(counters.costCorrections),
            sum: money(total.costCorrections),
          },
        ]}
      />
      {rows.length === 0 ? null : (
        <SumLine
          what="Corrections"
          rows={rows.map(({ counters }) => counters.costCorrections)}
          headline={total.costCorrections}
        />
      )}
      <p class="note">
        A correction is a new row; history is never edited. It is part of the cost of its day, of no team
        (unallocated) and no route, and each is booked once, however often it is asked for.
      </p>
    </section>
  );
}
