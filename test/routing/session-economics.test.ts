/**
 * What looking at the turns to come is worth: a coding conversation of twelve turns between a dear and a cheap target,
 * with cache prices, under a bar that hard turns raise above the cheap one.
 */
import { expect, test } from 'vitest';
import { completeModel, type WrittenRates } from '../../src/core/complete-model.ts';
import type { Objective } from '../../src/core/objective.ts';
import type { Model } from '../../src/core/target.ts';
import { tokenFamilies } from '../../src/core/token-rates.ts';
import { measureRequest, predict } from '../../src/routing/predict.ts';
import { type CandidateLimits, rank, type Scored } from '../../src/routing/rank.ts';
import { expectTurnsLeft, judgeCrossing } from '../../src/routing/session.ts';
import { makeTraits } from '../support/world/requests.ts';

const objective: Objective = { kind: 'cheapest', bar: { atLeast: 0.9, ofBest: null } };
const limits: CandidateLimits = { costNanoUsd: null, firstEventMs: null };
const [easy, hard] = [0, 1];
const difficulties = [easy, hard, easy, hard, easy, easy, hard, easy, easy, easy, hard, easy];
const pool = ['dear', 'cheap'] as const;
type Target = (typeof pool)[number];

function makeModel(id: Target, index: number, usd: WrittenRates): Model {
  const written = {
    id,
    provider: 'p',
    protocols: ['openai-responses'],
    quality: { default: index },
  } as const;
  return completeModel({ ...written, prices: [{ from: '2026-01-01', usd }] }, 'made up');
}

const models: Readonly<Record<Target, Model>> = {
  dear: makeModel('dear', 60, { input: 5, cachedInput: 0.5, output: 30 }),
  cheap: makeModel('cheap', 42, { input: 2.5, cachedInput: 0.25, cacheWrite5m: 3.125, output: 15 }),
};

function expecting(target: Target, turn: number, cached: number): Scored {
  const prompt = promptAt(turn);
  const tokens = Object.fromEntries(tokenFamilies.map((family) => [family, prompt]));
  const traits = makeTraits({ maxOutputTokens: 1000 });
  const measured = measureRequest(
    traits,
    null,
    Date.UTC(2026, 10, 21, 12),
    tokens as Record<(typeof tokenFamilies)[number], number>,
  );
  const judged = { ...measured, difficulty: difficulties[turn] ?? null };
  return { target, isStream: true, prediction: predict(judged, models[target], null, cached) };
}

/** Instructions, tools and files, and what each turn adds with its tool results. */
const promptAt = (turn: number) => 12_000 + 6000 * turn;

/** `cachedAt`: tokens that a target is known to have cached: a session remembers its last one only. */
type Policy = (turn: number, current: Target | null, cachedAt: (target: Target) => number) => Target;

const orderOf = (turn: number, cachedOf: (target: Target) => number) =>
  rank(
    pool.map((target) => expecting(target, turn, cachedOf(target))),
    objective,
    limits,
  ).order;

const firstOf = (turn: number, cachedOf: (target: Target) => number): Target =>
  pool.find((target) => target === orderOf(turn, cachedOf)[0]?.target) ?? 'dear';

const policies = {
  oneTurn: (turn, _current, cachedAt) => firstOf(turn, cachedAt),
  turnsToCome: (turn, current, cachedAt) => {
    const best = firstOf(turn, () => 0);
    if (current === null || current === best) return best;
    const crossroads = {
      stay: expecting(current, turn, cachedAt(current)).prediction,
      move: expecting(best, turn, cachedAt(best)).prediction,
      settled: expecting(best, turn, cachedAt(current)).prediction,
      isGoodEnough: orderOf(turn, () => 0).some(({ target }) => target === current),
      isStream: true,
      turnsLeft: expectTurnsLeft(turn),
      tie: null,
    };
    return judgeCrossing(crossroads, objective).isWorth ? best : current;
  },
} satisfies Record<string, Policy>;

function replay(choose: Policy) {
  const cached = new Map<Target, number>();
  let current: Target | null = null;
  let [costNanoUsd, moves] = [0, 0];
  for (const turn of difficulties.keys()) {
    const target: Target = choose(turn, current, (one) => (one === current ? (cached.get(one) ?? 0) : 0));
    const { cost } = expecting(target, turn, cached.get(target) ?? 0).prediction;
    costNanoUsd += cost?.expectedNanoUsd ?? Number.NaN;
    if (current !== null && current !== target) moves++;
    current = target;
    cached.set(target, promptAt(turn));
  }
  return { costNanoUsd, moves };
}

test('looking at this turn only keeps a dear target for its warm cache; looking at the turns to come does not', () => {
  const [oneTurn, ours] = [replay(policies.oneTurn), replay(policies.turnsToCome)];
  expect(oneTurn.moves).toBe(1);
  expect(ours.moves).toBeGreaterThan(1);
  expect(ours.costNanoUsd).toBeLessThan(oneTurn.costNanoUsd);
});
