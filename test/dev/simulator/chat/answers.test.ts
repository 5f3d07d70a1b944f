// Chat Completions answers, read by OpenAI's own client.

import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { describe, expect, it } from 'vitest';
import { collect, useClients } from '../clients.ts';

const { openai, openaiAt, simulator } = await useClients();

const user = (content: string): ChatCompletionMessageParam => ({ role: 'user', content });

describe('text', () => {
  it('says what the prompt dictates, in the shape of the real provider', async () => {
    const { data: answer, response } = await openai.chat.completions
      .create({ model: 'gpt-4.1', messages: [user('Say exactly: the points are set')] })
      .withResponse();
    expect(answer).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-4.1-2025-04-14',
      service_tier: 'default',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'the points are set', refusal: null, annotations: [] },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { completion_tokens: 4, prompt_tokens_details: { cached_tokens: 0 } },
    });
    expect(answer.id).toMatch(/^chatcmpl-[A-Za-z0-9]{29}$/);
    expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
    expect(response.headers.get('x-ratelimit-remaining-requests')).toMatch(/^\d+$/);
    expect(response.headers.get('x-ratelimit-reset-tokens')).toMatch(/^(\d+ms|\d+s|\d+m\d+s)$/);
  });

  it('gives the same words for the same request, under a new id', async () => {
    const ask = { model: 'gpt-5.5', messages: [user('Explain how railway interlocking works')] };
    const first = await openai.chat.completions.create(ask);
    const second = await openai.chat.completions.create(ask);
    expect(second.choices).toEqual(first.choices);
    expect(first.choices[0]?.message.content).toMatch(/railway|interlocking/);
    expect(second.id).not.toBe(first.id);
  });

  it('streams the same answer it gives at once, with usage only when asked', async () => {
    const ask = { model: 'gpt-5.5', messages: [user('Why is the sky blue?')], seed: 7 };
    const whole = await openai.chat.completions.create(ask);
    const chunks = await collect(
      await openai.chat.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } }),
    );
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(
      whole.choices[0]?.message.content,
    );
    expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(chunks.some((chunk) => chunk.obfuscation)).toBe(true);
    const silent = await collect(await openai.chat.completions.create({ ...ask, stream: true }));
    expect(silent.every((chunk) => chunk.usage === undefined)).toBe(true);
  });

  it('gives n choices and log probabilities where they are allowed', async () => {
    const messages = [user('Say exactly: one two')];
    const answer = await openai.chat.completions.create({
      model: 'gpt-4o',
      messages,
      n: 2,
      logprobs: true,
      top_logprobs: 2,
    });
    expect(answer.choices.map((choice) => choice.index)).toEqual([0, 1]);
    expect(answer.choices[1]?.logprobs?.content?.map((entry) => entry.token)).toEqual(['one', ' two']);
    expect(answer.choices[0]?.logprobs?.content?.[0]?.top_logprobs).toHaveLength(2);
    const chunks = await collect(
      await openai.chat.completions.create({ model: 'gpt-4o', messages, n: 2, stream: true }),
    );
    const texts = [0, 1].map((index) =>
      chunks
        .flatMap((chunk) => chunk.choices.filter((choice) => choice.index === index))
        .map((choice) => choice.delta.content ?? '')
        .join(''),
    );
    expect(texts).toEqual(['one two', 'one two']);
  });

  it('stops at a stop string and at the cap', async () => {
    const messages = [user('Say exactly: alpha beta gamma delta')];
    const stopped = await openai.chat.completions.create({ model: 'gpt-4o', messages, stop: ['gamma'] });
    expect(stopped.choices[0]).toMatchObject({ message: { content: 'alpha beta ' }, finish_reason: 'stop' });
    const capped = await openai.chat.completions.create({ model: 'gpt-4o', messages, max_tokens: 2 });
    expect(capped.choices[0]).toMatchObject({ message: { content: 'alpha beta' }, finish_reason: 'length' });
    expect(capped.usage?.completion_tokens).toBe(2);
  });

  it('counts images, files and audio', async () => {
    const plain = await openai.chat.completions.create({
      model: 'gpt-4o',
      messages: [user('Describe this')],
    });
    const rich = await openai.chat.completions.create({
      model: 'gpt-4o',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Describe this' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,aGVsbG8=', detail: 'low' } },
            { type: 'file', file: { filename: 'a.txt', file_data: Buffer.alloc(400).toString('base64') } },
            {
              type: 'input_audio',
              input_audio: { format: 'wav', data: Buffer.alloc(48_000).toString('base64') },
            },
          ],
        },
      ],
    });
    expect((rich.usage?.prompt_tokens ?? 0) - (plain.usage?.prompt_tokens ?? 0)).toBe(85 + 100 + 10);
  });
});

