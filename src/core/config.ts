/**
 * The compiled configuration: what `config/` makes of `routes.config.ts` and everything else reads.
 * Immutable; a request keeps the one it started with.
 */
import type { ClassifySettings, SecondLookSettings } from './classify-settings.ts';
import type { ClientWish, Objective } from './objective.ts';
import type { When } from './route-when.ts';
import type { Effort, Model, Provider, SafeguardLevel } from './target.ts';

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

/** Each null: no limit. */
export type RouteLimits = {
  /** Of all attempts together, against their predicted high cost. */
  readonly costNanoUsd: number | null;
  /** Estimated. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Against the predicted time to the first event. */
  readonly firstEventMs: number | null;
};

export type Route = {
  readonly name: string;
  /** Null: whatever comes. `by-name`: only who asks for it. */
  readonly when: When | 'by-name' | null;
  readonly use: readonly Candidate[];
  /** Tried after the others, as written, whatever the objective says. */
  readonly fallback: readonly Candidate[];
  readonly baseline: Candidate | null;
  readonly objective: Objective;
  /** The least safeguards of a target's provider. */
  readonly floor: SafeguardLevel;
  readonly clientMay: readonly ClientWish[];
  readonly limits: RouteLimits;
  /** Overrides of the defaults by model. */
  readonly deadlines: Partial<Deadlines>;
  /** Attempts in all, over all targets. */
  readonly maxAttempts: number;
  readonly onClientAbort: OnClientAbort;
  /** How its requests are classified; null: they are not, unless for a second look. */
  readonly classify: ClassifySettings | null;
  /** Null: off. */
  readonly secondLook: SecondLookSettings | null;
};

/** What holds for a request whatever it named. */
export type Policy = Pick<
  Route,
  'limits' | 'deadlines' | 'maxAttempts' | 'onClientAbort' | 'classify' | 'secondLook'
>;

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
  readonly named: Policy;
  readonly limits: Limits;
  /** Embedding models and who serves them; `POST /v1/embeddings` passes to them as it is. */
  readonly embeddings: ReadonlyMap<string, Provider>;
  /** Whether items that a client may name later are kept, sealed, where no provider keeps them. */
  readonly keepItems: boolean;
  /** Origins that may call from a browser; empty: CORS is off. */
  readonly corsOrigins: readonly string[];
};
