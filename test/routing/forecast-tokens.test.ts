/** Tokens expected of an answer: by task, effort, difficulty and what caps them. */
import { describe, expect, test } from 'vitest';
import { type Task, tasks } from '../../src/core/classification.ts';
import { completeModel, type WrittenModel } from '../../src/core/complete-model.ts';
import { efforts } from '../../src/core/target.ts';
import { expectAnswer, forecastTokens, forecastVisible } from '../../src/routing/forecast-tokens.ts';
import type { RequestSize } from '../../src/routing/request-size.ts';

const tokens = { openai: 1000, anthropic: 1500, 'anthropic-4': 1160, google: 1050, other: 1050 };
const extent = { lastTurn: 0.5, hinted: 0, hintTtl: '5m' } as const;
const size: RequestSize = { ...extent, tokens, maxOutputTokens: null, choices: 1 };

/** Judged as one task for sure, or as any of several. */
function judged(chances: Partial<Record<Task, number>>, score: number) {
  const probabilities = Object.fromEntries(tasks.map((task) => [task, chances[task] ?? 0])) as Record<
    Task,
    number
  >;
  const task = { task: 'qa' as const, probability: 1, probabilities, isSure: true, sureFrom: 0.5 };
  return { task, difficulty: { score, rank: 0.5, evidence: [], model: 'made up' } };
}

function makeModel(changes: Partial<WrittenModel> = {}) {
  const reasoning = { efforts, default: 'medium', style: 'effort' } as const;
  return completeModel(
    { id: 'gpt-x', provider: 'p', protocols: ['openai-chat'], reasoning, ...changes },
    'made up',
  );
}

const answer = { visible: 200, reasoning: 1000 };

describe('an answer', () => {
  test('is expected as long as the tasks it may be, by their probabilities', () => {
    const sure = (task: Task) => expectAnswer(size, judged({ [task]: 1 }, 0.2));
    const torn = expectAnswer(size, judged({ translate: 0.5, math: 0.5 }, 0.2));
    expect(torn.visible).toBeCloseTo((sure('translate').visible + sure('math').visible) / 2);
    expect(torn.reasoning).toBeCloseTo((sure('translate').reasoning + sure('math').reasoning) / 2);
  });

  test('that repeats its text grows with the last turn, up to a bound', () => {
    const lengthAt = (openai: number) =>
      expectAnswer({ ...size, tokens: { ...tokens, openai } }, judged({ translate: 1 }, 0.2)).visible;
    expect(lengthAt(2000) - lengthAt(1000)).toBeCloseTo(550);
    expect(lengthAt(900_000)).toBe(lengthAt(800_000));
  });

  test('to a hard request takes more thinking', () => {
    const thinking = [0, 0.15, 0.2, 0.3, 1].map(
      (score) => expectAnswer(size, judged({ qa: 1 }, score)).reasoning,
    );
    expect(thinking).toEqual(thinking.toSorted((a, b) => a - b));
    expect(new Set(thinking).size).toBe(5);
    expect((thinking.at(-1) ?? 0) / (thinking[0] ?? 1)).toBe(8);
  });

  test('to what nobody classified is expected all the same', () => {
    const unjudged = expectAnswer(size, null);
    expect(unjudged.visible).toBeGreaterThan(0);
    expect(unjudged.reasoning).toBeGreaterThan(0);
  });
});

describe('a forecast', () => {
  test('counts input in tokens of the family, and output with it', () => {
    const claude = makeModel({ id: 'claude-x' });
    expect(forecastTokens(size, answer, makeModel(), 'medium', 0)).toEqual({
      input: 1000,
      cachedInput: 0,
      output: { expected: 1200, high: 2900 },
    });
    expect(forecastTokens(size, answer, claude, 'medium', 0)).toMatchObject({
      input: 1500,
      output: { expected: 1800, high: 4350 },
    });
  });

  test('has more output with every effort', () => {
    const outputs = efforts.map(
      (effort) => forecastTokens(size, answer, makeModel(), effort, 0).output.expected,
    );
    expect(outputs[0]).toBe(200);
    expect(outputs).toEqual(outputs.toSorted((a, b) => a - b));
    expect(new Set(outputs).size).toBe(efforts.length);
  });

  test('without an effort is at the default; where none is known, rather high', () => {
    const expected = (model: ReturnType<typeof makeModel>) =>
      forecastTokens(size, answer, model, null, 0).output.expected;
    expect(expected(makeModel())).toBe(1200);
    expect(expected(makeModel({ reasoning: null }))).toBe(200);
    expect(expected(makeModel({ reasoning: { efforts, default: null, style: 'effort' } }))).toBe(1950);
    expect(expected(makeModel({ reasoning: { efforts: [], default: null, style: 'fixed' } }))).toBe(1950);
  });

  test('stays within what the model writes and what the client allows', () => {
    const capped = { ...size, maxOutputTokens: 50 };
    const short = makeModel({ maxOutputTokens: 1500 });
    expect(forecastTokens(size, answer, short, 'medium', 0).output).toEqual({ expected: 1200, high: 1500 });
    expect(forecastTokens(capped, answer, short, 'medium', 0).output).toEqual({ expected: 50, high: 50 });
  });

  test('tells what is written after the thinking', () => {
    expect(forecastVisible(size, answer, makeModel())).toBe(200);
    expect(forecastVisible(size, answer, makeModel({ id: 'claude-x' }))).toBe(300);
    expect(forecastVisible({ ...size, maxOutputTokens: 50 }, answer, makeModel())).toBe(50);
  });

  test('never has more cached than there is', () => {
    expect(forecastTokens(size, answer, makeModel(), 'low', 5000).cachedInput).toBe(1000);
  });
});

test('several answers take the output of one each, where the protocol carries them', () => {
  const outputOf = (model: ReturnType<typeof makeModel>, more: Partial<RequestSize>) =>
    forecastTokens({ ...size, ...more }, answer, model, null, 0).output;
  const one = outputOf(makeModel(), {});
  expect(outputOf(makeModel(), { choices: 5 })).toEqual({ expected: 5 * one.expected, high: 5 * one.high });
  // Each is capped by itself.
  expect(outputOf(makeModel(), { choices: 5, maxOutputTokens: 10 })).toEqual({ expected: 50, high: 50 });
  expect(outputOf(makeModel({ protocols: ['openai-responses'] }), { choices: 5 })).toEqual(one);
});
