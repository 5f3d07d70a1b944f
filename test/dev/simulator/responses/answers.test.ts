// Responses answers, read by OpenAI's own client.

import type {
  FunctionTool,
  ResponseInputItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';
import { collect, useClients, weatherSchema } from '../clients.ts';

const { openai, simulator } = await useClients();

const weather: FunctionTool = {
  type: 'function',
  name: 'get_weather',
  description: 'Weather',
  parameters: weatherSchema,
  strict: true,
};
const typesOf = (events: ResponseStreamEvent[]) =>
  events.map((event) => event.type).filter((type, at, all) => type !== all[at - 1]);

describe('text', () => {
  it('answers in the shape of the real provider', async () => {
    const answer = await openai.responses.create({
      model: 'gpt-5.5',
      input: 'Say exactly: all clear',
      reasoning: { effort: 'none' },
      metadata: { job: '7' },
    });
    expect(answer).toMatchObject({
      object: 'response',
      status: 'completed',
      background: false,
      error: null,
      incomplete_details: null,
      model: 'gpt-5.5-2026-04-23',
      output_text: 'all clear',
      output: [
        {
          type: 'message',
          role: 'assistant',
          status: 'completed',
          phase: 'final_answer',
          content: [{ type: 'output_text', text: 'all clear', annotations: [] }],
        },
      ],
      reasoning: { effort: 'none', summary: null },
      store: true,
      tools: [],
      tool_choice: 'auto',
      usage: {
        output_tokens: 2,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens_details: { reasoning_tokens: 0 },
      },
      metadata: { job: '7' },
    });
    expect(answer.id).toMatch(/^resp_[0-9a-f]{50}$/);
    expect(answer.output[0]?.id).toMatch(/^msg_[0-9a-f]{50}$/);
    expect(answer.usage?.total_tokens).toBe((answer.usage?.input_tokens ?? 0) + 2);
  });

  it('streams the same answer it gives at once, every event in its place', async () => {
    const ask = {
      model: 'gpt-5.5',
      input: 'Why is the sky blue?',
      reasoning: { effort: 'high', summary: 'auto' },
    } as const;
    const whole = await openai.responses.create(ask);
    const events = await collect(await openai.responses.create({ ...ask, stream: true }));
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, at) => at));
    expect(typesOf(events)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    const text = events
      .map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''))
      .join('');
    expect(text).toBe(whole.output_text);
    const last = events.at(-1);
    if (last?.type !== 'response.completed') throw new Error('no end');
    expect(last.response.usage).toEqual(whole.usage);
    expect(last.response.output.map((item) => item.type)).toEqual(['reasoning', 'message']);
  });

  it('is incomplete at the cap and at the filter', async () => {
    const capped = await openai.responses.create({
      model: 'gpt-4o',
      input: '[[length:90]]',
      max_output_tokens: 20,
    });
    expect(capped).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ status: 'incomplete' }],
      usage: { output_tokens: 20 },
    });
    const events = await collect(
      await openai.responses.create({ model: 'gpt-4o', input: '[[filter]] and so on', stream: true }),
    );
    expect(events.at(-1)).toMatchObject({
      type: 'response.incomplete',
      response: { incomplete_details: { reason: 'content_filter' } },
    });
  });

  it('refuses in a part of its own', async () => {
    const refused = await openai.responses.create({ model: 'gpt-5.5', input: '[[refuse]]' });
    expect(refused).toMatchObject({
      status: 'completed',
      output: [{ content: [{ type: 'refusal', refusal: expect.stringContaining("can't help") }] }],
    });
    const events = await collect(
      await openai.responses.create({ model: 'gpt-5.5', input: '[[refuse]]', stream: true }),
    );
    expect(typesOf(events)).toContain('response.refusal.delta');
    expect(typesOf(events)).toContain('response.refusal.done');
  });

  it('satisfies a schema', async () => {
    const answer = await openai.responses.create({
      model: 'gpt-5.5',
      input: 'Give me a place',
      text: { format: { type: 'json_schema', name: 'place', strict: true, schema: weatherSchema } },
    });
    expect(JSON.parse(answer.output_text)).toEqual({ city: expect.any(String), unit: 'celsius' });
  });

  it('counts images and files', async () => {
    const plain = await openai.responses.create({ model: 'gpt-4o', input: 'Describe this' });
    const rich = await openai.responses.create({
      model: 'gpt-4o',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Describe this' },
            { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'auto' },
            { type: 'input_file', filename: 'a.pdf', file_data: Buffer.alloc(400).toString('base64') },
          ],
        },
      ],
    });
    expect((rich.usage?.input_tokens ?? 0) - (plain.usage?.input_tokens ?? 0)).toBe(765 + 100);
  });
});

