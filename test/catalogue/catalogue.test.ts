import { describe, expect, it } from 'vitest';
import { findModel, modelState, nearMatches, priceAt } from '../../src/catalogue/catalogue.ts';
import type { Model } from '../../src/core/target.ts';

const at = (time: string) => Date.parse(time);

function model(name: string): Model {
  const found = findModel(name);
  if (!found) throw new Error(`no model ${name}`);
  return found;
}

describe('findModel', () => {
  it.each([
    ['gpt-5.5', 'gpt-5.5'],
    ['gpt-5.5-2026-04-23', 'gpt-5.5'],
    ['gpt-5.6', 'gpt-5.6-sol'],
    ['deepseek-v4', 'deepseek-v4-pro'],
    ['deepseek-v4-flash', 'deepseek-flash'],
    ['gemma-4', 'gemma-4-31b-it'],
    ['@cf/openai/gpt-oss-120b', 'workers-ai/gpt-oss-120b'],
  ])('reads %s as %s', (name, id) => {
    expect(findModel(name)?.id).toBe(id);
  });

  it.each(['GPT-5.5', 'gpt-5.5 ', 'gpt-9', '', 'constructor', '__proto__'])('does not know %j', (name) => {
    expect(findModel(name)).toBeUndefined();
  });
});

describe('nearMatches', () => {
  it.each([
    ['gpt5.5', 'gpt-5.5'],
    ['GPT-5.5', 'gpt-5.5'],
    ['gpt-5.6-sool', 'gpt-5.6-sol'],
    ['claude-opus-4.7', 'claude-opus-4-7'],
    ['claude_opus_4_7', 'claude-opus-4-7'],
    ['gpt-5.5-pr', 'gpt-5.5-pro'],
    ['gemini-pro', 'gemini-3.1-pro-preview'],
    ['qwen-3.6-27b', 'openrouter/qwen3.6-27b'],
  ])('puts the model meant by %s first', (name, id) => {
    expect(nearMatches(name)[0]).toBe(id);
  });

  it('finds models by one word of their name', () => {
    expect(nearMatches('opus').every((id) => id.startsWith('claude-opus-'))).toBe(true);
    expect(nearMatches('opus', 3)).toHaveLength(3);
  });

  it('names each model once, however many of its names are near', () => {
    const near = nearMatches('gpt-4o-2024', 20);
    expect(near).toContain('gpt-4o');
    expect(new Set(near).size).toBe(near.length);
  });

  it.each(['llama-3', '', '///', 'x'.repeat(100_000)])('offers nothing for %s', (name) => {
    expect(nearMatches(name)).toEqual([]);
  });
});

describe('modelState', () => {
  it.each([
    ['gpt-5.5', '2026-11-21T00:00:00Z', { kind: 'active' }],
    ['gpt-4o', '2026-11-14T23:59:59Z', { kind: 'active' }],
    ['gpt-4o', '2026-11-15T00:00:00Z', { kind: 'retiring', date: '2027-01-14', days: 60 }],
    ['gpt-5', '2026-11-21T12:00:00Z', { kind: 'retiring', date: '2026-12-11', days: 20 }],
    ['gpt-5', '2026-12-10T23:59:59Z', { kind: 'retiring', date: '2026-12-11', days: 1 }],
    ['gpt-5', '2026-12-11T00:00:00Z', { kind: 'retired', date: '2026-12-11', successor: 'gpt-5.6-sol' }],
  ])('%s at %s', (name, time, state) => {
    expect(modelState(model(name), at(time))).toEqual(state);
  });
});

describe('priceAt', () => {
  it.each([
    ['gpt-5.6-sol', '2026-07-08T23:59:59Z', undefined, undefined],
    ['gpt-5.6-sol', '2026-07-09T00:00:00Z', 5_000_000, 30_000_000],
    ['gpt-5.6-sol', '2026-08-20T23:59:59Z', 5_000_000, 30_000_000],
    ['gpt-5.6-sol', '2026-08-21T00:00:00Z', 4_000_000, 20_000_000],
    ['gpt-5.6-luna', '2026-07-29T12:00:00Z', 1_000_000, 6_000_000],
    ['gpt-5.6-luna', '2026-07-30T00:00:00Z', 200_000, 1_200_000],
    ['deepseek-v4-pro', '2026-08-16T00:00:00Z', 435_000, 870_000],
    ['deepseek-v4-pro', '2026-08-17T00:00:00Z', 1_320_000, 3_960_000],
    ['gemma-4-31b-it', '2026-11-21T00:00:00Z', 0, 0],
  ])('%s at %s', (name, time, input, output) => {
    const price = priceAt(model(name), at(time));
    expect([price?.input, price?.output]).toEqual([input, output]);
  });

  it('keeps what is not known apart from zero', () => {
    expect(priceAt(model('gpt-6.2-sol'), at('2026-11-21'))?.cachedInput).toBeNull();
  });
});
