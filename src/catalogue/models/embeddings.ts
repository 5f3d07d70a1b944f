/** Embedding models of OpenAI, which no route serves: `POST /v1/embeddings` alone calls them. Data only. */
import { completeModel } from '../../core/complete-model.ts';
import type { Model } from '../../core/target.ts';

const source = 'https://developers.openai.com/api/docs/models/text-embedding-3-large';
const observed = '2026-11-21';

/** USD per million tokens of input; an embedding has no output that is billed. */
const embedding = (id: string, released: string, input: number, from: string): Model =>
  completeModel(
    {
      id,
      provider: 'openai',
      protocols: ['openai-chat'],
      released,
      maxInputTokens: 8192,
      output: [],
      prices: [{ from, usd: { input, output: 0 }, tiers: { batch: 500 }, observed }],
    },
    source,
  );

export const embeddingModels: readonly Model[] = [
  embedding('text-embedding-3-small', '2024-01-25', 0.02, '2024-01-25'),
  embedding('text-embedding-3-large', '2024-01-25', 0.13, '2024-01-25'),
  // Its page shows the same form; 0.10 holds since June 2023.
  embedding('text-embedding-ada-002', '2022-12-15', 0.1, '2023-06-13'),
];
