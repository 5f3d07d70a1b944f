/** Books corrections through a running router, and has it keep what a comparison came to. Throws `RouterRefusal`. */
import type { Correction, Reconciliation } from '../finance/reconcile.ts';
import { daysAfter } from '../finance/reconcile-sums.ts';
import type { ReconciledProvider } from '../ledger/reconciliations.ts';
import type { AskAdmin } from './admin-client.ts';
import { RouterRefusal } from './command.ts';

/** The router takes as many in one call. */
const mostAtOnce = 100;

type Booked = {
  readonly booked: number;
  readonly known: number;
  readonly data: readonly { readonly id: string; readonly state: string }[];
};

function* portions<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += mostAtOnce) yield all.slice(at, at + mostAtOnce);
}

function written({ day, model, sequence, cost }: Correction) {
  const { input, cacheRead, cacheWrite, output, tools } = cost;
  const nano = { input, cache_read: cacheRead, cache_write: cacheWrite, output, tools };
  return { day, model, sequence, cost_nano_usd: nano };
}

export type BookedCount = { readonly booked: number; readonly known: number };

/** `known`: they had been booked before, and nothing has changed. */
export async function bookCorrections(
  provider: ReconciledProvider,
  corrections: readonly Correction[],
  ask: AskAdmin,
): Promise<BookedCount> {
  let [booked, known] = [0, 0];
  for (const some of portions(corrections)) {
    const body = { provider, corrections: some.map(written) };
    const answer = await ask<Booked>('POST', '/admin/corrections', body);
    const refused = answer.data.filter(({ state }) => state === 'refused').map(({ id }) => id);
    if (refused.length > 0) throw new RouterRefusal(`The store does not take ${refused.join(', ')}.`);
    booked += answer.booked;
    known += answer.known;
  }
  return { booked, known };
}

type Kept = {
  readonly provider: string;
  readonly day: string;
  readonly corrected_nano_usd: number;
  readonly at: string;
};

/** A router may read closed hours as they were so long ago. */
const staleMs = 10 * 60_000;

/** What was kept of days of late, by day: corrections of it that a ledger read now may not show yet. */
async function readLately(
  provider: ReconciledProvider,
  days: readonly string[],
  nowMs: number,
  ask: AskAdmin,
): Promise<ReadonlyMap<string, number>> {
  const [from = '', to = ''] = [days[0], days.at(-1)];
  const path = `/admin/reconciliations?${new URLSearchParams({ from, to })}`;
  const { data } = await ask<{ readonly data: readonly Kept[] }>('GET', path);
  const lately = data.filter((one) => one.provider === provider && Date.parse(one.at) > nowMs - staleMs);
  return new Map(lately.map((one) => [one.day, one.corrected_nano_usd]));
}

/**
 * Days that count, as they are after these corrections. Where nothing is booked, a day whose last corrections are not
 * read yet stays as it was kept.
 */
export async function keepResult(
  provider: ReconciledProvider,
  reconciliation: Reconciliation,
  booked: readonly Correction[],
  nowMs: number,
  ask: AskAdmin,
): Promise<void> {
  const days = daysAfter(reconciliation, booked).map(({ day, sum }) => ({
    day: day.day,
    ledger_nano_usd: sum.ledgerNanoUsd,
    billed_nano_usd: sum.billedNanoUsd,
    estimated_nano_usd: sum.estimatedNanoUsd,
    corrected_nano_usd: sum.correctionsNanoUsd,
    is_exact: day.state === 'compared' || day.state === 'not-billed',
  }));
  if (days.length === 0) return;
  const names = days.map(({ day }) => day);
  const lately = booked.length > 0 ? null : await readLately(provider, names, nowMs, ask);
  const fresh = days.filter(
    (one) => (lately?.get(one.day) ?? one.corrected_nano_usd) === one.corrected_nano_usd,
  );
  for (const some of portions(fresh))
    await ask('POST', '/admin/reconciliations', { provider, days: [...some] });
}
