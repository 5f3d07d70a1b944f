/**
 * Makes a decision again from what was noted of it: with the same config, catalogue and program the same targets,
 * order, predictions and rejections. Pure; what was not asked for then throws when it is asked for now.
 */
import type { Catalogue } from '../core/catalogue.ts';
import type { Config } from '../core/config.ts';
import type { DecisionFacts } from '../core/decision-facts.ts';
import { ok, type Result, type RouterError } from '../core/errors.ts';
import type { Judged } from '../core/judged.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import { nothingDemanded, type Verdict } from '../core/safeguard.ts';
import type { CarriageTables } from './choose-protocol.ts';
import { judgedOf } from './judged-facts.ts';
import { resolveRequest } from './plan.ts';
import type { PlanInput } from './plan-input.ts';
import { type Decided, planSettled, resolveSettled } from './plan-settled.ts';

/** Another config may ask what the one of then did not. */
export class NotRecorded extends Error {
  constructor(what: string) {
    super(`the decision did not ask for ${what}, so it was not recorded`);
    this.name = 'NotRecorded';
  }
}

function recorded<T>(value: T | null, what: string): () => T {
  return () => {
    if (value === null) throw new NotRecorded(what);
    return value;
  };
}

export type Replay = Decided<RequestTraits> & {
  readonly judged: Judged | null;
  readonly verdict: Verdict;
};

/** Errors: what the planner answers with. Throws `NotRecorded`. */
export function replayDecision(
  facts: DecisionFacts,
  config: Config,
  catalogue: Catalogue,
  tables: CarriageTables,
): Result<Replay, RouterError> {
  const { traits, verdict = nothingDemanded } = facts;
  const first = facts.judged && judgedOf(facts.judged);
  const settled = facts.settled && judgedOf(facts.settled);
  const learned = new Map(Object.entries(facts.learned));
  const input: PlanInput<RequestTraits> = {
    request: traits,
    traits,
    caller: facts.protocol,
    identity: facts.identity,
    config,
    catalogue,
    tables,
    judge: recorded(first, 'a judgement'),
    language: recorded(facts.language, 'the language'),
    inputTokens: recorded(facts.inputTokens, 'the length'),
    conversation: recorded(facts.conversation, 'the conversation'),
    isConfigured: ({ id }) => !facts.notConfigured.includes(id),
    isCircuitOpen: (target) => facts.openCircuits.includes(target),
    learned: () => learned,
    session: facts.session,
    ...(facts.costCapNanoUsd !== undefined && { costCapNanoUsd: facts.costCapNanoUsd }),
    ...(facts.verdict !== undefined && { verdict: facts.verdict }),
    boundTo: facts.boundTo,
    nowMs: facts.atMs,
    isExplained: facts.isExplained,
  };
  const resolved = resolveRequest(input);
  if (!resolved.ok) return resolved;
  const resolution = resolveSettled(resolved.value, settled, input);
  if (!resolution.ok) return resolution;
  const sent = facts.sentTraits ?? traits;
  const decided = planSettled(resolution.value, settled, { ...input, request: sent, traits: sent });
  return decided.ok ? ok({ ...decided.value, judged: settled ?? first, verdict }) : decided;
}
