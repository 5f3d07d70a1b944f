/** The quality curve: monotone in index and difficulty, unknown where no source speaks. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findModel } from '../../src/catalogue/catalogue.ts';
import { type Task, tasks } from '../../src/core/classification.ts';
import { completeModel } from '../../src/core/complete-model.ts';
import { type Effort, efforts, type Model } from '../../src/core/target.ts';
import { predictQuality } from '../../src/routing/predict-quality.ts';

function modelAt(quality: NonNullable<Model['quality']>, scores: NonNullable<Model['scores']> = {}): Model {
  const reasoning = { efforts, default: null, style: 'effort' } as const;
  return completeModel(
    { id: 'm', provider: 'p', protocols: ['openai-chat'], reasoning, quality, scores },
    'made up',
  );
}

function named(id: string): Model {
  const model = findModel(id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return model;
}

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const index = fc.double({ min: 0, max: 100, noNaN: true });

describe('predicted quality', () => {
  test('is a probability, and never falls with the index or rises with the difficulty', () => {
    const percent = fc.record({ high: fc.constantFrom(0, 20, 50, 80, 99, 100) });
    const scores = fc.record({ science: percent, coding: percent }, { requiredKeys: [] });
    const task = fc.option(fc.constantFrom(...tasks));
    fc.assert(
      fc.property(index, index, chance, chance, scores, task, (a, b, c, d, scored, asked) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [easy, hard] = [Math.min(c, d), Math.max(c, d)];
        const worse = predictQuality(modelAt({ high: low }, scored), 'high', asked, hard) ?? Number.NaN;
        const better = predictQuality(modelAt({ high }, scored), 'high', asked, easy) ?? Number.NaN;
        return 0 < worse && worse <= better && better < 1;
      }),
    );
  });

  test('of more effort is higher where the source says so', () => {
    const qualities = (['none', 'low', 'medium', 'high', 'xhigh'] as const).map((effort) =>
      predictQuality(named('gpt-5.5'), effort, null, 0.2),
    );
    expect(qualities).toEqual(qualities.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    expect(new Set(qualities).size).toBe(5);
  });

  test.each([
    ['gpt-5.5-pro', 'high'],
    ['gpt-5.4', 'low'],
    ['claude-opus-4-7', 'medium'],
    ['gpt-6.2-sol', null],
  ] as [string, Effort | null][])('is unknown where no source says: %s at %s', (id, effort) => {
    expect(predictQuality(named(id), effort, null, 0.2)).toBeNull();
  });

  describe('where a benchmark stands near the task', () => {
    const strongInCode = modelAt({ low: 40, high: 50 }, { coding: { low: 90, high: 90 } });
    const plain = modelAt({ low: 40, high: 50 });
    const better = (task: Task, effort: Effort) =>
      (predictQuality(strongInCode, effort, task, 0.2) ?? 0) -
      (predictQuality(plain, effort, task, 0.2) ?? 0);

    test('moves with it, between known efforts too', () => {
      expect(better('code', 'high')).toBeGreaterThan(0);
      expect(better('agent', 'medium')).toBeGreaterThan(0);
      expect(better('write', 'high')).toBe(0);
      expect(better('math', 'high')).toBe(0);
    });

    test('never makes an unknown index known', () => {
      expect(predictQuality(modelAt({}, { coding: { high: 90 } }), 'high', 'code', 0.2)).toBeNull();
    });
  });

  test('is that of the usual request where nothing was judged', () => {
    const model = named('gpt-5.5');
    const unjudged = predictQuality(model, 'low', null, null) ?? Number.NaN;
    expect(unjudged).toBeLessThan(predictQuality(model, 'low', null, 0.15) ?? 0);
    expect(unjudged).toBeGreaterThan(predictQuality(model, 'low', null, 0.25) ?? 1);
  });
});
