/**
 * What would have to be held for a request at each target that can serve it: a budget that is nearly used up takes the
 * most of these that fits, before anybody has decided again what serves it. Pure.
 */
import { needsOf } from './capabilities.ts';
import { type Able, consider, isRejection } from './eligible.ts';
import { predictAll } from './order.ts';
import type { DecisionInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';
import { ownTargets } from './step-up.ts';

/**
 * Integer nano-USD, each amount once, as a plan within a cost limit predicts them. `resolution`: what the request was
 * planned by. Targets that nobody can price are left out: no cost limit lets them pass.
 */
export function cheaperReserves(resolution: Resolution, input: DecisionInput): readonly number[] {
  const needs = needsOf(input.traits);
  const considered = ownTargets(resolution).map((one) => consider(one, needs, resolution, input));
  const able = considered.filter((one): one is Able => !isRejection(one));
  const costs = predictAll(able, resolution, input).map(({ cost }) => cost?.highNanoUsd ?? null);
  return [...new Set(costs.filter((cost) => cost !== null))];
}
