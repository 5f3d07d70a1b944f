/**
 * The audit log as one request sees it: what happens in one turn of the request goes to the writer in one call, behind
 * the answer. A request with nothing to write down makes no call. Escalations, and what waits for a person, are raised as
 * alerts beside it.
 */
import type { Alert, AlertDesk } from '../core/alert.ts';
import { type AuditEvent, type AuditLog, type AuditRecord, recordEvent } from '../core/audit.ts';
import type { Log } from '../core/log-entry.ts';
import type { AuditWriter } from './audit-writer.ts';
import { findEscalation } from './find-escalation.ts';
import { findWaiting } from './find-waiting.ts';

export type AuditPorts = {
  readonly writer: AuditWriter;
  /** Null: nobody is to be told. */
  readonly alerts: AlertDesk | null;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly newId: () => string;
  readonly log: Log;
};

/** In between tries: what the platform lets a request do behind its answer ends after 30 seconds. */
const againAfterMs = [200, 1000, 4000];

async function tell(
  records: readonly AuditRecord[],
  { writer, sleep, newId, log }: AuditPorts,
): Promise<void> {
  const batch = newId();
  for (const waitMs of [...againAfterMs, null]) {
    try {
      await writer.append(batch, records);
      return;
    } catch (error) {
      if (waitMs === null) {
        const actions = records.map(({ action }) => action).join(',');
        const detail = error instanceof Error ? `${actions}: ${error.message}` : actions;
        for (const { object } of records)
          log({ event: 'audit-lost', requestId: object, code: 'no_writer', detail });
        return;
      }
      await sleep(waitMs);
    }
  }
}

export function createAuditLog(ports: AuditPorts): AuditLog {
  const { writer, alerts, now, waitUntil, log } = ports;
  let waiting: AuditRecord[] = [];
  const flush = async () => {
    // What is said in the same turn goes along.
    await Promise.resolve();
    const records = waiting;
    waiting = [];
    await tell(records, ports);
  };
  const raise = (alert: Alert, desk: AlertDesk) =>
    desk.raise([alert]).catch(() => log({ event: 'alert-failed', requestId: alert.key, code: 'no_desk' }));
  return {
    append: (event: AuditEvent) => {
      const record = recordEvent(event, now());
      waiting.push(record);
      if (waiting.length === 1) waitUntil(flush());
      const alert = alerts && (findEscalation(record, now()) ?? findWaiting(record));
      if (alerts && alert) waitUntil(raise(alert, alerts));
    },
    read: (from, limit) => writer.read(from, limit),
    latest: (action, most) => writer.latest(action, most),
    head: () => writer.head(),
  };
}
