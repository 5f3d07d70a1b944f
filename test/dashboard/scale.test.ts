import { expect, test } from 'vitest';
import { labelsOf, scaleTo } from '../../src/dashboard/charts/scale.ts';
import { moneyTicks } from '../../src/dashboard/parts/format.ts';

const hours = (count: number) => Array.from({ length: count }, (_, at) => `11-${10 + at} 00:00`);
const shown = (names: readonly string[]) => labelsOf(names).filter(({ text }) => text !== '');

test('an axis has six labels at most, and none that would stand out at its end', () => {
  for (const count of [1, 2, 7, 24, 31, 400, 744]) {
    const labels = labelsOf(Array.from({ length: count }, (_, at) => String(at)));
    expect(labels).toHaveLength(count);
    expect(labels.filter(({ text }) => text !== '').length).toBeLessThanOrEqual(6);
    expect(labels[0]?.text).toBe('0');
  }
  expect(labelsOf(['1', '2', '3', '4', '5', '6', '7']).map(({ text }) => text)).toEqual([
    ...['1', '', '3', '', '5', '', ''],
  ]);
});

test('of long labels every other one is spare on a phone, the last first; of short and few ones none', () => {
  expect(shown(hours(6)).map(({ isSpare }) => isSpare)).toEqual([false, true, false, true, false, true]);
  expect(shown(hours(5)).map(({ isSpare }) => isSpare)).toEqual([true, false, true, false, true]);
  expect(shown(hours(3)).some(({ isSpare }) => isSpare)).toBe(false);
  expect(shown(['11-01', '11-02', '11-03', '11-04']).some(({ isSpare }) => isSpare)).toBe(false);
});

test('an axis of money says every tick as it is, however small its steps', () => {
  const ticksTo = (nanoUsd: number) => moneyTicks(scaleTo(nanoUsd, 1_000_000_000).ticks);
  expect(ticksTo(9_000_000)).toEqual(['0.0000', '0.0025', '0.0050', '0.0075', '0.0100']);
  expect(ticksTo(100_000_000)).toEqual(['0.000', '0.025', '0.050', '0.075', '0.100']);
  expect(ticksTo(4_800_000_000_000)).toEqual(['0.00', '2,000.00', '4,000.00', '6,000.00']);
  for (const nanoUsd of [0, 17, 900, 31_000, 6_300_000, 12_000_000, 999_000_000, 7_777_777_777_777]) {
    const labels = ticksTo(nanoUsd);
    expect([nanoUsd, new Set(labels).size]).toEqual([nanoUsd, labels.length]);
  }
});
