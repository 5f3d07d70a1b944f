/**
 * How long answers are before anything was measured here: by task what is written and what is thought, by effort how
 * much thinking there is. Data only; a priori until a ledger knows better.
 */
import type { Task } from '../core/classification.ts';
import type { Effort } from '../core/target.ts';

/** Tokens of o200k. */
export type OutputPrior = {
  /** Written whatever the request's size, and per token of the last turn, up to `most`. */
  readonly visible: number;
  readonly perInput: number;
  readonly most: number;
  /** Thought at effort medium. */
  readonly reasoning: number;
};

/**
 * Lengths: what the task makes (a translation is as long as its text, a label is a word), by our own judgement.
 * Thinking at medium: GPT-5.5 as it comes (medium) spoke after 3.4 s at 45 tokens a second over a gateway's real
 * traffic, so half of all requests think 150 tokens at most, and the mean of such a skewed thing is about three times
 * that; at high Artificial Analysis waits 18.5 s at 62 a second, 1100 tokens. Spread over tasks by our own judgement.
 */
export const outputPriors: Readonly<Record<Task, OutputPrior>> = {
  chat: { visible: 150, perInput: 0, most: 150, reasoning: 150 },
  qa: { visible: 400, perInput: 0, most: 400, reasoning: 400 },
  closed_qa: { visible: 120, perInput: 0, most: 120, reasoning: 300 },
  summarize: { visible: 120, perInput: 0.1, most: 900, reasoning: 300 },
  extract: { visible: 80, perInput: 0.05, most: 1000, reasoning: 300 },
  rewrite: { visible: 60, perInput: 0.9, most: 6000, reasoning: 350 },
  translate: { visible: 20, perInput: 1.1, most: 8000, reasoning: 250 },
  write: { visible: 900, perInput: 0, most: 900, reasoning: 500 },
  code: { visible: 800, perInput: 0.1, most: 3000, reasoning: 1000 },
  math: { visible: 500, perInput: 0, most: 500, reasoning: 1500 },
  reason: { visible: 400, perInput: 0, most: 400, reasoning: 1300 },
  agent: { visible: 200, perInput: 0, most: 200, reasoning: 400 },
};

/** Where nothing was classified: near the mean over tasks. */
export const unclassifiedPrior: OutputPrior = { visible: 400, perInput: 0.05, most: 2000, reasoning: 500 };

/**
 * Thinking by effort, medium = 1. From Artificial Analysis' cost per task (index v4.1): without thinking GPT-5.5 costs
 * 0.4 of its medium run, so that share is taken off as input and answer; what is left, against medium, is for GPT-5.5
 * 0.18 / 2.0 / 3.3 (low, high, xhigh), GPT-6 Astra 0.35 / 1.5 / 2.0 / 3.1 (and max), Gemini 3.8 Flash 0.30 / 1.7,
 * Gemini 3.7 Flash 0.38 / 1.9. Here: the geometric means, max carried on by its step from xhigh.
 */
export const thinkingByEffort: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 0.1,
  low: 0.3,
  medium: 1,
  high: 1.75,
  xhigh: 2.6,
  max: 4,
};

/** Of a model that reasons at an effort nobody states: rather too much than too little. */
export const thinkingAsItComes = thinkingByEffort.high;

/** The value that one answer in ten passes, against the mean: lengths of answers and of thinking are skewed. */
export const highOfVisible = 2;
export const highOfReasoning = 2.5;
