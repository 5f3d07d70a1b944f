/** Models of Anthropic. Prices: USD per million tokens. Quality: Artificial Analysis index v4.1 by effort. Data only. */
import type { WrittenPrice, WrittenRates } from '../../core/complete-model.ts';
import { defineModels, withLongContext } from '../define-models.ts';
import { lowToMax, noneToMax } from '../effort-ranges.ts';
import { earlier, listed } from '../price-sources.ts';

const shared = {
  safeguards: 'basic',
  protocols: ['anthropic-messages'],
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
  input: ['text', 'image', 'file'],
  tools: true,
  structuredOutputs: true,
  rules: ['no-sampling', 'no-prefill'],
} as const;

const price = (from: string, usd: WrittenRates, other: Partial<WrittenPrice> = {}): WrittenPrice => ({
  ...listed,
  from,
  usd,
  tiers: { batch: 500 },
  ...other,
});

/** Named by Anthropic as standing behind its classifiers of each request. */
const judged = { safeguards: 'strong' } as const;

const withFast = { batch: 500, fast: 2000 };

export const anthropicModels = defineModels('anthropic', shared, [
  {
    id: 'claude-fable-5-2',
    name: 'Claude Fable 5.2',
    reasoning: { efforts: lowToMax, default: 'high', style: 'adaptive' },
    prices: [
      price(
        '2026-11-10',
        { input: 8, cachedInput: 0.2, cacheWrite5m: 10, cacheWrite1h: 16, output: 40 },
        { tiers: withFast },
      ),
    ],
  },
  {
    id: 'claude-fable-5-1',
    ...judged,
    name: 'Claude Fable 5.1',
    reasoning: { efforts: lowToMax, default: 'high', style: 'adaptive' },
    prices: [
      price('2026-09-23', { input: 10, cachedInput: 0.25, cacheWrite5m: 12.5, cacheWrite1h: 20, output: 50 }),
    ],
    quality: { max: 65.7 },
    latency: { default: { firstEventMs: null, tokensPerSecond: 68 } },
  },
  {
    id: 'claude-fable-5',
    ...judged,
    name: 'Claude Fable 5',
    reasoning: { efforts: lowToMax, default: 'high', style: 'adaptive' },
    prices: [
      price('2026-07-02', { input: 10, cachedInput: 1, cacheWrite5m: 12.5, cacheWrite1h: 20, output: 50 }),
    ],
    quality: { max: 62.1 },
  },
  {
    id: 'claude-opus-5-5',
    ...judged,
    name: 'Claude Opus 5.5',
    released: '2026-09-22',
    reasoning: { efforts: lowToMax, default: 'medium', style: 'adaptive' },
    prices: [
      price(
        '2026-09-22',
        { input: 4, cachedInput: 0.2, cacheWrite5m: 5, cacheWrite1h: 8, output: 20 },
        { tiers: withFast },
      ),
    ],
    latency: { default: { firstEventMs: null, tokensPerSecond: 96.3 } },
  },
  // Anthropic: no retirement before 2027-07-24.
  {
    id: 'claude-opus-5',
    ...judged,
    name: 'Claude Opus 5',
    released: '2026-07-24',
    reasoning: { efforts: noneToMax, default: 'high', style: 'adaptive' },
    prices: [
      price(
        '2026-07-24',
        { input: 5, cachedInput: 0.5, cacheWrite5m: 6.25, cacheWrite1h: 10, output: 25 },
        { tiers: withFast },
      ),
    ],
    quality: { max: 63.1 },
  },
  {
    id: 'claude-opus-4-8',
    name: 'Claude Opus 4.8',
    reasoning: { efforts: noneToMax, default: null, style: 'adaptive' },
    prices: [
      price(
        '2026-07-02',
        { input: 5, cachedInput: 0.5, cacheWrite5m: 6.25, cacheWrite1h: 10, output: 25 },
        { tiers: withFast },
      ),
    ],
    quality: { max: 57.3 },
  },
  // From here on about 30% more tokens for the same text than 4.6 and earlier: compare cost per request.
  {
    id: 'claude-opus-4-7',
    name: 'Claude Opus 4.7',
    released: '2026-04-16',
    reasoning: { efforts: noneToMax, default: null, style: 'adaptive' },
    prices: [
      price(
        '2026-04-16',
        { input: 5, cachedInput: 0.5, cacheWrite5m: 6.25, cacheWrite1h: 10, output: 25 },
        { tiers: { batch: 500, fast: 6000 } },
      ),
    ],
    quality: { max: 55.0 },
    scores: { science: { max: 91.4 }, coding: { max: 83.1 } },
  },
  {
    id: 'claude-opus-4-6',
    name: 'Claude Opus 4.6',
    reasoning: { efforts: ['none', 'low', 'medium', 'high', 'max'], default: null, style: 'adaptive' },
    rules: ['no-prefill'],
    prices: [
      price('2026-07-02', { input: 5, cachedInput: 0.5, cacheWrite5m: 6.25, cacheWrite1h: 10, output: 25 }),
    ],
  },
  // Day of release not found; the cache read rate fell on 2026-10-07.
  {
    id: 'claude-sonnet-5-5',
    ...judged,
    name: 'Claude Sonnet 5.5',
    reasoning: { efforts: lowToMax, default: 'high', style: 'adaptive' },
    prices: [
      price(
        '2026-09-22',
        { input: 2, cachedInput: 0.2, cacheWrite5m: 2.5, cacheWrite1h: 4, output: 10 },
        earlier,
      ),
      price('2026-10-07', { input: 2, cachedInput: 0.1, cacheWrite5m: 2.5, cacheWrite1h: 4, output: 10 }),
    ],
    latency: { default: { firstEventMs: null, tokensPerSecond: 132.7 } },
  },
  {
    id: 'claude-sonnet-5',
    name: 'Claude Sonnet 5',
    released: '2026-06-30',
    reasoning: { efforts: noneToMax, default: 'high', style: 'adaptive' },
    prices: [
      price('2026-06-30', { input: 2, cachedInput: 0.2, cacheWrite5m: 2.5, cacheWrite1h: 4, output: 10 }),
    ],
    quality: { max: 55.3 },
  },
  {
    id: 'claude-sonnet-4-6',
    name: 'Claude Sonnet 4.6',
    reasoning: { efforts: ['none', 'low', 'medium', 'high', 'max'], default: null, style: 'adaptive' },
    rules: ['no-prefill'],
    prices: [
      price('2026-07-02', { input: 3, cachedInput: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6, output: 15 }),
    ],
    quality: { max: 48.4 },
    latency: { default: { firstEventMs: 740, tokensPerSecond: 104 } },
  },
  // Everything costs five times as much above 100K input tokens.
  {
    id: 'claude-haiku-5-5',
    ...judged,
    name: 'Claude Haiku 5.5',
    released: '2026-10-07',
    reasoning: { efforts: noneToMax, default: 'medium', style: 'adaptive' },
    prices: [
      withLongContext(
        100_001,
        { input: 5, output: 5 },
        price('2026-10-07', {
          input: 0.1,
          cachedInput: 0.01,
          cacheWrite5m: 0.125,
          cacheWrite1h: 0.2,
          output: 0.5,
        }),
      ),
    ],
  },
  // Thinking by budget only; off unless asked for.
  {
    id: 'claude-haiku-4-5',
    name: 'Claude Haiku 4.5',
    released: '2025-10-01',
    snapshots: ['claude-haiku-4-5-20251001'],
    contextTokens: 200_000,
    maxOutputTokens: 64_000,
    reasoning: {
      efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'],
      default: 'none',
      style: 'budget',
    },
    rules: [],
    prices: [
      price('2025-10-01', { input: 1, cachedInput: 0.1, cacheWrite5m: 1.25, cacheWrite1h: 2, output: 5 }),
    ],
    quality: { default: 29.9 },
  },
]);
