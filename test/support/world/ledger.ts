/** A ledger that lets everything pass and remembers what it is told; `admission` changes what it answers. */
import {
  type Admission,
  type AdmissionPosture,
  type AdmitAsk,
  plentyOfRoom,
} from '../../../src/core/budget.ts';
import type { Row } from '../../../src/core/row.ts';
import type { Ledger, Settled } from '../../../src/ledger/ledger.ts';

export class FakeLedger implements Ledger {
  readonly asks: AdmitAsk[] = [];
  readonly opened: Row[] = [];
  readonly settled: Settled[] = [];
  /** Of what is settled, in the order in which it was told. */
  readonly rows: Row[] = [];
  readonly cancelled: string[] = [];
  /** Requests whose limits nobody knew; `mayPass` says whether those pass that are not strict. */
  readonly unread: { readonly posture: AdmissionPosture; readonly reserveNanoUsd: number }[] = [];
  mayPass = true;
  admission: Admission = {
    kind: 'admitted',
    isHeld: true,
    standings: [],
    room: plentyOfRoom,
    downgrade: null,
    alerts: [],
  };

  async admit(ask: AdmitAsk): Promise<Admission> {
    this.asks.push(ask);
    return this.admission;
  }

  mayPassUnread(posture: AdmissionPosture, reserveNanoUsd: number): boolean {
    this.unread.push({ posture, reserveNanoUsd });
    return posture !== 'strict' && this.mayPass;
  }

  async open(row: Row): Promise<boolean> {
    this.opened.push(row);
    return true;
  }

  announce(_id: object, row: () => Row): void {
    this.opened.push(row());
  }

  settle(settled: Settled): void {
    this.settled.push(settled);
    this.rows.push(settled.row);
  }

  cancel(requestId: string): void {
    this.cancelled.push(requestId);
  }

  isStoreAway(): boolean {
    return this.admission.kind === 'unavailable';
  }

  async flush(): Promise<number> {
    return 0;
  }
}
