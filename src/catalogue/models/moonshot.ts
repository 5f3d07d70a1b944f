/** Models of Moonshot AI. Prices: USD per million tokens. Quality: Artificial Analysis index v4.1 by effort. Data only. */
import { defineModels } from '../define-models.ts';
import { listed } from '../price-sources.ts';

const shared = { protocols: ['openai-chat'], tools: true } as const;

export const moonshotModels = defineModels('moonshot', shared, [
  {
    id: 'kimi-k2.6',
    name: 'Kimi K2.6',
    released: '2026-04-21',
    contextTokens: 262_144,
    maxOutputTokens: 262_144,
    input: ['text', 'image', 'video'],
    structuredOutputs: true,
    reasoning: { efforts: [], default: null, style: 'fixed' },
    prices: [{ ...listed, from: '2026-04-21', usd: { input: 0.95, cachedInput: 0.16, output: 4 } }],
    quality: { default: 45.1 },
    scores: { science: { default: 91.1 }, coding: { default: 65.9 } },
  },
  {
    id: 'kimi-k2.7-code',
    name: 'Kimi K2.7 Code',
    released: '2026-06-12',
    contextTokens: 262_144,
    reasoning: { efforts: [], default: null, style: 'fixed' },
    prices: [{ ...listed, from: '2026-06-12', usd: { input: 0.95, cachedInput: 0.19, output: 4 } }],
    quality: { default: 43.0 },
  },
  {
    id: 'kimi-k3',
    name: 'Kimi K3',
    released: '2026-07-16',
    contextTokens: 1_048_576,
    input: ['text', 'image'],
    reasoning: { efforts: ['low', 'high', 'max'], default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-07-16', usd: { input: 3, cachedInput: 0.3, output: 15 } }],
    quality: { low: 48.3, max: 59.7 },
  },
  {
    id: 'kimi-k3.1-pro',
    name: 'Kimi K3.1 Pro',
    contextTokens: 1_048_576,
    maxOutputTokens: 1_048_576,
    input: ['text', 'image'],
    reasoning: { efforts: ['low', 'high', 'max'], default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-11-10', usd: { input: 2, cachedInput: 0.2, output: 10 } }],
    latency: { default: { firstEventMs: null, tokensPerSecond: 80.7 } },
  },
]);
