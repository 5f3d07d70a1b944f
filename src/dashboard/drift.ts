/**
 * How far invoices are from the ledger, for pages that everybody opens. The one declared cache: comparisons are made by
 * hand once in a while, so a page need not ask for them again within ten minutes.
 */
import { driftShareOf } from '../finance/reconcile-sums.ts';
import { readReconciliations } from '../ledger/reconciliations.ts';
import type { ScriptStore } from '../ledger/store.ts';

const keptForMs = 10 * 60_000;

type Span = { readonly fromMs: number; readonly toMs: number };
type Kept = Span & { readonly atMs: number; readonly share: number | null };

const kept = new WeakMap<ScriptStore, Kept>();

/** Billed less ledger, as a share of the ledger, of the UTC days that were compared; null: none was, or none can be read. */
export async function readDriftShare(
  store: ScriptStore,
  { fromMs, toMs }: Span,
  nowMs: number,
): Promise<number | null> {
  const known = kept.get(store);
  if (known?.fromMs === fromMs && known.toMs === toMs && nowMs - known.atMs < keptForMs) return known.share;
  const days = await readReconciliations(store, fromMs, toMs).catch(() => null);
  if (days === null) return null;
  const ledger = days.reduce((sum, { ledgerNanoUsd }) => sum + ledgerNanoUsd, 0);
  const billed = days.reduce((sum, { billedNanoUsd }) => sum + billedNanoUsd, 0);
  const share = days.length === 0 ? null : driftShareOf(ledger, billed);
  kept.set(store, { fromMs, toMs, atMs: nowMs, share });
  return share;
}
