/** The page of models: what each cost by meter, which prices that was made of, and which models deserve a second thought. */
import { knownCostOf } from '../../finance/day-costs.ts';
import { findDominated } from '../../finance/dominated.ts';
import { findRetiring } from '../../finance/retiring.ts';
import { estimateCacheSavings } from '../../finance/savings.ts';
import type { Usage, UsageGroup } from '../../ledger/query-usage.ts';
import type { PageCall, View } from '../call.ts';
import { count, dollars, money, percent, shareOf } from '../parts/format.ts';
import { PeriodHead } from '../parts/period-head.tsx';
import { SumLine } from '../parts/sum-line.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Tile, Tiles } from '../parts/tiles.tsx';
import { hrefWith, readPeriod } from '../period.ts';
import { type Figures, readFigures, readFreshness } from '../usage.ts';
import { Dominated, Retiring, Unpriced } from './advice.tsx';
import { PriceTable } from './price-table.tsx';

const meters = [
  ['Input', 'costInput'],
  ['Cached', 'costCacheRead'],
  ['Cache write', 'costCacheWrite'],
  ['Output', 'costOutput'],
  ['Tools', 'costTools'],
] as const;

const nameOf = ({ names: [name = ''] }: UsageGroup) => name;

/** Lines of a bill that are of no model have corrections alone. */
const isUsed = ({ counters }: UsageGroup) => counters.attempts > 0;

function columnsOf({ total }: Usage, url: URL, providerOf: (name: string) => string): Column<UsageGroup>[] {
  const cost = knownCostOf(total);
  return [
    {
      head: 'Model',
      isText: true,
      cell: (row) => <a href={hrefWith(url, { model: nameOf(row) }, '/dashboard')}>{nameOf(row)}</a>,
    },
    { head: 'Provider', isText: true, cell: (row) => providerOf(nameOf(row)) },
    { head: 'Attempts', cell: ({ counters }) => count(counters.attempts), sum: count(total.attempts) },
    ...meters.map(
      ([head, name]): Column<UsageGroup> => ({
        head,
        unit: 'USD',
        cell: ({ counters }) => money(knownCostOf(counters) === null ? null : counters[name]),
        sum: money(cost === null ? null : total[name]),
      }),
    ),
    { head: 'Cost', unit: 'USD', cell: ({ counters }) => money(knownCostOf(counters)), sum: money(cost) },
    { head: 'Share', unit: 'of cost', cell: ({ counters }) => percent(shareOf(knownCostOf(counters), cost)) },
  ];
}

function Headline({ figures, retiring }: { readonly figures: Figures; readonly retiring: number }) {
  const { total, groups } = figures.by(['model']);
  const { estimatedSavedNanoUsd, unknownTokens } = estimateCacheSavings(
    figures.by(['day', 'route', 'model']),
  );
  return (
    <Tiles>
      <Tile name="Cost" value={dollars(knownCostOf(total))} note={`${count(groups.length)} models`} />
      <Tile
        name="Saved by caches"
        value={dollars(estimatedSavedNanoUsd)}
        note={
          unknownTokens === 0
            ? 'against the average price of uncached input (estimated)'
            : `estimated; ${count(unknownTokens)} cached tokens are left out, since no uncached price is known`
        }
      />
      <Tile
        name="Unpriced attempts"
        value={count(total.unpriced)}
        note={
          total.unpriced > 0
            ? `of ${count(total.attempts)} attempts these have no known price and no part in any cost`
            : `each of ${count(total.attempts)} attempts has a known price`
        }
        mood={total.unpriced > 0 ? 'bad' : 'plain'}
      />
      <Tile
        name="Ending soon"
        value={count(retiring)}
        note={
          retiring > 0
            ? 'models in use end within 60 days, or have ended'
            : 'no model in use ends within 60 days'
        }
        mood={retiring > 0 ? 'warn' : 'plain'}
      />
    </Tiles>
  );
}

export async function answerModels(call: PageCall): Promise<View> {
  const { url, deps, nowMs, person } = call;
  const { config, catalogue } = deps;
  const { timeZone } = config.ledger;
  const request = readPeriod(url, { timeZone, nowMs });
  const figures = await readFigures(request, person, deps, request.filter);
  const freshness = await readFreshness(figures, call);
  const usage = figures.by(['model']);
  const findModel = (name: string) => config.models.get(name) ?? catalogue.findModel(name);
  const findPriced = (name: string) => findModel(name) ?? config.embeddings.get(name)?.model;
  const look = { catalogue: { ...catalogue, findModel }, models: [...config.models.values()], nowMs };
  const retiring = findRetiring(usage, look);
  const rows = usage.groups.toSorted(
    (a, b) => (knownCostOf(b.counters) ?? -1) - (knownCostOf(a.counters) ?? -1),
  );
  const main = (
    <>
      <PeriodHead
        call={call}
        request={request}
        figures={figures}
        freshness={freshness}
        filters={['route', 'team']}
      />
      <Headline figures={figures} retiring={retiring.length} />
      <Table
        caption={`Cost by model and meter, days of ${timeZone}`}
        rows={rows}
        isSortable
        columns={columnsOf(usage, url, (name) => findPriced(name)?.provider ?? '')}
      />
      <SumLine
        what="Models"
        rows={rows.map(({ counters }) => knownCostOf(counters))}
        headline={knownCostOf(usage.total)}
      />
      <Unpriced groups={rows} />
      <Retiring models={retiring} />
      <Dominated models={findDominated(figures.by(['model', 'task']), look)} />
      <PriceTable names={rows.filter(isUsed).map(nameOf)} findModel={findPriced} />
    </>
  );
  return { title: 'Models & prices', main };
}
