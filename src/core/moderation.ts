/** What a moderation endpoint tells apart, and what the config says of it. Shapes and names only. */
import type { RiskCuts } from './classify-settings.ts';

/** OpenAI's. */
export const moderationCategories = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const;

export type ModerationCategory = (typeof moderationCategories)[number];

/** Scores from which on a level begins, of categories that are not to go by the usual ones. */
export type ModerationCuts = Readonly<Partial<Record<ModerationCategory, RiskCuts>>>;

/** How `moderate-input` and `moderate-output` work. */
export type ModerationSettings = {
  /** The level from which on a request is refused and an answer ended. */
  readonly refuseFrom: 'elevated' | 'high';
  /** What becomes of a request that could not be looked at; an answer that could not ends. */
  readonly onUnavailable: 'refuse' | 'step-up';
  readonly deadlineMs: number;
  /** Calls a minute and isolate; what is over it counts as unavailable. */
  readonly perMinute: number;
  /** How long a label is kept in the isolate; 0: not at all. */
  readonly cacheSeconds: number;
  readonly thresholds: ModerationCuts;
};
