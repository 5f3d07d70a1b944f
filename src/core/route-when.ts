/**
 * When a route serves, compiled. Every condition that is there must hold; what is not there does not matter. Shapes
 * only; `routing/match-route.ts` reads them.
 */
import type { Tier } from './caller.ts';
import type { Task } from './classification.ts';
import type { RiskDomain, RiskLevel } from './risk.ts';
import type { Modality, ProtocolId } from './target.ts';

/** `from <= value < to`. */
export type Span = { readonly from?: number; readonly to?: number };

/** `from` to `to` in `HH:MM` of `zone` (IANA); past midnight where `to` is the earlier. Days: 1 = Monday to 7. */
export type HoursWindow = {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly days?: readonly number[];
};

/** Who calls: each part that is there must hold, and does with one of its list. */
export type CallerCondition = {
  /** Names of API keys. */
  readonly key?: readonly string[];
  readonly team?: readonly string[];
  readonly app?: readonly string[];
  readonly tier?: readonly Tier[];
  /** By tag, the values. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
};

export type When = {
  /** One of these, and the classifier is sure of it. */
  readonly task?: readonly Task[];
  /** 0-1: the share of ordinary requests that are easier. */
  readonly difficulty?: Span;
  /** The level is this or higher (in one of `domains`, where they are named). */
  readonly risk?: { readonly level: RiskLevel; readonly domains?: readonly RiskDomain[] };
  /** Estimated. */
  readonly inputTokens?: Span;
  /** The request holds one of these. */
  readonly modalities?: readonly Modality[];
  /** `none`: it declares no tool. `any`: it declares one. `write`, `destructive`: one that does at least that. */
  readonly tools?: 'none' | 'any' | 'write' | 'destructive';
  readonly structuredOutput?: boolean;
  /** The code of the request's main language, such as `en` or `zh-Hant`; `und` where it is not sure. */
  readonly language?: readonly string[];
  readonly caller?: CallerCondition;
  readonly protocol?: readonly ProtocolId[];
  readonly stream?: boolean;
  readonly hours?: HoursWindow;
};
