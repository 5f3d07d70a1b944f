// What the three wire protocols have in common towards the server: an exchange, its events, its errors.
// Must not render anything.

import type { Answer } from './answer.ts';
import type { Ask } from './ask.ts';
import type { Fault } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { ModelFamily } from './models.ts';
import type { PromptCache, PromptTokens } from './prompt-cache.ts';
import type { ProviderHabits } from './providers.ts';
import type { ResponseStore } from './responses/store.ts';

export interface WireError {
  status: number;
  type: string;
  message: string;
  param: string | null;
  code: string | null;
  headers?: Readonly<Record<string, string>>;
}

/**
 * `head` opens the stream, `frame` opens and closes parts, `content` carries output, `tail` closes the answer,
 * `usage` is a report of its own, `end` is the last.
 */
export type EventPart = 'head' | 'frame' | 'content' | 'tail' | 'usage' | 'end';

export interface WireEvent {
  /** The `event:` line; absent in Chat Completions. */
  name?: string;
  /** Rendered as JSON; the text `[DONE]` as it is. */
  data: unknown;
  part: EventPart;
  /** Output tokens generated for this event. */
  tokens: number;
}

/** One accepted call, before it is known whether it will be answered as JSON or as a stream. */
export interface Call {
  provider: string;
  habits: ProviderHabits;
  headers: Readonly<Record<string, string>>;
  /** The body with the fault suffix taken off the model name. */
  body: JsonObject;
  family: ModelFamily;
  model: string;
  fault: Fault;
  requestId: string;
  /** Tells equal requests apart, so that their ids differ. */
  serial: number;
  nowMs: number;
  promptCache: PromptCache;
  responses: ResponseStore;
}

export interface Exchange extends Call {
  id: string;
  ask: Ask;
  /** One per choice. */
  answers: Answer[];
  /** In this family's tokens. */
  prompt: PromptTokens;
  isStream: boolean;
}

/** What a provider bills, in this family's tokens. Cached and written tokens are subsets of `input`. */
export interface BilledUsage {
  input: number;
  read: number;
  write5m: number;
  write1h: number;
  output: number;
  reasoning: number;
}

export interface WireProtocol {
  /** Reads and judges a request: the same rules, in the same words, as the real provider. */
  accept(call: Call): Exchange | { error: WireError };
  renderBody(exchange: Exchange): unknown;
  renderEvents(exchange: Exchange): Iterable<WireEvent>;
  renderError(error: WireError, requestId: string): unknown;
  /** An error inside a stream of which `sent` events are out. */
  renderErrorEvents(exchange: Exchange, error: WireError, sent: number): WireEvent[];
  /** Called when the whole answer is out: what the provider keeps of it. */
  keep?(exchange: Exchange): void;
}
