/**
 * The ledger of one isolate: admission before a request is dispatched, rows after it. Effects come in as ports; what
 * is decided is decided in the store. Nothing here rejects: a store that is away is an answer.
 */
import {
  type Admission,
  type AdmissionPosture,
  type AdmitAsk,
  type Admitted,
  noRoom,
  plentyOfRoom,
  type ScopeAsk,
} from '../core/budget.ts';
import { createWindowReader } from '../core/budget-window.ts';
import type { Log } from '../core/log-entry.ts';
import { type Row, rowId } from '../core/row.ts';
import { AdmissionQueue } from './admission-queue.ts';
import type { Decision } from './admit-call.ts';
import { Announcements } from './announcements.ts';
import { explainAdmission } from './explain-admission.ts';
import { LocalAllowance } from './local-allowance.ts';
import { type SettleNote, scopeMark } from './settle-call.ts';
import { type Outbox, SettleQueue } from './settle-queue.ts';
import type { ScriptStore } from './store.ts';
import { StoreGate } from './store-gate.ts';

export type Ledger = {
  /** Before the first dispatch. At most one round trip, 150 ms; none where no scope has a limit. */
  admit(ask: AdmitAsk): Promise<Admission>;
  /** Whether a request may pass whose limits nobody knows, since they were never read; counts what does. */
  mayPassUnread(posture: AdmissionPosture, reserveNanoUsd: number): boolean;
  /**
   * An attempt is being dispatched; `row` is what is booked if nobody comes back within `leaseMs`. The first attempt of
   * an admission that `isHeld` needs none. Await it before a second attempt; beside the first of a request without
   * limits it need not be awaited. True: the store has it.
   */
  open(row: Row, leaseMs: number): Promise<boolean>;
  /**
   * As `open`, for the first attempt of a request without limits: told only where it is not over within half a second. An
   * isolate that dies before that has left no trace of it.
   */
  announce(id: Pick<Row, 'requestId' | 'attempt'>, row: () => Row, leaseMs: number): void;
  /** The row of an attempt that is over. Returns at once; told in `waitUntil`. */
  settle(settled: Settled): void;
  /** Admitted, and nothing will be dispatched. */
  cancel(requestId: string): void;
  /** Whether this isolate takes the store to be away, and asks nobody for a moment. */
  isStoreAway(): boolean;
  /** Tells the store all that waits; returns how many notes it has not taken (they are in the outbox, or kept). */
  flush(): Promise<number>;
};

export type Settled = {
  readonly row: Row;
  /** Ends the request's hold: no other attempt of it will be dispatched. */
  readonly isLast: boolean;
  /** As in the request's `AdmitAsk`. */
  readonly scopes: readonly ScopeAsk[];
};

/** An admission that the store has decided on. */
export type AdmissionSeen = { readonly ask: AdmitAsk; readonly decision: Decision; readonly atMs: number };

export type NoticeAdmission = (seen: AdmissionSeen, waitUntil: WaitUntil) => void;

export type LedgerPorts = {
  readonly store: ScriptStore;
  /** Null: what the store does not take stays in the isolate. */
  readonly outbox: Outbox | null;
  /** IANA zone of the days that usage is reported in. */
  readonly timeZone: string;
  /** What an isolate may let pass in a minute for requests with the posture `allowance` while the store is away. */
  readonly allowanceNanoUsd: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
  /** Hears of every decision, beside the request; null: nobody does. */
  readonly noticeAdmission: NoticeAdmission | null;
};

type WaitUntil = (work: Promise<unknown>) => void;

/** The store was not asked. */
const unasked: Admitted = {
  kind: 'admitted',
  isHeld: false,
  standings: [],
  room: noRoom,
  downgrade: null,
  alerts: [],
};

/** Made once for an isolate; the result gives each request its ledger, bound to the request's `waitUntil`. */
export function createLedger(ports: LedgerPorts): (waitUntil: WaitUntil) => Ledger {
  const { now } = ports;
  const gate = new StoreGate(now);
  const windowOf = createWindowReader();
  const admissions = new AdmissionQueue({ ...ports, gate, windowOf });
  const settles = new SettleQueue({ ...ports, gate });
  const announcements = new Announcements<SettleNote>(ports);
  const allowance = new LocalAllowance(ports.allowanceNanoUsd);

  /** The store has not answered. */
  function withoutStore(posture: AdmissionPosture, reserveNanoUsd: number): Admission {
    switch (posture) {
      case 'open':
        return unasked;
      case 'allowance':
        return allowance.take(reserveNanoUsd, now()) ? unasked : { kind: 'unavailable' };
      case 'strict':
        return { kind: 'unavailable' };
      default:
        return posture satisfies never;
    }
  }

  async function admit(ask: AdmitAsk, waitUntil: WaitUntil): Promise<Admission> {
    if (ask.scopes.length === 0) return { ...unasked, room: plentyOfRoom };
    const isAsked = gate.pass();
    const decided = isAsked ? await admissions.admit(ask, waitUntil) : null;
    if (decided !== null) {
      ports.noticeAdmission?.({ ask, ...decided }, waitUntil);
      return explainAdmission(ask, decided.decision, decided.atMs, windowOf);
    }
    const admission = withoutStore(ask.posture, ask.reserveNanoUsd ?? 0);
    // The hold may have come to be although no answer came.
    if (isAsked && admission.kind === 'unavailable') {
      settles.add({ kind: 'cancel', requestId: ask.requestId }, waitUntil);
    }
    return admission;
  }

  return (waitUntil) => ({
    admit: (ask) => admit(ask, waitUntil),
    mayPassUnread: (posture, reserveNanoUsd) => withoutStore(posture, reserveNanoUsd).kind === 'admitted',
    open: (row, leaseMs) => settles.tell({ kind: 'open', row, leaseEndMs: now() + leaseMs }, waitUntil),
    announce: (id, row, leaseMs) => {
      const leaseEndMs = now() + leaseMs;
      const make = (): SettleNote => ({ kind: 'open', row: row(), leaseEndMs });
      announcements.add(rowId(id), make, (note) => settles.add(note, waitUntil), waitUntil);
    },
    settle: ({ row, isLast, scopes }) => {
      announcements.over(rowId(row));
      const marks = scopes.map((scope) => scopeMark(scope, row.startedAtMs, windowOf));
      settles.add({ kind: 'row', row, isLast, scopes: marks }, waitUntil);
    },
    cancel: (requestId) => settles.add({ kind: 'cancel', requestId }, waitUntil),
    isStoreAway: () => gate.isShut(),
    flush: () => settles.flush(),
  });
}
