/** Until when usage is whole. */
import type { OutboxState } from './outbox-object.ts';

/**
 * The end of what is over and counted (null: nothing is); notes that wait in the outbox may belong to any hour up to
 * when they came. An outbox that does not answer is taken as empty.
 */
export async function completeUntil(
  countedUntilMs: number | null,
  outboxState: (() => Promise<OutboxState>) | null,
): Promise<number | null> {
  if (countedUntilMs === null) return null;
  const waitsSinceMs = (await outboxState?.().catch(() => null))?.oldestAtMs ?? countedUntilMs;
  return Math.min(countedUntilMs, waitsSinceMs);
}
