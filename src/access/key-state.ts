/** Whether an API key still opens anything, and how it came to its end. Pure. */
import type { KeyRecord } from '../core/key-record.ts';

/** `rotating`: a new key has taken its place, and it works on for a while. `rotated`: that while is over. */
export type KeyState = 'active' | 'rotating' | 'rotated' | 'expired' | 'revoked';

export function keyStateOf(
  { revokedAtMs, isRotated, expiresAtMs }: Pick<KeyRecord, 'revokedAtMs' | 'isRotated' | 'expiresAtMs'>,
  nowMs: number,
): KeyState {
  if (revokedAtMs !== null && revokedAtMs <= nowMs) return isRotated ? 'rotated' : 'revoked';
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return 'expired';
  return revokedAtMs === null ? 'active' : 'rotating';
}
