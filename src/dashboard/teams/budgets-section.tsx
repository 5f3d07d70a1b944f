/** Budgets as they stand: spent, held, limit, where they are heading, when they begin anew. */
import type { LimitAction } from '../../core/budget.ts';
import { Bullet } from '../charts/bullet.tsx';
import { momentAt } from '../parts/clock.ts';
import { money, percent, shareOf, span } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import type { Standing, Teams } from './load.ts';

const onLimitWords: Readonly<Record<LimitAction, string>> = {
  refuse: 'refuses',
  alert: 'tells, and lets pass',
  downgrade: 'sends to cheaper targets',
};

/** In a word as well as in colour. */
function state({ spentNanoUsd, heldNanoUsd, budget, forecastNanoUsd }: Standing): string {
  const limit = budget.limitNanoUsd ?? 0;
  if (spentNanoUsd > limit) return 'passed';
  if (spentNanoUsd + heldNanoUsd >= limit) return 'used up';
  if (spentNanoUsd >= limit * 0.8) return 'over 80 %';
  return forecastNanoUsd !== null && forecastNanoUsd > limit ? 'will pass it' : 'within';
}

function reset({ resetAtMs, budget }: Standing, nowMs: number): string {
  if (resetAtMs === null) return 'never';
  return `in ${span(resetAtMs - nowMs)} (${momentAt(resetAtMs, budget.timeZone).slice(0, 16)} ${budget.timeZone})`;
}

type Props = Pick<Teams, 'standings'> & { readonly nowMs: number };

export function BudgetsSection({ standings, nowMs }: Props) {
  if (standings === null)
    return <p class="banner">Budgets cannot be read now: the store does not answer, or there is none.</p>;
  const used = ({ spentNanoUsd, budget }: Standing) => spentNanoUsd / (budget.limitNanoUsd || 1);
  return (
    <section>
      <h2>Budgets</h2>
      <Table
        caption="Budgets in money, in the window that is under way; whatever the period above"
        rows={standings.toSorted((a, b) => used(b) - used(a))}
        empty="No budget in money is set. The command signalbox limits set team NAME --budget month:1000usd:alert sets one."
        columns={[
          {
            head: 'Of',
            isText: true,
            cell: ({ scope, id, budget }) => (
              <>
                {id}{' '}
                <small>{`${scope}, ${budget.window === 'total' ? 'in all' : `a ${budget.window}`}`}</small>
              </>
            ),
          },
          { head: 'Spent', unit: 'USD', cell: ({ spentNanoUsd }) => money(spentNanoUsd) },
          { head: 'Held', unit: 'USD', cell: ({ heldNanoUsd }) => money(heldNanoUsd) },
          { head: 'Limit', unit: 'USD', cell: ({ budget }) => money(budget.limitNanoUsd) },
          { head: 'Used', cell: (each) => percent(shareOf(each.spentNanoUsd, each.budget.limitNanoUsd)) },
          { head: 'State', isText: true, cell: state },
          {
            head: 'Spent, held | limit',
            isText: true,
            cell: ({ spentNanoUsd, heldNanoUsd, budget, forecastNanoUsd }) => (
              <Bullet
                spent={spentNanoUsd}
                held={heldNanoUsd}
                limit={budget.limitNanoUsd ?? 0}
                forecast={forecastNanoUsd}
                label={`${money(spentNanoUsd)} spent and ${money(heldNanoUsd)} held of ${money(budget.limitNanoUsd)} USD`}
              />
            ),
          },
          { head: 'Forecast', unit: 'USD', cell: ({ forecastNanoUsd }) => money(forecastNanoUsd) },
          { head: 'At the limit it', isText: true, cell: ({ budget }) => onLimitWords[budget.onLimit] },
          { head: 'Begins anew', isText: true, cell: (each) => reset(each, nowMs) },
        ]}
      />
    </section>
  );
}
