/** What a name or a description says of a tool's effect. Shapes, and how effects are compared. */
import { type ToolEffect, toolEffects } from '../../core/signals.ts';
import type { VerbGroup } from './words/meaning.ts';

export type Reading = {
  effect: ToolEffect;
  /** 3: always so. 2: mostly. 1: a guess. */
  strength: 1 | 2 | 3;
  /** Of a verb that is told apart by its object. */
  group?: VerbGroup;
  /** The words that say so. */
  words: string;
};

export function gravity(effect: ToolEffect): number {
  return toolEffects.indexOf(effect);
}

/** The graver of two; of equals the stronger. */
export function graver(one: Reading, other: Reading): Reading {
  const difference = gravity(other.effect) - gravity(one.effect);
  if (difference !== 0) return difference > 0 ? other : one;
  return other.strength > one.strength ? other : one;
}
