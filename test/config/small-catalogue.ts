/** A catalogue of a few made-up models, so that what a check says does not change with the market. */
import type { Outlook } from '../../src/config/check-input.ts';
import { completeModel, type WrittenModel } from '../../src/core/complete-model.ts';
import { nearNames } from '../../src/core/near-names.ts';
import type { Model } from '../../src/core/target.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const dayMs = 86_400_000;
const today = '2026-11-21';

const lowToHigh = { efforts: ['low', 'medium', 'high'], default: 'medium', style: 'effort' } as const;
const usd = (input: number, output: number) => [{ from: '2026-01-01', usd: { input, output } }];

function made(id: string, rest: Partial<WrittenModel>): Model {
  const shared = { provider: 'openai', protocols: ['openai-chat'], contextTokens: 200_000 } as const;
  return completeModel({ ...shared, reasoning: lowToHigh, tools: true, ...rest, id }, 'made up');
}

const models: readonly Model[] = [
  made('big', { prices: usd(5, 30), quality: { low: 50, medium: 60, high: 70 }, safeguards: 'strong' }),
  made('small', { prices: usd(0.5, 2), quality: { low: 30, medium: 40 }, safeguards: 'basic' }),
  made('other', {
    provider: 'anthropic',
    protocols: ['anthropic-messages'],
    prices: usd(4, 20),
    safeguards: 'strong',
  }),
  made('old', {
    prices: usd(2, 10),
    quality: { medium: 45 },
    shutdown: '2026-12-11',
    successor: 'big',
    safeguards: 'basic',
  }),
  made('lone', { prices: usd(1, 4), reasoning: null, shutdown: '2026-12-01' }),
  made('gone', { prices: usd(2, 10), shutdown: '2026-11-01', successor: 'big' }),
  made('free', { reasoning: null, contextTokens: 8000 }),
  made('dear', { prices: usd(6, 30), quality: { medium: 58, high: 60 }, safeguards: 'strong' }),
];

const findModel = (name: string) => models.find(({ id }) => id === name);

export const outlook: Outlook = {
  models,
  nowMs,
  catalogue: {
    embeddings: [],
    findModel,
    toolFeesOf: () => undefined,
    nearMatches: (name, limit) =>
      nearNames(
        name,
        models.map(({ id }) => id),
        limit,
      ),
    modelState: ({ shutdown, successor }) => {
      if (shutdown === null) return { kind: 'active' };
      if (shutdown <= today) return { kind: 'retired', date: shutdown, successor };
      return { kind: 'retiring', date: shutdown, days: Math.ceil((Date.parse(shutdown) - nowMs) / dayMs) };
    },
  },
  priceAt: (model) => model.prices.at(-1) ?? null,
  qualityOf: ({ model, effort }, difficulty) => {
    const index = model.quality?.[effort ?? 'medium'];
    return index === undefined ? null : index / 100 - 0.1 * (difficulty ?? 0.5);
  },
};
