/**
 * Charges that become known later: answers that a provider goes on with in the background, and whose row is an estimate
 * until somebody reads what they have used. Kept in the store until then, or until the provider has surely forgotten.
 */

import type { ScopeAsk } from '../core/budget.ts';
import { createWindowReader } from '../core/budget-window.ts';
import { isObject } from '../core/json.ts';
import type { Row } from '../core/row.ts';
import { keys, lateTtlSeconds } from './keys.ts';
import { packRow, unpackRow } from './row-codec.ts';
import { dropLateScript, keepLateScript, takeLateScript } from './scripts/late-script.ts';
import { type SettleNote, type SettleWord, scopeMark } from './settle-call.ts';
import { type SettlePorts, tellEach } from './settle-queue.ts';
import { type ScriptStore, StoreError } from './store.ts';

export type LateCharge = {
  readonly responseId: string;
  /** As it was booked. */
  readonly row: Row;
  /** Those it was admitted by, see `scopeMark`. */
  readonly scopes: readonly string[];
  /** Catalogue id of what finance compares with; null: nothing. */
  readonly baseline: string | null;
};

/** Most answers are over by then, and short-lived ones are still to be had: some are kept for 10 minutes only. */
export const firstLookMs = 2 * 60_000;
const mostAtOnce = 20;
const timeoutMs = 2000;
const lateKeys = [keys.state, keys.late, keys.lateDue];

/** When it was made comes first: the script reads it. */
function packLate({ row, scopes, baseline }: LateCharge): string {
  const rest = JSON.stringify({ scopes, baseline, row: packRow(row) });
  return `${Math.floor(row.startedAtMs)} ${rest}`;
}

function unpackLate(responseId: string, text: string): LateCharge | null {
  try {
    const value: unknown = JSON.parse(text.slice(text.indexOf(' ') + 1));
    if (!isObject(value) || !Array.isArray(value.scopes) || typeof value.row !== 'string') return null;
    const row = unpackRow(JSON.parse(value.row));
    const baseline = typeof value.baseline === 'string' ? value.baseline : null;
    return row && { responseId, row, scopes: value.scopes.map(String), baseline };
  } catch {
    return null;
  }
}

/** Rejects with `StoreError`. */
export async function keepLate(
  late: Omit<LateCharge, 'scopes'>,
  asked: readonly ScopeAsk[],
  nowMs: number,
  store: ScriptStore,
): Promise<void> {
  const windowOf = createWindowReader();
  const scopes = asked.map((scope) => scopeMark(scope, late.row.startedAtMs, windowOf));
  const due = String(Math.floor(nowMs + firstLookMs));
  await store.run(keepLateScript, lateKeys, [late.responseId, packLate({ ...late, scopes }), due], timeoutMs);
}

/** Null: nothing of it is open. Rejects with `StoreError`. */
export async function findLate(responseId: string, store: ScriptStore): Promise<LateCharge | null> {
  const [text = null] = await store.readFields(keys.late, [responseId]);
  return text === null ? null : unpackLate(responseId, text);
}

/** Those that are due, a bounded number; each is due again later. Rejects with `StoreError`. */
export async function takeLate(nowMs: number, store: ScriptStore): Promise<LateCharge[]> {
  const args = [Math.floor(nowMs), mostAtOnce, firstLookMs, lateTtlSeconds * 1000].map(String);
  const reply = await store.run(takeLateScript, lateKeys, args, timeoutMs);
  if (!Array.isArray(reply)) throw new StoreError('late', null);
  const texts = reply.map(String);
  const taken: LateCharge[] = [];
  for (let at = 0; at + 1 < texts.length; at += 2) {
    const late = unpackLate(texts[at] ?? '', texts[at + 1] ?? '');
    if (late !== null) taken.push(late);
  }
  return taken;
}

/** Nothing more will be known of them. Rejects with `StoreError`. */
export async function dropLate(responseIds: readonly string[], store: ScriptStore): Promise<void> {
  if (responseIds.length > 0) await store.run(dropLateScript, lateKeys, responseIds, timeoutMs);
}

/** A charge that is known now, as the row that takes the estimate's place. */
export type KnownCharge = { readonly late: LateCharge; readonly row: Row };

/**
 * Books what they have cost after all, each in place of its estimate, once. One that the script cannot take stays open.
 * Rejects with `StoreError`.
 */
export async function settleLate(
  known: readonly KnownCharge[],
  ports: Pick<SettlePorts, 'store' | 'timeZone' | 'now'>,
): Promise<(SettleWord | null)[]> {
  if (known.length === 0) return [];
  const notes = known.map(
    ({ late, row }): SettleNote => ({ kind: 'row', row, isLast: false, scopes: late.scopes }),
  );
  const words = await tellEach(notes, ports);
  const told = known.filter((_, at) => words[at] !== null);
  await dropLate(
    told.map(({ late }) => late.responseId),
    ports.store,
  );
  return words;
}