describe('tools', () => {
  const ask = { model: 'gpt-5.5', tools: [weather], input: 'What is the weather in Paris and London?' };

  it('are called in parallel, and streamed with name and id only in the items', async () => {
    const whole = await openai.responses.create(ask);
    const calls = whole.output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
    expect(calls.map((call) => JSON.parse(call.arguments).city)).toEqual(['Paris', 'London']);
    expect(calls[0]).toMatchObject({
      id: expect.stringMatching(/^fc_/),
      call_id: expect.stringMatching(/^call_/),
      status: 'completed',
    });
    const events = await collect(await openai.responses.create({ ...ask, stream: true }));
    const done = events.flatMap((event) =>
      event.type === 'response.function_call_arguments.done' ? [event.arguments] : [],
    );
    expect(done).toEqual(calls.map((call) => call.arguments));
    const deltas = events.flatMap((event) =>
      event.type === 'response.function_call_arguments.delta' && event.output_index === 1
        ? [event.delta]
        : [],
    );
    expect(deltas.join('')).toBe(calls[0]?.arguments);
  });

  it('go on statelessly with encrypted reasoning, and by reference to the stored response', async () => {
    const first = await openai.responses.create({
      ...ask,
      store: false,
      include: ['reasoning.encrypted_content'],
    });
    const outputs: ResponseInputItem[] = first.output.flatMap((item) =>
      item.type === 'function_call'
        ? [{ type: 'function_call_output' as const, call_id: item.call_id, output: 'rain' }]
        : [],
    );
    const stateless = await openai.responses.create({
      ...ask,
      store: false,
      input: [{ role: 'user', content: ask.input }, ...(first.output as ResponseInputItem[]), ...outputs],
    });
    expect(stateless.output_text).toContain('get_weather returned: rain');

    const stored = await openai.responses.create(ask);
    const results: ResponseInputItem[] = stored.output.flatMap((item) =>
      item.type === 'function_call'
        ? [{ type: 'function_call_output' as const, call_id: item.call_id, output: 'rain' }]
        : [],
    );
    const chained = await openai.responses.create({
      ...ask,
      previous_response_id: stored.id,
      input: results,
    });
    expect(chained.output_text).toBe(stateless.output_text);
    const references: ResponseInputItem[] = stored.output.map((item) => ({
      type: 'item_reference',
      id: item.id ?? '',
    }));
    const referred = await openai.responses.create({
      ...ask,
      input: [{ role: 'user', content: ask.input }, ...references, ...results],
    });
    expect(referred.output_text).toBe(stateless.output_text);
  });

  it('take free text', async () => {
    const tools = [
      {
        type: 'custom' as const,
        name: 'run_sql',
        format: { type: 'grammar' as const, syntax: 'regex' as const, definition: 'SELECT [a-z]+' },
      },
    ];
    const events = await collect(
      await openai.responses.create({
        model: 'gpt-5.5',
        tools,
        tool_choice: 'required',
        input: 'Go',
        stream: true,
      }),
    );
    const item = events.findLast((event) => event.type === 'response.output_item.done');
    expect(item).toMatchObject({
      item: { type: 'custom_tool_call', name: 'run_sql', input: expect.stringMatching(/^SELECT [a-z]+$/) },
    });
    expect(typesOf(events)).toContain('response.custom_tool_call_input.delta');
  });
});

describe('stored responses', () => {
  it('are retrieved, deleted, and then gone', async () => {
    const answer = await openai.responses.create({ model: 'gpt-5.5', input: 'Hello' });
    expect(await openai.responses.retrieve(answer.id)).toMatchObject({
      id: answer.id,
      status: 'completed',
      output_text: answer.output_text,
    });
    await openai.responses.delete(answer.id);
    await expect(openai.responses.retrieve(answer.id)).rejects.toMatchObject({ status: 404 });
  });

  it('run in the background through every state, and are billed once they complete', async () => {
    const job = await openai.responses.create({ model: 'gpt-5.5-pro', input: 'Hello', background: true });
    expect(job).toMatchObject({ status: 'queued', background: true, output: [], usage: null });
    expect(simulator.invoice()[0]?.outputTokens).toBe(0);
    expect(await openai.responses.retrieve(job.id)).toMatchObject({ status: 'in_progress' });
    const done = await openai.responses.retrieve(job.id);
    expect(done.status).toBe('completed');
    expect(simulator.invoice()[0]?.outputTokens).toBe(done.usage?.output_tokens);
  });

  it('are cancelled while they run, and not afterwards', async () => {
    const job = await openai.responses.create({ model: 'gpt-5.5', input: 'Hello', background: true });
    expect(await openai.responses.cancel(job.id)).toMatchObject({ status: 'cancelled' });
    expect(await openai.responses.retrieve(job.id)).toMatchObject({ status: 'cancelled', output: [] });
    const other = await openai.responses.create({ model: 'gpt-5.5', input: 'Hello', background: true });
    await openai.responses.retrieve(other.id);
    await openai.responses.retrieve(other.id);
    await expect(openai.responses.cancel(other.id)).rejects.toMatchObject({ status: 400 });
  });

  it('resume their stream after a sequence number', async () => {
    const events = await collect(
      await openai.responses.create({ model: 'gpt-5.5', input: 'Hello', background: true, stream: true }),
    );
    expect(typesOf(events).slice(0, 3)).toEqual([
      'response.created',
      'response.queued',
      'response.in_progress',
    ]);
    const [first] = events;
    if (first?.type !== 'response.created') throw new Error('no start');
    const rest = await collect(
      await openai.responses.retrieve(first.response.id, { stream: true, starting_after: 4 }),
    );
    expect(rest).toEqual(events.slice(5));
  });
});

it('reports cached input', async () => {
  const long = 'The signalman sets the points before the train arrives. '.repeat(200);
  await openai.responses.create({ model: 'gpt-5.5', instructions: long, input: 'Why?' });
  const second = await openai.responses.create({ model: 'gpt-5.5', instructions: long, input: 'How?' });
  expect(second.usage?.input_tokens_details.cached_tokens).toBeGreaterThanOrEqual(1024);
});
