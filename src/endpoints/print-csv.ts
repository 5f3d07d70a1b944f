/**
 * CSV (RFC 4180) for spreadsheets. Pure. A text that a spreadsheet would take for a formula gets an apostrophe before
 * it; numbers are left as they are.
 */

/** Null is an empty cell; `digits` a number as it is to be written. */
export type CsvCell = string | { readonly digits: string } | null;

const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

function printCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.digits;
  const safe = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function printCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(printCell).join(',')}\r\n`).join('');
}

/** Whole nano-USD as USD with nine decimals: no digit is lost. */
export function printUsd(nanoUsd: number): string {
  const digits = String(Math.abs(nanoUsd)).padStart(10, '0');
  return `${nanoUsd < 0 ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
