/**
 * Everything that one decision was made of, as plain data without a word of a prompt: with the config and catalogue of
 * that moment the same plan follows from it. Shapes only.
 */
import type { Caller } from './caller.ts';
import type { TaskJudgement } from './classification.ts';
import type { DifficultyJudgement } from './difficulty.ts';
import type { LearnedTarget } from './learned.ts';
import type { RequestTraits } from './request-traits.ts';
import type { RiskJudgement } from './risk.ts';
import type { Verdict } from './safeguard.ts';
import type { Session } from './session.ts';
import type { ToolUse } from './signals.ts';
import type { ProtocolId } from './target.ts';
import type { TokenFamily } from './token-rates.ts';

/** Of a judgement what routes and predictions read, and the strongest reasons in words. */
export type JudgedFacts = {
  readonly task: TaskJudgement;
  readonly difficulty: Pick<DifficultyJudgement, 'score' | 'rank'>;
  readonly risk: Pick<
    RiskJudgement,
    'level' | 'levels' | 'score' | 'domain' | 'looksLike' | 'foundIn' | 'isWhole'
  >;
  readonly tools: Pick<ToolUse, 'highest' | 'highestCalled'>;
  readonly because: {
    readonly task: readonly string[];
    readonly difficulty: readonly string[];
    readonly risk: readonly string[];
  };
};

/** Null where the decision did not ask. */
export type DecisionFacts = {
  readonly atMs: number;
  /** Over which the request came. */
  readonly protocol: ProtocolId;
  readonly identity: Caller;
  readonly traits: RequestTraits;
  /** What the classifier said at first: the route was matched by it. */
  readonly judged: JudgedFacts | null;
  /** What the route's settings and second look made of it, where they were asked: the target was chosen by it. */
  readonly settled: JudgedFacts | null;
  readonly language: string | null;
  readonly inputTokens: Readonly<Record<TokenFamily, number>> | null;
  /** Providers that were looked for and have no key. */
  readonly notConfigured: readonly string[];
  /** Targets that were looked at and whose circuit was open. */
  readonly openCircuits: readonly string[];
  /** What a budget left for it, in nano-USD; absent: enough. */
  readonly costCapNanoUsd?: number;
  /** Of what safeguards have made of the request; absent: nothing was changed. */
  readonly sentTraits?: RequestTraits;
  /** What safeguards demanded; absent: nothing. */
  readonly verdict?: Verdict;
  /** The provider that keeps the conversation. */
  readonly boundTo: string | null;
  /** A hash. */
  readonly conversation: string | null;
  readonly session: Session | null;
  /** What had been learned of the candidates, by the name under which it is. */
  readonly learned: Readonly<Record<string, LearnedTarget>>;
  /** Predictions were made also where the route did not ask for them. */
  readonly isExplained: boolean;
};