describe('reasoning', () => {
  it('is counted and hidden at OpenAI, and can use up the cap', async () => {
    const messages = [
      user('Prove that there are infinitely many primes, and explain why each step is needed, in detail.'),
    ];
    const usual = await openai.chat.completions.create({
      model: 'gpt-5.5',
      messages,
      reasoning_effort: 'high',
    });
    const reasoning = usual.usage?.completion_tokens_details?.reasoning_tokens ?? 0;
    expect(reasoning).toBeGreaterThan(0);
    expect(reasoning % 64).toBe(0);
    const none = await openai.chat.completions.create({
      model: 'gpt-5.5',
      messages,
      reasoning_effort: 'none',
    });
    expect(none.usage?.completion_tokens_details?.reasoning_tokens).toBe(0);
    const capped = await openai.chat.completions.create({
      model: 'gpt-5.5',
      messages,
      max_completion_tokens: 40,
    });
    expect(capped.choices[0]).toMatchObject({ message: { content: '' }, finish_reason: 'length' });
    expect(capped.usage).toMatchObject({
      completion_tokens: 40,
      completion_tokens_details: { reasoning_tokens: 40 },
    });
  });

  it('is text in its own field at makers that show it', async () => {
    for (const [provider, model, field] of [
      ['deepseek', 'deepseek-flash', 'reasoning_content'],
      ['zai', 'glm-5.3', 'reasoning_content'],
      ['moonshot', 'kimi-k3', 'reasoning_content'],
      ['groq', 'openai/gpt-oss-120b', 'reasoning'],
    ] as const) {
      const ask = { model, messages: [user('Why do rails expand?')] };
      const whole = await openaiAt(provider).chat.completions.create(ask);
      const message = whole.choices[0]?.message as unknown as Record<string, string>;
      expect(message[field]).toBeTruthy();
      const chunks = await collect(
        await openaiAt(provider).chat.completions.create({ ...ask, stream: true }),
      );
      const deltas = chunks.map(
        (chunk) => chunk.choices[0]?.delta as unknown as Record<string, string> | undefined,
      );
      expect(deltas.map((delta) => delta?.[field] ?? '').join('')).toBe(message[field]);
      expect(deltas.map((delta) => delta?.content ?? '').join('')).toBe(message.content);
    }
  });

  it('reports usage with the finish at DeepSeek, asked or not, with its own cache fields', async () => {
    const chunks = await collect(
      await openaiAt('deepseek').chat.completions.create({
        model: 'deepseek-flash',
        messages: [user('Hello')],
        stream: true,
      }),
    );
    expect(chunks.at(-1)).toMatchObject({
      choices: [{ finish_reason: 'stop' }],
      usage: { prompt_cache_hit_tokens: 0 },
    });
  });
});

describe('structured output and refusals', () => {
  it('satisfies a schema, and writes JSON on request', async () => {
    const schema = {
      type: 'object',
      properties: {
        colour: { type: 'string', enum: ['red', 'green'] },
        score: { type: 'integer', minimum: 5 },
      },
      required: ['colour', 'score'],
      additionalProperties: false,
    };
    const answer = await openai.chat.completions.parse({
      model: 'gpt-5.5',
      messages: [user('Rate this signal')],
      response_format: { type: 'json_schema', json_schema: { name: 'rating', strict: true, schema } },
    });
    expect(answer.choices[0]?.message.parsed).toEqual({ colour: 'red', score: 5 });
    const json = await openai.chat.completions.create({
      model: 'gpt-5.5',
      messages: [user('Answer in JSON: is it green?')],
      response_format: { type: 'json_object' },
    });
    expect(Object.keys(JSON.parse(json.choices[0]?.message.content ?? ''))).toEqual(['answer']);
  });

  it('refuses on a marker, declines in words on another, and filters on a third', async () => {
    const refused = await openai.chat.completions.create({
      model: 'gpt-5.5',
      messages: [user('[[refuse]] please')],
    });
    expect(refused.choices[0]).toMatchObject({
      message: { content: null, refusal: expect.stringContaining("can't help") },
      finish_reason: 'stop',
    });
    const declined = await openai.chat.completions.create({
      model: 'gpt-5.5',
      messages: [user('[[decline]]')],
    });
    expect(declined.choices[0]?.message).toMatchObject({
      refusal: null,
      content: expect.stringContaining("can't help"),
    });
    const filtered = await openai.chat.completions.create({
      model: 'gpt-5.5',
      messages: [user('[[filter]] go on')],
    });
    expect(filtered.choices[0]?.finish_reason).toBe('content_filter');
    const chunks = await collect(
      await openai.chat.completions.create({
        model: 'gpt-5.5',
        messages: [user('[[refuse]] please')],
        stream: true,
      }),
    );
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.refusal ?? '').join('')).toBe(
      refused.choices[0]?.message.refusal,
    );
  });
});

describe('the prompt cache', () => {
  it('reports the prefix it has seen, in blocks, and not for other models', async () => {
    const long = 'The signalman sets the points before the train arrives. '.repeat(200);
    const ask = (question: string, model = 'gpt-5.5') =>
      openai.chat.completions.create({
        model,
        messages: [{ role: 'developer', content: long }, user(question)],
      });
    const first = await ask('Why?');
    const second = await ask('How?');
    const other = await ask('Why?', 'gpt-5.4');
    const cached = [first, second, other].map((answer) => answer.usage?.prompt_tokens_details?.cached_tokens);
    expect(cached[0]).toBe(0);
    expect(cached[1]).toBeGreaterThanOrEqual(1024);
    expect((cached[1] ?? 0) % 128).toBe(0);
    expect(cached[1]).toBeLessThan(second.usage?.prompt_tokens ?? 0);
    expect(cached[2]).toBe(0);
  });

  it('reports writes for models that charge them', async () => {
    const long = 'The signalman sets the points before the train arrives. '.repeat(200);
    const answer = await openai.chat.completions.create({ model: 'gpt-5.6-luna', messages: [user(long)] });
    expect(answer.usage?.prompt_tokens_details?.cache_write_tokens).toBeGreaterThanOrEqual(1024);
  });
});

it('serves every provider under its own path and records what it got', async () => {
  await openaiAt('openrouter/api').chat.completions.create({
    model: 'openai/gpt-5.5',
    messages: [user('Hello')],
  });
  expect(simulator.requests().at(-1)).toMatchObject({
    path: '/openrouter/api/v1/chat/completions',
    provider: 'openrouter',
    model: 'openai/gpt-5.5',
    status: 200,
    done: true,
    aborted: false,
    headers: { authorization: 'Bearer sk-test' },
    body: { messages: [{ role: 'user', content: 'Hello' }] },
  });
});
