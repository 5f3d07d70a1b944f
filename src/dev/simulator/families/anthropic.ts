// Anthropic's model families.
// Must not hold rules: each field is a fact some rule reads.

import type { ModelFamily } from '../models.ts';
import { openaiReasoner, type SharedFacts } from './openai.ts';

const claude: SharedFacts = {
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

export const anthropicFamilies: readonly ModelFamily[] = [
  {
    ...claudeBound,
    match: /^claude-opus-5-5$/,
    ids: ['claude-opus-5-5'],
    defaultEffort: 'medium',
    tokensPerSecond: 100,
  },
  {
    ...claudeBound,
    match: /^claude-sonnet-5-5$|^claude-fable-5-[12]$/,
    ids: ['claude-sonnet-5-5', 'claude-fable-5-2', 'claude-fable-5-1'],
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
];
