// What the simulator knows of models: one row per family, found by pattern.
// Must not be read from the router's catalogue: this is the other side of the wire.

import type { Effort } from './ask.ts';

export type WireName = 'chat' | 'responses' | 'messages' | 'embeddings';

/** How the Messages API lets a model think; `none` for models without it. */
export type Thinking = 'none' | 'manual' | 'manual-or-adaptive' | 'adaptive' | 'always';

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

const openaiReasoner: Omit<ModelFamily, 'match' | 'ids'> = {
  owner: 'openai',
  speaks: ['chat', 'responses'],
  efforts: ['none', 'low', 'medium', 'high', 'xhigh'],
  defaultEffort: 'medium',
  thinking: 'none',
  sampling: 'idle',
  oldMaxTokens: false,
  chatToolsWhileReasoning: false,
  boundThinking: false,
  prefill: false,
  cacheWrites: false,
  contextTokens: 1_050_000,
  maxOutputTokens: 128_000,
  tokenFactor: 1,
  firstTokenMs: 600,
  tokensPerSecond: 50,
};

const openaiLater: Omit<ModelFamily, 'match' | 'ids'> = {
  ...openaiReasoner,
  efforts: ['none', 'low', 'medium', 'high', 'xhigh', 'max'],
  cacheWrites: true,
  tokensPerSecond: 80,
};

const openaiAlwaysReasons: Omit<ModelFamily, 'match' | 'ids'> = {
  ...openaiLater,
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
};

const openaiPlain: Omit<ModelFamily, 'match' | 'ids'> = {
  ...openaiReasoner,
  efforts: [],
  defaultEffort: 'none',
  sampling: 'always',
  oldMaxTokens: true,
  chatToolsWhileReasoning: true,
  contextTokens: 128_000,
  maxOutputTokens: 16_384,
  firstTokenMs: 450,
  tokensPerSecond: 130,
  shutdownDate: '2027-01-14',
};

const claude: Omit<ModelFamily, 'match' | 'ids'> = {
  ...openaiReasoner,
  owner: 'anthropic',
  speaks: ['messages'],
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
  defaultEffort: 'high',
  thinking: 'adaptive',
  sampling: 'never',
  oldMaxTokens: true,
  cacheWrites: true,
  contextTokens: 1_000_000,
  tokenFactor: 1.3,
  firstTokenMs: 800,
  tokensPerSecond: 70,
};

const claudeBound = { ...claude, thinking: 'always', boundThinking: true } as const;
const claudeOlder = { ...claude, sampling: 'always', tokenFactor: 1 } as const;

const compatible: Omit<ModelFamily, 'match' | 'ids'> = {
  ...openaiPlain,
  owner: 'other',
  speaks: ['chat'],
  efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
  defaultEffort: 'medium',
  contextTokens: 1_000_000,
  maxOutputTokens: 131_072,
  tokensPerSecond: 90,
};
const compatiblePlain = { ...compatible, efforts: [], defaultEffort: 'none' } as const;

