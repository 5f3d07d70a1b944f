/** What a client may name, in the words of OpenAI and of Anthropic. */

import type { ModelInfo } from '@anthropic-ai/sdk/resources/models';
import { describe, expect, test } from 'vitest';
import { listModels } from '../../src/catalogue/catalogue.ts';
import { keys, makeApp } from '../support/world/app.ts';
import { makeConfig, today } from '../support/world/models.ts';

const config = makeConfig({
  models: [
    { id: 'house', provider: 'groq', name: 'House Model', released: '2026-02-03' },
    { id: 'house-old', provider: 'groq', shutdown: '2026-11-01' },
    { id: 'house-ending', provider: 'groq', shutdown: '2026-12-01' },
  ],
});
const anthropic = { 'x-api-key': keys.one, 'anthropic-version': '2023-06-01' };

type Page = {
  data: { id: string; [name: string]: unknown }[];
  has_more: boolean;
  first_id: string | null;
  last_id: string | null;
};

const app = makeApp(undefined, { config });
const get = async (path: string, headers?: HeadersInit) => {
  const response = await app.call('GET', path, undefined, headers);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Page };
};

const served = listModels().filter(({ shutdown }) => shutdown === null || Date.parse(shutdown) > today);
const ids = [
  ...['auto', 'auto/cheap', 'auto/fast', 'auto/best', 'route/auto'],
  'route/same',
  'route/dated',
  ...['house', 'house-ending', ...served.map(({ id }) => id)].sort(),
];

describe('the list', () => {
  test('OpenAI’s form: routes first, then what is served, by name', async () => {
    const { status, headers, body } = await get('/v1/models');
    expect(status).toBe(200);
    expect(headers.get('x-request-id')).toMatch(/^req_/);
    expect(body).toMatchObject({ object: 'list' });
    expect(body.data.map(({ id }) => id)).toEqual(ids);
    expect(body.data[0]).toEqual({
      id: 'auto',
      object: 'model',
      created: 0,
      owned_by: 'signalbox',
      shutdown_date: null,
    });
    expect(body.data.find(({ id }) => id === 'house')).toEqual({
      id: 'house',
      object: 'model',
      created: Date.UTC(2026, 1, 3) / 1000,
      owned_by: 'groq',
      shutdown_date: null,
    });
    expect(body.data.find(({ id }) => id === 'house-ending')).toMatchObject({ shutdown_date: '2026-12-01' });
  });

  test('Anthropic’s form for its clients', async () => {
    const { body } = await get('/v1/models?limit=1000', anthropic);
    expect(body.data.map(({ id }) => id)).toEqual(ids);
    expect(body.data.find(({ id }) => id === 'house')).toEqual({
      type: 'model',
      id: 'house',
      display_name: 'House Model',
      created_at: '2026-02-03T00:00:00Z',
      capabilities: null,
      deprecated_at: null,
      lifecycle: 'active',
      line: null,
      max_input_tokens: null,
      max_tokens: null,
      retires_at: null,
    });
    expect(body).toMatchObject({ has_more: false, first_id: 'auto', last_id: ids.at(-1) });
  });

  test('every member that Anthropic’s client requires, as far as the catalogue knows', async () => {
    const members: Readonly<Record<keyof ModelInfo, true>> = {
      id: true,
      capabilities: true,
      created_at: true,
      deprecated_at: true,
      display_name: true,
      lifecycle: true,
      line: true,
      max_input_tokens: true,
      max_tokens: true,
      retires_at: true,
      type: true,
    };
    const { body } = await get('/v1/models?limit=1000', anthropic);
    for (const listed of body.data) expect(Object.keys(listed).sort()).toEqual(Object.keys(members).sort());
    const of = (name: string) => body.data.find(({ id }) => id === name);
    const opus = listModels().find(({ id }) => id === 'claude-opus-4-7');
    expect(of('claude-opus-4-7')).toMatchObject({
      line: 'opus',
      max_input_tokens: opus?.maxInputTokens ?? opus?.contextTokens,
      max_tokens: opus?.maxOutputTokens,
    });
    expect(of('claude-opus-4-7')?.max_tokens).toBeGreaterThan(0);
    expect(of('house-ending')).toMatchObject({ lifecycle: 'deprecated', retires_at: '2026-12-01T00:00:00Z' });
    expect(of('auto')).toMatchObject({ lifecycle: 'active', max_tokens: null });
  });

  test('Anthropic’s pages, forwards: each once, in order', async () => {
    const seen: string[] = [];
    for (let after = ''; ; after = `&after_id=${seen.at(-1)}`) {
      const { body } = await get(`/v1/models?limit=7${after}`, anthropic);
      seen.push(...body.data.map(({ id }) => id));
      expect(body.first_id).toBe(body.data[0]?.id);
      expect(body.last_id).toBe(body.data.at(-1)?.id);
      if (!body.has_more) break;
      expect(body.data).toHaveLength(7);
    }
    expect(seen).toEqual(ids);
  });

  test('Anthropic’s pages, backwards', async () => {
    const seen: string[] = [];
    for (let before = ids.at(-1) ?? ''; ; before = seen[0] ?? '') {
      const { body } = await get(`/v1/models?limit=7&before_id=${before}`, anthropic);
      seen.unshift(...body.data.map(({ id }) => id));
      if (!body.has_more) break;
    }
    expect(seen).toEqual(ids.slice(0, -1));
  });

  test('twenty at a time where no number is given', async () => {
    expect((await get('/v1/models', anthropic)).body.data).toHaveLength(20);
  });

  test.each(['0', '1001', '-1', '1.5', 'many', ''])('a limit that is none: %j', async (limit) => {
    const { status, body } = await get(`/v1/models?limit=${limit}`, anthropic);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: 'error', error: { details: { error_code: 'invalid_request' } } });
  });
});

describe('one', () => {
  test.each([
    ['auto', 'auto'],
    ['route/same', 'route/same'],
    ['house', 'house'],
    ['house-ending', 'house-ending'],
    ['gpt-5.5@low', 'gpt-5.5@low'],
  ])('%s', async (name, id) => {
    const openai = await get(`/v1/models/${name}`);
    expect(openai).toMatchObject({ status: 200, body: { id, object: 'model' } });
    expect(await get(`/v1/models/${name}`, anthropic)).toMatchObject({
      status: 200,
      body: { type: 'model', id },
    });
  });

  test('a name with an encoded slash is the same', async () => {
    expect(await get('/v1/models/route%2Fsame')).toMatchObject({ status: 200, body: { id: 'route/same' } });
  });

  test.each(['house-old', 'hous', 'nothing', 'gpt-5.5@loud', 'house@low', 'auto@low', 'nothing@low'])(
    '%s is none',
    async (name) => {
      const { status, body } = await get(`/v1/models/${name}`);
      expect(status).toBe(404);
      expect(body).toMatchObject({ error: { code: 'model_not_found', param: 'model' } });
    },
  );

  test('a near one is named', async () => {
    expect(JSON.stringify((await get('/v1/models/hous')).body)).toContain('Did you mean house');
  });
});
