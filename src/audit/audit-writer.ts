/** The one writer of the audit log as the Worker calls it, and what the cron tells it: which configuration is in force. */
import {
  type AuditEntry,
  type AuditHead,
  type AuditPage,
  type AuditRecord,
  recordEvent,
} from '../core/audit.ts';
import type { Log } from '../core/log-entry.ts';
import type { AuditObject } from './audit-object.ts';

export type AuditWriter = {
  append(batch: string, records: readonly AuditRecord[]): Promise<void>;
  activate(version: string, record: AuditRecord): Promise<void>;
  read(from: number, limit: number): Promise<AuditPage>;
  latest(action: string, most: number): Promise<readonly AuditEntry[]>;
  head(): Promise<AuditHead>;
};

/** A stub is of use only to the request that it was made in, so each call has one of its own. */
export function auditWriter(namespace: DurableObjectNamespace<AuditObject> | undefined): AuditWriter | null {
  if (namespace === undefined) return null;
  const stub = () => namespace.getByName('audit');
  return {
    append: async (batch, records): Promise<void> => stub().append(batch, records),
    activate: async (version, record): Promise<void> => stub().activate(version, record),
    read: async (from, limit): Promise<AuditPage> => stub().read(from, limit),
    latest: async (action, most): Promise<readonly AuditEntry[]> => stub().latest(action, most),
    head: async (): Promise<AuditHead> => stub().head(),
  };
}

export type Running = {
  readonly config: string;
  readonly release: string;
  readonly deployment: string | null;
};

/** Once a minute. What the writer does not take is told again in a minute. */
export async function tellRunning(
  { config, release, deployment }: Running,
  writer: AuditWriter,
  { now, log }: { readonly now: () => number; readonly log: Log },
): Promise<void> {
  const details = { release, deployment };
  const event = { action: 'config.activated', actor: 'router', object: config, details } as const;
  try {
    await writer.activate(`${config}|${deployment ?? ''}`, recordEvent(event, now()));
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    log({ event: 'audit-lost', requestId: 'cron', code: 'no_writer', detail });
  }
}
