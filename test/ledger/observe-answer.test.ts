/** What one answer teaches: streams their speed, whole answers their length, all others nothing. */
import { describe, expect, test } from 'vitest';
import type { Carried } from '../../src/core/carried.ts';
import { nothingLearned } from '../../src/core/learned.ts';
import type { AttemptRecord } from '../../src/core/plan.ts';
import type { Run } from '../../src/core/run.ts';
import type { Usage } from '../../src/core/usage.ts';
import { observeAnswer } from '../../src/ledger/observe-answer.ts';
import { expectAnswer, usualAnswer } from '../../src/routing/forecast-tokens.ts';
import { recordDecision } from '../../src/routing/record-decision.ts';
import { sizeRequest } from '../../src/routing/request-size.ts';
import { makeJudged } from '../support/judged/judged.ts';
import { theModel, today } from '../support/world/models.ts';
import { planInput } from '../support/world/plan.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const { deps } = makeWorld();
const tokens = { openai: 100, anthropic: 100, 'anthropic-4': 100, google: 100, other: 100 };
const judged = makeJudged();

/** Of a decision that has judged and measured. */
function factsOf(isMeasured = true, choices = 1) {
  const changes = { judge: () => judged, inputTokens: () => tokens, learned: nothingLearned, nowMs: today };
  const { input, facts } = recordDecision(planInput(deps, makeRequest({ choices }), 'openai-chat', changes));
  if (isMeasured) {
    input.judge();
    input.inputTokens();
  }
  return facts(null);
}

const model = theModel('alpha');
const provider = { id: 'openai', baseUrl: '', env: '', auth: 'bearer' as const, protocols: {}, quirks: [] };

type Case = {
  readonly usage?: Usage;
  readonly kind?: 'stream' | 'unary';
  readonly carried?: Partial<Carried>;
  readonly isMeasured?: boolean;
  readonly answers?: typeof model;
  readonly choices?: number;
};

function observe(one: Case) {
  const { usage = {}, kind = 'stream', carried, isMeasured = true, answers = model, choices } = one;
  const target = {
    name: 'alpha@low',
    model: answers,
    wireModel: 'alpha',
    provider,
    protocol: 'openai-chat',
    effort: 'low',
  };
  const record = { target, outcome: 'committed', role: 'first', startedAtMs: today, durationMs: 800 };
  const run = { kind: 'answered', answer: { kind }, records: [record as unknown as AttemptRecord] };
  const ended = {
    outcome: 'completed',
    fault: null,
    usage,
    hasEnded: true,
    stop: { reason: 'end' },
    streamedBytes: 1,
  };
  return observeAnswer(
    {
      run: run as unknown as Run,
      carried: { ...ended, ...carried } as Carried,
      endedAtMs: today + 2800,
      plan: { route: 'auto' },
    },
    factsOf(isMeasured, choices),
  );
}

const size = sizeRequest(factsOf().traits, tokens);
const usual = usualAnswer(size, expectAnswer(size, judged), model, 'low');

describe('a stream', () => {
  test('tells when it began and how fast it went on', () => {
    const [speed] = observe({ usage: { outputTokens: 150, reasoningOutputTokens: 50 } });
    expect(speed).toEqual({ field: 's|alpha@low', values: [1, Math.log(800), 1, Math.log(50)] });
  });

  test('with a few tokens tells no rate', () => {
    expect(observe({ usage: { outputTokens: 19, reasoningOutputTokens: 0 } })[0]?.values.slice(2)).toEqual([
      0, 0,
    ]);
    expect(observe({})[0]?.values.slice(2)).toEqual([0, 0]);
  });
});

describe('its length', () => {
  test('is told against what was expected of the model', () => {
    const [, length] = observe({ usage: { outputTokens: 150, reasoningOutputTokens: 50 } });
    expect(length?.field).toBe('l|auto|alpha@low');
    expect(length?.values).toEqual([1, 100, usual.visible, 1, 50, usual.reasoning]);
  });

  test('in one number is divided as it was expected', () => {
    const [, length] = observe({ usage: { outputTokens: 150 } });
    const [, visible = 0, usualVisible = 1, , reasoning = 0, usualReasoning = 1] = length?.values ?? [];
    expect(visible + reasoning).toBeCloseTo(150, 9);
    expect(visible / usualVisible).toBeCloseTo(reasoning / usualReasoning, 9);
  });

  test('of a model that does not think is all written', () => {
    const [, length] = observe({ usage: { outputTokens: 150 }, answers: { ...model, reasoning: null } });
    expect(length?.values.slice(1)).toEqual([150, usual.visible, 0, 0, 0]);
  });

  test('beyond all measure is cut', () => {
    const [, length] = observe({ usage: { outputTokens: 1e9, reasoningOutputTokens: 0 } });
    expect(length?.values[1]).toBe(20 * usual.visible);
  });
});

describe('nothing is learned', () => {
  const usage = { outputTokens: 150, reasoningOutputTokens: 50 };

  test.each<[string, Case, number]>([
    ['of a speed from an answer that came whole', { kind: 'unary', usage }, 1],
    ['of a length that ran into its cap', { usage, carried: { stop: { reason: 'max-tokens' } } }, 1],
    ['of a length that nobody foresaw', { usage, isMeasured: false }, 1],
    ['from a stream that failed', { usage, carried: { outcome: 'failed' } }, 0],
    ['from one whose client left', { usage, carried: { outcome: 'client-left' } }, 0],
  ])('%s', (_, made, count) => {
    expect(observe(made)).toHaveLength(count);
  });
});

test('several answers at once teach nothing of one', () => {
  const usage = { outputTokens: 150, reasoningOutputTokens: 50 };
  expect(observe({ usage }).length).toBeGreaterThan(0);
  expect(observe({ usage, choices: 3 })).toEqual([]);
});
