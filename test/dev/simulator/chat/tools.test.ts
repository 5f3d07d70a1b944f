// Tool calls over Chat Completions, read by OpenAI's own client.

import type {
  ChatCompletionFunctionTool,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { describe, expect, it } from 'vitest';
import { collect, useClients, weatherSchema } from '../clients.ts';

const { openai } = await useClients();

const weather: ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: weatherSchema,
    strict: true,
  },
};
const user = (content: string): ChatCompletionMessageParam => ({ role: 'user', content });

describe('tools', () => {
  const ask = { model: 'gpt-5.5', reasoning_effort: 'none' as const, tools: [weather] };

  it('are called when the prompt names their subject, with arguments of the schema', async () => {
    const answer = await openai.chat.completions.create({
      ...ask,
      messages: [user('What is the weather in Oslo in fahrenheit?')],
    });
    const [call] = answer.choices[0]?.message.tool_calls ?? [];
    expect(answer.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    expect(call?.id).toMatch(/^call_[A-Za-z0-9]{24}$/);
    expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual({
      city: 'Oslo',
      unit: 'fahrenheit',
    });
  });

  it('are left alone by other prompts, and by tool_choice none', async () => {
    const other = await openai.chat.completions.create({ ...ask, messages: [user('Tell me a joke')] });
    expect(other.choices[0]?.message.tool_calls).toBeUndefined();
    const none = await openai.chat.completions.create({
      ...ask,
      tool_choice: 'none',
      messages: [user('What is the weather in Oslo?')],
    });
    expect(none.choices[0]?.finish_reason).toBe('stop');
  });

  it('are forced by tool_choice', async () => {
    for (const tool_choice of [
      'required',
      { type: 'function', function: { name: 'get_weather' } },
    ] as const) {
      const forced = await openai.chat.completions.create({
        ...ask,
        tool_choice,
        messages: [user('Tell me a joke')],
      });
      expect(forced.choices[0]?.message.tool_calls).toHaveLength(1);
    }
  });

  it('are called in parallel for two subjects, one by one when that is off', async () => {
    const messages = [user('What is the weather in Paris and London?')];
    const answer = await openai.chat.completions.create({ ...ask, messages });
    const cities = (answer.choices[0]?.message.tool_calls ?? []).map(
      (call) => call.type === 'function' && JSON.parse(call.function.arguments).city,
    );
    expect(cities).toEqual(['Paris', 'London']);
    const single = await openai.chat.completions.create({ ...ask, messages, parallel_tool_calls: false });
    expect(single.choices[0]?.message.tool_calls).toHaveLength(1);
    const chunks = await collect(await openai.chat.completions.create({ ...ask, messages, stream: true }));
    const pieces = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
    const joined = [0, 1].map((index) =>
      pieces
        .filter((piece) => piece.index === index)
        .map((piece) => piece.function?.arguments ?? '')
        .join(''),
    );
    expect(joined.map((text) => JSON.parse(text).city)).toEqual(['Paris', 'London']);
    expect(pieces.filter((piece) => piece.id !== undefined).map((piece) => piece.index)).toEqual([0, 1]);
  });

  it('are followed by a text that quotes the result', async () => {
    const messages: ChatCompletionMessageParam[] = [user('What is the weather in Oslo?')];
    const first = await openai.chat.completions.create({ ...ask, messages });
    const message = first.choices[0]?.message;
    if (message === undefined) throw new Error('no message');
    messages.push(message);
    for (const call of message.tool_calls ?? [])
      messages.push({ role: 'tool', tool_call_id: call.id, content: '-3 and snow' });
    const second = await openai.chat.completions.create({ ...ask, messages });
    expect(second.choices[0]?.message.content).toContain('get_weather returned: -3 and snow');
  });

  it('without arguments get an empty object; free-text tools get text', async () => {
    const answer = await openai.chat.completions.create({
      ...ask,
      tools: [
        { type: 'function', function: { name: 'refresh_dashboard' } },
        {
          type: 'custom',
          custom: {
            name: 'run_sql',
            format: { type: 'grammar', grammar: { syntax: 'regex', definition: 'SELECT [a-z]+' } },
          },
        },
      ],
      messages: [user('Refresh the dashboard and run_sql please')],
    });
    const calls = answer.choices[0]?.message.tool_calls ?? [];
    expect(calls[0]).toMatchObject({
      type: 'function',
      function: { name: 'refresh_dashboard', arguments: '{}' },
    });
    expect(calls[1]).toMatchObject({
      type: 'custom',
      custom: { name: 'run_sql', input: expect.stringMatching(/^SELECT [a-z]+$/) },
    });
  });

  it('take dictated arguments from a marker', async () => {
    const answer = await openai.chat.completions.create({
      ...ask,
      messages: [user('[[call:get_weather {"city":"Rome","unit":"celsius"}]]')],
    });
    const [call] = answer.choices[0]?.message.tool_calls ?? [];
    expect(call?.type === 'function' && call.function.arguments).toBe('{"city":"Rome","unit":"celsius"}');
  });
});
