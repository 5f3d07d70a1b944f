/** Models of OpenAI. Prices: USD per million tokens. Quality: Artificial Analysis index v4.1 by effort. Data only. */
import type { WrittenPrice, WrittenRates } from '../../core/complete-model.ts';
import type { Effort, ModelRule } from '../../core/target.ts';
import { defineModels, withLongContext } from '../define-models.ts';
import { lowToMax, minimalToHigh, noneToMax, noneToXhigh } from '../effort-ranges.ts';
import { announced, earlier, listed } from '../price-sources.ts';

const shared = {
  // Classifiers judge every request to GPT-5 and later; GPT-4 has the older monitoring alone.
  safeguards: 'strong',
  protocols: ['openai-chat', 'openai-responses'],
  input: ['text', 'image', 'file'],
  tools: true,
  structuredOutputs: true,
} as const;

const wideContext = { contextTokens: 1_050_000, maxInputTokens: 922_000, maxOutputTokens: 128_000 };
const narrowContext = { contextTokens: 400_000, maxInputTokens: 272_000, maxOutputTokens: 128_000 };

/** From GPT-5.4 on: tools with reasoning on Responses only, sampling only with effort `none`. */
const reasons = (efforts: readonly Effort[], byDefault: Effort) => {
  const rules: ModelRule[] = ['max-completion-tokens', 'sampling-without-reasoning', 'tools-need-responses'];
  return { reasoning: { efforts, default: byDefault, style: 'effort' as const }, rules };
};

/** Reasoning cannot be switched off; Chat Completions stops at `xhigh`. */
const alwaysReasons = {
  reasoning: { efforts: lowToMax, default: null, style: 'effort' },
  rules: ['max-completion-tokens', 'no-sampling', 'tools-need-responses', 'max-effort-needs-responses'],
} as const;

const gpt5 = {
  reasoning: { efforts: minimalToHigh, default: 'medium', style: 'effort' },
  rules: ['max-completion-tokens', 'no-sampling'],
} as const;

const gpt4 = {
  safeguards: 'basic',
  input: ['text', 'image'],
  shutdown: '2027-01-14',
  successor: 'gpt-6-luna',
} as const;

/** Many passes over one question: Responses only, minutes to answer. */
const pro = {
  protocols: ['openai-responses'],
  reasoning: { efforts: ['medium', 'high', 'xhigh'], default: null, style: 'effort' },
  rules: ['no-sampling'],
  isSlow: true,
} as const;

const allTiers = { batch: 500, flex: 500, priority: 2000 };
const halfTiers = { batch: 500, flex: 500 };
const priorityAt = (priority: number) => ({ tiers: { ...halfTiers, priority } });

const flat = (from: string, usd: WrittenRates, other: Partial<WrittenPrice> = {}): WrittenPrice => ({
  ...listed,
  from,
  usd,
  tiers: allTiers,
  ...other,
});

const gpt4Price = (from: string, usd: WrittenRates, priority: number) =>
  flat(from, usd, { tiers: { batch: 500, priority } });

/** Sources disagree whether exactly 272,000 tokens are long already: here they are. */
const wide = (from: string, usd: WrittenRates, other: Partial<WrittenPrice> = {}): WrittenPrice =>
  withLongContext(272_000, { input: 2, output: 1.5 }, flat(from, usd, other));

