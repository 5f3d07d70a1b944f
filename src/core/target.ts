/**
 * What a request can be sent to: models (what they can do and cost), providers (where they are), targets
 * (one model, at one provider, over one protocol, with one effort). Types only; the data is in `catalogue/`
 * and `routes.config.ts`.
 */

import type { Programme } from './caller.ts';
import type { DataPractice } from './data-policy.ts';
import type { ToolFees } from './usage.ts';

export type ProtocolId = 'openai-chat' | 'openai-responses' | 'anthropic-messages';

export const protocolIds: readonly ProtocolId[] = ['openai-chat', 'openai-responses', 'anthropic-messages'];

/** Reasoning efforts from least to most; a model lists those it takes. */
export const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

export type Effort = (typeof efforts)[number];

export type Modality = 'text' | 'image' | 'file' | 'audio' | 'video';

/** How a model takes a reasoning effort on the wire. */
export type ReasoningStyle =
  | 'effort' // OpenAI: reasoning_effort / reasoning.effort
  | 'adaptive' // Anthropic: thinking {type: adaptive} with output_config.effort
  | 'budget' // Anthropic before adaptive thinking: thinking {type: enabled, budget_tokens}
  | 'fixed'; // reasons always, takes no parameter

/** What a model's API refuses or demands; each rule is applied before sending, visibly. */
export type ModelRule =
  | 'max-completion-tokens' // Chat Completions refuses `max_tokens`
  | 'no-sampling' // temperature, top_p, penalties, logprobs are refused
  | 'sampling-without-reasoning' // the same, unless the effort is `none`
  | 'tools-need-responses' // Chat Completions refuses tools with reasoning: use Responses
  | 'max-effort-needs-responses' // Chat Completions takes efforts up to `xhigh` only
  | 'no-prefill'; // the conversation may not end with an assistant message

/** What a provider's API does differently from the protocol's owner. */
export type Quirk =
  | 'max-tokens' // takes `max_tokens` where OpenAI takes `max_completion_tokens`
  | 'no-developer-role' // knows `system` only
  | 'no-store' // refuses `store`
  | 'no-stream-usage' // refuses `stream_options`
  | 'no-json-schema' // response_format json_schema is refused; json_object is taken
  | 'reasoning-content' // wants `reasoning_content` back on earlier assistant messages
  | 'no-safety-identifier' // refuses `safety_identifier` and `prompt_cache_key`
  | 'no-custom-tools' // knows function tools only
  | 'thought-signatures'; // signs calls, and refuses a turn that goes on without the signatures

/** What the seals of a provider's reasoning look like on the Messages wire: all that tells whose one is. */
export type SealForm =
  | 'protobuf' // Claude's, wherever it is served: base64 of one message
  | 'uuid' // DeepSeek's: the id of the answer
  | 'hex'; // MiniMax's: a digest

/**
 * What stands between a model and its abuse at the provider. `none`: nothing, or nobody knows. `basic`: terms and
 * monitoring of accounts. `strong`: the provider judges each request, biology and cyber too, and acts on end users.
 */
export const safeguardLevels = ['none', 'basic', 'strong'] as const;

export type SafeguardLevel = (typeof safeguardLevels)[number];

export function isBelowFloor(level: SafeguardLevel, floor: SafeguardLevel): boolean {
  return safeguardLevels.indexOf(level) < safeguardLevels.indexOf(floor);
}

/** The lowest of them; of none `none`. */
export function leastOf(levels: readonly SafeguardLevel[]): SafeguardLevel {
  return safeguardLevels.find((level) => levels.includes(level)) ?? 'none';
}

export function higherFloor(one: SafeguardLevel, other: SafeguardLevel): SafeguardLevel {
  return isBelowFloor(one, other) ? other : one;
}

/** Price of one model from one date on, in integer micro-USD per million tokens (5 USD = 5_000_000). */
export type Price = {
  /** First day it holds, `YYYY-MM-DD` UTC. */
  readonly from: string;
  readonly input: number | null;
  readonly cachedInput: number | null;
  /** The provider's short-lived cache entry: 5 minutes at Anthropic, 30 at OpenAI. */
  readonly cacheWrite5m: number | null;
  /** The long-lived one: 1 hour at Anthropic. */
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  /** Other rates for the whole request once it has this many input tokens. */
  readonly longContext?: {
    readonly fromInputTokens: number;
    readonly input: number;
    readonly cachedInput: number | null;
    readonly cacheWrite5m: number | null;
    readonly cacheWrite1h?: number | null;
    readonly output: number;
  };
  /** Multiplier in thousandths outside the peak hours; the rates above are the peak ones. */
  readonly offPeak?: {
    readonly multiplier: number;
    /** 1 = Monday to 7 = Sunday, UTC. */
    readonly peakWeekdays: readonly number[];
    /** `[from, to)` in whole hours UTC. */
    readonly peakHours: readonly (readonly [number, number])[];
  };
  /** Multipliers on the standard tier, in thousandths (0.5 = 500). */
  readonly tiers?: Readonly<Record<string, number>>;
  readonly source: string;
  /** Day the source was read, `YYYY-MM-DD`. */
  readonly observed: string;
};

