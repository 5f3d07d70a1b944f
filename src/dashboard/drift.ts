/**
 * How far invoices are from the ledger, for pages that everybody opens. The one declared cache: comparisons are made by
 * hand once in a while, so a page need not ask for them again within ten minutes.
 */
import { driftShareOf } from '../finance/reconcile-sums.ts';
import { readReconciliations, type StoredReconciliation } from '../ledger/reconciliations.ts';
import type { ScriptStore } from '../ledger/store.ts';

const keptForMs = 10 * 60_000;

type Span = { readonly fromMs: number; readonly toMs: number };

/**
 * `share`: billed less ledger, of what was billed. `unbilled`: providers bill nothing of what the ledger has. `none`: no day
 * was compared. `away`: it cannot be read now. `hidden`: a part of the whole is asked for, and bills know no parts.
 */
export type Drift =
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'unbilled' | 'none' | 'away' | 'hidden' };

type Kept = Span & { readonly atMs: number; readonly drift: Drift };

const kept = new WeakMap<ScriptStore, Kept>();

function driftOf(days: readonly StoredReconciliation[]): Drift {
  if (days.length === 0) return { kind: 'none' };
  const ledger = days.reduce((sum, { ledgerNanoUsd }) => sum + ledgerNanoUsd, 0);
  const billed = days.reduce((sum, { billedNanoUsd }) => sum + billedNanoUsd, 0);
  const share = driftShareOf(ledger, billed);
  return share === null ? { kind: 'unbilled' } : { kind: 'share', share };
}

/** Of the UTC days of the span that were compared. */
export async function readDrift(store: ScriptStore, { fromMs, toMs }: Span, nowMs: number): Promise<Drift> {
  const known = kept.get(store);
  if (known?.fromMs === fromMs && known.toMs === toMs && nowMs - known.atMs < keptForMs) return known.drift;
  const days = await readReconciliations(store, fromMs, toMs).catch(() => null);
  if (days === null) return { kind: 'away' };
  const drift = driftOf(days);
  kept.set(store, { fromMs, toMs, atMs: nowMs, drift });
  return drift;
}
