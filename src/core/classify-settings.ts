/**
 * What a route says about classifying its requests, compiled: hints, overrides, thresholds, and the second look. Shapes
 * only; what they do to a judgement is in `classify/apply-settings.ts` and `second-look/`.
 */
import type { Task } from './classification.ts';
import type { Candidate } from './config.ts';
import type { Judged } from './judged.ts';
import type { LlmRequest } from './request.ts';
import type { RiskDomain, RiskLevel } from './risk.ts';
import type { Provider } from './target.ts';

/** Scores from which on a level begins, 0-1, rising. */
export type RiskCuts = { readonly low: number; readonly elevated: number; readonly high: number };

/** `any`: the score of any harm. A domain: its own score. */
export type RiskThresholds = Readonly<Partial<Record<RiskDomain | 'any', RiskCuts>>>;

/** Whether an override holds for a request. Synchronous, quick, without effects. */
export type RequestPredicate = (request: LlmRequest, judged: Judged) => boolean;

export type Override = {
  /** For people: `contains "payroll"`, or the predicate's name. */
  readonly name: string;
  readonly when: /** Folded as `foldText` does; one of them is enough. */
    | { readonly kind: 'contains'; readonly words: readonly string[] }
    | { readonly kind: 'predicate'; readonly test: RequestPredicate };
  readonly task: Task | null;
  readonly risk: RiskLevel | null;
  /** Of the risk that it sets; null: as judged. */
  readonly domain: RiskDomain | null;
  /** False: `risk` is the least the request gets. True: it is what the request gets, if that is lower. */
  readonly mayLowerRisk: boolean;
};

export type ClassifySettings = {
  /** Tasks that its requests usually are. */
  readonly expect: readonly Task[];
  readonly overrides: readonly Override[];
  readonly thresholds: {
    /** Probability from which on a task is sure; null: the classifier's own. */
    readonly task: number | null;
    readonly risk: RiskThresholds;
  };
};

/** Who is asked for a second look. */
export type SecondJudge =
  /** OpenAI's moderation endpoint, at this provider. */
  | { readonly kind: 'openai-moderations'; readonly name: string; readonly provider: Provider }
  /** A model that fills in a label. */
  | {
      readonly kind: 'target';
      readonly name: string;
      readonly candidate: Candidate;
      readonly provider: Provider;
    };

/**
 * Which first looks are looked at again. `unsure`: the first look abstains and the stakes are high. A level: the risk
 * is that high or higher.
 */
export const secondLookOccasions = ['unsure', 'low', 'elevated', 'high', 'always'] as const;

export type SecondLookOccasion = (typeof secondLookOccasions)[number];

export type SecondLookSettings = {
  readonly using: SecondJudge;
  readonly when: SecondLookOccasion;
  /** The request waits no longer than this. */
  readonly deadlineMs: number;
  /** Calls a minute and isolate; what is over it counts as no answer. */
  readonly perMinute: number;
  /** How long a label is kept in the isolate; 0: not at all. */
  readonly cacheSeconds: number;
  /** Whether an answer may lower the risk. No answer never does. */
  readonly mayLower: boolean;
};
