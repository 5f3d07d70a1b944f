/** Checks the catalogue's data itself: names, dates, successors, prices. A slip of a hand edit fails here. */
import { describe, expect, it } from 'vitest';
import { findModel, listModels } from '../../src/catalogue/catalogue.ts';
import { modelIds, otherModelNames } from '../../src/core/model-ids.ts';
import { efforts, type Model, type Price } from '../../src/core/target.ts';

const models = listModels();
const microUsd = 1_000_000;

/** Every rate of a price, its long-context ones included. */
function ratesOf(price: Price): number[] {
  const { input, cachedInput, cacheWrite5m, cacheWrite1h, output, longContext } = price;
  const long = longContext && [
    longContext.input,
    longContext.cachedInput,
    longContext.cacheWrite5m,
    longContext.cacheWrite1h ?? null,
    longContext.output,
  ];
  return [input, cachedInput, cacheWrite5m, cacheWrite1h, output, ...(long ?? [])].filter(
    (rate) => rate !== null,
  );
}

function isDate(text: string): boolean {
  return new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;
}

function pricesOf(model: Model | undefined): { usd: (number | null)[]; from: string }[] {
  return (model?.prices ?? []).map((price) => ({
    from: price.from,
    usd: [price.input, price.cachedInput, price.cacheWrite5m, price.output].map((rate) =>
      rate === null ? null : rate / microUsd,
    ),
  }));
}

