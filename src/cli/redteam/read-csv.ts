/** CSV of RFC 4180 -> records: quoted fields with commas, line breaks and doubled quotes in them. Pure. */
import { UsageError } from '../command.ts';

/** `line` is the one it begins on, from 1. */
export type CsvRecord = { readonly line: number; readonly fields: readonly string[] };

const field = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
const separator = /,|\r\n|\n|\r|$/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function countBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** `name` stands in errors. Errors: `UsageError` where a quote is left open or stands inside a plain field. */
export function readCsv(text: string, name: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  // A mark that spreadsheets put first.
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let begun = 1;
  let fields: string[] = [];
  while (at < text.length || fields.length > 0) {
    const found = matchAt(field, text, at);
    const [whole = '', quoted, plain = ''] = found ?? [];
    const end = matchAt(separator, text, at + whole.length);
    if (end === null)
      throw new UsageError(
        `${name}, line ${line}: a quote that is never closed, or stands in a field without quotes.`,
      );
    fields.push(quoted?.replaceAll('""', '"') ?? plain);
    line += countBreaks(whole) + countBreaks(end[0]);
    at += whole.length + end[0].length;
    if (end[0] === ',') continue;
    if (fields.length > 1 || fields[0] !== '') records.push({ line: begun, fields });
    fields = [];
    begun = line;
  }
  return records;
}
