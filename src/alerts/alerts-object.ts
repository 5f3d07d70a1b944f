/**
 * Keeps alerts until their receivers take them, in a SQLite Durable Object: it is there while the store is away, claims
 * an event and keeps its deliveries in one step, and wakes itself to try again. Why not the store:
 * docs/decisions/0011-alerts-live-beside-the-store.md. Must not tell one event twice.
 */
import { DurableObject } from 'cloudflare:workers';
import type { Alert, AlertsState, TestedWebhook } from '../core/alert.ts';
import type { Webhook } from '../core/config.ts';
import type { Log } from '../core/log-entry.ts';
import { type Delivered, deliver } from './deliver.ts';
import { printAlert } from './print-alert.ts';

/** In between tries: a day in all. */
const againAfterMs = [1, 5, 30, 300, 1800, 7200, 18_000, 28_800, 30_000].map((seconds) => seconds * 1000);
/** Deliveries that wait for one webhook: a receiver that takes nothing must not silence the others. */
const mostWaiting = 1000;
/** Tries of one alarm: it has to end in good time, and comes again. */
const mostPerAlarm = 20;
const newId = () => `alert_${crypto.randomUUID().replaceAll('-', '')}`;

type Waiting = {
  readonly id: number;
  readonly alert: string;
  readonly webhook: string;
  readonly body: string;
  readonly tries: number;
};

export abstract class AlertsObject extends DurableObject<Record<string, unknown>> {
  protected abstract readonly webhooks: readonly Webhook[];
  /** Of the router, for links; null: nobody has said. */
  protected abstract readonly routerUrl: string | null;
  protected abstract readonly log: Log;
  protected abstract send(url: string, init: RequestInit): Promise<Response>;
  readonly #sql: SqlStorage;

  constructor(context: DurableObjectState, env: Record<string, unknown>) {
    super(context, env);
    this.#sql = context.storage.sql;
    for (const table of [
      'claims (key TEXT PRIMARY KEY, until_ms INTEGER)',
      'deliveries (id INTEGER PRIMARY KEY, alert TEXT, webhook TEXT, body TEXT, at_ms INTEGER, tries INTEGER, due_ms INTEGER)',
      'failures (webhook TEXT PRIMARY KEY, word TEXT)',
      'memory (id INTEGER PRIMARY KEY, text TEXT)',
    ])
      this.#sql.exec(`CREATE TABLE IF NOT EXISTS ${table}`);
  }

