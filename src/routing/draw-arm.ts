/** Which arm of its route a conversation is drawn into: by a hash of both, so that it never changes. Pure. */
import type { Arm } from '../core/config.ts';
import { hashText } from '../core/hash-text.ts';

/** As many as the shares of all arms add up to. */
const buckets = 10_000;

/** The upper digits of the hash: they are mixed best. */
export function bucketOf(conversation: string, route: string): number {
  return Math.floor((Number.parseInt(hashText(`${conversation} ${route}`), 16) / 2 ** 48) * buckets);
}

/** `bucket`: 0 to 9,999. Null: the route has no arms. */
export function armAt(arms: readonly Arm[], bucket: number): Arm | null {
  let before = 0;
  for (const arm of arms) {
    before += arm.share;
    if (bucket < before) return arm;
  }
  return null;
}

/** `conversation`: a name for it, asked for only where the route has arms. */
export function drawArm(arms: readonly Arm[], conversation: () => string, route: string): Arm | null {
  return arms.length === 0 ? null : armAt(arms, bucketOf(conversation(), route));
}
