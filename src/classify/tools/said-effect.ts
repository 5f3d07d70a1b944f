/** What a config says that tools do: it goes before what is read off their declarations. Pure. */
import type { ToolEffectRule } from '../../core/approval.ts';
import { fitsPattern } from '../../core/fits-pattern.ts';
import type { ToolEffect } from '../../core/signals.ts';

/** The first pattern that fits holds; null: nothing is said of this tool. */
export function saidEffect(tool: string, said: readonly ToolEffectRule[]): ToolEffect | null {
  return said.find((one) => fitsPattern(tool, one.tool))?.effect ?? null;
}
