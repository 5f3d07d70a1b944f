/** Figures of a period beside those that it is held against: every page compares with the same days. */
import type { UsageFilter } from '../ledger/query-usage.ts';
import type { PageCall } from './call.ts';
import { type Compared, type Days, findCompared } from './compared.ts';
import { dayWindow } from './parts/clock.ts';
import { type Figures, readFigures } from './usage.ts';

/** Both without today. */
export type ComparedFigures = Pick<Compared, 'name'> & { readonly now: Figures; readonly earlier: Figures };

/** `figures`: of `days`. Null: nothing of them is over yet. Errors: `store_unavailable`. */
export async function readCompared(
  days: Days,
  today: string,
  figures: Figures,
  call: PageCall,
  filter: UsageFilter,
): Promise<ComparedFigures | null> {
  const compared = findCompared(days, today);
  if (compared === null) return null;
  const { timeZone } = call.deps.config.ledger;
  const span = {
    fromMs: dayWindow(compared.before.from, timeZone).fromMs,
    toMs: dayWindow(compared.before.to, timeZone).toMs,
    byDay: false,
  };
  const earlier = await readFigures(span, call.person, call.deps, filter);
  const { from, to } = compared.now;
  return { name: compared.name, now: figures.between(from, to), earlier };
}
