/**
 * What one isolate remembers between second looks: labels for a while, and the calls of the last minute. A declared
 * cache: losing it costs calls. It holds hashes and labels, never a text.
 */
import type { SecondLookSettings } from '../core/classify-settings.ts';
import type { Label } from './label.ts';

const minuteMs = 60_000;

/** A bucket of a minute's calls that fills evenly. */
class CallBucket {
  readonly #perMinute: number;
  #calls: number;
  #atMs: number;

  constructor(perMinute: number, nowMs: number) {
    this.#perMinute = perMinute;
    this.#calls = perMinute;
    this.#atMs = nowMs;
  }

  take(nowMs: number): boolean {
    // A clock that goes back fills nothing.
    const passedMs = Math.max(0, nowMs - this.#atMs);
    this.#calls = Math.min(this.#perMinute, this.#calls + (passedMs * this.#perMinute) / minuteMs);
    this.#atMs = Math.max(this.#atMs, nowMs);
    if (this.#calls < 1) return false;
    this.#calls -= 1;
    return true;
  }
}

type Budget = Pick<SecondLookSettings, 'perMinute'>;

type Kept = { readonly label: Label; readonly untilMs: number };

export const mostLabels = 2000;

export class LookMemory {
  /** The least recently used first. */
  readonly #labels = new Map<string, Kept>();
  /** By the settings of a route: each has its own. */
  readonly #buckets = new WeakMap<Budget, CallBucket>();

  find(key: string, nowMs: number): Label | null {
    const kept = this.#labels.get(key);
    if (kept === undefined) return null;
    this.#labels.delete(key);
    if (kept.untilMs <= nowMs) return null;
    this.#labels.set(key, kept);
    return kept.label;
  }

  keep(key: string, label: Label, forMs: number, nowMs: number): void {
    if (forMs <= 0) return;
    this.#labels.delete(key);
    this.#labels.set(key, { label, untilMs: nowMs + forMs });
    const [oldest] = this.#labels.keys();
    if (this.#labels.size > mostLabels && oldest !== undefined) this.#labels.delete(oldest);
  }

  /** Takes one call out of the route's budget; false where none is left. */
  takeCall(settings: Budget, nowMs: number): boolean {
    const bucket = this.#buckets.get(settings) ?? new CallBucket(settings.perMinute, nowMs);
    this.#buckets.set(settings, bucket);
    return bucket.take(nowMs);
  }
}