/** The first row that matches holds. Names are compared without a vendor prefix such as `openai/`. */
export const modelFamilies: readonly ModelFamily[] = [
  {
    ...openaiReasoner,
    match: /^gpt-5\.[45]-pro(-\d{4}-\d\d-\d\d)?$/,
    ids: ['gpt-5.5-pro', 'gpt-5.4-pro'],
    speaks: ['responses'],
    efforts: ['medium', 'high', 'xhigh'],
    firstTokenMs: 2500,
    tokensPerSecond: 30,
  },
  {
    ...openaiReasoner,
    match: /^gpt-5\.5(-\d{4}-\d\d-\d\d)?$/,
    ids: ['gpt-5.5'],
    snapshot: '2026-04-23',
  },
  {
    ...openaiReasoner,
    match: /^gpt-5\.4(-\d{4}-\d\d-\d\d)?$/,
    ids: ['gpt-5.4'],
    snapshot: '2026-03-05',
    defaultEffort: 'none',
  },
  {
    ...openaiReasoner,
    match: /^gpt-5\.4-(mini|nano)(-\d{4}-\d\d-\d\d)?$/,
    ids: ['gpt-5.4-mini', 'gpt-5.4-nano'],
    snapshot: '2026-03-17',
    defaultEffort: 'none',
    contextTokens: 400_000,
    tokensPerSecond: 100,
  },
  {
    ...openaiReasoner,
    match: /^gpt-5(-mini|-nano)?(-\d{4}-\d\d-\d\d)?$/,
    ids: ['gpt-5', 'gpt-5-mini', 'gpt-5-nano'],
    snapshot: '2025-08-07',
    efforts: ['minimal', 'low', 'medium', 'high'],
    chatToolsWhileReasoning: true,
    contextTokens: 400_000,
    shutdownDate: '2026-12-11',
  },
  {
    ...openaiReasoner,
    match: /^gpt-5\.[123](-[a-z-]+)?$/,
    ids: ['gpt-5.1', 'gpt-5.2'],
    defaultEffort: 'none',
    chatToolsWhileReasoning: true,
    contextTokens: 400_000,
  },
  {
    ...openaiLater,
    match: /^(gpt-5\.6-(sol|terra|luna)|gpt-6-(sol|luna)|gpt-6\.1-terra)$/,
    ids: ['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-6-sol', 'gpt-6-luna', 'gpt-6.1-terra'],
  },
  {
    ...openaiAlwaysReasons,
    match: /^gpt-6(\.\d)?-[a-z]+$/,
    ids: ['gpt-6-astra', 'gpt-6.1-sol', 'gpt-6.2-astra', 'gpt-6.2-sol'],
  },
  {
    ...openaiPlain,
    match: /^gpt-4o(-mini)?(-\d{4}-\d\d-\d\d)?$/,
    ids: ['gpt-4o', 'gpt-4o-mini'],
  },
  {
    ...openaiPlain,
    match: /^gpt-4\.1(-mini|-nano)?(-\d{4}-\d\d-\d\d)?$/,
    ids: ['gpt-4.1', 'gpt-4.1-mini'],
    snapshot: '2025-04-14',
    contextTokens: 1_047_576,
    maxOutputTokens: 32_768,
  },
  {
    ...openaiPlain,
    match: /^text-embedding-3-(small|large)$|^text-embedding-ada-002$/,
    ids: ['text-embedding-3-small', 'text-embedding-3-large'],
    speaks: ['embeddings'],
    contextTokens: 8_192,
  },
  {
    ...claudeBound,
    match: /^claude-(opus|sonnet)-5-5$|^claude-fable-5-[12]$/,
    ids: ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-fable-5-2', 'claude-fable-5-1'],
    tokensPerSecond: 100,
  },
  {
    ...claudeBound,
    match: /^claude-haiku-5-5$/,
    ids: ['claude-haiku-5-5'],
    thinking: 'adaptive',
    defaultEffort: 'medium',
    tokensPerSecond: 180,
  },
  { ...claude, match: /^claude-fable-5$/, ids: ['claude-fable-5'], thinking: 'always' },
  {
    ...claude,
    match: /^claude-(opus|sonnet)-5$|^claude-opus-4-[78]$/,
    ids: ['claude-opus-5', 'claude-sonnet-5', 'claude-opus-4-8', 'claude-opus-4-7'],
  },
  {
    ...claudeOlder,
    match: /^claude-(opus|sonnet)-4-6$/,
    ids: ['claude-opus-4-6', 'claude-sonnet-4-6'],
    thinking: 'manual-or-adaptive',
    efforts: ['low', 'medium', 'high', 'max'],
  },
  {
    ...claudeOlder,
    match: /^claude-(haiku|sonnet|opus)-4-5(-\d{8})?$/,
    ids: ['claude-haiku-4-5'],
    snapshot: '20251001',
    thinking: 'manual',
    efforts: [],
    prefill: true,
    contextTokens: 200_000,
    maxOutputTokens: 64_000,
    tokensPerSecond: 150,
  },
  {
    ...compatible,
    match: /^gemini-/,
    ids: ['gemini-3.8-flash', 'gemini-3.1-pro-preview', 'gemini-3.5-flash-lite', 'gemini-3.1-flash-lite'],
    owner: 'google',
    maxOutputTokens: 65_536,
    tokensPerSecond: 200,
  },
  {
    ...compatible,
    match: /^deepseek-/,
    ids: ['deepseek-flash', 'deepseek-v4-pro'],
    owner: 'deepseek',
    speaks: ['chat', 'responses', 'messages'],
    defaultEffort: 'high',
  },
  {
    ...compatible,
    match: /^glm-/,
    ids: ['glm-5.3', 'glm-5.3-flash'],
    owner: 'zai',
    speaks: ['chat', 'messages'],
  },
  {
    ...compatible,
    match: /^kimi-/,
    ids: ['kimi-k3', 'kimi-k3.1-pro', 'kimi-k2.6'],
    owner: 'moonshot',
    speaks: ['chat', 'messages'],
  },
  {
    ...compatible,
    match: /^(gpt-oss|grok|muse|qwen|minimax)[-\w.]*$/i,
    ids: ['openai/gpt-oss-120b', 'qwen/qwen3.8-27b'],
    speaks: ['chat', 'responses', 'messages'],
  },
  {
    ...compatiblePlain,
    match: /^(gemma|llama|mistral|codestral)[-\w.]*$/i,
    ids: ['google/gemma-4-31b-it'],
  },
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
