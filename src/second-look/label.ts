/** What a second look can come to: a label, or the reason why there is none. Shapes only. */
import type { RiskDomain, RiskLevel } from '../core/risk.ts';

export type Label = {
  readonly level: RiskLevel;
  /** Null: no domain was named. */
  readonly domain: RiskDomain | null;
};

/** Why there is no label, in words for the evidence. */
export const failures = {
  timeout: 'gave no answer in time',
  unreachable: 'could not be reached',
  error: 'answered with an error',
  unreadable: 'gave an answer that is no label',
  refused: 'refused to label it',
  budget: 'has spent its calls of this minute',
  'not-configured': 'has no key',
  'held-back': 'failed too often of late',
} as const;

export type LookFailure = keyof typeof failures;

export type Look =
  | { readonly kind: 'label'; readonly label: Label }
  | { readonly kind: 'failed'; readonly why: LookFailure };

export function failed(why: LookFailure): Look {
  return { kind: 'failed', why };
}
