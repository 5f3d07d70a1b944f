/**
 * The numbers of the quality curve: from a model's index and a request's difficulty to a chance of success. Data only,
 * printed by `node classifier/fit-quality.ts --data FOLDER`; what they rest on is in
 * `docs/decisions/0005-quality-from-one-scale.md`.
 */
import type { Task } from '../core/classification.ts';

export const qualityCurve = {
  /** Log-odds of success per point of the Artificial Analysis index v4.1. */
  perPoint: 0.063,
  /** Log-odds at `index` for a request whose difficulty is one half. */
  index: 8,
  atHalf: -2.136,
  /** How many log-odds of success one of difficulty costs. */
  perDifficulty: 1.626,
  /** Beyond these no outcome was seen; they count as these. */
  easiest: 0.136,
  hardest: 0.297,
  /** The middle one of the requests that were judged; stands in where nothing was judged. */
  usualDifficulty: 0.182,
} as const;

export type Benchmark = 'science' | 'coding';

/** What a model of an index usually has in a benchmark: log-odds at index 0 and per point, beyond what guessing gives. */
export const benchmarkLines: Readonly<
  Record<Benchmark, { readonly atZero: number; readonly perPoint: number; readonly guessed: number }>
> = {
  science: { atZero: -0.601, perPoint: 0.0516, guessed: 0.25 },
  coding: { atZero: -2.732, perPoint: 0.0784, guessed: 0 },
};

/** Which benchmark says more of a task than the index alone; null: none that we have. */
export const benchmarkOfTask: Readonly<Record<Task, Benchmark | null>> = {
  chat: null,
  qa: 'science',
  closed_qa: null,
  summarize: null,
  extract: null,
  rewrite: null,
  translate: null,
  write: null,
  code: 'coding',
  math: 'science',
  reason: 'science',
  agent: 'coding',
};

/**
 * How much of a model's distance from the usual counts: one benchmark is not the task. Below `perPoint` over the
 * steepest line, so that a higher index never predicts less.
 */
export const benchmarkTrust = 0.5;
