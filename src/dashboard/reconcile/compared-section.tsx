/** Bills of providers against the ledger, by UTC day: how far apart they are, and when that was looked at. */
import { cliCommand } from '../../core/cli-command.ts';
import { driftShareOf } from '../../finance/reconcile-sums.ts';
import { reconciledProviders, type StoredReconciliation } from '../../ledger/reconciliations.ts';
import { momentAt } from '../parts/clock.ts';
import { count, dollars, money, percent } from '../parts/format.ts';
import { SumLine } from '../parts/sum-line.tsx';
import { Table } from '../parts/table.tsx';
import { Tile, Tiles } from '../parts/tiles.tsx';

type Compared = readonly StoredReconciliation[];
type Amount = 'ledgerNanoUsd' | 'billedNanoUsd' | 'driftNanoUsd' | 'estimatedNanoUsd' | 'correctedNanoUsd';

const mostRows = 200;
/** Beyond it somebody has to look. */
const mostDrift = 0.01;

const sumOf = (days: Compared, amount: Amount) => days.reduce((sum, day) => sum + day[amount], 0);

function driftWords(days: Compared): string {
  const share = driftShareOf(sumOf(days, 'ledgerNanoUsd'), sumOf(days, 'billedNanoUsd'));
  return share === null ? 'nothing is billed' : percent(share);
}

/** `daysAsked`: UTC days that the period touches and that have begun. */
function ComparedTiles({ days, daysAsked }: { readonly days: Compared; readonly daysAsked: number }) {
  const [ledger, billed] = [sumOf(days, 'ledgerNanoUsd'), sumOf(days, 'billedNanoUsd')];
  const share = driftShareOf(ledger, billed);
  const known = days.length > 0;
  const isOff = known && (share === null || Math.abs(share) >= mostDrift);
  return (
    <Tiles>
      <Tile name="Billed" value={known ? dollars(billed) : '–'} note="as providers report it" />
      <Tile name="In the ledger" value={known ? dollars(ledger) : '–'} note="of the same days, corrected" />
      <Tile
        name="Difference"
        value={known ? dollars(billed - ledger) : '–'}
        note={known ? `${driftWords(days)} of the bill; positive: more is billed` : 'not compared yet'}
        mood={isOff ? 'warn' : 'plain'}
      />
      {reconciledProviders.map((provider) => {
        const own = days.filter((day) => day.provider === provider);
        return (
          <Tile
            name={`Days compared, ${provider}`}
            value={`${count(own.length)} of ${count(daysAsked)}`}
            note={own.length === 0 ? 'no bill was held against these days' : `difference ${driftWords(own)}`}
          />
        );
      })}
    </Tiles>
  );
}

function ComparedTable({ days, timeZone }: { readonly days: Compared; readonly timeZone: string }) {
  const shown = days.toReversed().slice(0, mostRows);
  const amount = (head: string, of: Amount) => ({
    head,
    unit: 'USD',
    cell: (day: StoredReconciliation) => money(day[of]),
    sum: money(sumOf(days, of)),
  });
  return (
    <Table
      caption={
        days.length > mostRows
          ? `The last ${mostRows} of ${count(days.length)} days; sums are of all`
          : 'Bills against the ledger, by UTC day, the last first'
      }
      rows={shown}
      empty="No bill was held against a day of this period. The command below does it."
      columns={[
        { head: 'UTC day', isText: true, isWhole: true, cell: ({ day }) => day },
        { head: 'Provider', isText: true, cell: ({ provider }) => provider },
        amount('Billed', 'billedNanoUsd'),
        amount('Ledger', 'ledgerNanoUsd'),
        amount('Difference', 'driftNanoUsd'),
        { head: 'Difference', unit: 'of the bill', cell: (day) => driftWords([day]), sum: driftWords(days) },
        amount('Estimated', 'estimatedNanoUsd'),
        amount('Corrections', 'correctedNanoUsd'),
        {
          head: 'Compared',
          unit: timeZone,
          isText: true,
          cell: ({ atMs, by, isExact }) =>
            `${momentAt(atMs, timeZone).slice(0, 16)} by ${by}${isExact ? '' : '; the day of the ledger is not the UTC day'}`,
        },
      ]}
    />
  );
}

type ComparedProps = {
  /** Null: they cannot be read. */
  readonly days: Compared | null;
  readonly daysAsked: number;
  readonly timeZone: string;
  readonly month: string;
};

export function ComparedSection({ days, daysAsked, timeZone, month }: ComparedProps) {
  return (
    <section>
      <h2>Bills against the ledger</h2>
      {days === null ? (
        <p class="banner bad">What was reconciled cannot be read now.</p>
      ) : (
        <>
          <ComparedTiles days={days} daysAsked={daysAsked} />
          <ComparedTable days={days} timeZone={timeZone} />
          {days.length === 0 ? null : (
            <SumLine
              what="The differences of days"
              rows={days.map(({ driftNanoUsd }) => driftNanoUsd)}
              headline={sumOf(days, 'billedNanoUsd') - sumOf(days, 'ledgerNanoUsd')}
            />
          )}
        </>
      )}
      <p class="note">
        Bills know UTC days, models and projects, and neither teams nor routes: filters of this page hold for
        its files and corrections alone. Projects and models are told apart in the terminal:
      </p>
      <pre tabindex={0}>
        {reconciledProviders
          .map((each) =>
            cliCommand(`reconcile --provider ${each} --period ${month} [--project ID] [--apply]`),
          )
          .join('\n')}
      </pre>
    </section>
  );
}
