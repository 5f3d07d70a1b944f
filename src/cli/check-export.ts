/** Whether a file that a router exports is whole and valid: read anew, added up, held against what it says. Pure. */
import type { ExportHead } from '../finance/export.ts';
import { checkFocus } from '../finance/focus/check-focus.ts';
import { printDecimal } from '../finance/print-csv.ts';
import { readCsv } from '../finance/read-csv.ts';
import { usageDailyColumns } from '../finance/usage-daily.ts';

export type CheckedExport = {
  readonly rows: number;
  /** USD with nine decimals. */
  readonly sumUsd: string;
  /** Null: the file has no unit prices. */
  readonly rowsWithoutUnitPrice: number | null;
  /** In words; empty: all is well. */
  readonly faults: readonly string[];
};

type Read = Omit<CheckedExport, 'faults'> & { readonly faults: string[] };

function readFocus(text: string, version: NonNullable<ExportHead['focus_version']>): Read {
  const { faults, ...read } = checkFocus(text, version);
  return {
    ...read,
    faults: faults.map(
      ({ line, column, what }) => `line ${line}${column === null ? '' : `, ${column}`}: ${what}`,
    ),
  };
}

/** A line of a file that broke off may be no CSV, and its last cell no money. */
function readDailyOrFault(text: string): Read {
  try {
    return readDaily(text);
  } catch (error) {
    const what = error instanceof Error ? error.message : 'it is no CSV';
    return { rows: 0, sumUsd: printDecimal(0, 9), rowsWithoutUnitPrice: null, faults: [what] };
  }
}

function readDaily(text: string): Read {
  const [header = [], ...rows] = readCsv(text);
  const faults = header.join() === usageDailyColumns.join() ? [] : ['line 1: these are other columns'];
  const at = header.indexOf('cost_usd');
  const sum = rows.reduce((all, row) => all + BigInt(row[at]?.replace('.', '') || 0), 0n);
  return { rows: rows.length, sumUsd: printDecimal(sum, 9), rowsWithoutUnitPrice: null, faults };
}

/** A connection that breaks leaves a file that is short: its sum is not what the router says. */
export function checkExport(
  text: string,
  { focus_version: version, cost_usd: costUsd }: ExportHead,
): CheckedExport {
  const read = version === null ? readDailyOrFault(text) : readFocus(text, version);
  if (read.faults.length === 0 && read.sumUsd !== costUsd)
    read.faults.push(`the rows add up to ${read.sumUsd} USD, and the router says ${costUsd}: ask again`);
  return read;
}
