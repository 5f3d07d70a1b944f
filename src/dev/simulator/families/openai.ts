// OpenAI's model families.
// Must not hold rules: each field is a fact some rule reads.

import type { ModelFamily } from '../models.ts';

/** What most rows share; they say where they differ. */
export type SharedFacts = Omit<ModelFamily, 'match' | 'ids'>;

export const openaiReasoner: SharedFacts = {
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

const openaiLater: SharedFacts = {
  ...openaiReasoner,
  efforts: ['none', 'low', 'medium', 'high', 'xhigh', 'max'],
  cacheWrites: true,
  tokensPerSecond: 80,
};

const openaiAlwaysReasons: SharedFacts = {
  ...openaiLater,
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
};

export const openaiPlain: SharedFacts = {
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

export const openaiFamilies: readonly ModelFamily[] = [
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
    // `gpt-5.6` and the daybreak name stand for gpt-5.6-sol.
    match: /^(gpt-5\.6(-sol|-terra|-luna)?|gpt-daybreak-blue-latest|gpt-6-(sol|luna)|gpt-6\.1-terra)$/,
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
    ...openaiPlain,
    match: /^omni-moderation-(latest|2024-09-26)$/,
    ids: ['omni-moderation-latest', 'omni-moderation-2024-09-26'],
    speaks: ['moderations'],
    contextTokens: 32_768,
  },
];
