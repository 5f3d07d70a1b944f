/**
 * Names that counters know by their place. Tables are appended to and never reordered: what was counted under a place
 * keeps its meaning for as long as it is kept.
 */
import type { RiskLevel } from './risk.ts';

/** Why an attempt failed, as its row says it: what a provider's fault became, what a second look came to, `lost`. */
export const countedErrors = [
  /** What is not in this table. */
  'other',
  'lost',
  'upstream_unreachable',
  'upstream_timeout',
  'upstream_first_event_timeout',
  'upstream_stalled',
  'upstream_deadline',
  'upstream_truncated',
  'upstream_invalid_response',
  'upstream_response_too_large',
  'request_too_large',
  'upstream_rejected',
  'context_length_exceeded',
  'upstream_auth_failed',
  'policy_refused',
  'safeguard_refused',
  'upstream_model_missing',
  'rate_limited',
  'upstream_quota_exhausted',
  'upstream_overloaded',
  'upstream_error',
  'timeout',
  'unreachable',
  'error',
  'unreadable',
  'refused',
  'budget',
  'not-configured',
  'held-back',
] as const;

export type CountedError = (typeof countedErrors)[number];

/** How risky a request was taken to be; `unknown`: nobody judged it. */
export const countedRisks = ['none', 'low', 'elevated', 'high', 'unknown'] as const satisfies readonly (
  | RiskLevel
  | 'unknown'
)[];

export type CountedRisk = (typeof countedRisks)[number];
