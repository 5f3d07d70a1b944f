/** What the page of one request reads: its rows and its receipt, whoever's it is. */
import { RouterError } from '../../core/errors.ts';
import { type CostByMeter, type Row, totalOf } from '../../core/row.ts';
import { orUnavailable } from '../../endpoints/admin-call.ts';
import { findRows } from '../../ledger/read-usage.ts';
import type { Receipt, ReceiptAttempt } from '../../ledger/receipt.ts';
import { readReceipt } from '../../ledger/receipts.ts';
import type { PageCall } from '../call.ts';
import { isRequestId } from './request-href.ts';
import { storeOf } from './search-rows.ts';

export type RequestPage = {
  readonly id: string;
  /** By attempt; empty: none is kept (any more). */
  readonly rows: readonly Row[];
  /** Null: none is kept (any more), or none ever was. */
  readonly receipt: Receipt | null;
};

/** Errors: `not_found`, `store_unavailable`. */
export async function loadRequest({ params, deps }: PageCall): Promise<RequestPage> {
  const { id = '' } = params;
  const missing = new RouterError('not_found', `Nothing is kept of a request ${id.slice(0, 80)}.`);
  if (!isRequestId(id)) throw missing;
  const store = storeOf(deps);
  const { timeZone } = deps.config.ledger;
  const [rows, receipt] = await Promise.all([
    orUnavailable(findRows(id, { store, timeZone })),
    deps.store === null ? null : readReceipt(id, deps.store),
  ]);
  if (rows.length === 0 && receipt === null) throw missing;
  return { id, rows, receipt };
}

/** What rows and receipts both say of an attempt. */
export type Attempt = Pick<
  Row,
  | 'role'
  | 'outcome'
  | 'errorCode'
  | 'provider'
  | 'protocol'
  | 'lane'
  | 'modelServed'
  | 'durationMs'
  | 'firstEventMs'
  | 'losses'
  | 'usage'
  | 'usageSource'
> & {
  readonly number: number;
  /** `gpt-5.5@low` */
  readonly target: string;
  readonly startedAtMs: number;
};

function fromRow(row: Row): Attempt {
  const { attempt, model, effort } = row;
  return { ...row, number: attempt, target: effort === null ? model : `${model}@${effort}` };
}

function fromReceipt(attempt: ReceiptAttempt, at: number, { facts }: Receipt): Attempt {
  return { ...attempt, number: at + 1, startedAtMs: facts.atMs + attempt.afterMs };
}

/** Rows know the most: what was corrected since, and shadows and second looks. */
export function attemptsOf({ rows, receipt }: RequestPage): Attempt[] {
  if (rows.length > 0 || receipt === null) return rows.map(fromRow);
  return receipt.attempts.map((attempt, at) => fromReceipt(attempt, at, receipt));
}

export const meters = [
  'input',
  'cacheRead',
  'cacheWrite',
  'output',
  'tools',
] as const satisfies readonly (keyof CostByMeter)[];

export type RequestCost = {
  /** Whole nano-USD of what has a price; null: nothing has. */
  readonly nanoUsd: number | null;
  readonly byMeter: CostByMeter;
  /** Attempts without a known price. */
  readonly unpriced: number;
};

/** Added up by meter: that the attempts come to the same is for the page to show. */
export function costOfRows(rows: readonly Row[]): RequestCost {
  const priced = rows.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const sum = (meter: keyof CostByMeter) => priced.reduce((total, cost) => total + cost[meter], 0);
  const byMeter: CostByMeter = {
    input: sum('input'),
    cacheRead: sum('cacheRead'),
    cacheWrite: sum('cacheWrite'),
    output: sum('output'),
    tools: sum('tools'),
  };
  const nanoUsd = priced.length === 0 ? null : totalOf(byMeter);
  return { nanoUsd, byMeter, unpriced: rows.length - priced.length };
}
