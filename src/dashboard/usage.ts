/**
 * What pages read of the ledger: counters of a period, as far as the person may see them, and how fresh they are.
 * Errors: `store_unavailable`.
 */
import { RouterError } from '../core/errors.ts';
import type { Person } from '../core/person.ts';
import type { Deps } from '../deps.ts';
import { orUnavailable } from '../endpoints/admin-call.ts';
import { type Figures, figuresOf } from '../finance/figures.ts';
import type { UsageFilter } from '../ledger/query-usage.ts';
import type { SpanQuery } from '../ledger/usage-spans.ts';
import type { PageCall } from './call.ts';
import { dateAt } from './parts/clock.ts';
import type { Freshness } from './parts/freshness.tsx';

/** Without hours and days unless asked: `byDay` is true by default, and a page that asks for none reads months as one. */
export type Span = Omit<SpanQuery, 'byHour'> & { readonly byHour?: boolean };

export type { Figures } from '../finance/figures.ts';

function readerOf({ usage }: Deps) {
  if (usage !== null) return usage;
  const message = 'The dashboard needs a store: UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN.';
  throw new RouterError('store_unavailable', message, { retryable: false });
}

/** While the store is away: what was closed when it was read last. `filter`: holds for every question that is asked of it, unless the question has its own. */
export async function readFigures(
  { byHour = false, ...span }: Span,
  person: Person,
  deps: Deps,
  filter: UsageFilter = {},
): Promise<Figures> {
  return figuresOf(
    await orUnavailable(readerOf(deps)({ ...span, byHour, orStale: true })),
    person.teams,
    filter,
  );
}

/** First and last day of a span in the reporting zone. */
export function daysOf({ fromMs, toMs }: Span, { config }: Deps): readonly [from: string, to: string] {
  const { timeZone } = config.ledger;
  return [dateAt(fromMs, timeZone), dateAt(toMs - 1, timeZone)];
}

export async function readFreshness({ period }: Figures, { deps, nowMs }: PageCall): Promise<Freshness> {
  return {
    asOfMs: nowMs,
    completeUntilMs: period.completeUntilMs,
    outbox: deps.outboxState === null ? null : await deps.outboxState().catch(() => 'away' as const),
    staleSinceMs: period.staleSinceMs,
    timeZone: deps.config.ledger.timeZone,
  };
}
