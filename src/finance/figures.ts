/**
 * Counters of a period, asked in any grouping without another read. What is asked again is not added up again, and what
 * asks for no days is made of cells that are added up over them once. Pure.
 */
import { once } from '../core/once.ts';
import { dayNames } from '../ledger/cell.ts';
import {
  queryUsage,
  type Usage,
  type UsageFilter,
  type UsageName,
  type VisibleTeams,
} from '../ledger/query-usage.ts';
import type { CountedPeriod, UsageSlice } from '../ledger/usage-reader.ts';

/** What days know, and hours. */
export type FigureDimension = 'day' | 'hour' | UsageName;

export type Figures = {
  readonly period: CountedPeriod;
  /** `filter`: in place of the one that they were read with. */
  readonly by: (by: readonly FigureDimension[], filter?: UsageFilter) => Usage;
  /** Of some of its days: `YYYY-MM-DD`, both inclusive. */
  readonly between: (from: string, to: string) => Figures;
};

/** Every cell once, with the sum of its days. */
function sumDays(slices: readonly UsageSlice[], teams: VisibleTeams): UsageSlice[] {
  const { groups } = queryUsage(slices, { by: dayNames, filter: {}, teams });
  const cells = groups.map(({ names: [route = '', model = '', team = '', task = ''], counters }) => ({
    cell: { route, model, team, task, provider: '', app: '', key: '' },
    counters,
  }));
  return [{ day: null, hour: null, cells }];
}

const asksForDays = (by: readonly FigureDimension[]) => by.includes('day') || by.includes('hour');

/** `filter`: holds for every question that is asked of it, unless the question has its own. */
export function figuresOf(period: CountedPeriod, teams: VisibleTeams, filter: UsageFilter = {}): Figures {
  const known = new Map<string, Usage>();
  const summed = once(() => sumDays(period.slices, teams));
  const ask = (by: readonly FigureDimension[], own: UsageFilter): Usage => {
    const question = JSON.stringify([by, own]);
    const slices = asksForDays(by) ? period.slices : summed();
    const answer = known.get(question) ?? queryUsage(slices, { by, filter: own, teams });
    known.set(question, answer);
    return answer;
  };
  return {
    period,
    by: (by, own = filter) => ask(by, own),
    between: (from, to) => {
      const [first, last] = [from.replaceAll('-', ''), to.replaceAll('-', '')];
      const slices = period.slices.filter(({ day }) => day !== null && day >= first && day <= last);
      return figuresOf({ ...period, slices }, teams, filter);
    },
  };
}
