/** Whether a copy of a request goes to its route's shadow, and why not. Pure; never below the floor. */
import type { PlannedAttempt, ShadowPlan } from '../core/plan.ts';
import type { Adjustable } from './adjust.ts';
import { needsOf } from './capabilities.ts';
import { bucketOf } from './draw-arm.ts';
import { consider, isBound, isRejection, toAttempt, usesProviderTool } from './eligible.ts';
import type { PlanInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';

/** Null: the route has none. */
export function planShadow<R extends Adjustable>(
  attempts: readonly PlannedAttempt<R>[],
  resolution: Resolution,
  input: PlanInput<R>,
): ShadowPlan<R> | null {
  const { shadow, route } = resolution;
  if (shadow === null) return null;
  const { use, share } = shadow;
  const { traits, boundTo } = input;
  const off = (why: string) => ({ kind: 'off', target: use.name, why }) as const;
  // Another draw than that of the route's arms, so that no arm has more than its part of the shadows.
  if (bucketOf(input.conversation(), `${route} shadow`) >= share)
    return off('the conversation is not in its share');
  if (boundTo !== null || isBound(traits)) return off('it is bound to what its provider keeps');
  if (usesProviderTool(traits)) return off('a tool that the provider runs would run twice');
  if (attempts[0]?.target.name === use.name) return off('it is the first to be asked anyway');
  if (input.isCircuitOpen(use.name)) return off('it failed too often of late');
  const considered = consider(use, needsOf(traits), resolution, input);
  if (isRejection(considered)) return off(`${considered.reason}: ${considered.detail}`);
  return { kind: 'on', attempt: toAttempt(considered, null, resolution, input) };
}
