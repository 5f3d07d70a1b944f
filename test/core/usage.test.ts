/** Law 8: meters that do not overlap add up to the provider's totals. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { believedUsage, disjointMeters, mergeUsage, type Usage, usageIn } from '../../src/core/usage.ts';

const count = fc.nat(1_000_000);
const anyUsage: fc.Arbitrary<Usage> = fc.record(
  {
    inputTokens: count,
    cacheReadInputTokens: count,
    cacheCreationInputTokens: count,
    cacheCreation1hInputTokens: count,
    outputTokens: count,
    reasoningOutputTokens: count,
  },
  { requiredKeys: [], noNullPrototype: true },
);

test('disjoint meters add up to the totals and are never negative, whatever was reported', () => {
  fc.assert(
    fc.property(anyUsage, (usage) => {
      const meters = disjointMeters(usage);
      if (usage.inputTokens === undefined || usage.outputTokens === undefined) {
        expect(meters).toBeNull();
        return;
      }
      if (meters === null) throw new Error('both totals were reported');
      const { uncachedInputTokens, cacheReadInputTokens, cacheCreationInputTokens } = meters;
      const input = [uncachedInputTokens, cacheReadInputTokens, cacheCreationInputTokens];
      const out = [meters.visibleOutputTokens, meters.reasoningOutputTokens];
      expect(input.reduce((a, b) => a + b, 0)).toBe(usage.inputTokens);
      expect(out.reduce((a, b) => a + b, 0)).toBe(usage.outputTokens);
      expect(Math.min(...input, ...out)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('what is a subset of the total is taken as reported', () => {
  expect(
    disjointMeters({
      inputTokens: 100,
      cacheReadInputTokens: 60,
      cacheCreationInputTokens: 30,
      outputTokens: 20,
      reasoningOutputTokens: 5,
    }),
  ).toEqual({
    uncachedInputTokens: 10,
    cacheReadInputTokens: 60,
    cacheCreationInputTokens: 30,
    visibleOutputTokens: 15,
    reasoningOutputTokens: 5,
  });
});

test('not reported is not zero', () => {
  expect(disjointMeters({ inputTokens: 1 })).toBeNull();
  expect(disjointMeters({ outputTokens: 1 })).toBeNull();
  expect(mergeUsage({}, {})).toEqual({});
});

test('the last report of each meter counts, in any grouping', () => {
  fc.assert(
    fc.property(anyUsage, anyUsage, anyUsage, (a, b, c) => {
      expect(mergeUsage(mergeUsage(a, b), c)).toEqual({ ...a, ...b, ...c });
      expect(mergeUsage(a, mergeUsage(b, c))).toEqual({ ...a, ...b, ...c });
      const events = [a, b, c].map((usage) => ({ type: 'usage', usage }));
      expect(usageIn([{ type: 'ping' }, ...events])).toEqual({ ...a, ...b, ...c });
    }),
  );
});

test('a model can come to ten of its windows in one answer, and no further', () => {
  const model = { contextTokens: 128_000, maxOutputTokens: 16_000 };
  const most = { inputTokens: 1_440_000, outputTokens: 1_440_000, webSearchCalls: 10_000 };
  expect(believedUsage(most, model)).toBe(most);
  expect(believedUsage({ ...most, inputTokens: 1_440_001 }, model)).toEqual({});
  expect(believedUsage({ ...most, reasoningOutputTokens: 1_440_001 }, model)).toEqual({});
  expect(believedUsage({ ...most, fileSearchCalls: 10_001 }, model)).toEqual({});
});

test('where nobody knows the limits of a model, no more than any can do', () => {
  const model = { contextTokens: null, maxOutputTokens: null };
  const most = { inputTokens: 100_000_000 };
  expect(believedUsage(most, model)).toBe(most);
  expect(believedUsage({ inputTokens: 100_000_001 }, model)).toEqual({});
});
