/** What safeguards demand of a request that has its route: what every decision asks, online and off. Pure. */
import type { Judged } from '../core/judged.ts';
import type { Verdict } from '../core/safeguard.ts';
import { leastOf } from '../core/target.ts';
import type { DecisionInput } from '../routing/plan-input.ts';
import type { Resolution } from '../routing/resolve.ts';
import { ownTargets } from '../routing/step-up.ts';
import { findVerdict } from './find-verdict.ts';

/** `judged`: what the target is chosen by, where somebody has asked. */
export function guardRequest(
  resolution: Resolution,
  judged: Judged | null,
  { config, identity, traits, judge }: Pick<DecisionInput, 'config' | 'identity' | 'traits' | 'judge'>,
): Verdict {
  return findVerdict(config.safeguards.rules, {
    tier: identity.tier,
    // Whoever leaves the tools out of a later turn is not rid of the rules on them.
    hasTools: traits.hasTools || traits.hasPastCalls === true,
    least: leastOf(ownTargets(resolution).map(({ model }) => model.safeguards)),
    judged,
    judge,
    standing: resolution.policy.safeguards,
  });
}
