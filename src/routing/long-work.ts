/** Which calls are made in the background: those that take minutes, where the provider can and nobody forbids it. Pure. */
import type { Policy } from '../core/config.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import type { Effort, Target } from '../core/target.ts';
import { type Adjustable, effectiveEffort } from './adjust.ts';

/** Minutes of thinking; below, an answer is over before its connection has had time to break. */
const longEfforts: ReadonlySet<Effort | null> = new Set(['xhigh', 'max']);

/** A provider's ten minutes, and what a lost isolate could not delete, fit into no shorter demand. */
const leastRetentionDays = 1;

/** Whether it takes minutes, as a rule. */
function isLong({ model }: Target, request: Adjustable): boolean {
  return (
    model.isSlow === true || (model.reasoning !== null && longEfforts.has(effectiveEffort(request, model)))
  );
}

/**
 * A provider keeps what it makes in the background for about ten minutes. So never against `store: false` or a demand
 * that nothing is kept; and a client that asks for the background itself fetches its answer itself. `request` is as
 * adjusted to the target.
 */
export function runsInBackground(
  target: Target,
  request: Adjustable,
  { features }: Pick<RequestTraits, 'features'>,
  { background, data }: Pick<Policy, 'background' | 'data'>,
): boolean {
  return (
    background === 'auto' &&
    target.protocol === 'openai-responses' &&
    target.provider.background === true &&
    isLong(target, request) &&
    request.state.store !== false &&
    features.every(({ feature }) => feature !== 'background') &&
    (data?.retentionDaysAtMost ?? leastRetentionDays) >= leastRetentionDays
  );
}