  /** See `AlertDesk`. Claims and deliveries are on disk when this is over; the first try follows at once. */
  async raise(alerts: readonly Alert[], over: readonly string[], memory?: string): Promise<void> {
    const nowMs = Date.now();
    const left = this.ctx.storage.transactionSync(() => {
      if (memory !== undefined)
        this.#sql.exec('INSERT OR REPLACE INTO memory (id, text) VALUES (1, ?)', memory);
      this.#sql.exec('DELETE FROM claims WHERE until_ms < ?', nowMs);
      for (const key of over) this.#sql.exec('DELETE FROM claims WHERE key = ?', key);
      return alerts.filter((alert) => !this.#take(alert, nowMs)).length;
    });
    await this.#wake();
    if (left > 0) throw new Error(`no room for ${left} alerts`);
  }

  async recall(): Promise<string | null> {
    const [row] = this.#sql.exec('SELECT text FROM memory WHERE id = 1').toArray();
    return row === undefined ? null : String(row.text);
  }

  async news(keys: readonly string[]): Promise<readonly string[]> {
    const nowMs = Date.now();
    return keys.filter((key) => !this.#isTold(key, nowMs));
  }

  async test(release: string): Promise<readonly TestedWebhook[]> {
    const nowMs = Date.now();
    const alert: Alert = { kind: 'test', key: 'test', covers: [], untilMs: nowMs, data: { release } };
    return Promise.all(
      this.webhooks.map(async (webhook) => {
        const id = newId();
        const body = printAlert(alert, webhook, id, { nowMs, routerUrl: this.routerUrl });
        const outcome = await this.#deliver(id, body, webhook);
        this.#note(webhook.name, outcome);
        return { webhook: webhook.name, outcome };
      }),
    );
  }

  async state(): Promise<AlertsState> {
    const [row] = this.#sql
      .exec('SELECT count(*) AS waiting, min(at_ms) AS oldest FROM deliveries')
      .toArray();
    const failures = this.#sql.exec('SELECT webhook, word FROM failures ORDER BY webhook').toArray();
    const { waiting, oldest } = row ?? {};
    return {
      waiting: Number(waiting ?? 0),
      oldestAtMs: oldest === null || oldest === undefined ? null : Number(oldest),
      failing: failures
        .map(({ webhook, word }) => ({ webhook: String(webhook), word: String(word) }))
        .filter(({ webhook }) => this.webhooks.some(({ name }) => name === webhook)),
    };
  }

  /** Tries what is due; what is not taken is tried again later and later. */
  override async alarm(): Promise<void> {
    const due = this.#sql
      .exec(
        'SELECT id, alert, webhook, body, tries FROM deliveries WHERE due_ms <= ? ORDER BY due_ms LIMIT ?',
        Date.now(),
        mostPerAlarm,
      )
      .toArray() as unknown as Waiting[];
    await Promise.all(due.map((each) => this.#try(each)));
    await this.#wake();
  }

  /** False: no receiver has room; it stays news. One that has none misses what another takes. */
  #take(alert: Alert, nowMs: number): boolean {
    const { key, covers, untilMs } = alert;
    if (this.#isTold(key, nowMs)) return true;
    const receivers = this.webhooks.filter(({ kinds }) => kinds.includes(alert.kind));
    const open = receivers.filter(({ name }) => this.#waitingFor(name) < mostWaiting);
    if (open.length === 0 && receivers.length > 0) return false;
    for (const each of [key, ...covers])
      this.#sql.exec('INSERT OR IGNORE INTO claims (key, until_ms) VALUES (?, ?)', each, untilMs);
    const id = newId();
    for (const webhook of open)
      this.#sql.exec(
        'INSERT INTO deliveries (alert, webhook, body, at_ms, tries, due_ms) VALUES (?, ?, ?, ?, 0, ?)',
        id,
        webhook.name,
        printAlert(alert, webhook, id, { nowMs, routerUrl: this.routerUrl }),
        nowMs,
        nowMs,
      );
    if (open.length < receivers.length) this.log({ event: 'alert-failed', requestId: id, code: 'full' });
    return true;
  }

  async #try({ id, alert, webhook: name, body, tries }: Waiting): Promise<void> {
    const webhook = this.webhooks.find((each) => each.name === name);
    // A webhook that the configuration does not name any more gets nothing more.
    const outcome = webhook === undefined ? 'gone' : await this.#deliver(alert, body, webhook);
    const waitMs = againAfterMs[tries];
    const isTaken = outcome === 'taken';
    if (isTaken || outcome === 'gone' || waitMs === undefined) {
      // A stop right before this line sends it once more, under the same id.
      this.#sql.exec('DELETE FROM deliveries WHERE id = ?', id);
    } else {
      this.#sql.exec(
        'UPDATE deliveries SET tries = tries + 1, due_ms = ? WHERE id = ?',
        Date.now() + waitMs,
        id,
      );
    }
    this.#note(name, outcome);
    if (!isTaken && (outcome === 'gone' || waitMs === undefined))
      this.log({ event: 'alert-failed', requestId: alert, code: outcome });
  }

  #deliver(id: string, body: string, webhook: Webhook): Promise<Delivered> {
    const secret = (name: string) => {
      const value = this.env[name];
      return typeof value === 'string' && value !== '' ? value : null;
    };
    const send = (url: string, init: RequestInit) => this.send(url, init);
    return deliver({ id, body }, webhook, { secret, send, now: Date.now });
  }

  /** What the last try at a webhook has ended with. */
  #note(webhook: string, outcome: Delivered): void {
    if (outcome === 'taken') this.#sql.exec('DELETE FROM failures WHERE webhook = ?', webhook);
    else this.#sql.exec('INSERT OR REPLACE INTO failures (webhook, word) VALUES (?, ?)', webhook, outcome);
  }

  #isTold(key: string, nowMs: number): boolean {
    const found = this.#sql.exec('SELECT 1 FROM claims WHERE key = ? AND until_ms >= ?', key, nowMs);
    return found.toArray().length > 0;
  }

  #waitingFor(webhook: string): number {
    const [row] = this.#sql
      .exec('SELECT count(*) AS count FROM deliveries WHERE webhook = ?', webhook)
      .toArray();
    return Number(row?.count ?? 0);
  }

  async #wake(): Promise<void> {
    const [row] = this.#sql.exec('SELECT min(due_ms) AS due FROM deliveries').toArray();
    if (row?.due !== null && row?.due !== undefined)
      await this.ctx.storage.setAlarm(Math.max(Number(row.due), Date.now()));
  }
}
