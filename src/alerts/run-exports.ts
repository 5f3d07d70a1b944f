/**
 * Sends the files that are due, once a minute by the cron: of each the day or the month after the one it was sent of
 * last, when it is over and counted. A mark in the store says what has been sent; what fails is tried again later and
 * later, under the same id. Must not send a file that is not whole.
 */
import { windowAt } from '../core/budget-window.ts';
import type { Catalogue } from '../core/catalogue.ts';
import type { Config } from '../core/config.ts';
import type { ScheduledExport } from '../core/export.ts';
import type { Log } from '../core/log-entry.ts';
import { type Export, openExport } from '../finance/export.ts';
import { modelFinder } from '../finance/known-models.ts';
import { wholeExport } from '../finance/whole-export.ts';
import { dayAt } from '../ledger/hours.ts';
import { dayTtlSeconds, exportTurnTtlSeconds, keys } from '../ledger/keys.ts';
import type { OutboxState } from '../ledger/outbox-object.ts';
import { type Store, StoreError } from '../ledger/store.ts';
import type { UsageReader } from '../ledger/usage-reader.ts';
import { type ExportMark, nothingSent, readExportMarks } from './export-marks.ts';
import { type SendExportPorts, type Sent, sendExport } from './send-export.ts';

const minuteMs = 60_000;
/** Hours are closed five minutes after they are over. */
const closedAfterMs = 6 * minuteMs;
const longestWaitMinutes = 60;

export type RunExportsPorts = SendExportPorts & {
  readonly config: Pick<Config, 'exports' | 'models' | 'embeddings' | 'providers' | 'ledger' | 'version'>;
  readonly catalogue: Pick<Catalogue, 'findModel'>;
  readonly release: string;
  readonly store: Store;
  readonly usage: UsageReader;
  /** Null: there is none. */
  readonly outboxState: (() => Promise<OutboxState>) | null;
  readonly log: Log;
};

export type DuePeriod = { readonly fromMs: number; readonly toMs: number };

/** The period that begins at `fromMs`; of an export that is new the last one that is over. Null: it is not over. */
export function duePeriod(
  every: ScheduledExport['every'],
  fromMs: number | null,
  nowMs: number,
  timeZone: string,
): DuePeriod | null {
  const latest = windowAt(every, timeZone, nowMs).startMs - 1;
  const { startMs, endMs } = windowAt(every, timeZone, fromMs ?? latest);
  return endMs === null || endMs + closedAfterMs > nowMs ? null : { fromMs: startMs, toMs: endMs };
}

function dateAt(atMs: number, timeZone: string): string {
  const digits = dayAt(atMs, timeZone);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** Null: something of the period is not counted yet, or waits where it cannot be seen. */
async function openDue(
  each: ScheduledExport,
  due: DuePeriod,
  ports: RunExportsPorts,
): Promise<Export | null> {
  const { config, catalogue, release, usage, outboxState } = ports;
  const { timeZone } = config.ledger;
  const waiting = outboxState === null ? null : await outboxState().catch(() => 'away' as const);
  if (waiting === 'away' || (waiting !== null && (waiting.oldestAtMs ?? due.toMs) < due.toMs)) return null;
  const { slices, completeUntilMs } = await usage({ ...due, byHour: false });
  if (completeUntilMs === null || completeUntilMs < due.toMs) return null;
  const { kind, version } = each;
  const source = {
    slices,
    teams: 'all' as const,
    completeUntilMs,
    timeZone,
    findModel: modelFinder(config, catalogue),
    configVersion: config.version,
    release,
  };
  const days = [dateAt(due.fromMs, timeZone), dateAt(due.toMs - 1, timeZone)] as const;
  return openExport({ kind, version, ...due, filter: {} }, source, days);
}

type Outcome = Sent | 'not_counted' | 'too_large';

async function trySending(each: ScheduledExport, due: DuePeriod, ports: RunExportsPorts): Promise<Outcome> {
  const opened = await openDue(each, due, ports);
  if (opened === null) return 'not_counted';
  const whole = await wholeExport(opened);
  return whole === null
    ? 'too_large'
    : sendExport(`export_${each.name}_${due.fromMs}`, whole, each.to, ports);
}

async function runOne(each: ScheduledExport, mark: ExportMark, ports: RunExportsPorts): Promise<void> {
  const { store, config, now, log } = ports;
  const due = duePeriod(each.every, mark.dueFromMs ?? mark.sentUntilMs, now(), config.ledger.timeZone);
  if (due === null || now() < mark.againAtMs) return;
  // A run that is slow is not joined by the next one.
  if (!(await store.setIfAbsent(keys.exportTurn(each.name), '1', exportTurnTtlSeconds))) return;
  const outcome = await trySending(each, due, ports);
  const tries = mark.tries + 1;
  const waitMinutes = Math.min(2 ** (tries - 1), longestWaitMinutes);
  const next: ExportMark =
    outcome === 'taken'
      ? { ...nothingSent, sentUntilMs: due.toMs }
      : { ...mark, dueFromMs: due.fromMs, tries, againAtMs: now() + waitMinutes * minuteMs };
  await store.setFor(keys.exportMark(each.name), JSON.stringify(next), dayTtlSeconds);
  await store.remove(keys.exportTurn(each.name));
  if (outcome !== 'taken') log({ event: 'export-failed', requestId: each.name, code: outcome });
}

/** One command a minute where nothing is due. Never rejects: what fails is tried again. */
export async function runExports(ports: RunExportsPorts): Promise<void> {
  const { store, config, log } = ports;
  const { exports } = config;
  if (exports.length === 0) return;
  try {
    const marks = await readExportMarks(exports, store);
    // One after the other: each may take much of an isolate's memory.
    for (const [at, each] of exports.entries()) await runOne(each, marks[at] ?? nothingSent, ports);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log({ event: 'export-failed', requestId: 'cron', code: 'store_unavailable', detail: error.message });
  }
}
