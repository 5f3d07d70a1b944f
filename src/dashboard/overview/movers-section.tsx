/** Whose cost changed most: routes, models and teams in one table, the greatest change first. */
import { findMovers, type Mover } from '../../finance/movers.ts';
import type { UsageName } from '../../ledger/query-usage.ts';
import { money } from '../parts/format.ts';
import { moverWords } from '../parts/mover-words.ts';
import { Table } from '../parts/table.tsx';
import { hrefWith } from '../period.ts';
import { type ComparedFigures, untilWords } from '../read-compared.ts';

const shownOfEach = 5;
const shown = 10;

type Row = Mover & { readonly of: UsageName };

function rowsOf({ now, earlier }: ComparedFigures): Row[] {
  const of = (name: UsageName) =>
    findMovers(earlier.by([name]), now.by([name]))
      .filter(({ changeNanoUsd }) => changeNanoUsd !== 0)
      .slice(0, shownOfEach)
      .map((mover) => ({ ...mover, of: name }));
  const size = ({ changeNanoUsd }: Mover) => Math.abs(changeNanoUsd ?? 0);
  return [...of('route'), ...of('model'), ...of('team')].sort((a, b) => size(b) - size(a)).slice(0, shown);
}

export function MoversSection({ compared, url }: { readonly compared: ComparedFigures; readonly url: URL }) {
  return (
    <section>
      <h2>Top movers</h2>
      <Table
        caption={`Against ${compared.name}${untilWords(compared)}`}
        rows={rowsOf(compared)}
        empty="Nothing changed."
        columns={[
          {
            head: 'Name',
            isText: true,
            cell: ({ of, name }) => (
              <>
                <a href={hrefWith(url, { [of]: name })}>{name || '(none)'}</a> <small>{of}</small>
              </>
            ),
          },
          { head: 'Before', unit: 'USD', cell: ({ beforeNanoUsd }) => money(beforeNanoUsd) },
          { head: 'Now', unit: 'USD', cell: ({ afterNanoUsd }) => money(afterNanoUsd) },
          { head: 'Change', unit: 'USD', cell: ({ changeNanoUsd }) => money(changeNanoUsd) },
          { head: 'Change', unit: '%', cell: moverWords },
        ]}
      />
    </section>
  );
}
