// The habits of providers, found by the first path segment: who serves which models, in which dialect.
// Must not hold model rules (models.ts).

import type { WireName } from './models.ts';

export interface ProviderHabits {
  /** Model owners served; undefined serves everything. */
  owners?: readonly string[];
  speaks: readonly WireName[];
  /** Field of Chat Completions that carries reasoning text; undefined where it stays hidden. */
  reasoningField?: 'reasoning_content' | 'reasoning';
  /** Whether Chat Completions knows the developer role, `max_completion_tokens` and `store`. */
  openaiFields: boolean;
  /** Where a chat stream reports usage: on its own last chunk when asked, or always with the finish. */
  usageOn: 'own-chunk' | 'finish';
  /** Whether earlier assistant tool calls must come back with their reasoning text. */
  wantsReasoningBack: boolean;
  /** Whether the first call of each step comes signed, if the model thinks, and must come back so. */
  signsCalls: boolean;
  /** Tokens per stream event. */
  tokensPerEvent: number;
  /** Whether delta events are padded with random characters. */
  obfuscates: boolean;
}

const openai: ProviderHabits = {
  speaks: ['chat', 'responses', 'embeddings', 'moderations'],
  openaiFields: true,
  usageOn: 'own-chunk',
  wantsReasoningBack: false,
  signsCalls: false,
  tokensPerEvent: 1,
  obfuscates: true,
};

const compatible: ProviderHabits = {
  ...openai,
  speaks: ['chat', 'responses', 'messages', 'embeddings'],
  reasoningField: 'reasoning',
  obfuscates: false,
};

const makerWithReasoningText: ProviderHabits = {
  ...compatible,
  reasoningField: 'reasoning_content',
  openaiFields: false,
  usageOn: 'finish',
};

const habits: Readonly<Record<string, ProviderHabits>> = {
  openai: { ...openai, owners: ['openai'] },
  azure: { ...openai, owners: ['openai'] },
  anthropic: { ...compatible, owners: ['anthropic'], speaks: ['messages'], tokensPerEvent: 6 },
  google: {
    ...openai,
    owners: ['google'],
    speaks: ['chat', 'embeddings'],
    signsCalls: true,
    tokensPerEvent: 24,
    obfuscates: false,
  },
  deepseek: { ...makerWithReasoningText, owners: ['deepseek'], wantsReasoningBack: true },
  zai: { ...makerWithReasoningText, owners: ['zai'] },
  moonshot: { ...makerWithReasoningText, owners: ['moonshot'] },
};

/** Any other prefix is a host that serves every model. */
export function providerHabits(provider: string): ProviderHabits {
  return Object.hasOwn(habits, provider) ? (habits[provider] ?? compatible) : compatible;
}
