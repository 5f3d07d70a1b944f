// The bills of the simulated providers, asked for as an administrator would: OpenAI's by its own client.

import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../src/dev/simulator/server.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.clear());

const daySeconds = 86_400;
const todaySeconds = () => Math.floor(Date.now() / 1000 / daySeconds) * daySeconds;

const openai = () =>
  new OpenAI({
    baseURL: `${simulator.url}/openai/v1`,
    apiKey: 'sk-one',
    adminAPIKey: 'sk-admin-one',
    maxRetries: 0,
  });

function ask(text: string, model = 'gpt-5.4-mini', apiKey = 'sk-one') {
  const client = new OpenAI({ baseURL: `${simulator.url}/openai/v1`, apiKey, maxRetries: 0 });
  return client.chat.completions.create({ model, messages: [{ role: 'user', content: text }] });
}

async function messages(text: string, more: object = {}): Promise<{ usage: Record<string, number> }> {
  const response = await fetch(`${simulator.url}/anthropic/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': 'sk-ant', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({
      model: 'claude-haiku-4-5',
      max_tokens: 200,
      messages: [{ role: 'user', content: text }],
      ...more,
    }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { usage: Record<string, number> };
}

type Page = {
  data: { starting_at: string; ending_at: string; results: Record<string, unknown>[] }[];
  has_more: boolean;
  next_page: string | null;
};

async function anthropic(path: string, key = 'sk-ant-admin01'): Promise<{ status: number; body: Page }> {
  const response = await fetch(`${simulator.url}/anthropic/v1/organizations/${path}`, {
    headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
  });
  return { status: response.status, body: (await response.json()) as Page };
}

describe('OpenAI', () => {
  it('reports what its answers said of themselves, by project', async () => {
    const one = await ask('Say one word.');
    const two = await ask('And another.');
    await ask('From elsewhere.', 'gpt-5.4-mini', 'sk-two');
    const page = await openai().admin.organization.usage.completions({
      start_time: todaySeconds(),
      group_by: ['project_id', 'model'],
    });
    const results = page.data.flatMap((bucket) => bucket.results);
    expect(results).toHaveLength(2);
    expect(results[0]).toMatchObject({
      object: 'organization.usage.completions.result',
      model: 'gpt-5.4-mini-2026-03-17',
      num_model_requests: 2,
      input_tokens: (one.usage?.prompt_tokens ?? 0) + (two.usage?.prompt_tokens ?? 0),
      output_tokens: (one.usage?.completion_tokens ?? 0) + (two.usage?.completion_tokens ?? 0),
    });
  });

  it('charges the published price, by line, and the lines add up to the whole', async () => {
    const { usage } = await ask('Say one word.', 'gpt-5.5');
    const costs = (group_by: ('line_item' | 'project_id')[]) =>
      openai().admin.organization.usage.costs({ start_time: todaySeconds(), group_by });
    const lines = (await costs(['line_item'])).data.flatMap((bucket) => bucket.results);
    // $5 and $30 a million.
    expect(lines).toMatchObject([
      {
        line_item: 'gpt-5.5-2026-04-23, input',
        amount: { currency: 'usd', value: (5 * (usage?.prompt_tokens ?? 0)) / 1e6 },
      },
      {
        line_item: 'gpt-5.5-2026-04-23, output',
        amount: { currency: 'usd', value: (30 * (usage?.completion_tokens ?? 0)) / 1e6 },
      },
    ]);
    const whole = (await costs([])).data.flatMap((bucket) => bucket.results);
    const total = (5 * (usage?.prompt_tokens ?? 0) + 30 * (usage?.completion_tokens ?? 0)) / 1e6;
    expect(whole).toMatchObject([{ amount: { value: total }, line_item: null, project_id: null }]);
  });

  it('gives days a page at a time, empty ones too', async () => {
    await ask('Say one word.');
    const start = todaySeconds() - 2 * daySeconds;
    const end = todaySeconds() + daySeconds;
    const days: [number, number][] = [];
    let page: string | undefined;
    for (let pages = 0; pages < 3; pages++) {
      const answer = await openai().admin.organization.usage.costs({
        start_time: start,
        end_time: end,
        limit: 1,
        ...(page !== undefined && { page }),
      });
      days.push(...answer.data.map((one): [number, number] => [one.start_time, one.results.length]));
      expect(answer.has_more).toBe(pages < 2);
      page = answer.next_page ?? undefined;
    }
    expect(page).toBeUndefined();
    expect(days).toEqual([
      [start, 0],
      [start + daySeconds, 0],
      [start + 2 * daySeconds, 1],
    ]);
  });

  it('bills an answer twice when told to, and says no to keys that call models', async () => {
    expect(simulator.billAgain('openai')).toBe(false);
    await ask('Say one word.');
    const sum = async () => {
      const page = await openai().admin.organization.usage.completions({ start_time: todaySeconds() });
      const [result] = page.data[0]?.results ?? [];
      return result?.object === 'organization.usage.completions.result' ? result.num_model_requests : null;
    };
    expect(await sum()).toBe(1);
    expect(simulator.billAgain('openai')).toBe(true);
    expect(await sum()).toBe(2);
    const plain = new OpenAI({ baseURL: `${simulator.url}/openai/v1`, adminAPIKey: 'sk-one', maxRetries: 0 });
    await expect(plain.admin.organization.usage.costs({ start_time: todaySeconds() })).rejects.toMatchObject({
      status: 403,
    });
  });
});

describe('Anthropic', () => {
  const from = () => `starting_at=${new Date(todaySeconds() * 1000).toISOString()}`;

  it('reports cached and written tokens apart, and their cost in cents', async () => {
    const long = 'A sentence that is said again and again. '.repeat(300);
    const system = [{ type: 'text', text: long, cache_control: { type: 'ephemeral', ttl: '1h' } }];
    const first = (await messages('One.', { system })).usage;
    const second = (await messages('Two.', { system })).usage;
    expect(second.cache_read_input_tokens).toBeGreaterThan(0);
    const usage = await anthropic(`usage_report/messages?${from()}&group_by[]=model`);
    expect(usage.body.data[0]?.results).toMatchObject([
      {
        model: 'claude-haiku-4-5-20251001',
        uncached_input_tokens: (first.input_tokens ?? 0) + (second.input_tokens ?? 0),
        cache_read_input_tokens: second.cache_read_input_tokens,
        cache_creation: {
          ephemeral_1h_input_tokens: first.cache_creation_input_tokens,
          ephemeral_5m_input_tokens: 0,
        },
        workspace_id: null,
      },
    ]);
    const cost = await anthropic(`cost_report?${from()}&group_by[]=description`);
    const written = cost.body.data[0]?.results.find(
      ({ token_type }) => token_type === 'cache_creation.ephemeral_1h_input_tokens',
    );
    // $2 a million tokens, in cents.
    expect(Number(written?.amount)).toBeCloseTo((200 * (first.cache_creation_input_tokens ?? 0)) / 1e6, 12);
    expect(written).toMatchObject({ currency: 'USD', cost_type: 'tokens', service_tier: 'standard' });
  });

  it('pages, and refuses what it does not know', async () => {
    const starting = new Date((todaySeconds() - daySeconds) * 1000).toISOString();
    const ending = new Date((todaySeconds() + daySeconds) * 1000).toISOString();
    const path = `cost_report?starting_at=${starting}&ending_at=${ending}&limit=1`;
    const { body } = await anthropic(path);
    expect(body).toMatchObject({ has_more: true, data: [{ starting_at: starting.replace('.000', '') }] });
    expect((await anthropic(`${path}&page=${body.next_page}`)).body).toMatchObject({
      has_more: false,
      next_page: null,
    });
    expect((await anthropic(`${path}&page=page_x`)).status).toBe(400);
    expect((await anthropic(`cost_report?${from()}&group_by[]=team`)).status).toBe(400);
    expect((await anthropic(`cost_report?${from()}`, 'sk-ant-api')).status).toBe(401);
    expect((await anthropic('cost_report')).status).toBe(400);
  });
});
