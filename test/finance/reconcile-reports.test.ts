/** Reports of providers, read strictly: each field that is not understood is named. */
import { describe, expect, test } from 'vitest';
import { decodeAnthropicCosts, decodeAnthropicUsage } from '../../src/finance/reconcile-anthropic.ts';
import {
  decodeOpenaiCosts,
  decodeOpenaiEmbeddings,
  decodeOpenaiUsage,
} from '../../src/finance/reconcile-openai.ts';

/** 2026-10-05. */
const start = Date.UTC(2026, 9, 5) / 1000;

const openaiPage = (results: unknown, more: object = {}) => ({
  object: 'page',
  data: [{ object: 'bucket', start_time: start, end_time: start + 86_400, results }],
  has_more: false,
  next_page: null,
  ...more,
});

const cost = (line_item: unknown, value: unknown, more: object = {}) => ({
  object: 'organization.costs.result',
  amount: { value, currency: 'usd' },
  line_item,
  project_id: 'proj_a',
  ...more,
});

const usage = (more: object = {}) => ({
  object: 'organization.usage.completions.result',
  input_tokens: 1000,
  output_tokens: 500,
  input_cached_tokens: 800,
  input_audio_tokens: 0,
  num_model_requests: 5,
  project_id: null,
  model: 'gpt-5.5-2026-04-23',
  batch: null,
  ...more,
});

describe('OpenAI', () => {
  test('usage', () => {
    expect(decodeOpenaiUsage(openaiPage([usage()], { has_more: true, next_page: 'page_2' }))).toEqual({
      ok: true,
      value: {
        next: 'page_2',
        lines: [
          {
            day: '2026-10-05',
            model: 'gpt-5.5-2026-04-23',
            project: null,
            requests: 5,
            tokens: { input: 1000, cacheRead: 800, cacheWrite: 0, output: 500 },
          },
        ],
      },
    });
  });

  test.each([
    ['gpt-5.5-2026-04-23, input', 'gpt-5.5-2026-04-23', 'input'],
    ['gpt-4.1-2025-04-14, cached input', 'gpt-4.1-2025-04-14', 'cacheRead'],
    ['gpt-6-astra, input_tokens', 'gpt-6-astra', 'input'],
    ['gpt-6-astra, input_cache_write_tokens', 'gpt-6-astra', 'cacheWrite'],
    ['gpt-6-astra, output_tokens', 'gpt-6-astra', 'output'],
    ['web search tool calls', 'web search tool calls', 'tools'],
    ['assistants api | file search', 'assistants api | file search', null],
    ['text-embedding-3-small', 'text-embedding-3-small', null],
  ])('line item %s', (item, name, meter) => {
    const read = decodeOpenaiCosts(openaiPage([cost(item, 0.06)]));
    expect(read).toMatchObject({
      ok: true,
      value: { lines: [{ name, meter, nanoUsd: 60_000_000, project: 'proj_a' }] },
    });
  });

  test.each([
    [0.0031025, 3_102_500],
    [1e-5, 10_000],
    ['0.0000000015', 2],
    ['18204.513', 18_204_513_000_000],
    [-0.5, -500_000_000],
    ['-0.25', -250_000_000],
  ])('an amount of %s', (value, nanoUsd) => {
    expect(decodeOpenaiCosts(openaiPage([cost('x, input', value)]))).toMatchObject({
      value: { lines: [{ nanoUsd }] },
    });
  });

  const at = 'data[0].results[0]';
  test.each<[field: string, read: () => unknown]>([
    ['body', () => decodeOpenaiCosts([])],
    ['data', () => decodeOpenaiCosts(openaiPage([], { data: {} }))],
    ['has_more', () => decodeOpenaiCosts(openaiPage([], { has_more: 'no' }))],
    ['next_page', () => decodeOpenaiCosts(openaiPage([], { has_more: true }))],
    [
      'data[0].start_time',
      () => decodeOpenaiCosts(openaiPage([], { data: [{ start_time: 5, results: [] }] })),
    ],
    ['data[0].results', () => decodeOpenaiCosts(openaiPage(null))],
    [
      `${at}.object`,
      () => decodeOpenaiCosts(openaiPage([usage({ line_item: 'a', amount: { value: 1, currency: 'usd' } })])),
    ],
    [`${at}.amount`, () => decodeOpenaiCosts(openaiPage([cost('a', 1, { amount: null })]))],
    [`${at}.amount.value`, () => decodeOpenaiCosts(openaiPage([cost('a', 'much')]))],
    [`${at}.amount.value`, () => decodeOpenaiCosts(openaiPage([cost('a', null)]))],
    [
      `${at}.amount.currency`,
      () => decodeOpenaiCosts(openaiPage([cost('a', 1, { amount: { value: 1, currency: 'eur' } })])),
    ],
    [`${at}.line_item`, () => decodeOpenaiCosts(openaiPage([cost(null, 1)]))],
    [`${at}.model`, () => decodeOpenaiUsage(openaiPage([usage({ model: null })]))],
    [`${at}.input_tokens`, () => decodeOpenaiUsage(openaiPage([usage({ input_tokens: -1 })]))],
    [`${at}.object`, () => decodeOpenaiEmbeddings(openaiPage([usage()]))],
  ])('what is wrong is named: %s', (field, read) => {
    expect(read()).toMatchObject({ ok: false, error: { field } });
  });
});

