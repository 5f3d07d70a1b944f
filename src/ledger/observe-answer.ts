/**
 * What one answer teaches of its target: how soon it began, how fast it went on, and how long it was against what the
 * catalogue expects. Only whole answers teach; nothing that was said is looked at. Pure.
 */
import type { Carried } from '../core/carried.ts';
import type { DecisionFacts } from '../core/decision-facts.ts';
import { learnedName } from '../core/learned.ts';
import type { AttemptRecord, RoutePlan } from '../core/plan.ts';
import type { Run } from '../core/run.ts';
import type { Effort, Model } from '../core/target.ts';
import { runningEffort } from '../routing/adjust.ts';
import { expectAnswer, type UsualAnswer, usualAnswer } from '../routing/forecast-tokens.ts';
import { judgedOf } from '../routing/judged-facts.ts';
import { sizeRequest } from '../routing/request-size.ts';
import { lengthField, speedField } from './learned-fields.ts';
import type { Observation } from './learned-memory.ts';

export type Answered = {
  readonly run: Run;
  readonly carried: Carried | null;
  readonly endedAtMs: number;
  readonly plan: Pick<RoutePlan, 'route'>;
};

/** Fewer tokens, or less time for them, tell nothing of a rate. */
const leastTokens = 20;
const leastMs = 200;
/** One answer teaches no more than a length so many times the expected. */
const mostTimes = 20;
/** What clocks and networks make up is cut off. */
const mostMs = 1_000_000;
const mostRate = 2000;

type Meters = {
  readonly output: number;
  /** Null: the provider does not tell it from what is written. */
  readonly reasoning: number | null;
};

function metersOf({ usage }: Carried, { reasoning: canThink }: Model): Meters | null {
  const { outputTokens, reasoningOutputTokens } = usage;
  if (outputTokens === undefined) return null;
  if (canThink === null) return { output: outputTokens, reasoning: 0 };
  return { output: outputTokens, reasoning: reasoningOutputTokens ?? null };
}

/** Streams only: an answer that comes whole does not say when it began. */
function observeSpeed(
  name: string,
  record: AttemptRecord,
  { endedAtMs }: Answered,
  meters: Meters | null,
): Observation {
  const first = Math.log(Math.min(mostMs, Math.max(1, record.durationMs)));
  const ms = endedAtMs - record.startedAtMs - record.durationMs;
  const visible = meters === null ? 0 : meters.output - (meters.reasoning ?? 0);
  const isTelling = visible >= leastTokens && ms >= leastMs;
  const rate = isTelling ? Math.log(Math.min(mostRate, (visible / ms) * 1000)) : 0;
  return { field: speedField(name), values: [1, first, isTelling ? 1 : 0, rate] };
}

/** What is told in one number is divided as it was expected. */
function divide({ output, reasoning }: Meters, usual: UsualAnswer): UsualAnswer {
  if (reasoning !== null) return { visible: Math.max(0, output - reasoning), reasoning };
  const all = usual.visible + usual.reasoning;
  const share = all === 0 ? 1 : usual.visible / all;
  return { visible: output * share, reasoning: output * (1 - share) };
}

/** Null where nobody worked out what to expect. */
function usualOf(
  { traits, inputTokens, ...facts }: DecisionFacts,
  model: Model,
  effort: Effort | null,
): UsualAnswer | null {
  const judged = facts.settled ?? facts.judged;
  if (inputTokens === null || judged === null) return null;
  const size = sizeRequest(traits, inputTokens);
  return usualAnswer(size, expectAnswer(size, judgedOf(judged)), model, effort);
}

function observeLength(field: string, meters: Meters, usual: UsualAnswer): Observation {
  const { visible, reasoning } = divide(meters, usual);
  const cut = (tokens: number, expected: number) => Math.min(tokens, mostTimes * expected);
  const thinks = usual.reasoning > 0 ? [1, cut(reasoning, usual.reasoning), usual.reasoning] : [0, 0, 0];
  return { field, values: [1, cut(visible, usual.visible), usual.visible, ...thinks] };
}

/** Nothing of answers that failed, broke off or ran into their cap. */
export function observeAnswer(answered: Answered, facts: DecisionFacts): readonly Observation[] {
  const { run, carried, plan } = answered;
  if (run.kind !== 'answered' || carried?.outcome !== 'completed') return [];
  // Several answers at once say nothing of one.
  if (facts.traits.choices !== undefined) return [];
  const record = run.records.findLast(({ outcome }) => outcome === 'committed');
  if (record === undefined) return [];
  const { model, effort: asked } = record.target;
  const effort = runningEffort(facts.traits, model, asked);
  const name = learnedName(model, effort);
  const meters = metersOf(carried, model);
  const observations: Observation[] = [];
  if (run.answer.kind === 'stream') observations.push(observeSpeed(name, record, answered, meters));
  const usual = usualOf(facts, model, effort);
  if (meters !== null && usual !== null && carried.stop?.reason !== 'max-tokens')
    observations.push(observeLength(lengthField(plan.route, name), meters, usual));
  return observations;
}
