/** An audit log in memory, hashed and signed as the real one, with the part of the Worker that requests see. */
import { createAuditLog } from '../../../src/audit/audit-log.ts';
import type { AuditWriter } from '../../../src/audit/audit-writer.ts';
import { type AuditKey, beginChain, linkEntry, readAuditKey, signHead } from '../../../src/audit/chain.ts';
import type { Alert } from '../../../src/core/alert.ts';
import type { AuditEntry, AuditHead, AuditLog, AuditRecord } from '../../../src/core/audit.ts';
import type { LogEntry } from '../../../src/core/log-entry.ts';
import { FakeDesk } from './alerts.ts';
import { today } from './models.ts';
import { watch } from './private-words.ts';

export type FakeAudit = {
  readonly audit: AuditLog;
  readonly entries: AuditEntry[];
  readonly alerts: Alert[];
  readonly printed: LogEntry[];
  /** Calls that reached the writer. */
  readonly calls: () => number;
  /** So many calls fail from now on. */
  readonly fail: (times: number) => void;
  /** Public. */
  readonly key: string;
  /** Signed as it stands, and kept. */
  readonly signDaily: () => Promise<void>;
  readonly settled: () => Promise<void>;
};

async function makeKey(): Promise<AuditKey> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const bytes = (await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer;
  const key = await readAuditKey(Buffer.from(bytes).toString('base64'));
  if (key === null) throw new Error('no key');
  return key;
}

/** `log`: its name. */
export async function makeAudit(log = 'audit_test'): Promise<FakeAudit> {
  const key = await makeKey();
  const begin = await beginChain(log);
  const entries: AuditEntry[] = [];
  watch('the audit log', () => entries);
  const heads: AuditHead[] = [];
  const alerts: Alert[] = [];
  const printed: LogEntry[] = [];
  const waiting: Promise<unknown>[] = [];
  let calls = 0;
  let failures = 0;
  let ids = 0;
  const head = () => {
    const { seq, hash } = entries.at(-1) ?? { seq: 0, hash: begin };
    return signHead({ log, seq, hash, at: new Date(today).toISOString() }, key);
  };
  const append = async (_: string, records: readonly AuditRecord[]) => {
    calls++;
    if (failures-- > 0) throw new Error('away');
    for (const record of records) {
      const { seq, hash } = entries.at(-1) ?? { seq: 0, hash: begin };
      entries.push(await linkEntry(record, seq + 1, hash));
    }
  };
  const writer: AuditWriter = {
    append,
    activate: async () => undefined,
    read: async (from, limit) => {
      const page = entries.filter(({ seq }) => seq >= from).slice(0, limit);
      const last = page.at(-1)?.seq ?? 0;
      const inPage = heads.filter(({ seq }) => seq >= from && seq <= last);
      return { entries: page, heads: inPage, firstSeq: entries[0]?.seq ?? 0, head: await head() };
    },
    latest: async (action, most) =>
      entries
        .filter((entry) => entry.action === action)
        .reverse()
        .slice(0, most),
    head,
  };
  const audit = createAuditLog({
    writer,
    alerts: Object.assign(new FakeDesk(), {
      raise: async (raised: readonly Alert[]) => void alerts.push(...raised),
    }),
    now: () => today,
    sleep: async () => undefined,
    waitUntil: (work) => void waiting.push(work),
    newId: () => `batch${++ids}`,
    log: (entry) => void printed.push(entry),
  });
  return {
    audit,
    entries,
    alerts,
    printed,
    calls: () => calls,
    fail: (times) => {
      failures = times;
    },
    key: key.public,
    signDaily: async () => void heads.push(await head()),
    settled: async () => {
      while (waiting.length > 0) await waiting.shift();
    },
  };
}
