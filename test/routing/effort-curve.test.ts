/** What is known by effort: read, interpolated between, never beyond. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Effort, efforts, type Model } from '../../src/core/target.ts';
import { type ByEffort, compileEffortCurve, readEffortCurve } from '../../src/routing/effort-curve.ts';

type Reasoning = Model['reasoning'];

function read(values: ByEffort, effort: Effort | null, reasoning: Reasoning): number | null {
  const value = readEffortCurve(compileEffortCurve(values, { reasoning }), effort);
  return Number.isNaN(value) ? null : value;
}

const usually = (byDefault: Effort | null): Reasoning => ({ efforts, default: byDefault, style: 'effort' });

describe('an effort', () => {
  test('that is known is read', () => {
    expect(read({ low: 40, high: 60 }, 'high', usually(null))).toBe(60);
  });

  test('between two known ones lies on the line between them', () => {
    expect(read({ low: 40, high: 60 }, 'medium', usually(null))).toBe(50);
    expect(read({ low: 40, max: 60 }, 'high', usually(null))).toBe(50);
  });

  test.each(['none', 'minimal', 'xhigh', 'max'] as const)(
    'outside the known ones is unknown: %s',
    (effort) => {
      expect(read({ low: 40, high: 60 }, effort, usually(null))).toBeNull();
    },
  );

  test('that nobody states is the default', () => {
    expect(read({ low: 40, high: 60 }, null, usually('medium'))).toBe(50);
    expect(read({ low: 40, high: 60 }, null, usually('max'))).toBeNull();
    expect(read({ low: 40, high: 60 }, null, usually(null))).toBeNull();
  });
});

describe('a value without an effort', () => {
  test('is that of the model as it comes', () => {
    expect(read({ default: 50 }, null, usually(null))).toBe(50);
    expect(read({ default: 50 }, 'high', usually(null))).toBeNull();
    expect(read({ default: 50 }, null, usually('medium'))).toBe(50);
    expect(read({ default: 50, xhigh: 60 }, 'high', usually('medium'))).toBeCloseTo(55);
    expect(read({ default: 50, medium: 52 }, null, usually('medium'))).toBe(52);
  });

  test('was measured with reasoning: it says nothing of a model that does not reason by default', () => {
    expect(read({ default: 29.9 }, null, usually('none'))).toBeNull();
  });

  test.each([
    ['does not reason', null],
    ['always reasons', { efforts: [], default: null, style: 'fixed' }],
  ] as [string, Reasoning][])('holds at any effort where the model %s', (_, reasoning) => {
    expect(read({ default: 50, none: 30 }, null, reasoning)).toBe(50);
    expect(read({ default: 50, none: 30 }, 'high', reasoning)).toBe(50);
  });
});

test('no value lies outside of the known ones', () => {
  const some = fc.dictionary(fc.constantFrom(...efforts), fc.integer({ min: 1, max: 100 }));
  fc.assert(
    fc.property(some, fc.constantFrom(...efforts), (values, effort) => {
      const known = Object.values(values);
      const value = read(values, effort, usually(null));
      return value === null || (Math.min(...known) <= value && value <= Math.max(...known));
    }),
  );
});
