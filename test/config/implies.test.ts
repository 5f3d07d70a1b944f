import { describe, expect, test } from 'vitest';
import { implies } from '../../src/config/implies.ts';
import type { When } from '../../src/core/route-when.ts';

const hours = { from: '08:00', to: '18:00', zone: 'UTC' };

/** The first implies the second, and not the other way round. */
const narrower: readonly [When, When][] = [
  [{ task: ['code'] }, { task: ['code', 'math'] }],
  [{ task: ['code'], stream: true }, { task: ['code'] }],
  [{ difficulty: { from: 0.8 } }, { difficulty: { from: 0.5 } }],
  [{ difficulty: { from: 0.5, to: 0.6 } }, { difficulty: { to: 0.7 } }],
  [{ risk: { level: 'high' } }, { risk: { level: 'low' } }],
  [{ risk: { level: 'low', domains: ['cyber'] } }, { risk: { level: 'low' } }],
  [
    { risk: { level: 'high', domains: ['cyber'] } },
    { risk: { level: 'low', domains: ['cyber', 'bio_chem'] } },
  ],
  [{ inputTokens: { from: 100, to: 200 } }, { inputTokens: { from: 100 } }],
  [{ modalities: ['image'] }, { modalities: ['image', 'audio'] }],
  [{ tools: 'destructive' }, { tools: 'write' }],
  [{ tools: 'write' }, { tools: 'any' }],
  [{ caller: ['a'] }, { caller: ['a', 'b'] }],
  [{ protocol: ['openai-chat'] }, { protocol: ['openai-chat', 'openai-responses'] }],
  [{ structuredOutput: true, stream: false }, { structuredOutput: true }],
  [{ hours: { ...hours, days: [1, 2] } }, { hours }],
];

describe('a condition implies a wider one, and only that way', () => {
  test.each(narrower)('%j in %j', (narrow, wide) => {
    expect(implies(narrow, wide)).toBe(true);
    expect(implies(wide, narrow)).toBe(false);
    expect(implies(narrow, narrow)).toBe(true);
  });
});

test.each<[When, When]>([
  [{ task: ['code'] }, { difficulty: { from: 0.1 } }],
  [{ tools: 'none' }, { tools: 'any' }],
  [{ stream: true }, { stream: false }],
  [{ hours }, { hours: { ...hours, zone: 'Europe/Berlin' } }],
  [{ risk: { level: 'high' } }, { risk: { level: 'low', domains: ['cyber'] } }],
])('%j and %j have nothing to do with each other', (a, b) => {
  expect(implies(a, b)).toBe(false);
  expect(implies(b, a)).toBe(false);
});
