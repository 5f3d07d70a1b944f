/**
 * Books what was played through the ledger's own settle script, in flushes as an isolate makes them, in the order in
 * which the requests came: so budgets begin their windows as they would have. Errors: StoreError.
 */
import type { ScopeAsk } from '../../core/budget.ts';
import { createWindowReader, type WindowReader } from '../../core/budget-window.ts';
import type { Row } from '../../core/row.ts';
import { type SettleNote, scopeMark } from '../../ledger/settle-call.ts';
import { batches, tellStore } from '../../ledger/settle-queue.ts';
import type { ScriptStore } from '../../ledger/store.ts';
import { isShadow, type Played } from './play.ts';

/** So many wait before they are told: some flushes. */
const mostWaiting = 256;

export type BookPorts = {
  readonly store: ScriptStore;
  /** IANA zone of the days that usage is reported in. */
  readonly timeZone: string;
  /** Limits that count what the row has used. */
  readonly scopesOf: (row: Row) => readonly ScopeAsk[];
};

export type Booking = {
  add(played: Played): Promise<void>;
  /** Tells what still waits. */
  end(): Promise<void>;
};

function notesOf(rows: readonly Row[], marksOf: (row: Row) => string[]): SettleNote[] {
  const own = rows.filter((row) => !isShadow(row));
  return rows.map((row) => ({
    kind: 'row',
    row,
    isLast: isShadow(row) || row === own.at(-1),
    scopes: marksOf(row),
  }));
}

function createMarks({ scopesOf }: BookPorts, windowOf: WindowReader) {
  return (row: Row) => scopesOf(row).map((scope) => scopeMark(scope, row.startedAtMs, windowOf));
}

export function createBooking(ports: BookPorts): Booking {
  const { store, timeZone } = ports;
  const marksOf = createMarks(ports, createWindowReader());
  let waiting: SettleNote[] = [];
  const tell = (notes: readonly SettleNote[], nowMs: number) =>
    tellStore(notes, { store, timeZone, now: () => nowMs });
  const end = async (): Promise<void> => {
    for (const batch of batches(waiting)) {
      const [first] = batch;
      await tell(batch, first !== undefined && 'row' in first ? first.row.startedAtMs : 0);
    }
    waiting = [];
  };
  /** Opened, and swept when its lease is over: what the sweep would have done. */
  const lose = async (row: Row, leaseEndMs: number): Promise<void> => {
    const lost = { ...row, outcome: 'lost', errorCode: 'lost', usageSource: 'estimated' } as const;
    await tell([{ kind: 'open', row, leaseEndMs }], row.startedAtMs);
    await tell([{ kind: 'lost', row: lost, isLast: true, scopes: marksOf(row) }], leaseEndMs + 1);
  };
  return {
    add: async (played) => {
      if (played.kind === 'over') waiting.push(...notesOf(played.rows, marksOf));
      if (played.kind === 'over' && waiting.length < mostWaiting) return;
      await end();
      if (played.kind === 'lost') await lose(played.template, played.leaseEndMs);
    },
    end,
  };
}
