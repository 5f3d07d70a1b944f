/** A judgement as the route wants it: its hints, thresholds and overrides applied, each change told in the evidence. Pure. */
import type { ClassifySettings } from '../core/classify-settings.ts';
import type { Judged } from '../core/judged.ts';
import type { LlmRequest } from '../core/request.ts';
import type { RiskLevel } from '../core/risk.ts';
import { findOverrides } from './find-overrides.ts';
import { tuneRisk } from './tune-risk.ts';
import { tuneTask } from './tune-task.ts';

export type Applied = {
  readonly judged: Judged;
  /** What the overrides set for the risk: no second look goes below it. */
  readonly leastLevel: RiskLevel;
};

/** Of a route that says nothing of classifying. */
export const noSettings: ClassifySettings = {
  expect: [],
  overrides: [],
  thresholds: { task: null, risk: {} },
};

const mostEvidence = 8;

/** Overrides see the judgement as the classifier made it. */
export function applySettings(judged: Judged, request: LlmRequest, settings: ClassifySettings): Applied {
  const found = findOverrides(settings.overrides, request, judged);
  const { task, evidence } = tuneTask(judged.task, settings, found);
  const { risk, leastLevel } = tuneRisk(judged.risk, settings.thresholds.risk, found);
  return {
    judged: { ...judged, task, risk, evidence: [...evidence, ...judged.evidence].slice(0, mostEvidence) },
    leastLevel,
  };
}
