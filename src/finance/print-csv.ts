/**
 * CSV (RFC 4180) for spreadsheets. Pure. A text that a spreadsheet would take for a formula gets an apostrophe before
 * it; numbers are left as they are.
 */

/** Null is an empty cell; `digits` a number as it is to be written. */
export type CsvCell = string | { readonly digits: string } | null;

const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
/** What most texts are: neither a formula nor in need of quotes. */
const plainText = /^[A-Za-z0-9][\w .:/-]*$/;

function printCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.digits;
  if (plainText.test(cell)) return cell;
  const safe = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function printCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(printCell).join(',')}\r\n`).join('');
}

/** A whole number over 10^`places`, every digit of it and no exponent. */
export function printDecimal(value: number | bigint, places: number): string {
  const digits = String(value)
    .replace('-', '')
    .padStart(places + 1, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Whole nano-USD as USD with nine decimals: no digit is lost. */
export function printUsd(nanoUsd: number): string {
  return printDecimal(nanoUsd, 9);
}
