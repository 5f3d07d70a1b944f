/** Figures of a period beside those that it is held against: every page compares with the same days. */
import type { UsageFilter } from '../ledger/query-usage.ts';
import type { PageCall } from './call.ts';
import { type Compared, type Days, findCompared } from './compared.ts';
import { dayWindow } from './parts/clock.ts';
import { type Figures, readFigures } from './usage.ts';

/** Both without today. */
export type ComparedFigures = Pick<Compared, 'name' | 'isTodayLeftOut'> & {
  readonly now: Figures;
  readonly earlier: Figures;
  /** Calls of today, under the same filters. */
  readonly attemptsToday: number;
  /** Within the earlier days the router began to count: no change is told against a part of them. Null: they are whole, or before. */
  readonly recordedFromMs: number | null;
};

type Span = { readonly fromMs: number; readonly toMs: number };

const isWithin = (atMs: number, { fromMs, toMs }: Span) => atMs > fromMs && atMs < toMs;

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
  const { name, isTodayLeftOut } = compared;
  const { firstMs } = figures.period;
  return {
    name,
    isTodayLeftOut,
    now: figures.between(from, to),
    earlier,
    attemptsToday: figures.between(today, today).by([]).total.attempts,
    recordedFromMs: firstMs !== null && isWithin(firstMs, span) ? firstMs : null,
  };
}

/** Ends what is said of a change; empty where the period is over, or ended before today. */
export const untilWords = ({ isTodayLeftOut }: Pick<ComparedFigures, 'isTodayLeftOut'>): string =>
  isTodayLeftOut ? ', until yesterday' : '';

/** No call on either side, today apart. */
export function isNothing({ now, earlier }: ComparedFigures): boolean {
  const isEmpty = ({ by }: Figures) => by([]).total.attempts + by([]).total.corrections === 0;
  return isEmpty(now) && isEmpty(earlier);
}

/** What changes may be told of; null: there is nothing, or a part only, to hold the period against. */
export function comparableOf(compared: ComparedFigures | null): ComparedFigures | null {
  return compared?.recordedFromMs === null ? compared : null;
}
