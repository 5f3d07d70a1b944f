/**
 * The compiled configuration: what `config/` makes of `routes.config.ts` and everything else reads.
 * Immutable; a request keeps the one it started with.
 */
import type { ClassifySettings, SecondLookSettings } from './classify-settings.ts';
import type { Effort, Model, Provider } from './target.ts';

/** Milliseconds; each deadline is counted on its own. */
export type Deadlines = {
  /** From dispatch to the first output event of one attempt. */
  readonly firstEventMs: number;
  /** Longest silence between two events after that. */
  readonly idleMs: number;
  /** The whole request, all attempts and the stream. */
  readonly totalMs: number;
};

/** A candidate of a route: a model with the effort the route wants (null: as the client asked). */
export type Candidate = {
  /** As written: `gpt-5.5@low`. */
  readonly name: string;
  readonly model: Model;
  readonly effort: Effort | null;
};

export type OnClientAbort = 'cancel' | 'drain';

export type Route = {
  readonly name: string;
  readonly use: readonly Candidate[];
  /** Overrides of the defaults by model. */
  readonly deadlines: Partial<Deadlines>;
  /** Attempts in all, over all targets. */
  readonly maxAttempts: number;
  readonly onClientAbort: OnClientAbort;
  /** Upper bound on output tokens, or null. */
  readonly maxOutputTokens: number | null;
  /** How its requests are classified; null: they are not, unless for a second look. */
  readonly classify: ClassifySettings | null;
  /** Null: off. */
  readonly secondLook: SecondLookSettings | null;
};

export type Limits = {
  /** Largest request body in bytes. */
  readonly bodyBytes: number;
  /** Deepest nesting of a request body. */
  readonly depth: number;
  /** Most messages or items in a request. */
  readonly messages: number;
  /** Largest unary answer in bytes. */
  readonly responseBytes: number;
  /** Silence before the commit point after which a streaming client gets its headers and `: ping` comments. */
  readonly pingAfterMs: number;
};

export type Config = {
  /** 12 hex digits of a hash over the canonical config. */
  readonly version: string;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly routes: ReadonlyMap<string, Route>;
  /** Models of the config that are not in the catalogue, by id. */
  readonly models: ReadonlyMap<string, Model>;
  /** Policy of requests that name a model instead of a route. */
  readonly named: Omit<Route, 'name' | 'use'>;
  readonly limits: Limits;
  /** Embedding models and who serves them; `POST /v1/embeddings` passes to them as it is. */
  readonly embeddings: ReadonlyMap<string, Provider>;
  /** Whether items that a client may name later are kept, sealed, where no provider keeps them. */
  readonly keepItems: boolean;
  /** Origins that may call from a browser; empty: CORS is off. */
  readonly corsOrigins: readonly string[];
};
