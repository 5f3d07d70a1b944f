/**
 * What counts against end users of the demo: strikes as the router counts them behind an answer, and one suspension that
 * a provider has asked for. Kept by the ledger's own code. Errors: StoreError.
 */
import type { ActorSettings, StrikeKind } from '../../core/actor.ts';
import type { Row } from '../../core/row.ts';
import { type ActorStore, Actors } from '../../ledger/actors.ts';

export type SeededStrike = { readonly kind: StrikeKind; readonly endUser: string; readonly row: Row };

/** What is older counts next to nothing. */
const halfLivesBack = 4;
const suspendedForMs = 12 * 3_600_000;

/** Those that still count at the end. */
export function recentStrikes(
  strikes: readonly SeededStrike[],
  { halfLifeMs }: ActorSettings,
  endMs: number,
): SeededStrike[] {
  return strikes.filter(({ row }) => row.startedAtMs > endMs - halfLivesBack * halfLifeMs);
}

type Ports = { readonly store: ActorStore; readonly settings: ActorSettings; readonly endMs: number };

export async function bookStrikes(
  strikes: readonly SeededStrike[],
  { store, settings, endMs }: Ports,
): Promise<void> {
  const actors = new Actors({ store, settings, now: () => endMs, sleep: async () => {} });
  for (const { kind, endUser, row } of strikes)
    await actors.strike(endUser, row.team, { kind, requestId: row.requestId, atMs: row.startedAtMs });
  const worst = strikes.findLast(({ kind }) => kind === 'policy') ?? strikes.at(-1);
  if (worst === undefined) return;
  const untilMs = endMs + suspendedForMs;
  await actors.impose({ id: worst.endUser, level: 'suspended', untilMs, reason: 'policy', by: 'provider' });
}