export const openaiModels = defineModels('openai', shared, [
  // Cached input is derived from "60% below GPT-6 Astra"; the cache write rate was not found.
  {
    id: 'gpt-6.2-astra',
    name: 'GPT-6.2 Astra',
    released: '2026-11-17',
    ...wideContext,
    ...alwaysReasons,
    prices: [
      wide('2026-11-17', { input: 8, cachedInput: 0.4, output: 40 }, { tiers: halfTiers, ...announced }),
    ],
  },
  // Cache rates were not found (GPT-6.1 Sol: 0.1 and 2.5).
  {
    id: 'gpt-6.2-sol',
    name: 'GPT-6.2 Sol',
    released: '2026-11-17',
    ...wideContext,
    ...alwaysReasons,
    prices: [wide('2026-11-17', { input: 2, output: 10 }, { tiers: halfTiers, ...announced })],
  },
  {
    id: 'gpt-6.1-sol',
    name: 'GPT-6.1 Sol',
    released: '2026-09-29',
    ...wideContext,
    ...alwaysReasons,
    prices: [wide('2026-09-29', { input: 2, cachedInput: 0.1, cacheWrite5m: 2.5, output: 10 })],
  },
  {
    id: 'gpt-6.1-terra',
    name: 'GPT-6.1 Terra',
    released: '2026-10-26',
    ...wideContext,
    ...reasons(noneToMax, 'medium'),
    prices: [wide('2026-10-26', { input: 1, cachedInput: 0.05, cacheWrite5m: 1.25, output: 5 })],
  },
  {
    id: 'gpt-6-astra',
    name: 'GPT-6 Astra',
    released: '2026-09-03',
    ...wideContext,
    ...alwaysReasons,
    prices: [wide('2026-09-03', { input: 10, cachedInput: 1, cacheWrite5m: 12.5, output: 50 })],
    quality: { low: 56.7, medium: 59.2, high: 60.3, xhigh: 61.0, max: 61.2 },
    scores: {
      science: { low: 93.1, medium: 93.9, high: 94.9, max: 96.1 },
      coding: { low: 88.0, medium: 89.5, high: 89.9, max: 88.4 },
    },
  },
  {
    id: 'gpt-6-sol',
    name: 'GPT-6 Sol',
    released: '2026-09-22',
    ...wideContext,
    ...reasons(noneToMax, 'medium'),
    prices: [wide('2026-09-22', { input: 2, cachedInput: 0.2, cacheWrite5m: 2.5, output: 10 })],
  },
  // OpenAI's replacement for gpt-4o, gpt-4o-mini, gpt-4.1 and gpt-4.1-mini.
  {
    id: 'gpt-6-luna',
    name: 'GPT-6 Luna',
    released: '2026-09-22',
    ...wideContext,
    ...reasons(noneToMax, 'medium'),
    prices: [wide('2026-09-22', { input: 0.1, cachedInput: 0.01, cacheWrite5m: 0.125, output: 0.5 })],
    latency: { none: { firstEventMs: 740, tokensPerSecond: 130.6 } },
  },
  // The cut of August is called a promotion, sure until 2026-11-21 only: read the price again.
  {
    id: 'gpt-5.6-sol',
    name: 'GPT-5.6 Sol',
    released: '2026-07-09',
    aliases: ['gpt-5.6', 'gpt-daybreak-blue-latest'],
    ...wideContext,
    ...reasons(noneToMax, 'medium'),
    prices: [
      wide('2026-07-09', { input: 5, cachedInput: 0.5, cacheWrite5m: 6.25, output: 30 }, earlier),
      wide('2026-08-21', { input: 4, cachedInput: 0.4, cacheWrite5m: 5, output: 20 }),
    ],
    quality: { low: 50.7, medium: 55.6, high: 57.3, max: 60.9 },
  },
  {
    id: 'gpt-5.6-terra',
    name: 'GPT-5.6 Terra',
    released: '2026-07-09',
    ...wideContext,
    ...reasons(noneToMax, 'medium'),
    prices: [
      wide('2026-07-09', { input: 2.5, cachedInput: 0.25, cacheWrite5m: 3.125, output: 15 }, earlier),
      wide('2026-07-30', { input: 2, cachedInput: 0.2, cacheWrite5m: 2.5, output: 12 }),
    ],
    quality: { none: 34.6, low: 41.3, medium: 46.8, high: 50.1, xhigh: 52.8, max: 56.6 },
    scores: {
      science: { none: 74.6, low: 84.3, medium: 87.2, xhigh: 90.8 },
      coding: { none: 56.2, low: 62.5, medium: 72.3, xhigh: 80.1 },
    },
  },
  {
    id: 'gpt-5.6-luna',
    name: 'GPT-5.6 Luna',
    released: '2026-07-09',
    ...wideContext,
    ...reasons(noneToMax, 'medium'),
    prices: [
      wide('2026-07-09', { input: 1, cachedInput: 0.1, cacheWrite5m: 1.25, output: 6 }, earlier),
      wide('2026-07-30', { input: 0.2, cachedInput: 0.02, cacheWrite5m: 0.25, output: 1.2 }),
    ],
    quality: { low: 33.9, medium: 38.9, high: 47.0, max: 52.3 },
  },
  // No shutdown date was found.
  {
    id: 'gpt-5.5',
    name: 'GPT-5.5',
    released: '2026-04-23',
    snapshots: ['gpt-5.5-2026-04-23'],
    ...wideContext,
    ...reasons(noneToXhigh, 'medium'),
    prices: [wide('2026-04-23', { input: 5, cachedInput: 0.5, output: 30 }, priorityAt(2500))],
    quality: { none: 35.8, low: 44.5, medium: 51.4, high: 54.7, xhigh: 56.3 },
    scores: {
      science: { none: 76.8, low: 91.0, medium: 92.6, high: 93.2, xhigh: 93.5 },
      coding: { none: 61.0, low: 65.5, medium: 80.5, high: 79.4, xhigh: 84.3 },
    },
    latency: {
      high: { firstEventMs: 18_500, tokensPerSecond: 61.6 },
      xhigh: { firstEventMs: 47_800, tokensPerSecond: 68.2 },
      default: { firstEventMs: 3400, tokensPerSecond: 45 },
    },
  },
  // Four of six sources list no discount on cached input: it costs the full rate.
  {
    id: 'gpt-5.5-pro',
    name: 'GPT-5.5 Pro',
    released: '2026-04-23',
    snapshots: ['gpt-5.5-pro-2026-04-23'],
    ...wideContext,
    ...pro,
    prices: [wide('2026-04-23', { input: 30, cachedInput: 30, output: 180 }, { tiers: halfTiers })],
    latency: { default: { firstEventMs: 9200, tokensPerSecond: null } },
  },
  // No reasoning unless asked: a move to gpt-5.5 turns it on (medium).
  {
    id: 'gpt-5.4',
    name: 'GPT-5.4',
    released: '2026-03-05',
    snapshots: ['gpt-5.4-2026-03-05'],
    ...wideContext,
    ...reasons(noneToXhigh, 'none'),
    prices: [wide('2026-03-05', { input: 2.5, cachedInput: 0.25, output: 15 })],
    quality: { xhigh: 53.1 },
    scores: { science: { xhigh: 92.0 }, coding: { xhigh: 78.3 } },
  },
  {
    id: 'gpt-5.4-mini',
    name: 'GPT-5.4 Mini',
    released: '2026-03-17',
    snapshots: ['gpt-5.4-mini-2026-03-17'],
    ...narrowContext,
    ...reasons(noneToXhigh, 'none'),
    prices: [flat('2026-03-17', { input: 0.75, cachedInput: 0.075, output: 4.5 })],
    quality: { xhigh: 40.9 },
    scores: { science: { xhigh: 87.5 }, coding: { xhigh: 59.2 } },
  },
  // OpenAI names no replacement; the successor is our choice by price.
  {
    id: 'gpt-5.4-nano',
    name: 'GPT-5.4 Nano',
    released: '2026-03-17',
    shutdown: '2027-04-01',
    successor: 'gpt-6-luna',
    snapshots: ['gpt-5.4-nano-2026-03-17'],
    ...narrowContext,
    ...reasons(noneToXhigh, 'none'),
    prices: [flat('2026-03-17', { input: 0.2, cachedInput: 0.02, output: 1.25 }, { tiers: halfTiers })],
    quality: { xhigh: 39.7 },
    scores: { science: { xhigh: 81.7 }, coding: { xhigh: 60.7 } },
  },
  // Responses only by analogy with gpt-5.5-pro and a reseller's note.
  {
    id: 'gpt-5.4-pro',
    name: 'GPT-5.4 Pro',
    released: '2026-03-05',
    snapshots: ['gpt-5.4-pro-2026-03-05'],
    ...wideContext,
    ...pro,
    prices: [wide('2026-03-05', { input: 30, cachedInput: 30, output: 180 }, { tiers: halfTiers })],
  },
  {
    id: 'gpt-5',
    name: 'GPT-5',
    released: '2025-08-07',
    shutdown: '2026-12-11',
    successor: 'gpt-5.6-sol',
    snapshots: ['gpt-5-2025-08-07'],
    ...narrowContext,
    ...gpt5,
    prices: [flat('2025-08-07', { input: 1.25, cachedInput: 0.125, output: 10 })],
    quality: { high: 35.3 },
    scores: { science: { high: 85.4 }, coding: { high: 35.2 } },
  },
  {
    id: 'gpt-5-mini',
    name: 'GPT-5 Mini',
    released: '2025-08-07',
    shutdown: '2026-12-11',
    successor: 'gpt-5.6-terra',
    snapshots: ['gpt-5-mini-2025-08-07'],
    ...narrowContext,
    ...gpt5,
    prices: [flat('2025-08-07', { input: 0.25, cachedInput: 0.025, output: 2 }, priorityAt(1800))],
    quality: { high: 25.8 },
    scores: { science: { high: 82.8 } },
  },
  {
    id: 'gpt-5-nano',
    name: 'GPT-5 Nano',
    released: '2025-08-07',
    shutdown: '2026-12-11',
    successor: 'gpt-5.6-luna',
    snapshots: ['gpt-5-nano-2025-08-07'],
    ...narrowContext,
    ...gpt5,
    prices: [flat('2025-08-07', { input: 0.05, cachedInput: 0.005, output: 0.4 }, { tiers: halfTiers })],
  },
  // Its snapshot gpt-4o-2024-05-13 went on 2026-10-23.
  {
    id: 'gpt-4o',
    name: 'GPT-4o',
    released: '2024-05-13',
    ...gpt4,
    snapshots: ['gpt-4o-2024-08-06', 'gpt-4o-2024-11-20'],
    contextTokens: 128_000,
    maxOutputTokens: 16_384,
    prices: [gpt4Price('2024-05-13', { input: 2.5, cachedInput: 1.25, output: 10 }, 1700)],
    latency: { default: { firstEventMs: 450, tokensPerSecond: 131 } },
  },
  {
    id: 'gpt-4o-mini',
    name: 'GPT-4o Mini',
    released: '2024-07-18',
    ...gpt4,
    snapshots: ['gpt-4o-mini-2024-07-18'],
    contextTokens: 128_000,
    maxOutputTokens: 16_384,
    prices: [gpt4Price('2024-07-18', { input: 0.15, cachedInput: 0.075, output: 0.6 }, 1667)],
  },
  {
    id: 'gpt-4.1',
    name: 'GPT-4.1',
    released: '2025-04-14',
    ...gpt4,
    snapshots: ['gpt-4.1-2025-04-14'],
    contextTokens: 1_047_576,
    maxOutputTokens: 32_768,
    prices: [gpt4Price('2025-04-14', { input: 2, cachedInput: 0.5, output: 8 }, 1750)],
  },
]);
