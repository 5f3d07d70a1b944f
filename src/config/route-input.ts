/** What a route may write about when it serves and what it wants, for completion and refusal while typing. Types only. */
import type { SessionRule } from '../core/config.ts';
import type { ClientWish } from '../core/objective.ts';
import type { CallerCondition, When } from '../core/route-when.ts';
import type { SafeguardLevel } from '../core/target.ts';

/** A share of quality: `{ ofBest: 0.95 }`, `{ atLeast: 0.8 }`, or both, of which either will do. */
export type BarInput =
  | { readonly atLeast: number; readonly ofBest?: number }
  | { readonly ofBest: number; readonly atLeast?: never };

export type ObjectiveInput =
  /** The targets as written, the first that can serve first. The default. */
  | 'order'
  /** The most quality that `limits.costUsd` allows. */
  | 'best'
  /** The least cost among the targets whose predicted quality is enough. */
  | { readonly cheapest: BarInput; readonly fastest?: never; readonly weights?: never }
  /** The least waiting among them. */
  | { readonly fastest: BarInput; readonly cheapest?: never; readonly weights?: never }
  /** The highest sum of quality (0-1) times its weight, less USD and seconds times theirs. */
  | {
      readonly weights: { readonly quality: number; readonly costUsd?: number; readonly seconds?: number };
      readonly cheapest?: never;
      readonly fastest?: never;
    };

export type RouteLimitsInput = {
  /** Most that a request may cost, all attempts together, in USD, as predicted for the dearest tenth of such requests. */
  readonly costUsd?: number;
  /** Most input tokens, estimated; a longer request is refused. */
  readonly inputTokens?: number;
  /** Upper bound on output tokens. Default: the model's own. */
  readonly outputTokens?: number;
  /** Longest predicted time to the first event, in milliseconds. */
  readonly firstEventMs?: number;
};

export type ConditionInput = Omit<When, 'caller'> & {
  /** Names of API keys, or what is known of who calls: `{ team: ['shop'], tier: ['verified', 'trusted'] }`. */
  readonly caller?: readonly string[] | CallerCondition;
};

/** `by-name`: never for `auto`, only for clients that ask for `route/NAME`. */
export type WhenInput = ConditionInput | 'by-name';

/** What a provider must be known to do. What nobody knows of it does not do. */
export type DataDemandInput = {
  /** It processes and keeps requests nowhere else. */
  readonly regions?: readonly string[];
  /** It keeps them no longer. 0: not at all. */
  readonly retentionDaysAtMost?: number;
  /** It does not train on them. */
  readonly noTraining?: true;
};

export type ArmInput<Target extends string> = {
  /** Comes first for these conversations; where it cannot serve, the route goes on as without it. */
  readonly use: Target;
  /** Percent of the conversations. */
  readonly share: number;
  /** Shown with every answer. Default: the target; of a canary: `canary`. */
  readonly name?: string;
};

/** One of the two. */
export type SplitInput<Target extends string> = {
  /** Divides the conversations among targets; the shares add up to 100. */
  readonly split?: readonly ArmInput<Target>[];
  /** A target that a small share of the conversations tries first; the others (`control`) go as without it. */
  readonly canary?: ArmInput<Target>;
};

export type RuleInput = {
  /** What its targets are chosen by. Default `order`. */
  readonly objective?: ObjectiveInput;
  /** The least safeguards that a target's provider must have. Default `none`. */
  readonly floor?: SafeguardLevel;
  /** What a client may ask for with `auto/cheap`, `auto/fast`, `auto/best`. Default: all three. */
  readonly clientMay?: readonly ClientWish[];
  /** Whether a conversation keeps its target between turns. Default `weigh`: unless a move is worth it. */
  readonly session?: SessionRule;
  /**
   * Whether its answers, their speed and length, and what callers say of them change what is predicted later. With
   * `false` its own predictions are those of the catalogue, too. Default true.
   */
  readonly learn?: boolean;
  /**
   * Percent of the conversations without risk that begin with another target than the one expected to be best, so that
   * something is learned of it. Never below the floor or beyond the limits. Default: none.
   */
  readonly explore?: { readonly share: number };
};
