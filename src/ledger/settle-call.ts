/**
 * What the ledger is told of requests under way or over, and how `settle` is called with it. Notes are plain JSON, so
 * that an outbox can keep them and deliver them later: telling one twice changes nothing.
 */
import type { ScopeAsk } from '../core/budget.ts';
import type { WindowReader } from '../core/budget-window.ts';
import { requestTimeMs } from '../core/request-time.ts';
import { type Row, rowId, totalOf } from '../core/row.ts';
import { budgetName, type ScriptCall } from './admit-call.ts';
import { cellOf } from './cell.ts';
import { contributionOf } from './counters.ts';
import { type Hour, hourAt, thirdOf } from './hours.ts';
import { dayTtlSeconds, hourTtlSeconds, keys, rowsTtlSeconds } from './keys.ts';
import { packRow } from './row-codec.ts';
import { mostSkewMs, scopeField, slotOf } from './state-codec.ts';

/**
 * How long a request that is over is remembered, so that a late message of it opens nothing anew: what clocks of
 * isolates may differ by, and half a minute on the wire.
 */
const buriedMs = mostSkewMs + 30_000;

export type SettleNote =
  /** An attempt is being dispatched; `row` is what is booked if nobody comes back. */
  | { readonly kind: 'open'; readonly row: Row; readonly leaseEndMs: number }
  /** Admitted, and nothing was dispatched. */
  | { readonly kind: 'cancel'; readonly requestId: string }
  /** By the sweep: nothing of it is missing and nobody goes on; done only while its lease is over. */
  | { readonly kind: 'lapse'; readonly requestId: string }
  | {
      readonly kind: 'row';
      readonly row: Row;
      /** Ends the request's hold. */
      readonly isLast: boolean;
      /** See `scopeMark`. */
      readonly scopes: readonly string[];
    }
  /** By the sweep: booked only while the hold is there and its lease over. */
  | {
      readonly kind: 'lost';
      readonly row: Row;
      readonly isLast: boolean;
      readonly scopes: readonly string[];
    };

/** The script's word on a note. */
export type SettleWord = 'new' | 'fixed' | 'again' | 'gone' | 'open' | 'over' | 'cancelled';

/** A scope as `settle` is told of it: its field, and the windows of its budgets that `atMs` is in. */
export function scopeMark(ask: ScopeAsk, atMs: number, windowOf: WindowReader): string {
  const windows = ask.limits.budgets.map(
    (budget) => `${budgetName(budget)}=${windowOf(budget.window, budget.timeZone, atMs).startMs}`,
  );
  return [scopeField(ask), ...new Set(windows)].join('|');
}

/** The hour under which all of a request is filed. */
export function hourOf(requestId: string, elseMs: number, timeZone: string): Hour {
  return hourAt(requestTimeMs(requestId) ?? elseMs, timeZone);
}

/**
 * What is paid beside a request has a trace of its own, and takes nothing off what the request holds: a shadow goes on
 * when the request is over, a second look is taken before it is admitted.
 */
function heldUnder(row: Row): string {
  return row.role === 'shadow' || row.role === 'second-look' ? rowId(row) : row.requestId;
}

function tokensOf({ usage }: Row): number {
  return (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
}

/** The places of keys behind the two that every call has. */
class KeyList {
  readonly list: string[] = [keys.state, keys.rows];
  readonly #places = new Map<string, number>();

  /** From 1, as Lua counts. */
  placeOf(key: string): string {
    const known = this.#places.get(key);
    if (known !== undefined) return String(known);
    this.#places.set(key, this.list.push(key));
    return String(this.list.length);
  }
}

const noRow = ['0', '0', '0', '', '', '', '', '', '', '', ''] as const;

function noteArgs(note: SettleNote, nowMs: number, timeZone: string, list: KeyList): string[] {
  const buriedUntil = String(Math.ceil(nowMs + buriedMs));
  if (note.kind === 'cancel' || note.kind === 'lapse') {
    const { kind, requestId } = note;
    return [kind, '', requestId, slotOf(requestId), buriedUntil, '1', ...noRow, ''];
  }
  const { row } = note;
  const held = heldUnder(row);
  const names = [rowId(row), held, slotOf(held)];
  if (note.kind === 'open') {
    return ['open', ...names, String(Math.ceil(note.leaseEndMs)), '0', ...noRow, packRow(row)];
  }
  const hour = hourOf(row.requestId, row.startedAtMs, timeZone);
  return [
    note.kind === 'lost' ? 'lost' : row.usageSource,
    ...names,
    buriedUntil,
    note.isLast ? '1' : '0',
    String(row.cost === null ? 0 : totalOf(row.cost)),
    String(tokensOf(row)),
    String(Math.floor(row.startedAtMs)),
    note.scopes.join(' '),
    list.placeOf(keys.index(hour.name)),
    list.placeOf(keys.hour(hour.name)),
    list.placeOf(keys.day(hour.day)),
    list.placeOf(keys.third(thirdOf(hour.day))),
    hour.name,
    cellOf(row),
    contributionOf(row),
    packRow(row),
  ];
}

export function settleCall(notes: readonly SettleNote[], nowMs: number, timeZone: string): ScriptCall {
  const list = new KeyList();
  const args = notes.flatMap((note) => noteArgs(note, nowMs, timeZone, list));
  const trimBefore = String(Math.max(0, Math.floor(nowMs - rowsTtlSeconds * 1000)));
  const ttls = [rowsTtlSeconds, hourTtlSeconds, dayTtlSeconds].map(String);
  return {
    keys: list.list,
    args: [String(notes.length), String(Math.floor(nowMs)), trimBefore, ...ttls, ...args],
  };
}
