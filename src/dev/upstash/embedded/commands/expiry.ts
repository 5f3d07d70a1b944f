/**
 * Times of expiry as commands give them: relative or absolute, seconds or milliseconds.
 * Turns them into absolute milliseconds; sets nothing.
 */
import type { Bytes } from '../../engine.ts';
import { CommandError, readInt64 } from '../command.ts';
import { isInt64 } from '../numbers.ts';

export interface TimeUnit {
  readonly perUnitMs: bigint;
  readonly isAbsolute: boolean;
}

/** By the name of SET's option; EXPIRE and its relatives use the same four. */
export const timeUnits = {
  ex: { perUnitMs: 1000n, isAbsolute: false },
  px: { perUnitMs: 1n, isAbsolute: false },
  exat: { perUnitMs: 1000n, isAbsolute: true },
  pxat: { perUnitMs: 1n, isAbsolute: true },
} as const satisfies Record<string, TimeUnit>;

/** `name` is the command, for the error. Throws when the number is none or leaves 64 bits. */
export function readExpiry(text: Bytes, unit: TimeUnit, nowMs: bigint, name: string): bigint {
  const atMs = readInt64(text) * unit.perUnitMs;
  const expiresAtMs = unit.isAbsolute ? atMs : nowMs + atMs;
  if (!isInt64(atMs) || !isInt64(expiresAtMs)) throw invalidExpiry(name);
  return expiresAtMs;
}

/** As `readExpiry`, for commands that store a value: there zero and below make no sense. */
export function readPositiveExpiry(text: Bytes, unit: TimeUnit, nowMs: bigint, name: string): bigint {
  if (readInt64(text) <= 0n) throw invalidExpiry(name);
  return readExpiry(text, unit, nowMs, name);
}

function invalidExpiry(name: string): CommandError {
  return new CommandError(`ERR invalid expire time in '${name}' command`);
}
