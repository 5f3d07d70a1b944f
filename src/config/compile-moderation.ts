/** Moderation of requests and answers: its settings completed, their shape, and what they may not be used for. Pure. */
import type { Route } from '../core/config.ts';
import { findBreach } from '../core/data-policy.ts';
import { type ModerationSettings, moderationCategories } from '../core/moderation.ts';
import type { SafeguardAction, SafeguardSettings } from '../core/safeguard.ts';
import type { Check } from './check-input.ts';
import type { Report } from './problem.ts';
import type { Known } from './read-candidate.ts';
import { fields, numberBetween, oneOf, type Shape, wholeNumber } from './shape.ts';

/** `{ refuseFrom: 'elevated', thresholds: { violence: { low: 0.5, elevated: 0.8, high: 0.97 } } }` */
export type ModerationInput = Partial<ModerationSettings>;

const score = numberBetween('a number', 0, 1);
const cuts = fields({ low: score, elevated: score, high: score }, ['low', 'elevated', 'high']);

export const moderationShape: Shape = fields(
  {
    refuseFrom: oneOf(['elevated', 'high']),
    onUnavailable: oneOf(['refuse', 'step-up']),
    deadlineMs: wholeNumber('milliseconds', 10, 10_000),
    perMinute: wholeNumber('calls a minute', 1, 100_000),
    cacheSeconds: wholeNumber('seconds', 0, 86_400),
    thresholds: fields(Object.fromEntries(moderationCategories.map((name) => [name, cuts])), []),
  },
  [],
);

export function compileModeration(written: ModerationInput, report: Report): ModerationSettings {
  for (const [category, { low, elevated, high }] of Object.entries(written.thresholds ?? {}))
    if (low > elevated || elevated > high)
      report(`safeguards.moderation.thresholds.${category}`, 'does not rise', 'low <= elevated <= high');
  return {
    refuseFrom: 'high',
    onUnavailable: 'refuse',
    deadlineMs: 1000,
    perMinute: 300,
    cacheSeconds: 600,
    thresholds: {},
    ...written,
  };
}

const moderating: readonly SafeguardAction[] = ['moderate-input', 'moderate-output'];
const isModerated = (actions: readonly SafeguardAction[]) =>
  moderating.some((action) => actions.includes(action));

/** Texts go to OpenAI, which has to meet the data policy of every route whose requests may be moderated. */
export function checkModerated(
  { rules }: Pick<SafeguardSettings, 'rules'>,
  routes: ReadonlyMap<string, Route>,
  { providers }: Pick<Known, 'providers'>,
  report: Report,
): void {
  const rule = rules.find(({ actions }) => isModerated(actions));
  const provider = providers.get('openai');
  if (provider === undefined) return;
  for (const { name, data, safeguards } of routes.values()) {
    if (!data || (rule === undefined && !isModerated(safeguards))) continue;
    const breach = findBreach(data, { model: { id: 'omni-moderation' }, provider });
    if (!breach) continue;
    const who = isModerated(safeguards) ? `the route "${name}"` : `the rule "${rule?.name}"`;
    const what = `${who} has OpenAI moderate texts of "${name}" and that does not meet its data policy: ${breach}`;
    report('safeguards', what, 'moderate other routes only');
  }
}

/** What it costs, for who asks. */
export const explainModeration: Check = ({ config }) => {
  const { rules, moderation } = config.safeguards;
  const users = [
    ...rules.map(({ name, actions }) => ({ who: `the rule "${name}"`, actions })),
    ...[...config.routes.values()].map(({ name, safeguards }) => ({
      who: `the route "${name}"`,
      actions: safeguards,
    })),
  ].filter(({ actions }) => isModerated(actions));
  return users.map(({ who, actions }) => {
    const waits = moderating.filter((action) => actions.includes(action)).join(' and ');
    const what = `${waits} of ${who} sends texts to OpenAI with OPENAI_API_KEY and waits up to ${moderation.deadlineMs} ms for each`;
    const fix = `without an answer it is ${moderation.onUnavailable === 'refuse' ? 'refused' : 'stepped up'}; leave it out where that is too dear`;
    return { path: 'safeguards.moderation', what, fix };
  });
};
