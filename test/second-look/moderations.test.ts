import type OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import type { ModerationCategory } from '../../src/core/moderation.ts';
import { materialOf } from '../../src/second-look/material.ts';
import {
  createModerationJudge,
  moderationTable,
  readModerations,
} from '../../src/second-look/moderations.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makePorts, moderated, moderation, settingsOf } from './settings.ts';

/** Breaks the build when the client of the provider knows other categories than the table. */
type Known = keyof OpenAI.Moderation.CategoryScores;
const isComplete: [Known] extends [ModerationCategory]
  ? [ModerationCategory] extends [Known]
    ? true
    : never
  : never = true;

const read = (...results: unknown[]) => readModerations(JSON.stringify({ results }), results.length);
const labelled = (level: string, domain: string | null) => ({ kind: 'label', label: { level, domain } });

test('thresholds of a config take the place of those of the table', () => {
  const body = JSON.stringify({ results: [moderation({ violence: 0.6 })] });
  expect(readModerations(body, 1)).toEqual(labelled('low', 'violence_weapons'));
  const thresholds = { violence: { low: 0.1, elevated: 0.3, high: 0.6 } };
  expect(readModerations(body, 1, thresholds)).toEqual(labelled('high', 'violence_weapons'));
});

test('the table has each category of the endpoint', () => {
  expect(isComplete).toBe(true);
  expect(Object.keys(moderationTable)).toHaveLength(13);
});

describe.each(Object.entries(moderationTable))('%s', (category, { domain, low, elevated, high }) => {
  test('has cuts that rise', () => {
    expect([low, elevated, high]).toEqual([low, elevated, high].toSorted((a, b) => a - b));
  });

  test.each([
    [low - 0.01, 'none', null],
    [low, 'low', domain],
    [elevated, 'elevated', domain],
    [high, 'high', domain],
    [1, 'high', domain],
  ])('%d is %s', (score, level, named) => {
    expect(read(moderation({ [category]: score }))).toEqual(labelled(level, named));
  });

  test('is elevated where the endpoint flags it', () => {
    expect(read(moderation({}, [category]))).toEqual(labelled('elevated', domain));
  });
});

test('the gravest of all texts counts', () => {
  const said = read(moderation({ sexual: 0.5 }), moderation({ hate: 0.9 }), moderation({ violence: 0.5 }));
  expect(said).toEqual(labelled('high', 'hate_harassment'));
});

test('a flag of a category that is not known here is elevated, of no domain', () => {
  expect(read({ ...moderation(), flagged: true })).toEqual(labelled('elevated', null));
  expect(read({ ...moderation({ hate: 0.6 }), flagged: true })).toEqual(
    labelled('elevated', 'hate_harassment'),
  );
});

describe('is no label', () => {
  const without = (name: string) => {
    const { [name as 'hate']: _, ...rest } = moderation().category_scores as Record<string, number>;
    return { ...moderation(), category_scores: rest };
  };
  test.each<[string, unknown[]]>([
    ['a score left out', [without('illicit')]],
    ['a score in words', [moderation({ hate: 'high' as unknown as number })]],
    ['a score above 1', [moderation({ hate: 1.5 })]],
    ['a score below 0', [moderation({ hate: -1 })]],
    ['a result without scores', [{ flagged: false, categories: {} }]],
    ['a result that is none', [null]],
  ])('%s', (_, results) => {
    expect(read(...results)).toEqual({ kind: 'failed', why: 'unreadable' });
  });

  test('fewer or more results than texts', () => {
    const body = JSON.stringify({ results: [moderation()] });
    expect(readModerations(body, 2)).toEqual({ kind: 'failed', why: 'unreadable' });
    expect(readModerations(body, 0)).toEqual({ kind: 'failed', why: 'unreadable' });
  });
});

test('each text is sent apart, to a pinned model, with no header of the caller', async () => {
  const { using } = settingsOf();
  const ports = makePorts((post) => moderated(post));
  const request = makeRequest({ system: [{ type: 'text', text: 'Be kind.' }] });
  const signal = new AbortController().signal;
  await createModerationJudge(using.provider).ask(materialOf(request), ports.post, signal);
  expect(ports.posts).toEqual([
    {
      provider: using.provider,
      protocol: 'openai-chat',
      path: '/moderations',
      headers: {},
      body: JSON.stringify({ model: 'omni-moderation-2024-09-26', input: ['Hello', 'Be kind.'] }),
      signal,
    },
  ]);
});
