/**
 * What the classifier says of a request's difficulty: shared by the planner, ledger and dashboard. Shapes only; how it
 * is found is the business of `classify/`.
 */
import type { Evidence } from './classification.ts';

export type DifficultyJudgement = {
  /**
   * The chance that a small model fails where a strong one succeeds, 0-1, calibrated on outcomes of 7-9B models against
   * 49-51B ones. A planner reads it as the gain in quality to expect from the strong model, and as the place on a
   * model's own curve of success. What both fail is not difficult in this sense.
   */
  score: number;
  /**
   * The share of ordinary requests that are less difficult, 0-1: what a threshold is chosen by, since few requests have
   * a high chance.
   */
  rank: number;
  /** What spoke for hard (weight above 0, in nats) or for easy (below 0), strongest first, at most eight. */
  evidence: readonly Evidence[];
  /** Version of the weights that said so. */
  model: string;
};
