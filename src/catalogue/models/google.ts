/** Models of Google. Prices: USD per million tokens. Quality: Artificial Analysis index v4.1 by effort. Data only. */
import { defineModels, withLongContext } from '../define-models.ts';
import { lowToHigh, minimalToHigh } from '../effort-ranges.ts';
import { listed } from '../price-sources.ts';

/** Over Google's OpenAI-compatible endpoint. */
const shared = {
  safeguards: 'basic',
  protocols: ['openai-chat'],
  contextTokens: 1_048_576,
  maxOutputTokens: 65_536,
  input: ['text', 'image', 'video', 'audio', 'file'],
  tools: true,
} as const;

export const googleModels = defineModels('google', shared, [
  {
    id: 'gemini-3.1-pro-preview',
    name: 'Gemini 3.1 Pro',
    released: '2026-02-19',
    aliases: ['gemini-3.1-pro'],
    structuredOutputs: true,
    reasoning: { efforts: lowToHigh, default: null, style: 'effort' },
    prices: [
      withLongContext(
        200_001,
        { input: 2, output: 1.5 },
        {
          ...listed,
          from: '2026-02-19',
          usd: { input: 2, cachedInput: 0.2, output: 12 },
          tiers: { batch: 500 },
        },
      ),
    ],
    quality: { default: 47.7 },
    scores: { science: { default: 94.1 }, coding: { default: 73.8 } },
  },
  // OpenRouter gives a window of 943K tokens.
  {
    id: 'gemini-4-argon',
    name: 'Gemini 4 Argon',
    maxOutputTokens: 32_768,
    input: ['text', 'image'],
    reasoning: { efforts: lowToHigh, default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-11-10', usd: { input: 2, cachedInput: 0.1, output: 10 } }],
  },
  {
    id: 'gemini-3.8-flash',
    name: 'Gemini 3.8 Flash',
    released: '2026-09-02',
    input: ['text', 'image'],
    reasoning: { efforts: lowToHigh, default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-09-02', usd: { input: 0.75, cachedInput: 0.075, output: 3.75 } }],
    quality: { low: 51.7, medium: 56.6, high: 58.7 },
    scores: {
      science: { low: 92.0, medium: 93.5, high: 95.3 },
      coding: { low: 83.1, medium: 83.9, high: 87.6 },
    },
  },
  {
    id: 'gemini-3.7-flash',
    name: 'Gemini 3.7 Flash',
    released: '2026-08-13',
    input: ['text', 'image'],
    reasoning: { efforts: lowToHigh, default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-08-13', usd: { input: 0.75, cachedInput: 0.075, output: 3.75 } }],
    quality: { low: 50.9, medium: 53.4, high: 56.0 },
  },
  {
    id: 'gemini-3.5-flash',
    name: 'Gemini 3.5 Flash',
    released: '2026-05-19',
    reasoning: { efforts: minimalToHigh, default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-05-19', usd: { input: 1.5, cachedInput: 0.15, output: 9 } }],
    quality: { high: 52.0 },
    scores: { science: { high: 92.2 }, coding: { high: 78.7 } },
  },
  {
    id: 'gemini-3.5-flash-lite',
    name: 'Gemini 3.5 Flash Lite',
    released: '2026-07-21',
    reasoning: { efforts: [], default: null, style: 'fixed' },
    prices: [{ ...listed, from: '2026-07-21', usd: { input: 0.3, cachedInput: 0.03, output: 2.5 } }],
    quality: { default: 37.4 },
  },
  {
    id: 'gemini-3.1-flash-lite',
    name: 'Gemini 3.1 Flash Lite',
    released: '2026-03-03',
    reasoning: { efforts: minimalToHigh, default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-03-03', usd: { input: 0.25, cachedInput: 0.025, output: 1.5 } }],
    quality: { default: 25.6 },
    latency: { default: { firstEventMs: null, tokensPerSecond: 321 } },
  },
  {
    id: 'gemini-3-flash-preview',
    name: 'Gemini 3 Flash',
    reasoning: { efforts: minimalToHigh, default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-07-02', usd: { input: 0.5, cachedInput: 0.05, output: 3 } }],
    latency: { default: { firstEventMs: 500, tokensPerSecond: 200 } },
  },
  // Google serves it free of charge, rate limited: these zeros are real prices.
  {
    id: 'gemma-4-31b-it',
    name: 'Gemma 4 31B',
    released: '2026-04-02',
    aliases: ['gemma-4'],
    contextTokens: 262_144,
    maxOutputTokens: 32_768,
    input: ['text', 'image'],
    structuredOutputs: true,
    reasoning: { efforts: ['minimal', 'high'], default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-04-02', usd: { input: 0, cachedInput: 0, output: 0 } }],
    quality: { none: 22.3 },
  },
]);
