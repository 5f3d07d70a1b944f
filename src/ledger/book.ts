/**
 * From the end of a request to its rows in the ledger. What is told here is told once: whoever calls has waited for the
 * end, and the ledger takes care of the rest.
 */
import type { ScopeAsk } from '../core/budget.ts';
import type { Log } from '../core/log-entry.ts';
import type { Row } from '../core/row.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { buildRows, type Finished, reportedUsage } from './build-rows.ts';
import type { Ledger } from './ledger.ts';
import { tellFailure } from './note-request.ts';
import { tellOddUsage, tellOtherModel } from './tell-doubts.ts';

type BookDeps = { readonly ledger: Ledger | null; readonly telemetry: Telemetry | null; readonly log: Log };

/**
 * Settles every attempt of a request; the last ends its hold. `scopes`: those it was admitted by. Where nothing was
 * dispatched after all, what is held for it is given back.
 */
export function bookRequest(
  finished: Finished,
  scopes: readonly ScopeAsk[],
  { ledger, telemetry, log }: BookDeps,
): readonly Row[] {
  const { run, carried, requestId } = finished;
  tellFailure(run, requestId, log);
  for (const record of run.records)
    tellOddUsage(record.target, reportedUsage(record, carried), requestId, log);
  if (ledger === null && telemetry === null) return [];
  const rows = buildRows(finished);
  for (const [at, { target }] of run.records.entries())
    tellOtherModel(target, rows[at]?.modelServed ?? '', requestId, finished.findModel, log);
  telemetry?.finish(finished, rows);
  if (ledger === null) return rows;
  for (const [at, row] of rows.entries()) ledger.settle({ row, isLast: at === rows.length - 1, scopes });
  if (rows.length === 0 && scopes.length > 0) ledger.cancel(requestId);
  return rows;
}

/**
 * What is paid beside a request: no part of its hold, and counted at the limits that it falls under. The trace of a
 * shadow ends here.
 */
export function bookBeside(
  row: Row,
  scopes: readonly ScopeAsk[],
  { ledger, telemetry }: Omit<BookDeps, 'log'>,
): void {
  telemetry?.beside(row);
  ledger?.settle({ row, isLast: row.role === 'shadow', scopes });
}
