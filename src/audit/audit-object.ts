/**
 * The audit log, in a SQLite Durable Object: one writer, so that there is one chain, which goes on while the store is
 * away. Signs its head once a day and forgets what is older than its retention. Nothing here changes an entry.
 * Why: docs/decisions/0014-the-audit-log-has-one-writer.md.
 */
import { DurableObject } from 'cloudflare:workers';
import type { AuditEntry, AuditHead, AuditPage, AuditRecord } from '../core/audit.ts';
import { type AuditKey, beginChain, linkEntry, readAuditKey, signHead } from './chain.ts';

const dayMs = 86_400_000;
/** How long a batch is known by its name, so that a repeat is no news. */
const batchMs = 3_600_000;

export type AuditEnvironment = { readonly SIGNALBOX_AUDIT_KEY?: string };

/** The end of the chain. */
type End = { readonly log: string; readonly seq: number; readonly hash: string };

export abstract class AuditObject extends DurableObject<AuditEnvironment> {
  protected abstract readonly days: number;
  readonly #sql: SqlStorage;
  /** Hashing waits, and while it does another call may come: each begins where the one before has ended. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(context: DurableObjectState, env: AuditEnvironment) {
    super(context, env);
    this.#sql = context.storage.sql;
    for (const table of [
      'entries (seq INTEGER PRIMARY KEY, at_ms INTEGER, entry TEXT)',
      'heads (seq INTEGER PRIMARY KEY, at_ms INTEGER, head TEXT)',
      'chain (id INTEGER PRIMARY KEY, log TEXT, seq INTEGER, hash TEXT)',
      'batches (name TEXT PRIMARY KEY, at_ms INTEGER)',
      'running (id INTEGER PRIMARY KEY, version TEXT)',
    ])
      this.#sql.exec(`CREATE TABLE IF NOT EXISTS ${table}`);
    const byAction = "entries (json_extract(entry, '$.action'), seq)";
    this.#sql.exec(`CREATE INDEX IF NOT EXISTS entries_by_action ON ${byAction}`);
  }

  /** They are on disk, in their order, when this resolves. `batch` names the call: made again it changes nothing. */
  append(batch: string, records: readonly AuditRecord[]): Promise<void> {
    return this.#inTurn(() => this.#append(batch, records));
  }

  /** Writes `record` where what is in force is another than was told before. */
  activate(version: string, record: AuditRecord): Promise<void> {
    return this.#inTurn(async () => {
      const [last] = this.#sql.exec('SELECT version FROM running WHERE id = 1').toArray();
      if (last?.version === version) return;
      const before = last === undefined ? null : String(last.version);
      await this.#append(null, [{ ...record, details: { ...record.details, before } }]);
      this.#sql.exec('INSERT OR REPLACE INTO running (id, version) VALUES (1, ?)', version);
    });
  }

  async read(from: number, limit: number): Promise<AuditPage> {
    const entries = this.#sql
      .exec('SELECT entry FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?', from, limit)
      .toArray()
      .map(({ entry }) => JSON.parse(String(entry)) as AuditEntry);
    const lastSeq = entries.at(-1)?.seq ?? 0;
    const heads = this.#sql
      .exec('SELECT head FROM heads WHERE seq >= ? AND seq <= ? ORDER BY seq', from, lastSeq)
      .toArray()
      .map(({ head }) => JSON.parse(String(head)) as AuditHead);
    const [first] = this.#sql.exec('SELECT min(seq) AS seq FROM entries').toArray();
    return { entries, heads, firstSeq: Number(first?.seq ?? 0), head: await this.head() };
  }

  /** Of one action, newest first. */
  async latest(action: string, most: number): Promise<AuditEntry[]> {
    const where = "WHERE json_extract(entry, '$.action') = ? ORDER BY seq DESC LIMIT ?";
    const rows = this.#sql.exec(`SELECT entry FROM entries ${where}`, action, most).toArray();
    return rows.map(({ entry }) => JSON.parse(String(entry)) as AuditEntry);
  }

  async head(): Promise<AuditHead> {
    const end = await this.#inTurn(() => this.#end());
    return signHead({ ...end, at: new Date().toISOString() }, await this.#key());
  }

  /** Once a day: the head is signed and kept, and what is too old goes. */
  override async alarm(): Promise<void> {
    const head = await this.head();
    const nowMs = Date.now();
    const beforeMs = nowMs - this.days * dayMs;
    this.ctx.storage.transactionSync(() => {
      const insert = 'INSERT OR REPLACE INTO heads (seq, at_ms, head) VALUES (?, ?, ?)';
      this.#sql.exec(insert, head.seq, nowMs, JSON.stringify(head));
      for (const table of ['entries', 'heads'])
        this.#sql.exec(`DELETE FROM ${table} WHERE at_ms < ?`, beforeMs);
      this.#sql.exec('DELETE FROM batches WHERE at_ms < ?', nowMs - batchMs);
    });
    await this.ctx.storage.setAlarm(nowMs + dayMs);
  }

  async #append(batch: string | null, records: readonly AuditRecord[]): Promise<void> {
    const isKnown =
      batch !== null && this.#sql.exec('SELECT 1 FROM batches WHERE name = ?', batch).toArray().length > 0;
    if (isKnown) return;
    const { log, ...end } = await this.#end();
    let { seq, hash } = end;
    const entries: AuditEntry[] = [];
    for (const record of records) {
      seq += 1;
      const entry = await linkEntry(record, seq, hash);
      hash = entry.hash;
      entries.push(entry);
    }
    const nowMs = Date.now();
    this.ctx.storage.transactionSync(() => {
      for (const entry of entries) {
        const insert = 'INSERT INTO entries (seq, at_ms, entry) VALUES (?, ?, ?)';
        this.#sql.exec(insert, entry.seq, nowMs, JSON.stringify(entry));
      }
      this.#sql.exec('INSERT OR REPLACE INTO chain (id, log, seq, hash) VALUES (1, ?, ?, ?)', log, seq, hash);
      if (batch !== null) this.#sql.exec('INSERT INTO batches (name, at_ms) VALUES (?, ?)', batch, nowMs);
    });
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(nowMs + dayMs);
  }

  /** A log has a name from its first use on, and keeps it. */
  async #end(): Promise<End> {
    const [row] = this.#sql.exec('SELECT log, seq, hash FROM chain WHERE id = 1').toArray();
    if (row !== undefined) return { log: String(row.log), seq: Number(row.seq), hash: String(row.hash) };
    const log = `audit_${crypto.randomUUID().replaceAll('-', '')}`;
    const hash = await beginChain(log);
    this.#sql.exec('INSERT INTO chain (id, log, seq, hash) VALUES (1, ?, 0, ?)', log, hash);
    return { log, seq: 0, hash };
  }

  async #key(): Promise<AuditKey | null> {
    const { SIGNALBOX_AUDIT_KEY: text } = this.env;
    return text ? readAuditKey(text) : null;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
