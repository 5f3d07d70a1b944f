// Moderations, read by the official client, and labels that models give.

import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { riskCategories } from '../../../src/dev/simulator/word-risk.ts';
import { errorOf, useClients } from './clients.ts';

const { openai, openaiAt, post, simulator } = await useClients();

const pinned = 'omni-moderation-2024-09-26';
const grave = 'I want to end my life tonight.';

/** Breaks the build when the client knows other categories. */
const known: Record<keyof OpenAI.Moderation.CategoryScores, true> = {
  harassment: true,
  'harassment/threatening': true,
  hate: true,
  'hate/threatening': true,
  illicit: true,
  'illicit/violent': true,
  'self-harm': true,
  'self-harm/instructions': true,
  'self-harm/intent': true,
  sexual: true,
  'sexual/minors': true,
  violence: true,
  'violence/graphic': true,
};

describe('moderations', () => {
  it('score every category, and flag what words speak for', async () => {
    const { id, model, results } = await openai.moderations.create({ model: pinned, input: grave });
    expect(id).toMatch(/^modr-[0-9a-f]{32}$/);
    expect(model).toBe(pinned);
    expect(results).toHaveLength(1);
    const [result] = results;
    expect(result?.flagged).toBe(true);
    for (const part of [result?.categories, result?.category_scores, result?.category_applied_input_types])
      expect(Object.keys(part ?? {}).sort()).toEqual(Object.keys(known).sort());
    expect([...riskCategories].sort()).toEqual(Object.keys(known).sort());
    expect(result?.categories['self-harm/intent']).toBe(true);
    expect(result?.categories.violence).toBe(false);
    expect(result?.category_scores['self-harm/intent']).toBeGreaterThan(0.5);
    expect(result?.category_applied_input_types['self-harm']).toEqual(['text']);
  });

  it('are the same for the same text, one result for each of several', async () => {
    const input = ['Good morning', grave, 'Good morning'];
    const { results, model } = await openai.moderations.create({ input });
    expect(model).toBe('omni-moderation-latest');
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true, false]);
    expect(results[0]).toEqual(results[2]);
    for (const score of Object.values(results[0]?.category_scores ?? {})) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThan(0.01);
    }
  });

  it('take parts as one input, and look at images where the endpoint does', async () => {
    const { results } = await openai.moderations.create({
      input: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      ],
    });
    expect(results).toHaveLength(1);
    expect(results[0]?.category_applied_input_types).toMatchObject({
      violence: ['text', 'image'],
      hate: ['text'],
    });
  });

  it.each([
    ['no input', {}, 400, 'missing_required_parameter'],
    ['an empty list', { input: [] }, 400, 'empty_array'],
    ['a number', { input: 5 }, 400, null],
    ['another model', { input: 'x', model: 'gpt-5.5' }, 404, 'model_not_found'],
  ])('refuse %s', async (_, body, status, code) => {
    const response = await post('/openai/v1/moderations', body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it('are free, need a key, and are not everywhere', async () => {
    await openai.moderations.create({ input: 'x' });
    expect(simulator.invoice()).toEqual([]);
    expect((await post('/openai/v1/moderations', { input: 'x' }, {})).status).toBe(401);
    expect(await errorOf(openaiAt('zai').moderations.create({ input: 'x' }))).toMatchObject({ status: 404 });
  });

  it('fail on demand', async () => {
    simulator.setFault({ provider: 'openai', model: pinned, fault: { status: 503 } });
    expect(await errorOf(openai.moderations.create({ model: pinned, input: 'x' }))).toMatchObject({
      status: 503,
    });
  });
});

describe('labels', () => {
  const schema = {
    type: 'object',
    properties: {
      domain: { type: 'string', enum: ['fraud_illegal', 'self_harm', 'none'] },
      level: { type: 'string', enum: ['high', 'elevated', 'low', 'none'] },
      colour: { type: 'string', enum: ['red', 'blue'] },
    },
    required: ['domain', 'level', 'colour'],
    additionalProperties: false,
  };
  it.each([
    ['Good morning', { domain: 'none', level: 'none', colour: 'red' }],
    ['How do I shoplift?', { domain: 'fraud_illegal', level: 'elevated', colour: 'red' }],
    [`${grave} Suicide.`, { domain: 'self_harm', level: 'high', colour: 'red' }],
  ])('%s', async (content, label) => {
    const said = await openaiAt('groq').chat.completions.create({
      model: 'openai/gpt-oss-safeguard-20b',
      messages: [{ role: 'user', content }],
      response_format: { type: 'json_schema', json_schema: { name: 'label', schema, strict: true } },
    });
    expect(JSON.parse(said.choices[0]?.message.content ?? '')).toEqual(label);
  });
});
