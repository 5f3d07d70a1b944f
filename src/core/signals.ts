/**
 * Facts about a request that are read off it, not judged from its wording: shared by the planner, safeguards, ledger
 * and dashboard. Shapes only. Kinds and counts: never a value that was found.
 */

/** From harmless to grave; `destructive` deletes, pays, deploys, grants, sends, publishes, cancels or runs code. */
export const toolEffects = ['read', 'write', 'destructive'] as const;

export type ToolEffect = (typeof toolEffects)[number];

export type ToolJudgement = {
  effect: ToolEffect;
  /** What decided, in words a person can read; strongest first. */
  evidence: readonly string[];
  /** False where name, description and parameters say little, or do not agree. */
  isSure: boolean;
};

export type JudgedTool = ToolJudgement & { name: string };

export type ToolUse = {
  declared: readonly JudgedTool[];
  /** Each called tool once, in the order of the first calls. */
  called: readonly JudgedTool[];
  /** Gravest of all; null: no tools. */
  highest: ToolEffect | null;
  highestCalled: ToolEffect | null;
};
