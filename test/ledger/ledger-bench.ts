/** What the parts of the ledger's contract share: a store, an isolate's ledger on it, and a clock that stands still. */
import { expect } from 'vitest';
import type { Admission, AdmitAsk, ScopeAsk } from '../../src/core/budget.ts';
import type { Row } from '../../src/core/row.ts';
import type { Engine } from '../../src/dev/upstash/engine.ts';
import { costOf } from '../../src/ledger/counters.ts';
import { keys } from '../../src/ledger/keys.ts';
import { createLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { readHours } from '../../src/ledger/read-usage.ts';
import {
  type Hold,
  parseScope,
  parseSlot,
  type ScopeState,
  scopeField,
  slotFields,
} from '../../src/ledger/state-codec.ts';
import { type EngineStore, storeOver } from '../support/ledger/engine-store.ts';
import { costing, makeRow, someId, someMs } from '../support/ledger/make-row.ts';

export const timeZone = 'UTC';
export const leaseMs = 60_000;

export function ask(number: number, scopes: readonly ScopeAsk[], given: Partial<AdmitAsk> = {}): AdmitAsk {
  const requestId = someId(number);
  const template = makeRow({
    requestId,
    cost: costing(100),
    usageSource: 'estimated',
    usage: { inputTokens: 60, outputTokens: 40 },
  });
  const amounts = { reserveNanoUsd: 100, reserveTokens: 100, leaseMs };
  return { requestId, scopes, ...amounts, posture: 'strict', template, ...given };
}

export function kinds(admissions: readonly Admission[]): Record<Admission['kind'], number> {
  const count = (kind: Admission['kind']) => admissions.filter((each) => each.kind === kind).length;
  return { admitted: count('admitted'), refused: count('refused'), unavailable: count('unavailable') };
}

export class LedgerBench {
  nowMs = someMs;
  #store: EngineStore | null = null;
  #ledger: Ledger | null = null;

  get store(): EngineStore {
    return this.#store ?? expect.fail('the engine is not open');
  }

  /** Of the isolate that most of a test happens in. */
  get ledger(): Ledger {
    return this.#ledger ?? expect.fail('no test is running');
  }

  use(engine: Engine): void {
    this.#store = storeOver(engine);
  }

  /** Nothing in the store, and an isolate that has seen nothing. */
  async clear(): Promise<void> {
    await this.store.send('FLUSHALL');
    this.nowMs = someMs;
    this.#ledger = this.newIsolate();
  }

  newIsolate(): Ledger {
    const ports = {
      store: this.store,
      outbox: null,
      noticeAdmission: null,
      timeZone,
      allowanceNanoUsd: 0,
      now: () => this.nowMs,
      sleep: () => new Promise<void>(() => {}),
      log: () => {},
    };
    return createLedger(ports)(() => {});
  }

  async scopeState(scope: ScopeAsk): Promise<ScopeState> {
    const [text] = await this.store.readFields(keys.state, [scopeField(scope)]);
    return parseScope(text ?? '');
  }

  async openHolds(): Promise<Hold[]> {
    const slots = await this.store.readFields(keys.state, slotFields);
    return slots.flatMap((text) => parseSlot(text ?? ''));
  }

  /** The last row of a request, told and taken. */
  async settle(number: number, scopes: readonly ScopeAsk[], given: Partial<Row> = {}): Promise<void> {
    this.ledger.settle({ row: makeRow({ requestId: someId(number), ...given }), isLast: true, scopes });
    expect(await this.ledger.flush()).toBe(0);
  }

  /** Nano-USD in the counters of the hour that everything here happens in. */
  async hourCost(): Promise<number> {
    const hours = await readHours(someMs, someMs + 1, { store: this.store, timeZone });
    return hours.flatMap(({ cells }) => cells).reduce((sum, { counters }) => sum + costOf(counters), 0);
  }
}
