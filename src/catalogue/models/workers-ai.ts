/** Open-weight models at Workers AI. Prices: USD per million tokens. Quality: Artificial Analysis index v4.1 by effort. Data only. */
import { defineModels } from '../define-models.ts';
import { lowToHigh } from '../effort-ranges.ts';
import { listed } from '../price-sources.ts';

const shared = { protocols: ['openai-chat'], tools: true } as const;

export const workersAiModels = defineModels('workers-ai', shared, [
  {
    id: 'workers-ai/gemma-4-26b-a4b-it',
    name: 'Gemma 4 26B A4B',
    wireName: '@cf/google/gemma-4-26b-a4b-it',
    released: '2026-04-02',
    aliases: ['@cf/google/gemma-4-26b-a4b-it'],
    contextTokens: 256_000,
    maxOutputTokens: 16_384,
    input: ['text', 'image'],
    structuredOutputs: true,
    reasoning: { efforts: [], default: null, style: 'fixed' },
    prices: [{ ...listed, from: '2026-04-02', usd: { input: 0.1, cachedInput: 0.05, output: 0.3 } }],
    quality: { default: 26.1 },
  },
  {
    id: 'workers-ai/gpt-oss-120b',
    name: 'GPT-OSS 120B',
    wireName: '@cf/openai/gpt-oss-120b',
    released: '2025-08-05',
    aliases: ['@cf/openai/gpt-oss-120b'],
    contextTokens: 128_000,
    maxOutputTokens: 16_384,
    structuredOutputs: true,
    reasoning: { efforts: lowToHigh, default: null, style: 'effort' },
    prices: [{ ...listed, from: '2025-08-05', usd: { input: 0.35, output: 0.75 } }],
    quality: { low: 14.9, high: 24.1 },
  },
]);
