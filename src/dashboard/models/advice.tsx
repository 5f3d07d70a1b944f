/** What could be better: models without a price, models that end soon, models that another one beats on every count. */
import type { DominatedModel } from '../../finance/dominated.ts';
import type { RetiringModel } from '../../finance/retiring.ts';
import type { UsageGroup } from '../../ledger/query-usage.ts';
import { count, money } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';

export function Unpriced({ groups }: { readonly groups: readonly UsageGroup[] }) {
  const rows = groups.filter(({ counters }) => counters.unpriced > 0);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>Without a price</h2>
      <Table
        caption="Their attempts are part of no cost. A price in routes.config.ts (models) holds for what comes after it"
        rows={rows}
        columns={[
          { head: 'Model', isText: true, cell: ({ names: [name] }) => name },
          { head: 'Attempts', unit: 'unpriced', cell: ({ counters }) => count(counters.unpriced) },
          { head: 'Attempts', unit: 'in all', cell: ({ counters }) => count(counters.attempts) },
        ]}
      />
    </section>
  );
}

export function Retiring({ models }: { readonly models: readonly RetiringModel[] }) {
  if (models.length === 0) return null;
  return (
    <section>
      <h2>Ending soon</h2>
      <Table
        caption="Models in use whose provider ends them, and what the same tokens would have cost at the successor's list price (estimated)"
        rows={models}
        columns={[
          { head: 'Model', isText: true, cell: ({ model }) => model },
          { head: 'First day without', isText: true, cell: ({ shutdown }) => shutdown },
          { head: 'Days left', cell: ({ days }) => count(days) },
          { head: 'Successor', isText: true, cell: ({ successor }) => successor ?? 'none is named' },
          { head: 'Attempts', cell: ({ attempts }) => count(attempts) },
          { head: 'At list', unit: 'USD', cell: ({ atListNanoUsd }) => money(atListNanoUsd) },
          {
            head: 'At successor',
            unit: 'USD',
            cell: ({ atSuccessor }) => money(atSuccessor?.estimatedNanoUsd ?? null),
          },
        ]}
      />
    </section>
  );
}

export function Dominated({ models }: { readonly models: readonly DominatedModel[] }) {
  if (models.length === 0) return null;
  return (
    <section>
      <h2>Beaten by another</h2>
      <Table
        caption="Models in use to which another is not dearer on any meter, not weaker at the tasks they were used for, not less safeguarded and able to do as much (estimated, at list price)"
        rows={models}
        columns={[
          { head: 'Model', isText: true, cell: ({ model }) => model },
          { head: 'At list', unit: 'USD', cell: ({ atListNanoUsd }) => money(atListNanoUsd) },
          { head: 'Better', isText: true, cell: ({ by }) => by[0]?.model ?? '' },
          {
            head: 'Would have cost',
            unit: 'USD',
            cell: ({ by }) => money(by[0]?.estimatedNanoUsd ?? null),
          },
          {
            head: 'Used for',
            isText: true,
            cell: ({ tasks }) => tasks.map((task) => task || 'unclassified').join(', '),
          },
        ]}
      />
    </section>
  );
}
