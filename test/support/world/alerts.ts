/** Settings of alerts as an empty configuration has them, and a desk that claims as the real one does and sends nothing. */

import { compileAlerts } from '../../../src/config/compile-alerts.ts';
import type { Alert, AlertDesk, AlertsState, TestedWebhook } from '../../../src/core/alert.ts';
import type { AlertSettings, Webhook } from '../../../src/core/config.ts';

export function makeAlertSettings(change: Partial<AlertSettings> = {}): AlertSettings {
  const settings = compileAlerts(undefined, (path, what) => {
    throw new Error(`${path}: ${what}`);
  });
  return { ...settings, ...change };
}

export function makeWebhook(change: Partial<Webhook> = {}): Webhook {
  return {
    name: 'https://alerts.example.com/a',
    url: 'https://alerts.example.com/a',
    urlFrom: null,
    kinds: ['budget'],
    form: 'signalbox',
    secretFrom: 'SECRET',
    email: null,
    authorizationFrom: null,
    ...change,
  };
}

export class FakeDesk implements AlertDesk {
  /** Each call, whatever was news in it. */
  readonly raised: (readonly [keys: readonly string[], over: readonly string[]])[] = [];
  /** What was news. */
  readonly told: Alert[] = [];
  readonly claims = new Map<string, number>();
  memory: string | null = null;
  isAway = false;
  readonly #now: () => number;

  constructor(now: () => number = () => 0) {
    this.#now = now;
  }

  async raise(alerts: readonly Alert[], over: readonly string[] = [], memory?: string): Promise<void> {
    this.raised.push([alerts.map(({ key }) => key), over]);
    this.#answer();
    if (memory !== undefined) this.memory = memory;
    for (const key of over) this.claims.delete(key);
    for (const alert of alerts) {
      if (this.#isTold(alert.key)) continue;
      for (const key of [alert.key, ...alert.covers]) this.claims.set(key, alert.untilMs);
      this.told.push(alert);
    }
  }

  async recall(): Promise<string | null> {
    this.#answer();
    return this.memory;
  }

  async news(keys: readonly string[]): Promise<readonly string[]> {
    this.#answer();
    return keys.filter((key) => !this.#isTold(key));
  }

  async test(): Promise<readonly TestedWebhook[]> {
    this.#answer();
    return [{ webhook: 'https://alerts.example.com/a', outcome: 'taken' }];
  }

  async state(): Promise<AlertsState> {
    this.#answer();
    return { waiting: 0, oldestAtMs: null, failing: [] };
  }

  #isTold(key: string): boolean {
    return (this.claims.get(key) ?? -1) >= this.#now();
  }

  #answer(): void {
    if (this.isAway) throw new Error('no object');
  }
}