describe('names', () => {
  it('uses each name once', () => {
    const names = models.flatMap((model) => [model.id, ...model.aliases, ...model.snapshots]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('agrees with the literal types', () => {
    expect(models.map((model) => model.id).toSorted()).toEqual([...modelIds].toSorted());
    const others = models.flatMap((model) => [...model.aliases, ...model.snapshots]);
    expect(others.toSorted()).toEqual([...otherModelNames].toSorted());
  });

  it.each([
    ['gpt-5.5', 'GPT-5.5', 'openai'],
    ['gpt-5.5-pro', 'GPT-5.5 Pro', 'openai'],
    ['gpt-5.4', 'GPT-5.4', 'openai'],
    ['gpt-5', 'GPT-5', 'openai'],
    ['gpt-4o', 'GPT-4o', 'openai'],
    ['claude-opus-4-7', 'Claude Opus 4.7', 'anthropic'],
    ['gemini-3.1-pro', 'Gemini 3.1 Pro', 'google'],
    ['gemma-4-31b-it', 'Gemma 4 31B', 'google'],
    ['glm-5.1', 'GLM-5.1', 'zai'],
    ['deepseek-v4-pro', 'DeepSeek V4 Pro', 'deepseek'],
    ['qwen3.6-27b', 'Qwen 3.6 27B', 'openrouter'],
  ])('knows %s', (name, display, provider) => {
    expect(findModel(name)).toMatchObject({ name: display, provider });
  });
});

describe.each(models.map((model) => [model.id, model] as const))('%s', (_, model) => {
  it('has real dates in order', () => {
    const dates = [model.released, model.shutdown].filter((date) => date !== null);
    const priceDates = model.prices.flatMap((price) => [price.from, price.observed]);
    expect([...dates, ...priceDates].filter((date) => !isDate(date))).toEqual([]);
    expect(dates).toEqual(dates.toSorted());
    const from = model.prices.map((price) => price.from);
    expect(from).toEqual([...new Set(from)].toSorted());
  });

  it('names a successor that outlives it', () => {
    const successor = model.successor === null ? null : findModel(model.successor);
    if (model.shutdown === null) expect(successor).toBeNull();
    else {
      expect(successor?.id).toBe(model.successor);
      expect(Date.parse(successor?.shutdown ?? '9999-12-31')).toBeGreaterThan(Date.parse(model.shutdown));
    }
  });

  it('has plausible prices with a source', () => {
    expect(model.prices.length).toBeGreaterThan(0);
    for (const price of model.prices) {
      expect(price.source).not.toBe('');
      const isFree = model.id === 'gemma-4-31b-it';
      for (const rate of ratesOf(price)) {
        expect(rate).toSatisfy(Number.isInteger);
        if (isFree) expect(rate).toBe(0);
        else expect(rate / microUsd).toSatisfy((usd: number) => usd >= 0.001 && usd <= 1000);
      }
      expect(price.output).toBeGreaterThanOrEqual(price.input ?? Number.NaN);
      expect(price.cachedInput ?? 0).toBeLessThanOrEqual(price.input ?? Number.NaN);
      expect(price.longContext?.input ?? Number.POSITIVE_INFINITY).toBeGreaterThan(price.input ?? Number.NaN);
    }
  });

  it('has limits, efforts and scores that fit together', () => {
    expect(model.protocols.length).toBeGreaterThan(0);
    const context = model.contextTokens ?? 0;
    expect(context).toBeGreaterThan(0);
    expect(model.maxOutputTokens ?? context).toBeLessThanOrEqual(context);
    expect(model.maxInputTokens ?? context).toBeLessThanOrEqual(context);
    const offered = model.reasoning?.efforts ?? [];
    expect(offered).toEqual(efforts.filter((effort) => offered.includes(effort)));
    if (model.reasoning?.default) expect(offered).toContain(model.reasoning.default);
    for (const score of Object.values(model.quality ?? {})) {
      expect(score).toSatisfy((index: number) => index > 0 && index < 100);
    }
  });
});

describe('facts that must not slip', () => {
  it('prices GPT-5.5 and GPT-5.5 Pro', () => {
    expect(pricesOf(findModel('gpt-5.5'))).toEqual([{ from: '2026-04-23', usd: [5, 0.5, null, 30] }]);
    const pro = findModel('gpt-5.5-pro');
    expect(pro?.prices[0]).toMatchObject({ input: 30 * microUsd, output: 180 * microUsd });
    expect(pro?.protocols).toEqual(['openai-responses']);
    expect(models.filter((model) => model.isSlow).map((model) => model.id)).toEqual([
      'gpt-5.5-pro',
      'gpt-5.4-pro',
    ]);
  });

  it('doubles input and adds half to output on long context at OpenAI', () => {
    expect(findModel('gpt-5.5')?.prices[0]?.longContext).toEqual({
      fromInputTokens: 272_000,
      input: 10 * microUsd,
      cachedInput: 1 * microUsd,
      cacheWrite5m: null,
      cacheWrite1h: null,
      output: 45 * microUsd,
    });
  });

  it('charges five times as much for a long request to Claude Haiku 5.5', () => {
    expect(findModel('claude-haiku-5-5')?.prices[0]?.longContext).toEqual({
      fromInputTokens: 100_001,
      input: 500_000,
      cachedInput: 50_000,
      cacheWrite5m: 625_000,
      cacheWrite1h: 1_000_000,
      output: 2_500_000,
    });
  });

  it('charges Anthropic cache writes at 1.25 and 2 times the input', () => {
    for (const price of models.filter((m) => m.provider === 'anthropic').flatMap((m) => m.prices)) {
      const input = price.input ?? Number.NaN;
      expect(price.cacheWrite5m).toBe(input * 1.25);
      expect(price.cacheWrite1h).toBe(input * 2);
    }
  });

  it('halves DeepSeek outside the peak hours', () => {
    expect(findModel('deepseek-v4-pro')?.prices.at(-1)?.offPeak).toEqual({
      multiplier: 500,
      peakWeekdays: [1, 2, 3, 4, 5],
      peakHours: [
        [1, 4],
        [6, 10],
      ],
    });
  });

  it('sends tools of GPT-5.4 and later through Responses', () => {
    const chat = models.filter((m) => m.provider === 'openai' && m.protocols.includes('openai-chat'));
    const free = chat.filter((m) => !m.rules.includes('tools-need-responses')).map((m) => m.id);
    expect(free).toEqual(['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-4o', 'gpt-4o-mini', 'gpt-4.1']);
  });

  it('never lets a model take sampling that its maker refuses while it reasons', () => {
    for (const model of models.filter((m) => m.rules.includes('sampling-without-reasoning'))) {
      expect(model.reasoning?.efforts).toContain('none');
    }
  });
});
