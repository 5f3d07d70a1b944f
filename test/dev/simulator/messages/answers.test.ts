// Messages answers, read by Anthropic's own client.

import Anthropic from '@anthropic-ai/sdk';
import type { MessageParam, RawMessageStreamEvent, Tool } from '@anthropic-ai/sdk/resources/messages';
import { describe, expect, it } from 'vitest';
import { anthropicHeaders, collect, useClients } from '../clients.ts';

const { anthropic, post, simulator } = await useClients();

const user = (content: MessageParam['content']): MessageParam => ({ role: 'user', content });
const weather: Tool = {
  name: 'get_weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const base = { model: 'claude-sonnet-4-6', max_tokens: 2000 };
const typesOf = (events: RawMessageStreamEvent[]) =>
  events.map((event) => event.type).filter((type, at, all) => type !== all[at - 1]);

describe('text', () => {
  it('answers in the shape of the real provider', async () => {
    const { data: answer, response } = await anthropic.messages
      .create({ ...base, messages: [user('Say exactly: all clear')] })
      .withResponse();
    expect(answer).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-6',
      content: [{ type: 'text', text: 'all clear' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        output_tokens: 2,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        service_tier: 'standard',
        cache_creation: { ephemeral_5m_input_tokens: 0 },
      },
    });
    expect(answer.id).toMatch(/^msg_01[A-Za-z0-9]{22}$/);
    expect(response.headers.get('request-id')).toMatch(/^req_01/);
    expect(Date.parse(response.headers.get('anthropic-ratelimit-tokens-reset') ?? '')).not.toBeNaN();
    expect(answer).not.toHaveProperty('usage.output_tokens_details');
  });

  it('streams the same answer it gives at once', async () => {
    const ask = { ...base, messages: [user('Why is the sky blue?')] };
    const whole = await anthropic.messages.create(ask);
    const events = await collect(await anthropic.messages.create({ ...ask, stream: true }));
    expect(typesOf(events)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(events[0]).toMatchObject({
      message: {
        content: [],
        stop_reason: null,
        usage: { output_tokens: 1, input_tokens: whole.usage.input_tokens },
      },
    });
    const collected = await anthropic.messages.stream(ask).finalMessage();
    expect(collected.content).toEqual(whole.content);
    expect(collected.usage.output_tokens).toBe(whole.usage.output_tokens);
  });

  it('sends a ping early in the stream', async () => {
    const response = await post(
      '/anthropic/v1/messages',
      { ...base, stream: true, messages: [user('Hello')] },
      anthropicHeaders,
    );
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await response.text()).toContain('event: ping\ndata: {"type":"ping"}\n\n');
  });

  it('names the stop sequence, and stops at the cap', async () => {
    const messages = [user('Say exactly: alpha beta gamma')];
    const stopped = await anthropic.messages.create({ ...base, messages, stop_sequences: ['gamma'] });
    expect(stopped).toMatchObject({
      stop_reason: 'stop_sequence',
      stop_sequence: 'gamma',
      content: [{ text: 'alpha beta ' }],
    });
    const capped = await anthropic.messages.create({ ...base, messages, max_tokens: 1 });
    expect(capped).toMatchObject({
      stop_reason: 'max_tokens',
      content: [{ text: 'alpha' }],
      usage: { output_tokens: 1 },
    });
  });

  it('satisfies a schema', async () => {
    const answer = await anthropic.messages.create({
      ...base,
      output_config: {
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: { ok: { type: 'boolean' } },
            required: ['ok'],
            additionalProperties: false,
          },
        },
      },
      messages: [user('Is it clear?')],
    });
    expect(answer.content).toEqual([{ type: 'text', text: '{"ok":true}' }]);
  });

  it('refuses with a stop reason and no content', async () => {
    const refused = await anthropic.messages.create({ ...base, messages: [user('[[refuse:cyber]]')] });
    expect(refused).toMatchObject({
      content: [],
      stop_reason: 'refusal',
      stop_details: { type: 'refusal', category: 'cyber' },
    });
    const streamed = await anthropic.messages
      .stream({ ...base, messages: [user('[[refuse:cyber]]')] })
      .finalMessage();
    expect(streamed).toMatchObject({
      content: [],
      stop_reason: 'refusal',
      stop_details: { category: 'cyber' },
    });
    expect(streamed.usage.output_tokens).toBe(refused.usage.output_tokens);
  });

  it('takes images and documents', async () => {
    const answer = await anthropic.messages.create({
      ...base,
      messages: [
        user([
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGVsbG8=' } },
          {
            type: 'document',
            source: {
              type: 'base64',
              media_type: 'application/pdf',
              data: Buffer.alloc(400).toString('base64'),
            },
          },
          { type: 'text', text: 'Say exactly: seen' },
        ]),
      ],
    });
    expect(answer.content).toEqual([{ type: 'text', text: 'seen' }]);
    expect(answer.usage.input_tokens).toBeGreaterThan(765 + 100);
  });

  it('counts about a third more tokens from opus-4-7 on', async () => {
    const messages = [user('word '.repeat(1000))];
    const [older, newer] = await Promise.all(
      ['claude-sonnet-4-6', 'claude-opus-4-7'].map((model) =>
        anthropic.messages.countTokens({ model, messages }),
      ),
    );
    expect((newer?.input_tokens ?? 0) / (older?.input_tokens ?? 1)).toBeCloseTo(1.3, 2);
  });
});

