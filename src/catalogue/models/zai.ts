/** Models of Z.ai. Prices: USD per million tokens. Quality: Artificial Analysis index v4.1 by effort. Data only. */
import { defineModels } from '../define-models.ts';
import { listed } from '../price-sources.ts';

const shared = { protocols: ['openai-chat'], tools: true } as const;

export const zaiModels = defineModels('zai', shared, [
  // Superseded by glm-5.2 and glm-5.3 at the same price.
  {
    id: 'glm-5.1',
    name: 'GLM-5.1',
    released: '2026-04-07',
    contextTokens: 202_752,
    maxOutputTokens: 131_072,
    reasoning: { efforts: [], default: null, style: 'fixed' },
    prices: [{ ...listed, from: '2026-04-07', usd: { input: 1.4, cachedInput: 0.26, output: 4.4 } }],
    quality: { default: 41.0 },
    scores: { science: { default: 86.8 }, coding: { default: 61.8 } },
  },
  {
    id: 'glm-5.2',
    name: 'GLM-5.2',
    released: '2026-06-16',
    contextTokens: 1_000_000,
    maxOutputTokens: 131_072,
    reasoning: { efforts: ['none', 'high', 'max'], default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-06-16', usd: { input: 1.4, cachedInput: 0.26, output: 4.4 } }],
    quality: { max: 52.6 },
    scores: { science: { max: 89.5 }, coding: { max: 77.9 } },
  },
  {
    id: 'glm-5.3',
    name: 'GLM-5.3',
    released: '2026-08-18',
    contextTokens: 1_000_000,
    maxOutputTokens: 131_072,
    reasoning: { efforts: ['low', 'high', 'max'], default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-08-18', usd: { input: 1.4, cachedInput: 0.26, output: 4.4 } }],
    quality: { max: 59.5 },
    scores: { science: { max: 91.7 }, coding: { max: 83.9 } },
  },
  // Also on Workers AI as @cf/zai-org/glm-5.3-flash at the same price.
  {
    id: 'glm-5.3-flash',
    name: 'GLM-5.3 Flash',
    released: '2026-08-26',
    contextTokens: 1_000_000,
    maxOutputTokens: 131_072,
    input: ['text', 'image'],
    reasoning: { efforts: ['low', 'high', 'max'], default: null, style: 'effort' },
    prices: [{ ...listed, from: '2026-08-26', usd: { input: 0.15, cachedInput: 0.03, output: 0.5 } }],
    quality: { default: 57.5 },
    scores: { science: { default: 91.2 }, coding: { default: 84.3 } },
  },
]);
