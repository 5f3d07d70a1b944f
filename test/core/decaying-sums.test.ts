/** Sums that fade: half after each half-life, and the same in whatever order they come together. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSums, type DecayingSums, decayTo, parseSums, printSums } from '../../src/core/decaying-sums.ts';

const halfLifeMs = 1000;
const anySums: fc.Arbitrary<DecayingSums> = fc.record({
  atMs: fc.integer({ min: 0, max: 20_000 }),
  values: fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 2, maxLength: 2 }),
});

function close(a: DecayingSums, b: DecayingSums): void {
  expect(a.atMs).toBe(b.atMs);
  a.values.forEach((value, at) => {
    expect(value).toBeCloseTo(b.values[at] ?? Number.NaN, 6);
  });
}

describe('sums', () => {
  test('are half after a half-life, and no more before their time', () => {
    const sums = { atMs: 5000, values: [8, 4] };
    expect(decayTo(sums, 6000, halfLifeMs)).toEqual({ atMs: 6000, values: [4, 2] });
    expect(decayTo(sums, 4000, halfLifeMs)).toEqual(sums);
  });

  test('add up to the same in any order', () => {
    fc.assert(
      fc.property(anySums, anySums, anySums, (a, b, c) => {
        const left = addSums(addSums(a, b, halfLifeMs), c, halfLifeMs);
        const right = addSums(addSums(c, b, halfLifeMs), a, halfLifeMs);
        close(left, right);
      }),
    );
  });

  test('fade alike before and after they are added', () => {
    fc.assert(
      fc.property(anySums, anySums, fc.integer({ min: 20_000, max: 30_000 }), (a, b, nowMs) => {
        const together = decayTo(addSums(a, b, halfLifeMs), nowMs, halfLifeMs);
        const apart = addSums(decayTo(a, nowMs, halfLifeMs), decayTo(b, nowMs, halfLifeMs), halfLifeMs);
        close(together, apart);
      }),
    );
  });

  test('of another form take the longer one', () => {
    const sum = addSums({ atMs: 0, values: [1, 2] }, { atMs: 0, values: [1, 2, 3] }, halfLifeMs);
    expect(sum.values).toEqual([2, 4, 3]);
  });
});

describe('as text', () => {
  test('come back with nine digits', () => {
    fc.assert(fc.property(anySums, (sums) => close(parseSums(printSums(sums)) ?? sums, sums)));
    expect(printSums({ atMs: 1_795_262_400_000.4, values: [1, 2 / 3] })).toBe('1795262400000 1 0.666666667');
  });

  test.each(['', 'x', '1', '1 x', '1 Infinity'])('%j is none', (text) => {
    expect(parseSums(text)).toBeNull();
  });
});
