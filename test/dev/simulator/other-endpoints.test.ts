// Embeddings and model lists, read by the official clients.

import { describe, expect, it } from 'vitest';
import { collect, useClients } from './clients.ts';

const { openai, anthropic, openaiAt, post } = await useClients();

describe('embeddings', () => {
  it('are unit vectors, equal for equal texts, in either encoding', async () => {
    const input = ['red signal', 'green signal', 'red signal'];
    const decoded = await openai.embeddings.create({ model: 'text-embedding-3-small', input });
    const plain = await openai.embeddings.create({
      model: 'text-embedding-3-small',
      input,
      encoding_format: 'float',
    });
    expect(decoded.data.map((entry) => entry.index)).toEqual([0, 1, 2]);
    expect(decoded.data[0]?.embedding).toHaveLength(1536);
    expect(decoded.data[0]?.embedding).toEqual(decoded.data[2]?.embedding);
    expect(decoded.data[0]?.embedding).not.toEqual(decoded.data[1]?.embedding);
    expect(decoded.data[0]?.embedding).toEqual(plain.data[0]?.embedding);
    const norm = plain.data[0]?.embedding.reduce((sum, value) => sum + value * value, 0);
    expect(norm).toBeCloseTo(1, 5);
    expect(decoded.usage).toEqual({ prompt_tokens: 6, total_tokens: 6 });
  });

  it('have the dimensions asked for, up to the model’s', async () => {
    const short = await openai.embeddings.create({
      model: 'text-embedding-3-large',
      input: 'x',
      dimensions: 8,
    });
    expect(short.data[0]?.embedding).toHaveLength(8);
    await expect(
      openai.embeddings.create({ model: 'text-embedding-3-small', input: 'x', dimensions: 4000 }),
    ).rejects.toMatchObject({ status: 400 });
    await expect(
      openai.embeddings.create({ model: 'text-embedding-3-small', input: [] }),
    ).rejects.toMatchObject({ status: 400 });
    await expect(openai.embeddings.create({ model: 'gpt-5.5', input: 'x' })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('models', () => {
  it('are listed per provider in its own shape', async () => {
    const ids = (await collect(openai.models.list())).map((model) => model.id);
    expect(ids).toContain('gpt-5.5-pro');
    expect(ids.some((id) => id.startsWith('claude'))).toBe(false);
    const claude = await collect(anthropic.models.list());
    expect(claude.find((model) => model.id === 'claude-opus-4-7')).toMatchObject({
      type: 'model',
      lifecycle: 'active',
      retires_at: null,
    });
    expect((await collect(openaiAt('openrouter').models.list())).length).toBeGreaterThan(ids.length);
  });

  it('are shown one by one, with their shutdown date', async () => {
    expect(await openai.models.retrieve('gpt-4o')).toMatchObject({
      id: 'gpt-4o',
      object: 'model',
      shutdown_date: '2027-01-14',
    });
    await expect(openai.models.retrieve('gpt-9')).rejects.toMatchObject({ status: 404 });
  });
});

it('knows no other paths', async () => {
  const response = await post('/openai/v1/audio/speech', {});
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    error: { message: 'Invalid URL (POST /openai/v1/audio/speech)' },
  });
});
