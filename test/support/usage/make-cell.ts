/** A cell of counters; what is not named is empty. */
import type { Cell } from '../../../src/ledger/cell.ts';

const nothing: Cell = { route: '', model: '', team: '', task: '', provider: '', app: '', key: '' };

export function makeCell(named: Partial<Cell>): Cell {
  return { ...nothing, ...named };
}
