/**
 * The configurations that demo traffic was served under, one after the other, as a platform team would have written
 * them: compiled like any other, so that versions, prices and contracts are real.
 */
import { catalogue } from '../../catalogue/catalogue.ts';
import { compileConfig } from '../../config/compile-config.ts';
import type { Config } from '../../core/config.ts';

/** What changes from one to the next. */
type Change = {
  /** What the contract with Anthropic takes off. */
  readonly discountPercent?: number;
  /** Absent: nobody has it yet. `priced`: with its price. */
  readonly house?: 'unpriced' | 'priced';
  readonly hasCanary?: true;
  readonly hasHedge?: true;
};

/** The model that a team hosts itself, at 127.0.0.1. */
export const houseModel = 'house-qwen';

const housePrice = {
  from: '2026-01-01',
  usd: { input: 0.12, cachedInput: 0.03, output: 0.6 },
  source: 'what the machines cost',
  observed: '2026-01-01',
} as const;

type WrittenRoute = Readonly<Record<string, unknown>>;

/** Routes that stayed as they were. */
const steadyRoutes: readonly WrittenRoute[] = [
  {
    name: 'hard',
    when: 'by-name',
    floor: 'strong',
    use: ['gpt-5.5-pro@high'],
    fallback: ['gpt-5.5@xhigh'],
    baseline: 'gpt-5.5@xhigh',
  },
  {
    name: 'agent',
    when: 'by-name',
    use: ['gpt-5.5@medium', 'claude-opus-5-5@high', 'claude-opus-4-7@high'],
    baseline: 'gpt-5.5@medium',
  },
  {
    name: 'long-context',
    when: 'by-name',
    use: ['claude-sonnet-5-5@high', 'gpt-6.1-sol@medium', 'gpt-5.5@medium'],
    baseline: 'gpt-5.5@medium',
  },
  {
    name: 'complex',
    when: 'by-name',
    floor: 'strong',
    use: ['gpt-5.5@medium', 'claude-opus-4-7@medium'],
    baseline: 'gpt-5.5@medium',
  },
  {
    name: 'code',
    when: 'by-name',
    use: ['claude-opus-5-5@high', 'claude-opus-4-7@high', 'gpt-6.1-sol@high', 'gpt-5.5@high'],
    baseline: 'gpt-5.5@high',
  },
  {
    name: 'vision',
    when: 'by-name',
    use: ['gemini-3.1-pro-preview@low', 'gpt-5.5@low'],
    baseline: 'gpt-5.5@low',
  },
];

function changingRoutes({ house, hasCanary, hasHedge }: Change): readonly WrittenRoute[] {
  return [
    {
      name: 'chat',
      when: 'by-name',
      use: ['gpt-5.6-luna@low', 'gemini-3.8-flash@low', 'claude-haiku-4-5'],
      baseline: 'gpt-5.5@low',
      ...(hasHedge && { hedge: { afterMs: 2500 } }),
    },
    {
      name: 'cheap',
      when: 'by-name',
      use: [
        ...(house === undefined ? [] : [houseModel]),
        'gpt-5.4-nano@low',
        'gemini-3.5-flash-lite',
        'gpt-5.6-luna@low',
      ],
      baseline: 'gpt-5.5@low',
    },
    {
      name: 'everyday',
      use: ['gpt-5.6-terra@low', 'gpt-5.5@low'],
      baseline: 'gpt-5.5@medium',
      shadow: { use: 'gemini-3.8-flash@low', share: 4 },
      ...(hasCanary && { canary: { use: 'gpt-5.5-pro@high', share: 10 } }),
    },
  ];
}

/** As in a routes file; checked when it is compiled. */
function written(change: Change): unknown {
  const { discountPercent, house } = change;
  const own = {
    house: { baseUrl: 'http://127.0.0.1:8000/v1', protocols: { 'openai-chat': '' } },
  };
  const model = { id: houseModel, provider: 'house', contextTokens: 131_072, tools: true };
  return {
    providers: {
      ...(discountPercent !== undefined && { anthropic: { discountPercent } }),
      ...(house !== undefined && own),
    },
    models: house === undefined ? [] : [{ ...model, ...(house === 'priced' && { prices: [housePrice] }) }],
    routes: [...steadyRoutes, ...changingRoutes(change)],
  };
}

/** Of what has just been written here; anything wrong with it is a bug. */
function compiled(change: Change): Config {
  const result = compileConfig(written(change), catalogue, 0);
  if (result.ok) return result.config;
  throw new Error(result.problems.map(({ path, what }) => `${path}: ${what}`).join('; '));
}

/** In the order in which they were active. */
export const demoConfigs = {
  first: () => compiled({}),
  launch: () => compiled({ hasHedge: true }),
  contract: () => compiled({ hasHedge: true, discountPercent: 12 }),
  house: () => compiled({ hasHedge: true, discountPercent: 12, house: 'unpriced' }),
  priced: () => compiled({ hasHedge: true, discountPercent: 12, house: 'priced' }),
  canary: () => compiled({ hasHedge: true, discountPercent: 12, house: 'priced', hasCanary: true }),
} as const satisfies Record<string, () => Config>;

export type DemoConfigName = keyof typeof demoConfigs;
