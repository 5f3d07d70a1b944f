/** What holds of every plan, whatever routes, teams, arms, conversations and circuits there are: law 5. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConfigInput, NewModel, RouteInput } from '../../src/config/define-config.ts';
import { callerNamed } from '../../src/core/caller.ts';
import { findBreach } from '../../src/core/data-policy.ts';
import { type SafeguardLevel, safeguardLevels } from '../../src/core/target.ts';
import { planFor, resolveRequest } from '../../src/routing/plan.ts';
import type { PlanInput } from '../../src/routing/plan-input.ts';
import { readTraits } from '../../src/routing/read-traits.ts';
import { makeJudged } from '../support/judged/judged.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { planInput } from '../support/world/plan.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const names = ['a', 'b', 'c', 'd', 'e'] as const;
const name = fc.constantFrom(...names);
const level = fc.constantFrom(...safeguardLevels);

const model = (id: string): fc.Arbitrary<NewModel<string, 'groq'>> =>
  fc
    .record({
      usd: fc.constantFrom(0.1, 1, 10),
      index: fc.option(fc.constantFrom(20, 40, 60), { freq: 5 }),
      firstEventMs: fc.constantFrom(200, 2000, 9000),
      safeguards: level,
      data: fc.record(
        { retentionDays: fc.constantFrom(null, 0, 30), trains: fc.constantFrom(null, false, true) },
        { requiredKeys: [] },
      ),
      contextTokens: fc.constantFrom(1, 100_000, 200_000, 300_000),
    })
    .map(({ usd, index, firstEventMs, ...rest }) => ({
      id,
      provider: 'groq',
      ...rest,
      prices: [{ from: '2026-01-01', usd: { input: usd, output: usd } }],
      ...(index !== null && { quality: { default: index } }),
      latency: { default: { firstEventMs, tokensPerSecond: 50 } },
    }));

const objective = fc.constantFrom<NonNullable<RouteInput<string, string>['objective']>>(
  'order',
  'best',
  { cheapest: { ofBest: 0.9 } },
  { cheapest: { atLeast: 0.5 } },
  { fastest: { ofBest: 0.8 } },
  { weights: { quality: 1, costUsd: 5, seconds: 0.1 } },
);

const service = fc.record(
  {
    use: fc.uniqueArray(name, { minLength: 1 }),
    fallback: fc.uniqueArray(name, { minLength: 1 }),
    objective,
    limits: fc.record(
      { costUsd: fc.constantFrom(0.0001, 0.01), firstEventMs: fc.constantFrom(500, 5000) },
      { requiredKeys: [] },
    ),
    data: fc.constantFrom({ noTraining: true as const }, { retentionDaysAtMost: 0 }),
    session: fc.constantFrom('weigh' as const, 'stay' as const, 'per-request' as const),
    canary: fc.record({ use: name, share: fc.constantFrom(1, 50, 99) }),
    maxAttempts: fc.constantFrom(1, 3),
  },
  { requiredKeys: ['use'] },
);

/** A team's floor at least as high as the route's. */
const floors = fc.tuple(level, level).map(([one, other]) => {
  const [low, high] = [one, other].toSorted(
    (a, b) => safeguardLevels.indexOf(a) - safeguardLevels.indexOf(b),
  );
  return { route: low ?? one, team: high ?? other };
});

const circumstances = fc.record({
  models: fc.tuple(...names.map(model)),
  route: service,
  changes: service,
  floors,
  team: fc.constantFrom('shop', 'default'),
  asked: fc.constantFrom('auto', 'auto/cheap', 'auto/best', 'route/auto'),
  open: fc.subarray([...names]),
  served: fc.option(name),
  isInToolLoop: fc.boolean(),
  conversation: fc.constantFrom('one', 'two', 'three', 'four'),
});

type Circumstances = typeof circumstances extends fc.Arbitrary<infer T> ? T : never;

const { deps } = makeWorld();

function configOf({ models, route, changes, floors: floor }: Circumstances): Partial<ConfigInput> {
  return {
    models,
    routes: [{ ...route, name: 'auto', floor: floor.route }],
    teams: { shop: { routes: { auto: { ...changes, floor: floor.team } } } },
  };
}

function inputOf(made: Circumstances, config: Partial<ConfigInput> = configOf(made)): PlanInput {
  const request = makeRequest({ model: made.asked });
  return planInput(deps, request, 'openai-chat', {
    config: makeConfig(config),
    traits: { ...readTraits(request), isInToolLoop: made.isInToolLoop, answers: 2 },
    identity: { ...callerNamed('key'), team: made.team },
    judge: () => makeJudged(),
    isCircuitOpen: (target) => made.open.some((one) => one === target),
    session: made.served === null ? null : { target: made.served, route: 'auto', tokens: 5000, atMs: today },
    conversation: () => made.conversation,
  });
}

function planned(input: PlanInput) {
  const resolved = resolveRequest(input);
  if (!resolved.ok) throw resolved.error;
  const plan = planFor(resolved.value, input);
  return {
    resolution: resolved.value,
    plan: plan.ok ? plan.value : null,
    error: plan.ok ? null : plan.error,
  };
}

