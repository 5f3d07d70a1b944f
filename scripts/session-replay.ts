/**
 * A coding conversation of twelve turns with tools, replayed under four ways of keeping or leaving its target: what it
 * costs with cache prices, how often it moves, and how many answers come from a target below the bar. Made up, and
 * billed by the planner's own forecast. Prints nothing.
 */
import { findModel } from '../src/catalogue/catalogue.ts';
import { type Task, tasks } from '../src/core/classification.ts';
import type { Judged } from '../src/core/judged.ts';
import type { Objective } from '../src/core/objective.ts';
import type { Prediction } from '../src/core/prediction.ts';
import type { LlmRequest } from '../src/core/request.ts';
import { efforts } from '../src/core/target.ts';
import { splitTargetName } from '../src/core/target-name.ts';
import { type TokenFamily, tokenFamilies } from '../src/core/token-rates.ts';
import { type Measured, measureRequest, predict } from '../src/routing/predict.ts';
import { rank, type Scored } from '../src/routing/rank.ts';
import { readTraits } from '../src/routing/read-traits.ts';
import { expectTurnsLeft, judgeCrossing } from '../src/routing/session.ts';

/**
 * `each request`: what comes first, as if there were no caches. `sticky`: the first target for ever. `one turn`: the
 * best for this turn, with what the last target has cached. `turns to come`: `judgeCrossing`. The last three keep tool
 * loops.
 */
export const ways = ['each request', 'sticky', 'one turn', 'turns to come'] as const;
export type Way = (typeof ways)[number];

export type Replayed = {
  readonly costNanoUsd: number;
  readonly moves: number;
  readonly movesInLoops: number;
  /** Requests served by a target that did not meet the bar. */
  readonly belowBar: number;
  readonly requests: number;
};

/** Difficulty of each turn, and how many tool results follow before the answer. */
const turns: readonly (readonly [difficulty: number, steps: number])[] = [
  [0.17, 3],
  [0.26, 4],
  [0.16, 1],
  [0.24, 5],
  [0.18, 0],
  [0.15, 2],
  [0.27, 4],
  [0.17, 1],
  [0.2, 3],
  [0.25, 4],
  [0.16, 0],
  [0.15, 1],
];

/** What a tool returned makes every other request of a loop look as easy as this, where it is not. */
const easyStep = 0.15;

/** Instructions, tools and the first files; what a person adds; what a tool returns. */
const promptTokens = { first: 12_000, turn: 900, step: 1800 } as const;

const nowMs = Date.UTC(2026, 10, 21, 12);

const request: LlmRequest = {
  model: 'auto',
  system: [],
  messages: [{ role: 'user', content: [{ type: 'text', text: 'go on' }] }],
  tools: [],
  sampling: {},
  reasoning: {},
  state: {},
  stream: true,
  wantsUsage: true,
  features: [],
};

/** A step of an agent that writes code. */
const chances: Partial<Record<Task, number>> = { agent: 0.7, code: 0.3 };
const probabilities = Object.fromEntries(tasks.map((task) => [task, chances[task] ?? 0])) as Record<
  Task,
  number
>;

function measure(prompt: number, difficulty: number): Measured {
  const judged: Pick<Judged, 'task' | 'difficulty'> = {
    task: { task: 'agent', probability: 0.7, probabilities, isSure: true, sureFrom: 0.5 },
    difficulty: { score: difficulty, rank: 0.5, evidence: [], model: 'made up' },
  };
  const tokens = Object.fromEntries(tokenFamilies.map((family) => [family, prompt]));
  return measureRequest(readTraits(request), judged, nowMs, tokens as Record<TokenFamily, number>);
}

