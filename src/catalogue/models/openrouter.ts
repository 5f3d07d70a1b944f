/** Open-weight models through OpenRouter, at the cheapest listed host. Prices: USD per million tokens. Quality: Artificial Analysis index v4.1 by effort. Data only. */
import { defineModels } from '../define-models.ts';
import { listed } from '../price-sources.ts';

const shared = { protocols: ['openai-chat'], tools: true } as const;

export const openrouterModels = defineModels('openrouter', shared, [
  {
    id: 'openrouter/gemma-4-31b-it',
    name: 'Gemma 4 31B',
    wireName: 'google/gemma-4-31b-it',
    released: '2026-04-02',
    aliases: ['google/gemma-4-31b-it'],
    contextTokens: 262_144,
    maxOutputTokens: 16_384,
    input: ['text', 'image'],
    structuredOutputs: true,
    prices: [{ ...listed, from: '2026-04-02', usd: { input: 0.2, output: 0.4 } }],
  },
  {
    id: 'openrouter/qwen3.6-27b',
    name: 'Qwen 3.6 27B',
    wireName: 'qwen/qwen3.6-27b',
    released: '2026-04-22',
    aliases: ['qwen3.6-27b', 'qwen/qwen3.6-27b'],
    contextTokens: 262_144,
    maxOutputTokens: 81_920,
    input: ['text', 'image'],
    structuredOutputs: true,
    reasoning: { efforts: [], default: null, style: 'fixed' },
    prices: [{ ...listed, from: '2026-04-22', usd: { input: 0.32, output: 3.2 } }],
    quality: { none: 31.3, default: 37.7 },
    scores: { science: { default: 84.2 }, coding: { default: 60.7 } },
  },
  {
    id: 'openrouter/qwen3.8-27b',
    name: 'Qwen 3.8 27B',
    wireName: 'qwen/qwen3.8-27b',
    released: '2026-08-14',
    aliases: ['qwen/qwen3.8-27b'],
    contextTokens: 262_144,
    maxOutputTokens: 235_929,
    input: ['text', 'image'],
    structuredOutputs: true,
    reasoning: { efforts: ['none', 'low', 'medium', 'xhigh'], default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-08-14', usd: { input: 0.15, cachedInput: 0.0375, output: 1.875 } }],
    quality: { none: 34.7, low: 42.9, medium: 44.5, xhigh: 52.0 },
    scores: { science: { xhigh: 90.5 }, coding: { xhigh: 79.8 } },
  },
]);
