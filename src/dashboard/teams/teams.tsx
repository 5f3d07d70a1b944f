/** The page of teams: what each used, what nobody has been given, and how budgets stand. */
import { knownCostOf } from '../../finance/day-costs.ts';
import { findMovers } from '../../finance/movers.ts';
import { costPer1000Of } from '../../finance/savings.ts';
import type { UsageGroup } from '../../ledger/query-usage.ts';
import type { PageCall, View } from '../call.ts';
import { recordedSentence } from '../change-sentence.ts';
import { Downloads } from '../parts/downloads.tsx';
import { change, count, dollars, money, percent, shareOf, unknown } from '../parts/format.ts';
import { PeriodHead } from '../parts/period-head.tsx';
import { SumLine } from '../parts/sum-line.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Tile, type TileProps, Tiles } from '../parts/tiles.tsx';
import { hrefWith, readPeriod } from '../period.ts';
import { comparableOf, untilWords } from '../read-compared.ts';
import { successShare } from '../routes/route-figures.ts';
import { daysOf } from '../usage.ts';
import { BudgetsSection } from './budgets-section.tsx';
import { loadTeams, type Teams, unallocatedTeams } from './load.ts';

/** Beyond it, what nobody is told to pay is too much. */
const mostUnallocated = 0.05;
const mostRows = 200;

const costOfRow = ({ counters }: UsageGroup) => knownCostOf(counters);
const nameOfRow = ({ names: [name = ''] }: UsageGroup) => name;

export function statementHref(team: string, url: URL): string {
  return hrefWith(url, { team: null }, `/dashboard/teams/${encodeURIComponent(team)}`);
}

function budgetsTile(standings: Teams['standings']): Pick<TileProps, 'value' | 'note' | 'mood'> {
  if (standings === null)
    return { value: unknown, note: 'not known: the store does not answer, or there is none', mood: 'warn' };
  const over = standings.filter(
    ({ spentNanoUsd, budget }) => spentNanoUsd >= (budget.limitNanoUsd ?? 0) * 0.8,
  );
  const value = `${over.length} of ${standings.length}`;
  if (over.length === 0) return { value, note: 'none' };
  const names = over.slice(0, 4).map(({ id }) => id);
  return { value, note: names.join(', '), mood: 'warn' };
}

function Headline({ figures, standings }: Teams) {
  const { total, groups } = figures.by(['team']);
  const cost = knownCostOf(total);
  const costs = groups.filter((group) => unallocatedTeams.includes(nameOfRow(group))).map(costOfRow);
  const known = costs.filter((each) => each !== null);
  const unallocated =
    known.length === 0 && costs.length > 0 ? null : known.reduce((sum, each) => sum + each, 0);
  const share = shareOf(unallocated, cost);
  return (
    <Tiles>
      <Tile name="Cost" value={dollars(cost)} note={`${count(groups.length)} teams`} />
      <Tile
        name="Unallocated"
        value={dollars(unallocated)}
        note={`${percent(share)} of the cost: keys without a team, and corrections`}
        mood={(share ?? 0) > mostUnallocated ? 'warn' : 'plain'}
      />
      <Tile name="Budgets over 80 %" {...budgetsTile(standings)} />
    </Tiles>
  );
}

function columnsOf({ figures, compared }: Teams, url: URL): Column<UsageGroup>[] {
  const { total } = figures.by([]);
  const cost = knownCostOf(total);
  const comparable = comparableOf(compared);
  const movers = comparable && findMovers(comparable.earlier.by(['team']), comparable.now.by(['team']));
  const moved = new Map(movers?.map((mover) => [mover.name, mover]));
  return [
    {
      head: 'Team',
      isText: true,
      cell: (row) => (
        <>
          <a href={statementHref(nameOfRow(row), url)}>{nameOfRow(row)}</a>
          {unallocatedTeams.includes(nameOfRow(row)) ? <small> unallocated</small> : null}
        </>
      ),
    },
    { head: 'Requests', cell: ({ counters }) => count(counters.requests), sum: count(total.requests) },
    { head: 'Succeeded', cell: ({ counters }) => percent(successShare(counters)) },
    { head: 'Cost', unit: 'USD', cell: (row) => money(costOfRow(row)), sum: money(cost) },
    { head: 'Share', unit: 'of cost', cell: (row) => percent(shareOf(costOfRow(row), cost)) },
    { head: 'Per 1,000', unit: 'USD', cell: ({ counters }) => money(costPer1000Of(counters)) },
    ...(comparable === null
      ? []
      : [
          {
            head: 'Change',
            unit: `against ${comparable.name}${untilWords(comparable)}`,
            cell: (row: UsageGroup) => {
              const mover = moved.get(nameOfRow(row));
              return mover?.kind === 'new' ? 'new' : change(mover?.changeShare ?? null);
            },
          },
        ]),
    { head: 'Unpriced', unit: 'attempts', cell: ({ counters }) => count(counters.unpriced) },
  ];
}

export async function answerTeams(call: PageCall): Promise<View> {
  const { url, deps, nowMs } = call;
  const { timeZone } = deps.config.ledger;
  const request = readPeriod(url, { timeZone, nowMs });
  const teams = await loadTeams(call, request);
  const { figures, freshness, standings, compared } = teams;
  const partly = compared && recordedSentence(compared, timeZone);
  const { total, groups } = figures.by(['team']);
  const rows = groups.toSorted((a, b) => (costOfRow(b) ?? 0) - (costOfRow(a) ?? 0));
  const main = (
    <>
      <PeriodHead
        call={call}
        request={request}
        figures={figures}
        freshness={freshness}
        filters={['route', 'model']}
      />
      <Headline {...teams} />
      <Table
        caption={
          rows.length > mostRows
            ? `The ${mostRows} teams that cost most, of ${count(rows.length)}; sums are of all`
            : `Teams, days of ${timeZone}; a name leads to a statement fit to print`
        }
        rows={rows.slice(0, mostRows)}
        isSortable
        columns={columnsOf(teams, url)}
      />
      {partly === null ? null : <p class="note">{partly}</p>}
      <SumLine what="Teams" rows={rows.map(costOfRow)} headline={knownCostOf(total)} />
      <Downloads url={url} days={daysOf(request, deps)} />
      <BudgetsSection standings={standings} nowMs={nowMs} />
    </>
  );
  return { title: 'Teams & budgets', main };
}
