/** What the planner is given. All of it is data or a pure function: the same inputs give the same plan. */
import type { Caller } from '../core/caller.ts';
import type { Catalogue } from '../core/catalogue.ts';
import type { Config } from '../core/config.ts';
import type { Judged } from '../core/judged.ts';
import type { Learned } from '../core/learned.ts';
import type { LlmRequest } from '../core/request.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import type { Verdict } from '../core/safeguard.ts';
import type { Session } from '../core/session.ts';
import type { ProtocolId, Provider } from '../core/target.ts';
import type { TokenFamily } from '../core/token-rates.ts';
import type { Adjustable } from './adjust.ts';
import type { CarriageTables } from './choose-protocol.ts';

/** All that decides. */
export type DecisionInput = {
  readonly traits: RequestTraits;
  readonly caller: ProtocolId;
  /** Who calls. */
  readonly identity: Caller;
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly tables: CarriageTables;
  /** What the classifier says. Called only where a route's condition or objective asks for it; the same each time. */
  readonly judge: () => Judged;
  /** Code of the request's main language, `und` where it is not sure; as `judge`. */
  readonly language: () => string;
  /** Estimated input tokens by family; as `judge`. */
  readonly inputTokens: () => Readonly<Record<TokenFamily, number>>;
  /** Whether a provider has a key or needs none. */
  readonly isConfigured: (provider: Provider) => boolean;
  /** Whether the circuit breaker of a target (by name) holds calls back. */
  readonly isCircuitOpen: (target: string) => boolean;
  /** The provider that keeps the conversation this request continues, or null. */
  readonly boundTo: string | null;
  /** A hash that names the conversation, or the request where it belongs to none: what arms are drawn by. */
  readonly conversation: () => string;
  /** What earlier answers have taught. */
  readonly learned: Learned;
  /** Who served the conversation last; null: nobody, or nobody knows. */
  readonly session: Session | null;
  /** What a budget that is nearly used up leaves for it, in nano-USD; absent: enough. */
  readonly costCapNanoUsd?: number;
  /** What safeguards demand; absent: nothing. */
  readonly verdict?: Verdict;
  readonly nowMs: number;
  /** Predicts also where the objective does not ask for it. */
  readonly isExplained: boolean;
};

/** With the request that the attempts are made of: whole where it is served, its traits where only the plan counts. */
export type PlanInput<R extends Adjustable = LlmRequest> = DecisionInput & { readonly request: R };
