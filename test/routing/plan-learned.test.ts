/** What isolates have seen, in a plan: the faster, the shorter and the unknown, each by its own objective. */
import { describe, expect, test } from 'vitest';
import type { NewModel, RouteInput } from '../../src/config/define-config.ts';
import { lengthField, speedField } from '../../src/ledger/learned-fields.ts';
import { LearnedMemory, type Observation } from '../../src/ledger/learned-memory.ts';
import { planRequest } from '../../src/routing/plan.ts';
import { makeJudged } from '../support/judged/judged.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { planInput } from '../support/world/plan.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

type Facts = { usd: number; firstEventMs?: number };

function model(id: string, { usd, firstEventMs }: Facts): NewModel<string, 'groq'> {
  return {
    id,
    provider: 'groq',
    contextTokens: 50_000,
    prices: [{ from: '2026-01-01', usd: { input: 0, output: usd } }],
    quality: { default: 50 },
    ...(firstEventMs !== undefined && { latency: { default: { firstEventMs, tokensPerSecond: 100 } } }),
  };
}

const models = [
  model('left', { usd: 2, firstEventMs: 500 }),
  model('right', { usd: 3, firstEventMs: 900 }),
  model('new', { usd: 9 }),
];

function planAfter(
  changes: Partial<RouteInput<string, string>>,
  seen: readonly Observation[],
  laterMs = 10_000,
) {
  const route = { name: 'auto', use: ['left', 'right', 'new'], ...changes };
  const { deps } = makeWorld(undefined, { config: makeConfig({ models, routes: [route] }) });
  const memory = new LearnedMemory();
  memory.observe(seen, today, false);
  const nowMs = today + laterMs;
  const learned = memory.learned(nowMs);
  const request = makeRequest({ stream: true });
  const planned = planRequest(
    planInput(deps, request, 'openai-chat', { learned, nowMs, judge: () => makeJudged() }),
  );
  if (!planned.ok) throw planned.error;
  return planned.value.attempts.map(({ target }) => target.name);
}

const streams = (name: string, count: number, ms: number): Observation => ({
  field: speedField(name),
  values: [count, count * Math.log(ms), 0, 0],
});
const lengths = (name: string, count: number, times: number): Observation => ({
  field: lengthField('auto', name),
  values: [count, count * 100 * times, count * 100, 0, 0, 0],
});

const fastest = { objective: { fastest: { ofBest: 0.9 } } };
const cheapest = { objective: { cheapest: { ofBest: 0.9 } } };

describe('the fastest', () => {
  test('is another once the first has been slow for a while', () => {
    expect(planAfter(fastest, [])).toEqual(['left', 'right', 'new']);
    expect(planAfter(fastest, [streams('left', 2, 1000)])[0]).toBe('left');
    expect(planAfter(fastest, [streams('left', 30, 1500)])[0]).toBe('right');
  });

  test('is the first again when that was hours ago', () => {
    const hour = 3_600_000;
    expect(planAfter(fastest, [streams('left', 30, 1500)], hour)[0]).toBe('right');
    expect(planAfter(fastest, [streams('left', 30, 1500)], 6 * hour)[0]).toBe('left');
  });

  test('may be one that no source knows', () => {
    expect(planAfter(fastest, [streams('new', 4, 100)])).toEqual(['left', 'right', 'new']);
    expect(planAfter(fastest, [streams('new', 6, 100)])).toEqual(['new', 'left', 'right']);
  });
});

test('the cheapest is another once the first has been found to say twice as much', () => {
  expect(planAfter(cheapest, [])[0]).toBe('left');
  expect(planAfter(cheapest, [lengths('left', 5, 2)])[0]).toBe('left');
  expect(planAfter(cheapest, [lengths('left', 60, 2)])[0]).toBe('right');
  expect(planAfter({ ...cheapest, learn: false }, [lengths('left', 60, 2)])[0]).toBe('left');
});