export type Model = {
  readonly id: string;
  /** Name for people; absent: the id. */
  readonly name?: string;
  /** Provider id in the config that serves it. */
  readonly provider: string;
  /** Name on the provider's wire, where it is not the id. */
  readonly wireName?: string;
  readonly aliases: readonly string[];
  readonly snapshots: readonly string[];
  /** `YYYY-MM-DD`, or null where no source says. */
  readonly released: string | null;
  /** First day the provider no longer serves it, or null. */
  readonly shutdown: string | null;
  /** Model that takes over after the shutdown. */
  readonly successor: string | null;
  readonly protocols: readonly ProtocolId[];
  readonly contextTokens: number | null;
  readonly maxInputTokens: number | null;
  readonly maxOutputTokens: number | null;
  readonly input: readonly Modality[];
  readonly output: readonly Modality[];
  readonly tools: boolean | null;
  readonly structuredOutputs: boolean | null;
  /**
   * Efforts from least to most with the provider's default; null for a model that does not reason. `none` in the
   * list means that reasoning can be switched off.
   */
  readonly reasoning: {
    readonly efforts: readonly Effort[];
    readonly default: Effort | null;
    readonly style: ReasoningStyle;
  } | null;
  readonly rules: readonly ModelRule[];
  readonly safeguards: SafeguardLevel;
  /** What differs from its provider's. */
  readonly data?: DataPractice;
  /** An answer may take many minutes to begin (OpenAI's pro models). */
  readonly isSlow?: boolean;
  /** Oldest first. Empty: the price is unknown. */
  readonly prices: readonly Price[];
  /** Artificial Analysis index v4.1 by effort (`default` where the source names none), 0-100. */
  readonly quality?: Readonly<Partial<Record<Effort | 'default', number>>>;
  /** In percent, as Artificial Analysis ran them: GPQA Diamond and Terminal-Bench 2.1. Efforts as in `quality`. */
  readonly scores?: Readonly<
    Partial<Record<'science' | 'coding', Readonly<Partial<Record<Effort | 'default', number>>>>>
  >;
  /** Prior of speed by effort. */
  readonly latency?: Readonly<
    Partial<
      Record<
        Effort | 'default',
        { readonly firstEventMs: number | null; readonly tokensPerSecond: number | null }
      >
    >
  >;
};

export type ProviderProject = { readonly of: string; readonly programme: Programme };

export type Provider = {
  readonly id: string;
  /** Base URL without a trailing slash. */
  readonly baseUrl: string;
  /** Prefix of its variables: `<env>_API_KEY`, `<env>_BASE_URL`. */
  readonly env: string;
  readonly auth: 'bearer' | 'x-api-key';
  /** Protocols it speaks, each with the path between base URL and the protocol's own path. */
  readonly protocols: Readonly<Partial<Record<ProtocolId, string>>>;
  readonly quirks: readonly Quirk[];
  /** Seals that are plainly of another form are not sent to it; absent: unknown, all are. */
  readonly sealForm?: SealForm;
  /** What is paid of the list price, in thousandths; absent: all of it. */
  readonly priceFactor?: number;
  /** What it bills by the call for tools that it runs itself; absent: no fee is known. */
  readonly toolFees?: ToolFees;
  /** It is the project of its own that a programme goes through, of this other provider; absent: it is none. */
  readonly project?: ProviderProject;
  /** Goes on with answers of the Responses API that nobody listens to, and streams them again. */
  readonly background?: boolean;
  /** What it does with requests; absent: unknown. */
  readonly data?: DataPractice;
};

/** One model, at one provider, over one protocol, with one effort (null: as the client asked). */
export type Target = {
  /** `gpt-5.5@low`, or `gpt-5.5` where no effort is set. */
  readonly name: string;
  readonly model: Model;
  /** Name to send: the id, the wire name, or the dated snapshot that was asked for. */
  readonly wireModel: string;
  readonly provider: Provider;
  readonly protocol: ProtocolId;
  readonly effort: Effort | null;
};
