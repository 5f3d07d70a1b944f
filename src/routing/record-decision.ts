/**
 * Notes what a decision asks for while it is made, so that it can be made again. Asks for nothing by itself: what the
 * planner does not need is not worked out for the record's sake.
 */
import type { DecisionFacts } from '../core/decision-facts.ts';
import type { FeatureUse } from '../core/features.ts';
import type { Judged } from '../core/judged.ts';
import type { LearnedTarget } from '../core/learned.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import type { Verdict } from '../core/safeguard.ts';
import type { TokenFamily } from '../core/token-rates.ts';
import { recordJudged } from './judged-facts.ts';
import type { DecisionInput } from './plan-input.ts';

const mostUses = 24;

/** Of each feature its first use, which decides, and of others as many as there is room for. */
function shorten(uses: readonly FeatureUse[]): readonly FeatureUse[] {
  if (uses.length <= mostUses) return uses;
  const isFirst = (use: FeatureUse) => uses.find(({ feature }) => feature === use.feature) === use;
  let room = mostUses - uses.filter(isFirst).length;
  return uses.filter((use) => isFirst(use) || room-- > 0);
}

function shortenTraits(traits: RequestTraits): RequestTraits {
  return { ...traits, features: shorten(traits.features) };
}

type Noted = {
  judged: Judged | null;
  language: string | null;
  inputTokens: Readonly<Record<TokenFamily, number>> | null;
  conversation: string | null;
  verdict: Verdict | null;
  sentTraits: RequestTraits | null;
  readonly notConfigured: Set<string>;
  readonly openCircuits: Set<string>;
  readonly learned: Map<string, LearnedTarget>;
};

export type RecordedDecision<Input extends DecisionInput> = {
  /** To be decided by. */
  readonly input: Input;
  /** The same with what safeguards demand. `traits`: of what is sent; null: of what came. */
  readonly guard: (verdict: Verdict, traits: RequestTraits | null) => Input;
  /** What has been asked of it so far. `settled`: the judgement that the target was chosen by, if it is another. */
  readonly facts: (settled: Judged | null) => DecisionFacts;
};

function factsOf(input: DecisionInput, noted: Noted, settled: Judged | null): DecisionFacts {
  const { traits } = input;
  return {
    atMs: input.nowMs,
    protocol: input.caller,
    identity: input.identity,
    traits: shortenTraits(traits),
    judged: noted.judged && recordJudged(noted.judged),
    settled: settled && recordJudged(settled),
    language: noted.language,
    inputTokens: noted.inputTokens,
    notConfigured: [...noted.notConfigured],
    openCircuits: [...noted.openCircuits],
    boundTo: input.boundTo,
    conversation: noted.conversation,
    session: input.session,
    learned: Object.fromEntries(noted.learned),
    isExplained: input.isExplained,
    ...(input.costCapNanoUsd !== undefined && { costCapNanoUsd: input.costCapNanoUsd }),
    ...(noted.verdict !== null && { verdict: noted.verdict }),
    ...(noted.sentTraits !== null && { sentTraits: shortenTraits(noted.sentTraits) }),
  };
}

export function recordDecision<Input extends DecisionInput>(input: Input): RecordedDecision<Input> {
  const noted: Noted = {
    judged: null,
    language: null,
    inputTokens: null,
    conversation: null,
    verdict: null,
    sentTraits: null,
    notConfigured: new Set(),
    openCircuits: new Set(),
    learned: new Map(),
  };
  const recording: DecisionInput = {
    ...input,
    judge: () => (noted.judged = input.judge()),
    language: () => (noted.language = input.language()),
    inputTokens: () => (noted.inputTokens = input.inputTokens()),
    conversation: () => (noted.conversation = input.conversation()),
    isConfigured: (provider) => {
      const isThere = input.isConfigured(provider);
      if (!isThere) noted.notConfigured.add(provider.id);
      return isThere;
    },
    isCircuitOpen: (target) => {
      const isOpen = input.isCircuitOpen(target);
      if (isOpen) noted.openCircuits.add(target);
      return isOpen;
    },
    learned: (route, task) => {
      const targets = input.learned(route, task);
      return {
        get: (name) => {
          const target = targets.get(name);
          if (target !== undefined) noted.learned.set(name, target);
          return target;
        },
      };
    },
  };
  return {
    input: { ...input, ...recording },
    guard: (verdict, sentTraits) => {
      noted.verdict = verdict;
      noted.sentTraits = sentTraits;
      return { ...input, ...recording, verdict, ...(sentTraits && { traits: sentTraits }) };
    },
    facts: (settled) => factsOf(input, noted, settled),
  };
}
