// What was asked, without any wire protocol: the input of the answerer.
// Must not hold field names of a protocol.

import type { JsonObject } from './json.ts';

export interface ToolSpec {
  name: string;
  kind: 'function' | 'custom';
  schema: JsonObject;
  /** Regular expression a free-text tool's input must match. */
  pattern?: string;
}

export interface Turn {
  role: 'user' | 'assistant' | 'tool';
  /** The text blocks of the turn, in order. */
  texts: string[];
  /** Names of the tools the assistant called in this turn. */
  calls: string[];
  /** Name of the tool a tool turn is the result of, if known. */
  tool?: string;
}

export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

export interface Ask {
  /** Everything random follows from this text. */
  seed: string;
  systemText: string;
  turns: Turn[];
  tools: ToolSpec[];
  toolChoice: { mode: 'auto' | 'none' | 'required'; names?: string[] };
  parallelCalls: boolean;
  /** Whether the model writes a sentence before it calls a tool. */
  preamble: boolean;
  output: { kind: 'text' } | { kind: 'json' } | { kind: 'schema'; schema: JsonObject };
  verbosity: 'low' | 'medium' | 'high';
  /** `raw`: the reasoning text is all of it; `summary`: it is a shorter account; `hidden`: only counted. */
  reasoning: { effort: Effort; show: 'hidden' | 'summary' | 'raw'; budgetTokens?: number };
  maxOutputTokens: number;
  stops: string[];
}

export function lastUserTexts(ask: Ask): string[] {
  const turn = ask.turns.findLast((candidate) => candidate.role === 'user' && candidate.texts.length > 0);
  return turn?.texts ?? [];
}

export function lastUserText(ask: Ask): string {
  return lastUserTexts(ask).join('\n\n');
}
