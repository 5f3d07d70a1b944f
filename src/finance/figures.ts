/** Counters of a period, asked in any grouping without another read; what is asked again is not added up again. Pure. */
import {
  queryUsage,
  type Usage,
  type UsageDimension,
  type UsageFilter,
  type VisibleTeams,
} from '../ledger/query-usage.ts';
import type { CountedPeriod } from '../ledger/usage-reader.ts';

export type Figures = {
  readonly period: CountedPeriod;
  /** `filter`: in place of the one that they were read with. */
  readonly by: (by: readonly UsageDimension[], filter?: UsageFilter) => Usage;
  /** Of some of its days: `YYYY-MM-DD`, both inclusive. */
  readonly between: (from: string, to: string) => Figures;
};

/** `filter`: holds for every question that is asked of it, unless the question has its own. */
export function figuresOf(period: CountedPeriod, teams: VisibleTeams, filter: UsageFilter = {}): Figures {
  const known = new Map<string, Usage>();
  const ask = (by: readonly UsageDimension[], own: UsageFilter): Usage => {
    const question = JSON.stringify([by, own]);
    const answer = known.get(question) ?? queryUsage(period.slices, { by, filter: own, teams });
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
