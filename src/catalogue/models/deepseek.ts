/** Models of DeepSeek. Prices: USD per million tokens. Quality: Artificial Analysis index v4.1 by effort. Data only. */
import { defineModels } from '../define-models.ts';
import { earlier, listed } from '../price-sources.ts';

const shared = { protocols: ['openai-chat', 'anthropic-messages'], tools: true } as const;

/** The prices below are the peak ones. Chinese public holidays are off-peak too, which is not modelled. */
const offPeak = {
  multiplier: 500,
  peakWeekdays: [1, 2, 3, 4, 5],
  peakHours: [
    [1, 4],
    [6, 10],
  ],
} as const;

export const deepseekModels = defineModels('deepseek', shared, [
  // Serves checkpoint 0813; the default effort is inferred.
  {
    id: 'deepseek-v4-pro',
    name: 'DeepSeek V4 Pro',
    released: '2026-08-13',
    aliases: ['deepseek-v4'],
    contextTokens: 1_000_000,
    maxOutputTokens: 384_000,
    structuredOutputs: true,
    reasoning: { efforts: ['high', 'max'], default: 'high', style: 'effort' },
    prices: [
      { ...earlier, from: '2026-08-13', usd: { input: 0.435, cachedInput: 0.003625, output: 0.87 } },
      { ...listed, from: '2026-08-17', usd: { input: 1.32, cachedInput: 0.044, output: 3.96 }, offPeak },
    ],
    quality: { max: 53.2 },
    scores: { science: { max: 92.8 }, coding: { max: 78.7 } },
  },
  // V4.1-Flash-1017, which also answers to the older name.
  {
    id: 'deepseek-flash',
    name: 'DeepSeek V4.1 Flash',
    released: '2026-10-17',
    aliases: ['deepseek-v4-flash'],
    contextTokens: 1_000_000,
    maxOutputTokens: 384_000,
    input: ['text', 'image'],
    structuredOutputs: true,
    reasoning: { efforts: ['low', 'high', 'max'], default: null, style: 'effort' },
    prices: [
      { ...listed, from: '2026-10-17', usd: { input: 0.3, cachedInput: 0.006, output: 1.2 }, offPeak },
    ],
  },
]);
