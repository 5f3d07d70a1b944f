/** Decisions by chance: requests, routes, health, judgements and what was learned, over the real catalogue. */
import fc from 'fast-check';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../../src/config/compile-config.ts';
import type { ConfigInput } from '../../../src/config/define-config.ts';
import type { Config } from '../../../src/core/config.ts';
import { estimateTokensByFamily } from '../../../src/core/estimate-tokens.ts';
import type { RequestFeature } from '../../../src/core/features.ts';
import type { Judged } from '../../../src/core/judged.ts';
import { type LearnedTarget, type LearnedTargets, learnedName } from '../../../src/core/learned.ts';
import { efforts, protocolIds } from '../../../src/core/target.ts';
import { requestTables } from '../../../src/protocols/index.ts';
import type { PlanInput } from '../../../src/routing/plan-input.ts';
import { readTraits } from '../../../src/routing/read-traits.ts';
import { arbitraryRequest } from '../arbitrary.ts';
import { anyJudged } from '../judged/judged.ts';
import { today } from '../world/models.ts';

const targets = [
  'gpt-5.5',
  'gpt-5.5@low',
  'gpt-5.5@high',
  'gpt-5.5-pro',
  'gpt-5.6-luna@low',
  'gpt-5.6-terra@medium',
  'claude-opus-4-7@medium',
  'claude-haiku-4-5',
  'gemini-3.8-flash@low',
  'glm-5.3-flash',
  'deepseek-v4-pro@max',
] as const;

type Route = ConfigInput['routes'][number];

const bar = fc.constantFrom({ ofBest: 0.9 }, { atLeast: 0.8 }, { atLeast: 0.9, ofBest: 0.97 });
const objective: fc.Arbitrary<Route['objective']> = fc.oneof(
  fc.constantFrom('order' as const, 'best' as const),
  bar.map((cheapest) => ({ cheapest })),
  bar.map((fastest) => ({ fastest })),
  fc.constant({ weights: { quality: 1, costUsd: 5, seconds: 0.01 } }),
);
const when = fc.constantFrom<Route['when'][]>(
  { task: ['code', 'qa'] },
  { difficulty: { from: 0.6 } },
  { risk: { level: 'elevated' } },
  { stream: true },
  { tools: 'any' },
  { language: ['de'] },
  { inputTokens: { from: 200 } },
  { modalities: ['image'] },
  'by-name',
);
const classify = fc.constantFrom<Route['classify'][]>(undefined, {
  overrides: [{ when: { contains: ['a'] }, risk: 'high' }],
});

const anyRule = fc.record(
  {
    objective,
    floor: fc.constantFrom('none' as const, 'basic' as const),
    fallback: fc.subarray([...targets], { minLength: 1, maxLength: 3 }),
    limits: fc.constantFrom({ costUsd: 0.05 }, { firstEventMs: 5000 }, { outputTokens: 400 }, {}),
    maxAttempts: fc.integer({ min: 1, max: 4 }),
    learn: fc.boolean(),
    explore: fc.constant({ share: 20 }),
    hedge: fc.constant({ afterMs: 3000 }),
    shadow: fc.record({ use: fc.constantFrom(...targets), share: fc.constantFrom(5, 50, 100) }),
  },
  { requiredKeys: [] },
);

const anyRoute = fc
  .tuple(fc.subarray([...targets], { minLength: 1 }), anyRule)
  .map(([use, { explore, hedge, ...rule }]) => {
    const mayExplore = rule.learn !== false && (rule.objective ?? 'order') !== 'order';
    return {
      use,
      ...rule,
      ...(mayExplore && explore !== undefined && { explore }),
      // Of one attempt there is no second.
      ...(rule.maxAttempts !== 1 && hedge !== undefined && { hedge }),
    };
  });

const anyConfig: fc.Arbitrary<Config> = fc
  .tuple(fc.array(fc.tuple(anyRoute, when, classify), { maxLength: 3 }), anyRoute)
  .map(([routes, last]) => {
    const named = routes.map(([route, when, classify], at) => ({
      name: `route-${at}`,
      ...route,
      ...(when !== undefined && { when }),
      ...(classify !== undefined && { classify }),
    }));
    const input = { routes: [...named, { name: 'rest', ...last }] } as ConfigInput;
    const compiled = compileConfig(input, catalogue, today);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
    return compiled.config;
  });

const seen = (least: number, most: number) =>
  fc.record({
    value: fc.double({ min: least, max: most, noNaN: true }),
    weight: fc.double({ min: 0, max: 200, noNaN: true }),
  });

const anyLearnedTarget: fc.Arbitrary<LearnedTarget> = fc.record(
  {
    firstEventMs: seen(50, 60_000),
    tokensPerSecond: seen(5, 500),
    visible: seen(0.1, 9),
    reasoning: seen(0.1, 9),
    quality: seen(0, 1),
  },
  { requiredKeys: [] },
);

const names = targets.flatMap((target) => {
  const model = catalogue.findModel(target.replace(/@.*/, ''));
  return model === undefined ? [] : [null, ...efforts].map((effort) => learnedName(model, effort));
});

const anyLearned: fc.Arbitrary<LearnedTargets> = fc
  .dictionary(fc.constantFrom(...new Set(names)), anyLearnedTarget, { maxKeys: 30 })
  .map((learned) => new Map(Object.entries(learned)));

const anyRequest = fc
  .tuple(
    arbitraryRequest({
      images: ['url'],
      customTools: true,
      formats: ['json', 'schema'],
      efforts: ['low', 'high'],
      toolResultMedia: true,
    }),
    fc.subarray<RequestFeature>(['logprobs', 'file-url', 'opaque-block', 'seed', 'unknown-field']),
    fc.constantFrom('auto', 'auto', 'auto', 'auto/cheap', 'auto/best', 'route/rest', 'gpt-5.5@low'),
  )
  .map(([request, uses, model]) => ({
    ...request,
    model,
    features: uses.map((feature) => ({ feature, field: `a.${feature}` })),
  }));

/** What a decision is made of, with the judgement that the route's own settings would make of it. */
export type AnyDecision = { readonly input: PlanInput; readonly settled: Judged | null };

export const anyDecision: fc.Arbitrary<AnyDecision> = fc
  .record({
    request: anyRequest,
    config: anyConfig,
    caller: fc.constantFrom(...protocolIds),
    judged: anyJudged,
    settled: fc.option(anyJudged),
    language: fc.constantFrom('de', 'en', 'und'),
    keys: fc.subarray(['openai', 'anthropic', 'google', 'zai', 'deepseek'], { minLength: 2 }),
    open: fc.subarray([...targets], { maxLength: 4 }),
    last: fc.option(fc.constantFrom(...targets)),
    learned: anyLearned,
    isExplained: fc.boolean(),
    conversation: fc.string(),
  })
  .map(({ request, judged, settled, language, keys, open, last, learned, conversation, ...made }) => ({
    settled,
    input: {
      ...made,
      request,
      traits: readTraits(request),
      identity: { id: 'shop', team: 'retail', app: null, tier: 'user', tags: { env: 'prod' } },
      catalogue,
      tables: requestTables,
      judge: () => judged,
      language: () => language,
      inputTokens: () => estimateTokensByFamily(request),
      conversation: () => conversation,
      isConfigured: ({ id }) => keys.includes(id),
      isCircuitOpen: (name) => open.some((one) => one === name),
      learned: () => learned,
      session: last === null ? null : { target: last, route: 'rest', tokens: 900, atMs: today - 1000 },
      boundTo: null,
      nowMs: today,
    },
  }));
