/** Open-weight models at Groq. Prices: USD per million tokens. Quality: Artificial Analysis index v4.1 by effort. Data only. */
import { defineModels } from '../define-models.ts';
import { lowToHigh } from '../effort-ranges.ts';
import { listed } from '../price-sources.ts';

const shared = { protocols: ['openai-chat'], tools: true, rules: ['max-completion-tokens'] } as const;

export const groqModels = defineModels('groq', shared, [
  {
    id: 'groq/qwen3.6-27b',
    name: 'Qwen 3.6 27B',
    wireName: 'qwen/qwen3.6-27b',
    released: '2026-04-22',
    contextTokens: 131_072,
    maxOutputTokens: 16_384,
    input: ['text', 'image'],
    structuredOutputs: true,
    reasoning: { efforts: [], default: null, style: 'fixed' },
    prices: [{ ...listed, from: '2026-04-22', usd: { input: 0.6, cachedInput: 0.3, output: 3 } }],
    quality: { none: 31.3, default: 37.7 },
    scores: { science: { default: 84.2 }, coding: { default: 60.7 } },
  },
  {
    id: 'groq/gpt-oss-120b',
    name: 'GPT-OSS 120B',
    wireName: 'openai/gpt-oss-120b',
    released: '2025-08-05',
    aliases: ['openai/gpt-oss-120b'],
    contextTokens: 131_072,
    maxOutputTokens: 65_536,
    structuredOutputs: true,
    reasoning: { efforts: lowToHigh, default: null, style: 'effort' },
    prices: [{ ...listed, from: '2025-08-05', usd: { input: 0.15, cachedInput: 0.075, output: 0.6 } }],
    quality: { low: 14.9, high: 24.1 },
  },
  // Judges text by the policy its system prompt states: a risk classifier, not a chat model.
  {
    id: 'groq/gpt-oss-safeguard-20b',
    name: 'GPT-OSS Safeguard 20B',
    wireName: 'openai/gpt-oss-safeguard-20b',
    aliases: ['openai/gpt-oss-safeguard-20b'],
    contextTokens: 131_072,
    maxOutputTokens: 65_536,
    structuredOutputs: true,
    reasoning: { efforts: lowToHigh, default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-11-10', usd: { input: 0.075, cachedInput: 0.0375, output: 0.3 } }],
  },
]);
