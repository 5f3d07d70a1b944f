/** What a second look can come to: a label, or the reason why there is none; and what a call of it used. Shapes only. */
import type { RiskDomain, RiskLevel } from '../core/risk.ts';
import type { Usage } from '../core/usage.ts';

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

/** What a judge gave for one call. A model that gave no label may have been paid all the same. */
export type Asked = { readonly look: Look; readonly usage: Usage };

/** One call that went out, for the record. */
export type LookCall = {
  /** `openai-moderations`, or a target's name. */
  readonly name: string;
  readonly provider: string;
  /** Name on the wire. */
  readonly model: string;
  readonly outcome: 'completed' | LookFailure;
  readonly usage: Usage;
  readonly startedAtMs: number;
  readonly durationMs: number;
};

export function failed(why: LookFailure): Look {
  return { kind: 'failed', why };
}
