/** Which models a route's money went to, day by day and together. */

import { knownCostOf } from '../../finance/day-costs.ts';
import { Bars } from '../charts/bars.tsx';
import { longDay, shortDay } from '../parts/clock.ts';
import { count, money, moneyTicks, percent, shareOf } from '../parts/format.ts';
import { SumLine } from '../parts/sum-line.tsx';
import { Table } from '../parts/table.tsx';
import { costBars } from '../stack.ts';
import type { Figures } from '../usage.ts';
import type { Named } from './route-figures.ts';

type ModelMixProps = {
  readonly figures: Figures;
  readonly models: readonly Named[];
  readonly timeZone: string;
  /** `YYYY-MM-DD`; its bar still grows. */
  readonly today: string;
  /** What became so on a day, by `YYYY-MM-DD`. */
  readonly marks: ReadonlyMap<string, string>;
};

function captionOf(models: readonly Named[], cost: number | null): string {
  const [first] = models;
  if (first === undefined || cost === null || cost === 0) return 'Cost by day and model.';
  const share = percent(shareOf(knownCostOf(first.counters), cost));
  if (models.length === 1) return `All of it went to ${first.name}.`;
  return `Most went to ${first.name}: ${share} of the cost.`;
}

export function ModelMix({ figures, models, timeZone, today, marks }: ModelMixProps) {
  const { total } = figures.by([]);
  const cost = knownCostOf(total);
  const stacked = costBars(figures.by(['day', 'model']).groups, 'model');
  return (
    <>
      <Bars
        caption={captionOf(models, cost)}
        title={`Cost by day and model, USD, days of ${timeZone}`}
        unit="USD"
        series={stacked.series}
        print={money}
        printTicks={moneyTicks}
        bars={stacked.days.map(({ day, values }) => {
          const mark = marks.get(day);
          return {
            name: longDay(day),
            label: shortDay(day),
            values,
            isOpen: day === today,
            ...(mark !== undefined && { mark }),
          };
        })}
      />
      <Table
        caption="Models of this route"
        rows={models}
        isSortable
        columns={[
          { head: 'Model', isText: true, cell: ({ name }) => name, sum: 'All models' },
          { head: 'Attempts', cell: ({ counters }) => count(counters.attempts), sum: count(total.attempts) },
          { head: 'Answers', cell: ({ counters }) => count(counters.succeeded), sum: count(total.succeeded) },
          {
            head: 'Share',
            unit: 'of answers',
            cell: ({ counters }) => percent(shareOf(counters.succeeded, total.succeeded)),
          },
          {
            head: 'Cost',
            unit: 'USD',
            cell: ({ counters }) => money(knownCostOf(counters)),
            sum: money(cost),
          },
          {
            head: 'Share',
            unit: 'of cost',
            cell: ({ counters }) => percent(shareOf(knownCostOf(counters), cost)),
          },
        ]}
      />
      {total.shadows + total.secondLooks === 0 ? null : (
        <p class="note">
          {count(total.shadows + total.secondLooks)} attempts were shadows or second looks: they cost, and
          nobody hears their answers.
        </p>
      )}
      <SumLine what="Models" rows={models.map(({ counters }) => knownCostOf(counters))} headline={cost} />
    </>
  );
}