const rankOf = (one: SafeguardLevel) => safeguardLevels.indexOf(one);

test('no attempt is below the floor of the route or the team, or against a data policy', () => {
  fc.assert(
    fc.property(circumstances, (made) => {
      const { plan, resolution } = planned(inputOf(made));
      const least = made.team === 'shop' ? made.floors.team : made.floors.route;
      const { data } = resolution.policy;
      for (const demand of made.team === 'shop' ? [made.route.data, made.changes.data] : [made.route.data])
        expect(data).toMatchObject(demand ?? {});
      for (const { target } of plan?.attempts ?? []) {
        expect(rankOf(target.model.safeguards)).toBeGreaterThanOrEqual(rankOf(least));
        if (data !== null) expect(findBreach(data, target)).toBeNull();
      }
    }),
    { numRuns: 120 },
  );
});

test('the same inputs give the same plan; every candidate is in it or has a reason, once', () => {
  fc.assert(
    fc.property(circumstances, (made) => {
      const input = inputOf(made);
      const { plan, resolution } = planned(input);
      expect(planned(input).plan).toEqual(plan);
      if (plan === null) return;
      const { candidates, fallback, arm } = resolution;
      const written = new Set(
        [...candidates, ...fallback, ...(arm?.use ? [arm.use] : [])].map((one) => one.name),
      );
      const told = [
        ...plan.attempts.map(({ target }) => target.name),
        ...plan.rejected.map(({ target }) => target),
      ];
      expect(told.toSorted()).toEqual([...written].toSorted());
    }),
    { numRuns: 120 },
  );
});

test('inside a tool loop the target stays wherever it may serve', () => {
  fc.assert(
    fc.property(circumstances, (made) => {
      const { plan, resolution } = planned(inputOf({ ...made, isInToolLoop: true }));
      if (plan === null || made.served === null) return;
      const { candidates, fallback, arm } = resolution;
      const isThere = [...candidates, ...fallback, ...(arm?.use ? [arm.use] : [])].some(
        (one) => one.name === made.served,
      );
      const rejection = plan.rejected.find(({ target }) => target === made.served);
      const mayNot = ['below-floor', 'data-policy', 'context-window', 'circuit-open', 'over-cost'];
      if (rejection !== undefined) expect(mayNot).toContain(rejection.reason);
      else if (isThere) expect(plan.attempts[0]?.target.name).toBe(made.served);
    }),
    { numRuns: 120 },
  );
});

test('a conversation has the same arm at each of its turns', () => {
  fc.assert(
    fc.property(circumstances, circumstances, (made, later) => {
      const { models, route, changes, floors: floor, team, conversation } = made;
      const next = {
        ...later,
        models,
        route,
        changes,
        floors: floor,
        team,
        conversation,
        isInToolLoop: false,
      };
      const [one, other] = [{ ...made, isInToolLoop: false }, next].map(
        (each) => planned(inputOf({ ...each, asked: 'auto' })).resolution.arm?.name,
      );
      expect(other).toBe(one);
    }),
    { numRuns: 100 },
  );
});

/** By the route's own objective, higher is better; null: it cannot be said. */
function worthOf(input: PlanInput): number | null {
  const { plan, resolution } = planned(input);
  const first = plan?.attempts[0]?.prediction;
  if (!first) return null;
  const { objective: wanted } = resolution;
  switch (wanted.kind) {
    case 'best':
      return first.quality;
    case 'cheapest': {
      const { atLeast } = wanted.bar;
      if (atLeast === null || first.quality === null) return null;
      return first.quality >= atLeast ? 1 / ((first.cost?.expectedNanoUsd ?? 0) + 1) : first.quality - 1;
    }
    case 'fastest':
    case 'order':
    case 'weighted':
      return null;
    default:
      return wanted satisfies never;
  }
}

/** Whose worth can be said of one plan alone. */
const ruled = fc.constantFrom('best' as const, { cheapest: { atLeast: 0.5 } });

test('adding a candidate never makes the chosen one worse by the route’s own objective', () => {
  let compared = 0;
  fc.assert(
    fc.property(circumstances, name, ruled, (made, added, wanted) => {
      const { limits = {}, use: written } = made.route;
      const use = written.filter((one) => one !== added);
      if (use.length === 0) return;
      const alone = { ...made, team: 'default' as const, served: null, open: [], asked: 'auto' as const };
      const worthWith = (targets: readonly string[]) => {
        const routes = [{ name: 'auto', use: targets, objective: wanted, limits }];
        return worthOf(inputOf(alone, { models: made.models, routes }));
      };
      const [before, after] = [worthWith(use), worthWith([...use, added])];
      if (before === null) return;
      compared++;
      expect(after).not.toBeNull();
      expect(after ?? 0).toBeGreaterThanOrEqual(before);
    }),
    { numRuns: 120 },
  );
  expect(compared).toBeGreaterThan(10);
});
