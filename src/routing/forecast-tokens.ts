/**
 * What tokens a request will take at a model: input by the model's tokenizer family, output by task, effort and
 * difficulty. The first part is worked out once a request, the rest is a few multiplications a candidate. Pure.
 */
import { tasks } from '../core/classification.ts';
import type { Judged } from '../core/judged.ts';
import type { LearnedTarget } from '../core/learned.ts';
import { leastOutputTokens } from '../core/output-limit.ts';
import type { TokenForecast } from '../core/prediction.ts';
import type { Effort, Model } from '../core/target.ts';
import { type TokenFamily, tokenFamilyOf } from '../core/token-rates.ts';
import {
  highOfReasoning,
  highOfVisible,
  type OutputPrior,
  outputPriors,
  thinkingAsItComes,
  thinkingByEffort,
  unclassifiedPrior,
} from './output-priors.ts';
import { qualityCurve } from './quality-curve.ts';
import type { RequestSize } from './request-size.ts';
import { learnFactor } from './use-learned.ts';

/** Of the answer, in tokens of o200k, before any model is looked at. */
export type AnswerSize = {
  readonly visible: number;
  /** At effort medium. */
  readonly reasoning: number;
};

/** Thinking grows with the odds of difficulty against the usual request's, to this power; by our own judgement. */
const thinkingPower = 1.5;
const leastThinking = 0.5;
const mostThinking = 4;

function thinkingOf(difficulty: number): number {
  const { usualDifficulty: usual } = qualityCurve;
  if (difficulty >= 1) return mostThinking;
  const times = ((difficulty / (1 - difficulty)) * ((1 - usual) / usual)) ** thinkingPower;
  return Math.min(mostThinking, Math.max(leastThinking, times));
}

function visibleOf(prior: OutputPrior, turnTokens: number): number {
  return Math.min(prior.most, prior.visible + prior.perInput * turnTokens);
}

/** The mean over the tasks that the request may be, each with its probability. Null: not classified. */
export function expectAnswer(
  size: RequestSize,
  judged: Pick<Judged, 'task' | 'difficulty'> | null,
): AnswerSize {
  const turnTokens = size.tokens.openai * size.lastTurn;
  if (judged === null) {
    const { reasoning } = unclassifiedPrior;
    return { visible: visibleOf(unclassifiedPrior, turnTokens), reasoning };
  }
  let [visible, reasoning] = [0, 0];
  for (const task of tasks) {
    const prior = outputPriors[task];
    const probability = judged.task.probabilities[task];
    visible += probability * visibleOf(prior, turnTokens);
    reasoning += probability * prior.reasoning;
  }
  return { visible, reasoning: reasoning * thinkingOf(judged.difficulty.score) };
}

/** Declared cache: a model's tokenizer family never changes while the program runs. */
const families = new WeakMap<Model, TokenFamily>();

export function familyOf(model: Model): TokenFamily {
  const known = families.get(model);
  if (known !== undefined) return known;
  const family = tokenFamilyOf(model.id);
  families.set(model, family);
  return family;
}

function thinkingAt({ reasoning }: Model, effort: Effort | null): number {
  if (reasoning === null) return 0;
  const runs = effort ?? reasoning.default;
  return runs === null || reasoning.style === 'fixed' ? thinkingAsItComes : thinkingByEffort[runs];
}

function leastOf(a: number, b: number | null): number {
  return b === null ? a : Math.min(a, b);
}

/** The least cap that all of the model's protocols take: smaller ones are raised to it at most. */
function leastCap({ protocols }: Model): number {
  return Math.max(...protocols.map((protocol) => leastOutputTokens[protocol]));
}

/** The most output that the model writes and the client allows. */
function capOf({ maxOutputTokens: asked }: RequestSize, model: Model): number {
  const allowed = asked === null ? null : Math.max(asked, leastCap(model));
  return leastOf(leastOf(Number.MAX_SAFE_INTEGER, model.maxOutputTokens), allowed);
}

/** Other protocols carry one answer. */
function choicesOf({ choices }: RequestSize, { protocols }: Model): number {
  return protocols.includes('openai-chat') ? choices : 1;
}

/** Input tokens as the model counts them. */
export function inputOf(size: RequestSize, model: Model): number {
  return size.tokens[familyOf(model)];
}

/** The answer's tokens in those of the model. */
function scaleOf(size: RequestSize, input: number): number {
  return input / size.tokens.openai;
}

const unseen: LearnedTarget = {};

/** What is expected of a model before anything was seen of it, in its tokens, without a cap. */
export type UsualAnswer = { readonly visible: number; readonly reasoning: number };

export function usualAnswer(
  size: RequestSize,
  answer: AnswerSize,
  model: Model,
  effort: Effort | null,
  input = inputOf(size, model),
): UsualAnswer {
  const scale = scaleOf(size, input);
  return { visible: answer.visible * scale, reasoning: answer.reasoning * scale * thinkingAt(model, effort) };
}

/** Whole tokens that are written after all thinking. */
export function forecastVisible(
  size: RequestSize,
  answer: AnswerSize,
  model: Model,
  seen: LearnedTarget = unseen,
  input = inputOf(size, model),
): number {
  const visible = answer.visible * scaleOf(size, input) * learnFactor(seen.visible);
  return Math.min(capOf(size, model), Math.ceil(visible));
}

/**
 * Whole tokens. `effort`: what the model will run at; null: its default. `cachedInput`: tokens of this model that its
 * provider is expected to have cached.
 */
export function forecastTokens(
  size: RequestSize,
  answer: AnswerSize,
  model: Model,
  effort: Effort | null,
  cachedInput: number,
  seen: LearnedTarget = unseen,
  input = inputOf(size, model),
): TokenForecast {
  const usual = usualAnswer(size, answer, model, effort, input);
  const visible = usual.visible * learnFactor(seen.visible);
  const reasoning = usual.reasoning * learnFactor(seen.reasoning);
  const cap = capOf(size, model);
  const choices = choicesOf(size, model);
  return {
    input,
    cachedInput: Math.min(input, cachedInput),
    output: {
      expected: choices * Math.min(cap, Math.ceil(visible + reasoning)),
      high: choices * Math.min(cap, Math.ceil(visible * highOfVisible + reasoning * highOfReasoning)),
    },
  };
}
