/** What a route may write about classifying its requests, for completion and for refusal while typing. Types only. */
import type { Task } from '../core/classification.ts';
import type { RequestPredicate, RiskThresholds, SecondLookOccasion } from '../core/classify-settings.ts';
import type { RiskDomain, RiskLevel } from '../core/risk.ts';

type When =
  /** Words or phrases, in any text of the request, in any case, also inside words; one is enough. */
  | { readonly contains: readonly string[]; readonly predicate?: never; readonly name?: never }
  /** A function of the request. Its name, in your words, stands in the evidence and in the config's version. */
  | { readonly predicate: RequestPredicate; readonly name: string; readonly contains?: never };

type Change =
  | {
      readonly task: Task;
      readonly risk?: never;
      readonly domain?: never;
      readonly mayLowerRisk?: never;
    }
  | {
      readonly task?: Task;
      /** The least that such a request gets. */
      readonly risk: RiskLevel;
      readonly domain?: RiskDomain;
      /** `risk` holds also where it is lower than judged. Words then count in the system text only. */
      readonly mayLowerRisk?: boolean;
    };

export type OverrideInput = { readonly when: When } & Change;

export type ClassifyInput = {
  /** Tasks that its requests usually are: each becomes four times as likely. Never touches risk. */
  readonly expect?: readonly Task[];
  /** All are looked at. The first task that is set holds, and the highest risk. */
  readonly overrides?: readonly OverrideInput[];
  readonly thresholds?: {
    /** Probability from which on a task is sure, 0-1. Default: the classifier's own. */
    readonly task?: number;
    /** By domain, or `any` for the score of any harm: where its levels begin, 0-1. */
    readonly risk?: RiskThresholds;
  };
};

export type SecondLookInput<Target extends string> = {
  /** OpenAI's moderation endpoint, or a model that fills in a label, such as a policy model. */
  readonly using: 'openai-moderations' | { readonly target: Target };
  /** `unsure`: the first look abstains and the stakes are high. A level: from that risk on. */
  readonly when: SecondLookOccasion;
  /** What a request waits at most. Default 400. */
  readonly deadlineMs?: number;
  /** Calls a minute and isolate. Default 60. */
  readonly perMinute?: number;
  /** How long a label is kept in the isolate. Default 3600; 0 keeps none. */
  readonly cacheSeconds?: number;
  /** Whether an answer may lower the risk. Default false. */
  readonly mayLower?: boolean;
};
