// What the simulator received and what became of it: for tests, and for the invoice.
// Must keep requests raw: whoever reads them wants to see the very bytes and headers.

import type { Fault } from './faults.ts';
import type { Json } from './json.ts';
import type { WireName } from './models.ts';
import { billedTokens } from './tokens.ts';
import { billedUsage } from './usage.ts';
import type { Exchange } from './wire.ts';

export interface RecordedRequest {
  serial: number;
  /** ISO 8601. */
  at: string;
  method: string;
  path: string;
  provider: string;
  wire: WireName | null;
  model: string | null;
  headers: Readonly<Record<string, string>>;
  /** Names and values in turn, as sent. */
  rawHeaders: readonly string[];
  text: string;
  body: Json | null;
  /** Null until headers are sent. */
  status: number | null;
  requestId: string | null;
  /** Id of the answer: chatcmpl-, resp_, msg_. */
  answerId: string | null;
  fault: Fault;
  /** Events sent, and those among them that carried output. */
  events: number;
  outputEvents: number;
  /** Output tokens generated so far, hidden reasoning included, in the simulator's own pieces. */
  generatedTokens: number;
  /** Whether the client went away before the answer was out. */
  aborted: boolean;
  done: boolean;
}

/** What the provider charges one request for, whatever the client saw of it. */
export interface InvoiceLine {
  serial: number;
  requestId: string;
  answerId: string;
  provider: string;
  model: string;
  wire: WireName;
  inputTokens: number;
  /** Parts of `inputTokens`. */
  cacheReadTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  /** Part of `outputTokens`. */
  reasoningTokens: number;
  aborted: boolean;
}

/** A line as the provider's own books have it. */
export interface Charge {
  line: InvoiceLine;
  /** When the request came in. */
  atMs: number;
  headers: Readonly<Record<string, string>>;
  body: Json | null;
  /** Part of the line's `cacheWriteTokens`. */
  cacheWrite1hTokens: number;
}

interface Entry {
  record: RecordedRequest;
  /** Whether lists still show it; it is billed either way. */
  isShown: boolean;
  exchange: Exchange | null;
  /** Input tokens of requests without an exchange (embeddings). */
  inputTokens: number | null;
}

export class Records {
  private entries: Entry[] = [];
  private extra: Charge[] = [];
  private serial = 0;
  private waiting: (() => void)[] = [];

  open(
    record: Omit<
      RecordedRequest,
      'serial' | 'events' | 'outputEvents' | 'generatedTokens' | 'aborted' | 'done'
    >,
  ) {
    this.serial += 1;
    const opened: RecordedRequest = {
      serial: this.serial,
      ...record,
      events: 0,
      outputEvents: 0,
      generatedTokens: 0,
      aborted: false,
      done: false,
    };
    const entry: Entry = { record: opened, isShown: true, exchange: null, inputTokens: null };
    this.entries.push(entry);
    return entry;
  }

  close(record: RecordedRequest): void {
    record.done = true;
    if (this.entries.some((entry) => !entry.record.done)) return;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Resolves when no request is under way. */
  async settled(): Promise<void> {
    if (this.entries.every((entry) => entry.record.done)) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  list(): RecordedRequest[] {
    return this.entries.filter(({ isShown }) => isShown).map(({ record }) => ({ ...record }));
  }

  invoice(): InvoiceLine[] {
    return this.charges().map(({ line }) => line);
  }

  /** Charges of requests, then those that were billed once more. */
  charges(): Charge[] {
    return [...this.chargesOfRequests(), ...this.extra];
  }

  /** A mistake in the provider's books: its last answer is billed twice. Whether there was one. */
  billAgain(provider: string): boolean {
    const last = this.chargesOfRequests().findLast(({ line }) => line.provider === provider);
    if (last !== undefined) this.extra.push(last);
    return last !== undefined;
  }

  private chargesOfRequests(): Charge[] {
    return this.entries.flatMap(({ record, exchange, inputTokens }) => {
      const base = invoiceBase(record);
      if (base === undefined) return [];
      const { at, headers, body } = record;
      const rest = { atMs: Date.parse(at), headers, body };
      if (exchange !== null) {
        const cacheWrite1hTokens = billedUsage(exchange).write1h;
        return [{ ...rest, line: invoiceExchange(base, record, exchange), cacheWrite1hTokens }];
      }
      return inputTokens === null ? [] : [{ ...rest, line: { ...base, inputTokens }, cacheWrite1hTokens: 0 }];
    });
  }

  /** Takes what is over out of the list; the books stay as they are. */
  hide(): void {
    for (const entry of this.entries) if (entry.record.done) entry.isShown = false;
  }

  /** Forgets what is over, its charges too. */
  clear(): void {
    this.entries = this.entries.filter((entry) => !entry.record.done);
    this.extra = [];
  }
}

export type RecordEntry = ReturnType<Records['open']>;

function invoiceBase(record: RecordedRequest): InvoiceLine | undefined {
  if (record.wire === null || record.model === null || record.requestId === null) return undefined;
  return {
    serial: record.serial,
    requestId: record.requestId,
    answerId: record.answerId ?? '',
    provider: record.provider,
    model: record.model,
    wire: record.wire,
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    aborted: record.aborted,
  };
}

function invoiceExchange(base: InvoiceLine, record: RecordedRequest, exchange: Exchange): InvoiceLine {
  const usage = billedUsage(exchange);
  const outputTokens = billedTokens(record.generatedTokens, exchange.family.tokenFactor);
  return {
    ...base,
    inputTokens: usage.input,
    cacheReadTokens: usage.read,
    cacheWriteTokens: usage.write5m + usage.write1h,
    outputTokens,
    reasoningTokens: Math.min(usage.reasoning, outputTokens),
  };
}
