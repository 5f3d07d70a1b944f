/** The more a target thinks, the longer it may take. */
import { describe, expect, test } from 'vitest';
import { type Effort, efforts, type Model, type Target } from '../../src/core/target.ts';
import { deadlinesFor } from '../../src/routing/deadlines.ts';
import { makeConfig, theModel } from '../support/world/models.ts';
import { makeRequest } from '../support/world/requests.ts';

function targetOf(model: Model): Target {
  const provider = makeConfig().providers.get('openai');
  if (provider === undefined) throw new Error('no provider');
  return { name: model.id, model, wireModel: model.id, provider, protocol: 'openai-chat', effort: null };
}

const thinker = theModel('alpha', { reasoning: { efforts, default: null, style: 'effort' } });
const at = (effort: Effort) =>
  deadlinesFor(targetOf(thinker), makeRequest({ stream: true, reasoning: { effort } }), {});

describe('deadlines', () => {
  test('grow with the effort, and every one leaves room for the next', () => {
    const all = efforts.map(at);
    for (const key of ['firstEventMs', 'idleMs', 'totalMs'] as const) {
      const values = all.map((each) => each[key]);
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
    for (const { firstEventMs, idleMs, totalMs } of all)
      expect(totalMs).toBeGreaterThan(firstEventMs + idleMs);
    expect(at('max').firstEventMs).toBeGreaterThan(at('none').firstEventMs);
  });

  test('of a model that does not reason are the shortest, of a slow one the longest', () => {
    const request = makeRequest({ stream: true });
    expect(deadlinesFor(targetOf(theModel('gamma')), request, {})).toEqual(at('none'));
    const slow = deadlinesFor(targetOf({ ...thinker, isSlow: true }), request, {});
    expect(slow.firstEventMs).toBeGreaterThan(at('max').firstEventMs);
  });

  test('a model of unknown default effort may think', () => {
    expect(deadlinesFor(targetOf(thinker), makeRequest({ stream: true }), {})).toEqual(at('medium'));
  });

  test('are the route’s where it says so', () => {
    const overrides = { firstEventMs: 5, totalMs: 50 };
    const request = makeRequest({ stream: true });
    expect(deadlinesFor(targetOf(thinker), request, overrides)).toEqual({ ...at('medium'), ...overrides });
  });

  test.each([
    ['as long as it takes to begin and to write what it may hold', { maxOutputTokens: 100 }, 15_000],
    ['at most half of the whole, so that another can follow', { maxOutputTokens: 10_000 }, 60_000],
    ['where nothing is said, what the model may write counts', {}, 60_000],
  ])('a unary answer comes all at once: %s', (_, said, ms) => {
    const overrides = { firstEventMs: 5000, totalMs: 120_000 };
    const request = makeRequest({ stream: false, ...said });
    expect(deadlinesFor(targetOf(thinker), request, overrides)).toMatchObject({
      firstEventMs: ms,
      totalMs: 120_000,
    });
  });
});
