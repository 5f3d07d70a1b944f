/** The settings that the task head ships with; what they were chosen from stands in REPORT.md. Data only. */
import { defaultTraining, type Training } from './train-softmax.ts';

export type FoldPlan = {
  readonly training: Training;
  /** Models that differ by chance alone and are averaged to one. */
  readonly models: number;
  /** What rows of a family of this many weigh; own rows count `ownFactor` times. */
  readonly balance: number;
  readonly ownFactor: number;
  /** Also train on rows whose licence forbids shipping them. */
  readonly withAll: boolean;
};

export const defaultPlan: FoldPlan = {
  training: defaultTraining,
  models: 3,
  balance: 0.8,
  ownFactor: 8,
  withAll: false,
};

/** Below this calibrated probability the task is not relied on. */
export const surePast = 0.5;
