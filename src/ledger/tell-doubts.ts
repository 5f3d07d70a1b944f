/** Log lines about what providers say of their own answers and cannot be so. Names and numbers only. */
import type { Log } from '../core/log-entry.ts';
import type { Target } from '../core/target.ts';
import { isBelievable, type Usage } from '../core/usage.ts';

/** Counts that no answer of the model can come to: the row was estimated without them. */
export function tellOddUsage(
  { model, provider }: Pick<Target, 'model' | 'provider'>,
  usage: Usage,
  requestId: string,
  log: Log,
): void {
  if (isBelievable(usage, model)) return;
  const detail = `${model.id} at ${provider.id}: ${JSON.stringify(usage)}`;
  log({ event: 'usage-doubted', requestId, code: 'usage_not_believable', detail });
}