function expecting(measured: Measured, target: string, cached: number): Prediction {
  const { model: id, effort } = splitTargetName(target);
  const model = findModel(id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return predict(measured, model, efforts.find((known) => known === effort) ?? null, cached);
}

export type Case = { readonly name: string; readonly pool: readonly string[]; readonly objective: Objective };

/** One request of the conversation, and what is known of those before it. */
type Moment = {
  readonly measured: Measured;
  readonly turn: number;
  /** Who served the last request, and what it has cached. */
  readonly current: string | null;
  readonly cached: number;
};

/** Those that meet the bar, best first. */
function rankPool({ pool, objective }: Case, measured: Measured, cachedOf: (target: string) => number) {
  const scored = pool.map((target): Scored => {
    return { target, prediction: expecting(measured, target, cachedOf(target)), isStream: true };
  });
  return rank(scored, objective, { costNanoUsd: null, firstEventMs: null }).order;
}

function firstOf(order: readonly Scored[]): Scored {
  const [first] = order;
  if (first === undefined) throw new Error('no target');
  return first;
}

function judgeMove(route: Case, moment: Moment, current: string): string {
  const { measured, turn, cached } = moment;
  const order = rankPool(route, measured, () => 0);
  const best = firstOf(order);
  if (best.target === current) return current;
  const crossing = judgeCrossing(
    {
      stay: expecting(measured, current, cached),
      move: best.prediction,
      settled: expecting(measured, best.target, cached),
      isGoodEnough: order.some(({ target }) => target === current),
      isStream: true,
      turnsLeft: expectTurnsLeft(turn),
      tie: null,
    },
    route.objective,
  );
  return crossing.isWorth ? best.target : current;
}

function choose(way: Way, route: Case, moment: Moment): string {
  const { measured, current, cached } = moment;
  if (current === null || way === 'each request') return firstOf(rankPool(route, measured, () => 0)).target;
  switch (way) {
    case 'sticky':
      return current;
    case 'one turn':
      return firstOf(rankPool(route, measured, (target) => (target === current ? cached : 0))).target;
    case 'turns to come':
      return judgeMove(route, moment, current);
    default:
      return way satisfies never;
  }
}

/** Difficulty and prompt of each request in turn. */
function listRequests() {
  let prompt: number = promptTokens.first;
  return turns.flatMap(([difficulty, steps], turn) =>
    Array.from({ length: steps + 1 }, (_, step) => {
      const tokens = prompt;
      prompt += step < steps ? promptTokens.step : promptTokens.turn;
      return { turn, step, tokens, difficulty: step % 2 === 1 ? Math.min(easyStep, difficulty) : difficulty };
    }),
  );
}

export function replay(way: Way, route: Case): Replayed {
  /** What providers really have; a session remembers its last target only. */
  const cached = new Map<string, number>();
  let current: string | null = null;
  const sum = { costNanoUsd: 0, moves: 0, movesInLoops: 0, belowBar: 0, requests: 0 };
  for (const { turn, step, tokens, difficulty } of listRequests()) {
    const measured = measure(tokens, difficulty);
    const known = current === null ? 0 : (cached.get(current) ?? 0);
    const keepsLoop = step > 0 && way !== 'each request' && current !== null;
    const target: string =
      keepsLoop && current !== null
        ? current
        : choose(way, route, { measured, turn, current, cached: known });
    const { cost } = expecting(measured, target, cached.get(target) ?? 0);
    const hasMoved = current !== null && current !== target;
    const good = rankPool(route, measured, () => 0);
    sum.costNanoUsd += cost?.expectedNanoUsd ?? Number.NaN;
    sum.moves += Number(hasMoved);
    sum.movesInLoops += Number(hasMoved && step > 0);
    sum.belowBar += Number(good.every((one) => one.target !== target));
    sum.requests++;
    current = target;
    cached.set(target, tokens);
  }
  return sum;
}

const cheapest = (atLeast: number | null, ofBest: number | null): Objective => ({
  kind: 'cheapest',
  bar: { atLeast, ofBest },
});

const two = ['gpt-5.5@medium', 'gpt-5.6-terra@medium'];
const six = [...two, 'gpt-5.6-luna@high', 'gemini-3.7-flash@medium', 'glm-5.3@max', 'kimi-k3@max'];

export const cases: readonly Case[] = [
  { name: 'two targets, at least 0.9', pool: two, objective: cheapest(0.9, null) },
  { name: 'two targets, 0.97 of the best', pool: two, objective: cheapest(null, 0.97) },
  { name: 'six targets, at least 0.9', pool: six, objective: cheapest(0.9, null) },
  { name: 'six targets, 0.97 of the best', pool: six, objective: cheapest(null, 0.97) },
];
