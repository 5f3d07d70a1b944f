/** Slices of usage as a reader gives them, made of rows without a store. */
import type { Row } from '../../../src/core/row.ts';
import { cellOf, parseCell } from '../../../src/ledger/cell.ts';
import { contributionOf, unpackCounters } from '../../../src/ledger/counters.ts';
import { hourAt } from '../../../src/ledger/hours.ts';
import type { UsageSlice } from '../../../src/ledger/usage-reader.ts';

/** Oldest first. */
export function slicesOf(rows: readonly Row[], timeZone = 'UTC'): UsageSlice[] {
  const sorted = [...rows].sort((a, b) => a.startedAtMs - b.startedAtMs);
  return sorted.map((row) => {
    const hour = hourAt(row.startedAtMs, timeZone);
    const cell = parseCell(cellOf(row));
    if (cell === null) throw new Error('a row without a cell');
    return { day: hour.day, hour, cells: [{ cell, counters: unpackCounters(contributionOf(row)) }] };
  });
}