describe('thinking', () => {
  const adaptive = {
    ...base,
    model: 'claude-opus-4-7',
    thinking: { type: 'adaptive', display: 'summarized' },
  } as const;

  it('comes as a signed block, counted apart', async () => {
    const answer = await anthropic.messages.create({ ...adaptive, messages: [user('Why is the sky blue?')] });
    expect(answer.content.map((block) => block.type)).toEqual(['thinking', 'text']);
    expect(answer.content[0]).toMatchObject({
      thinking: expect.stringMatching(/\w/),
      signature: expect.stringMatching(/^E/),
    });
    expect(answer.usage.output_tokens_details?.thinking_tokens).toBeGreaterThan(0);
    const streamed = await anthropic.messages
      .stream({ ...adaptive, messages: [user('Why is the sky blue?')] })
      .finalMessage();
    expect(streamed.content).toEqual(answer.content);
  });

  it('is empty but signed where the display is omitted, redacted on a marker, off unless asked', async () => {
    const omitted = await anthropic.messages.create({
      ...adaptive,
      thinking: { type: 'adaptive' },
      messages: [user('Why?')],
    });
    expect(omitted.content[0]).toMatchObject({
      type: 'thinking',
      thinking: '',
      signature: expect.stringMatching(/^E/),
    });
    const redacted = await anthropic.messages.create({ ...adaptive, messages: [user('[[redacted]] Why?')] });
    expect(redacted.content[0]).toMatchObject({
      type: 'redacted_thinking',
      data: expect.stringMatching(/^E/),
    });
    const streamed = await anthropic.messages
      .stream({ ...adaptive, messages: [user('[[redacted]] Why?')] })
      .finalMessage();
    expect(streamed.content).toEqual(redacted.content);
    const off = await anthropic.messages.create({
      ...base,
      model: 'claude-opus-4-7',
      messages: [user('Why?')],
    });
    expect(off.content.map((block) => block.type)).toEqual(['text']);
    const always = await anthropic.messages.create({
      ...base,
      model: 'claude-opus-5-5',
      messages: [user('Why?')],
    });
    expect(always.content.map((block) => block.type)).toEqual(['thinking', 'text']);
  });

  it('is signed by each provider in its own form, and taken back by no other', async () => {
    const messages = [user('Why is the sky blue?')];
    const deepseek = new Anthropic({ apiKey: 'k', baseURL: `${simulator.url}/deepseek`, maxRetries: 0 });
    const thinking = { type: 'enabled', budget_tokens: 1024 } as const;
    const theirs = { ...base, model: 'deepseek-v4-pro', thinking };
    const claudes = await anthropic.messages.create({ ...adaptive, messages });
    const deepseeks = await deepseek.messages.create({ ...theirs, messages });
    expect(deepseeks.content[0]).toMatchObject({ signature: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const following = ({ content }: typeof claudes) => [
      ...messages,
      { role: 'assistant' as const, content },
      user('Go on.'),
    ];
    const refused = { status: 400 };
    await expect(
      anthropic.messages.create({ ...adaptive, messages: following(deepseeks) }),
    ).rejects.toMatchObject(refused);
    await expect(deepseek.messages.create({ ...theirs, messages: following(claudes) })).rejects.toMatchObject(
      refused,
    );
    await anthropic.messages.create({ ...adaptive, messages: following(claudes) });
    await deepseek.messages.create({ ...theirs, messages: following(deepseeks) });
  });

  it('keeps within its budget on models that take one', async () => {
    const answer = await anthropic.messages.create({
      ...base,
      model: 'claude-haiku-4-5',
      thinking: { type: 'enabled', budget_tokens: 1024 },
      messages: [user('Why is the sky blue?')],
    });
    expect(answer.model).toBe('claude-haiku-4-5-20251001');
    expect(answer.usage.output_tokens_details?.thinking_tokens).toBeLessThanOrEqual(1024);
  });
});

describe('tools', () => {
  const ask = { ...base, tools: [weather] };
  const question = user('What is the weather in Paris and London?');

  it('are called in parallel after a sentence, and answered with the results', async () => {
    const first = await anthropic.messages.create({ ...ask, messages: [question] });
    expect(first.stop_reason).toBe('tool_use');
    expect(first.content.map((block) => block.type)).toEqual(['text', 'tool_use', 'tool_use']);
    const calls = first.content.flatMap((block) => (block.type === 'tool_use' ? [block] : []));
    expect(calls.map((call) => call.input)).toEqual([{ city: 'Paris' }, { city: 'London' }]);
    expect(calls[0]?.id).toMatch(/^toolu_01/);
    const results = calls.map((call) => ({
      type: 'tool_result' as const,
      tool_use_id: call.id,
      content: 'rain',
    }));
    const second = await anthropic.messages.create({
      ...ask,
      messages: [question, { role: 'assistant', content: first.content as never }, user(results)],
    });
    expect(second.content[0]).toMatchObject({
      type: 'text',
      text: expect.stringContaining('get_weather returned: rain'),
    });
  });

  it('stream their input as fragments, and nothing for a tool without arguments', async () => {
    const first = await anthropic.messages.create({ ...ask, messages: [question] });
    const streamed = await anthropic.messages.stream({ ...ask, messages: [question] }).finalMessage();
    expect(streamed.content.map((block) => (block.type === 'tool_use' ? block.input : block.type))).toEqual(
      first.content.map((block) => (block.type === 'tool_use' ? block.input : block.type)),
    );
    const tools: Tool[] = [{ name: 'refresh_dashboard', input_schema: { type: 'object', properties: {} } }];
    const events = await collect(
      await anthropic.messages.create({
        ...base,
        tools,
        messages: [user('Refresh the dashboard')],
        stream: true,
      }),
    );
    const fragments = events.flatMap((event) =>
      event.type === 'content_block_delta' && event.delta.type === 'input_json_delta'
        ? [event.delta.partial_json]
        : [],
    );
    expect(fragments).toEqual(['']);
  });

  it('are forced without a sentence, one at a time on request', async () => {
    const forced = await anthropic.messages.create({
      ...ask,
      tool_choice: { type: 'tool', name: 'get_weather' },
      messages: [user('Tell me a joke')],
    });
    expect(forced.content.map((block) => block.type)).toEqual(['tool_use']);
    const single = await anthropic.messages.create({
      ...ask,
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      messages: [question],
    });
    expect(single.content.filter((block) => block.type === 'tool_use')).toHaveLength(1);
  });

  it('are called in turn where the prompt says so', async () => {
    const tools: Tool[] = ['look_up_order', 'refund_order'].map((name) => ({
      name,
      input_schema: { type: 'object', properties: {} },
    }));
    const messages: MessageParam[] = [user('Use look_up_order, then refund_order')];
    const names: string[] = [];
    for (let step = 0; step < 3; step += 1) {
      const answer = await anthropic.messages.create({ ...base, tools, messages });
      const calls = answer.content.flatMap((block) => (block.type === 'tool_use' ? [block] : []));
      names.push(...calls.map((call) => call.name));
      messages.push({ role: 'assistant', content: answer.content as never });
      messages.push(
        user(calls.map((call) => ({ type: 'tool_result' as const, tool_use_id: call.id, content: 'done' }))),
      );
      if (calls.length === 0) break;
    }
    expect(names).toEqual(['look_up_order', 'refund_order']);
  });
});

describe('the prompt cache', () => {
  const long = 'The signalman sets the points before the train arrives. '.repeat(200);
  const ask = (question: string, ttl: '5m' | '1h' = '5m') =>
    anthropic.messages.create({
      ...base,
      system: [{ type: 'text', text: long, cache_control: { type: 'ephemeral', ttl } }],
      messages: [user(question)],
    });

  it('is written at a breakpoint, read afterwards, and never counted as plain input', async () => {
    const first = await ask('Why?');
    const second = await ask('How?');
    const written = first.usage.cache_creation_input_tokens ?? 0;
    expect(written).toBeGreaterThan(1024);
    expect(first.usage).toMatchObject({
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: written },
    });
    expect(second.usage).toMatchObject({ cache_read_input_tokens: written, cache_creation_input_tokens: 0 });
    expect(second.usage.input_tokens).toBeLessThan(20);
    expect(simulator.invoice()[1]).toMatchObject({
      cacheReadTokens: written,
      inputTokens: written + second.usage.input_tokens,
    });
  });

  it('has longer lives on request, and none without a breakpoint', async () => {
    const hour = await ask('Why?', '1h');
    expect(hour.usage.cache_creation?.ephemeral_1h_input_tokens).toBeGreaterThan(1024);
    simulator.clear();
    const plain = { ...base, system: long, messages: [user('Why?')] };
    await anthropic.messages.create(plain);
    expect((await anthropic.messages.create(plain)).usage).toMatchObject({
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 0,
    });
  });
});

describe('count_tokens', () => {
  it('counts what a message would be billed for', async () => {
    const ask = {
      model: 'claude-opus-4-7',
      system: 'Be brief.',
      messages: [user('What is the weather in Paris?')],
      tools: [weather],
    };
    const counted = await anthropic.messages.countTokens(ask);
    const answer = await anthropic.messages.create({ ...ask, max_tokens: 100 });
    expect(counted).toEqual({ input_tokens: answer.usage.input_tokens });
  });
});
