// What the simulator knows of models: one row per family, found by pattern.
// Must not be read from the router's catalogue: this is the other side of the wire.

import type { Effort } from './ask.ts';
import { anthropicFamilies } from './families/anthropic.ts';
import { openaiFamilies } from './families/openai.ts';
import { otherFamilies } from './families/others.ts';

export type WireName = 'chat' | 'responses' | 'messages' | 'embeddings' | 'moderations';

/** How the Messages API lets a model think; `none` for models without it. */
type Thinking = 'none' | 'manual' | 'manual-or-adaptive' | 'adaptive' | 'always';

export interface ModelFamily {
  match: RegExp;
  /** Names listed by GET /models. */
  ids: readonly string[];
  owner: string;
  speaks: readonly WireName[];
  /** Dated name the provider answers with, appended to the short one. */
  snapshot?: string;
  efforts: readonly Effort[];
  defaultEffort: Effort;
  thinking: Thinking;
  /** `idle` allows temperature and the like only while the model does not reason. */
  sampling: 'always' | 'idle' | 'never';
  /** Whether Chat Completions still takes `max_tokens`. */
  oldMaxTokens: boolean;
  /** Whether Chat Completions takes function tools while the model reasons. */
  chatToolsWhileReasoning: boolean;
  /** Whether a thinking block is bound to the conversation it was made in. */
  boundThinking: boolean;
  prefill: boolean;
  /** Whether writes to the prompt cache are reported (and charged). */
  cacheWrites: boolean;
  contextTokens: number;
  maxOutputTokens: number;
  tokenFactor: number;
  firstTokenMs: number;
  tokensPerSecond: number;
  shutdownDate?: string;
}

/** The first row that matches holds. Names are compared without a vendor prefix such as `openai/`. */
export const modelFamilies: readonly ModelFamily[] = [
  ...openaiFamilies,
  ...anthropicFamilies,
  ...otherFamilies,
];

/** The family of a model name, vendor prefix and all; undefined for names nobody serves. */
export function findModel(name: string): ModelFamily | undefined {
  const bare = name.slice(name.lastIndexOf('/') + 1);
  return modelFamilies.find((family) => family.match.test(bare));
}

/** The name a provider answers with: `gpt-5.5` becomes its dated snapshot. */
export function answeredName(name: string, family: ModelFamily): string {
  const listed = family.ids.includes(name);
  return listed && family.snapshot !== undefined ? `${name}-${family.snapshot}` : name;
}
