/** What one look leaves for the next, as text: the desk keeps it. Pure. */
import { isObject } from '../core/json.ts';
import type { FallbackLook } from './find-fallback.ts';

export type AlertMemory = {
  /** Oldest first. */
  readonly looks: readonly FallbackLook[];
  /** Begin of the last hour that was judged; null: none was. */
  readonly judgedMs: number | null;
  /** When the figures of the month were looked at last. */
  readonly spentAtMs: number | null;
};

export const noMemory: AlertMemory = { looks: [], judgedMs: null, spentAtMs: null };

const numberOr = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Written by `printMemory` alone, so only its outline is checked; what is none is forgotten. */
export function readMemory(text: string | null): AlertMemory {
  const value: unknown = text === null ? null : JSON.parse(text);
  if (!isObject(value) || !Array.isArray(value.looks)) return noMemory;
  const looks = value.looks as unknown as FallbackLook[];
  return { looks, judgedMs: numberOr(value.judgedMs), spentAtMs: numberOr(value.spentAtMs) };
}

export const printMemory = (memory: AlertMemory): string => JSON.stringify(memory);