const anthropicPage = (results: unknown, more: object = {}) => ({
  data: [{ starting_at: '2026-10-05T00:00:00Z', ending_at: '2026-10-06T00:00:00Z', results }],
  has_more: false,
  next_page: null,
  ...more,
});

const reported = (more: object = {}) => ({
  uncached_input_tokens: 1500,
  cache_creation: { ephemeral_1h_input_tokens: 1000, ephemeral_5m_input_tokens: 500 },
  cache_read_input_tokens: 200,
  output_tokens: 500,
  server_tool_use: { web_search_requests: 10 },
  model: 'claude-haiku-4-5-20251001',
  workspace_id: 'wrkspc_a',
  ...more,
});

const charged = (more: object = {}) => ({
  amount: '123.78912',
  currency: 'USD',
  cost_type: 'tokens',
  token_type: 'uncached_input_tokens',
  model: 'claude-haiku-4-5-20251001',
  description: 'Claude Haiku 4.5 Usage - Input Tokens',
  workspace_id: null,
  ...more,
});

describe('Anthropic', () => {
  test('usage: what was cached becomes part of the input', () => {
    expect(decodeAnthropicUsage(anthropicPage([reported()]))).toMatchObject({
      value: {
        next: null,
        lines: [
          {
            day: '2026-10-05',
            project: 'wrkspc_a',
            requests: null,
            tokens: { input: 3200, cacheRead: 200, cacheWrite: 1500, output: 500 },
          },
        ],
      },
    });
  });

  test.each([
    ['uncached_input_tokens', 'input'],
    ['cache_read_input_tokens', 'cacheRead'],
    ['cache_creation.ephemeral_5m_input_tokens', 'cacheWrite'],
    ['cache_creation.ephemeral_1h_input_tokens', 'cacheWrite'],
    ['output_tokens', 'output'],
  ])('cost of %s, in cents', (token_type, meter) => {
    expect(decodeAnthropicCosts(anthropicPage([charged({ token_type })]))).toMatchObject({
      value: { lines: [{ name: 'claude-haiku-4-5-20251001', meter, nanoUsd: 1_237_891_200 }] },
    });
  });

  test.each([
    ['web_search', 'web search', 'tools'],
    ['code_execution', 'code execution', null],
  ])('cost of %s', (cost_type, name, meter) => {
    const line = charged({ cost_type, model: null, token_type: null });
    expect(decodeAnthropicCosts(anthropicPage([line]))).toMatchObject({
      value: { lines: [{ name, meter }] },
    });
  });

  const at = 'data[0].results[0]';
  test.each<[field: string, read: () => unknown]>([
    [
      'data[0].starting_at',
      () => decodeAnthropicUsage(anthropicPage([], { data: [{ starting_at: '2026-10-05T01:00:00Z' }] })),
    ],
    [`${at}`, () => decodeAnthropicUsage(anthropicPage(['x']))],
    [`${at}.cache_creation`, () => decodeAnthropicUsage(anthropicPage([reported({ cache_creation: null })]))],
    [`${at}.output_tokens`, () => decodeAnthropicUsage(anthropicPage([reported({ output_tokens: '5' })]))],
    [`${at}.currency`, () => decodeAnthropicCosts(anthropicPage([charged({ currency: 'EUR' })]))],
    [`${at}.cost_type`, () => decodeAnthropicCosts(anthropicPage([charged({ cost_type: 'magic' })]))],
    [`${at}.token_type`, () => decodeAnthropicCosts(anthropicPage([charged({ token_type: 'thoughts' })]))],
    [`${at}.model`, () => decodeAnthropicCosts(anthropicPage([charged({ model: null })]))],
    [`${at}.amount`, () => decodeAnthropicCosts(anthropicPage([charged({ amount: null })]))],
  ])('what is wrong is named: %s', (field, read) => {
    expect(read()).toMatchObject({ ok: false, error: { field } });
  });
});
