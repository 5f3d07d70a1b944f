// Families of other makers, served at their own address or by hosts of many.
// Must not hold rules: each field is a fact some rule reads.

import type { ModelFamily } from '../models.ts';
import { openaiPlain, type SharedFacts } from './openai.ts';

const compatible: SharedFacts = {
  ...openaiPlain,
  owner: 'other',
  speaks: ['chat'],
  efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
  defaultEffort: 'medium',
  contextTokens: 262_144,
  maxOutputTokens: 131_072,
  tokensPerSecond: 90,
};
const plain: SharedFacts = { ...compatible, efforts: [], defaultEffort: 'none', maxOutputTokens: 16_384 };
const gemini: SharedFacts = {
  ...compatible,
  owner: 'google',
  contextTokens: 1_048_576,
  maxOutputTokens: 65_536,
  tokensPerSecond: 200,
};

export const otherFamilies: readonly ModelFamily[] = [
  { ...gemini, match: /^gemini-4-/, ids: ['gemini-4-argon'], maxOutputTokens: 32_768 },
  {
    ...gemini,
    match: /^gemini-/,
    ids: ['gemini-3.8-flash', 'gemini-3.1-pro-preview', 'gemini-3.5-flash-lite', 'gemini-3.1-flash-lite'],
  },
  { ...plain, match: /^gemma-/, ids: ['gemma-4-31b-it'], owner: 'google', maxOutputTokens: 32_768 },
  {
    ...compatible,
    match: /^deepseek-/,
    ids: ['deepseek-flash', 'deepseek-v4-pro'],
    owner: 'deepseek',
    speaks: ['chat', 'responses', 'messages'],
    defaultEffort: 'high',
    contextTokens: 1_000_000,
    maxOutputTokens: 384_000,
  },
  {
    ...compatible,
    match: /^glm-/,
    ids: ['glm-5.3', 'glm-5.3-flash'],
    owner: 'zai',
    speaks: ['chat', 'messages'],
    contextTokens: 1_000_000,
  },
  {
    ...compatible,
    match: /^kimi-k2/,
    ids: ['kimi-k2.6', 'kimi-k2.7-code'],
    owner: 'moonshot',
    speaks: ['chat', 'messages'],
    maxOutputTokens: 262_144,
  },
  {
    ...compatible,
    match: /^kimi-/,
    ids: ['kimi-k3', 'kimi-k3.1-pro'],
    owner: 'moonshot',
    speaks: ['chat', 'messages'],
    contextTokens: 1_048_576,
    maxOutputTokens: 1_048_576,
  },
  {
    ...compatible,
    match: /^gpt-oss-/,
    ids: ['openai/gpt-oss-120b', 'openai/gpt-oss-safeguard-20b'],
    speaks: ['chat', 'responses', 'messages'],
    contextTokens: 131_072,
    maxOutputTokens: 65_536,
    tokensPerSecond: 250,
  },
  {
    ...compatible,
    match: /^(grok|muse|qwen|minimax)[-\w.]*$/i,
    ids: ['qwen/qwen3.6-27b', 'qwen/qwen3.8-27b'],
    speaks: ['chat', 'responses', 'messages'],
    maxOutputTokens: 235_929,
  },
  { ...plain, match: /^(llama|mistral|codestral)[-\w.]*$/i, ids: [] },
];
