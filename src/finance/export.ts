/**
 * Files of usage and cost for other tools, printed piece by piece from counters. Pure: the same counters give the same
 * bytes. What has no price is in no sum of a file; its manifest counts it.
 */
import type { ExportKind, FocusVersion } from '../core/export.ts';
import { type Counters, costOf } from '../ledger/counters.ts';
import {
  queryUsage,
  type UsageDimension,
  type UsageFilter,
  type UsageGroup,
  type VisibleTeams,
} from '../ledger/query-usage.ts';
import type { UsageSlice } from '../ledger/usage-reader.ts';
import { isoOf } from './focus/charge-period.ts';
import { meters } from './focus/charges.ts';
import { columnsOf } from './focus/columns.ts';
import { createFocusWriter, type FocusPorts } from './focus/write-focus.ts';
import { type CsvCell, printCsv, printUsd } from './print-csv.ts';
import { usageDailyCells, usageDailyColumns } from './usage-daily.ts';

export type ExportRequest = {
  readonly kind: ExportKind;
  /** Of FOCUS; other files heed it not. */
  readonly version: FocusVersion;
  /** Whole days of the reporting zone. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly filter: UsageFilter;
};

export type ExportSource = FocusPorts & {
  readonly slices: readonly UsageSlice[];
  /** Who asks may see these. */
  readonly teams: VisibleTeams;
  /** What is over and counted ends here; null: nothing is. */
  readonly completeUntilMs: number | null;
  readonly configVersion: string;
  readonly release: string;
};

/** What is known of a file before it is printed. Money in USD with nine decimals. */
export type ExportHead = {
  readonly kind: ExportKind;
  /** Null: it has none. */
  readonly focus_version: FocusVersion | null;
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly time_zone: string;
  readonly filter: UsageFilter;
  readonly complete_until: string | null;
  /** Whether all of the period is over and counted: the same file comes of it tomorrow, but for corrections. */
  readonly is_complete: boolean;
  readonly cost_usd: string;
  readonly estimated_cost_usd: string;
  readonly correction_cost_usd: string;
  readonly attempts: number;
  /** In no row and no sum: nobody knows what they cost. */
  readonly unpriced_attempts: number;
  readonly config_version: string;
  readonly release: string;
};

export type ExportManifest = { readonly object: 'export_manifest' } & ExportHead & {
    readonly file: string;
    readonly rows: number;
    readonly bytes: number;
    /** Hex, of the file's bytes. */
    readonly sha256: string;
  };

/** Header of an answer with the file: JSON in ASCII of its name (`file`) and its head. */
export const exportHeader = 'x-signalbox-export';

/** Tools that read FOCUS take files of so many rows. */
export const mostRows = 800_000;

type Format = {
  readonly by: readonly UsageDimension[];
  readonly columns: (request: ExportRequest) => readonly string[];
  readonly writer: (
    request: ExportRequest,
    source: ExportSource,
  ) => (group: UsageGroup) => readonly (readonly CsvCell[])[];
  /** Rows of one group at most. */
  readonly mostPerGroup: number;
};

const untilOf = ({ completeUntilMs }: ExportSource) =>
  completeUntilMs === null ? null : isoOf(completeUntilMs);

const formats: Readonly<Record<ExportKind, Format>> = {
  focus: {
    by: ['day', 'team', 'route', 'model'],
    columns: ({ version }) => columnsOf(version).map(({ id }) => id),
    writer: ({ version }, source) => createFocusWriter(version, source),
    mostPerGroup: meters.length + 1,
  },
  'usage-daily': {
    by: ['day', 'team', 'route', 'model', 'task'],
    columns: () => usageDailyColumns,
    writer: (_, source) => {
      const until = untilOf(source);
      return (group) => [usageDailyCells(group, until, source)];
    },
    mostPerGroup: 1,
  },
};

export type Export = {
  readonly head: ExportHead;
  readonly total: Counters;
  /** `focus-1.2_2026-10-01_2026-10-31.csv`. */
  readonly fileName: string;
  /** Rows, without the header, at most. */
  readonly rowsAtMost: number;
  /** The file, piece by piece, with the rows of each piece. */
  readonly pieces: () => Generator<{ readonly text: string; readonly rows: number }>;
};

const rowsOfAPiece = 500;

function headOf(request: ExportRequest, source: ExportSource, total: Counters): ExportHead {
  const { kind, version, fromMs, toMs, filter } = request;
  const { completeUntilMs } = source;
  return {
    kind,
    focus_version: kind === 'focus' ? version : null,
    from: isoOf(fromMs),
    to: isoOf(toMs),
    time_zone: source.timeZone,
    filter,
    complete_until: untilOf(source),
    is_complete: completeUntilMs !== null && completeUntilMs >= toMs,
    cost_usd: printUsd(costOf(total)),
    estimated_cost_usd: printUsd(total.costEstimated),
    correction_cost_usd: printUsd(total.costCorrections),
    attempts: total.attempts,
    unpriced_attempts: total.unpriced,
    config_version: source.configVersion,
    release: source.release,
  };
}

/** First and last day of the period, as days of the zone. */
function fileNameOf({ kind, version }: ExportRequest, days: readonly [from: string, to: string]): string {
  const name = kind === 'focus' ? `focus-${version}` : kind;
  return `${name}_${days[0]}_${days[1]}.csv`;
}

/** `days`: the first and the last of the period, for the file's name. */
export function openExport(
  request: ExportRequest,
  source: ExportSource,
  days: readonly [from: string, to: string],
): Export {
  const { by, columns, writer, mostPerGroup } = formats[request.kind];
  const { total, groups } = queryUsage(source.slices, { by, filter: request.filter, teams: source.teams });
  function* pieces() {
    const rowsOf = writer(request, source);
    let waiting: (readonly CsvCell[])[] = [];
    yield { text: printCsv([columns(request)]), rows: 0 };
    for (const group of groups) {
      waiting.push(...rowsOf(group));
      if (waiting.length < rowsOfAPiece) continue;
      yield { text: printCsv(waiting), rows: waiting.length };
      waiting = [];
    }
    yield { text: printCsv(waiting), rows: waiting.length };
  }
  return {
    head: headOf(request, source, total),
    total,
    fileName: fileNameOf(request, days),
    rowsAtMost: groups.length * mostPerGroup,
    pieces,
  };
}
