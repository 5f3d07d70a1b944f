/** Log lines about what providers say of their own answers and cannot be so. Names and numbers only. */
import type { Log } from '../core/log-entry.ts';
import type { Target } from '../core/target.ts';
import { isBelievable, type Usage } from '../core/usage.ts';
import { type FindModel, findOtherModel } from './served-model.ts';

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

/** An answer of a known model that nobody asked for: the row has no cost. */
export function tellOtherModel(
  target: Pick<Target, 'model' | 'wireModel' | 'provider'>,
  served: string,
  requestId: string,
  findModel: FindModel | undefined,
  log: Log,
): void {
  const other = findModel && findOtherModel(target, served, findModel);
  if (!other) return;
  const detail = `${target.provider.id} was asked for ${target.wireModel} and names ${other.id}`;
  log({ event: 'usage-doubted', requestId, code: 'other_model_served', detail });
}
