// Background answers as streams: cut, taken up again, called off; read by OpenAI's own client.

import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';
import { collect, useClients } from '../clients.ts';

const { openai, simulator } = await useClients();

const words = 'Say exactly: one two three four five six seven eight';

async function create(fault = '') {
  return openai.responses.create({
    model: `gpt-5.5-pro${fault}`,
    input: words,
    background: true,
    stream: true,
  });
}

/** What came until the stream broke, and whether it did. */
async function hear(stream: AsyncIterable<ResponseStreamEvent>) {
  const events: ResponseStreamEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events, broke: false };
  } catch {
    return { events, broke: true };
  }
}

function idOf([first]: ResponseStreamEvent[]): string {
  if (first?.type !== 'response.created') throw new Error('no start');
  return first.response.id;
}

const resume = (id: string, after: number) =>
  openai.responses.retrieve(id, { stream: true, starting_after: after });

describe('a background stream', () => {
  it('that is cut goes on behind the last whole event, and is billed once', async () => {
    const { events, broke } = await hear(await create('#cut-after=3'));
    expect(broke).toBe(true);
    const rest = await collect(await resume(idOf(events), events.length - 1));
    const numbers = [...events, ...rest].map((event) => event.sequence_number);
    expect(numbers).toEqual(numbers.map((_, index) => index));
    expect(rest.at(-1)).toMatchObject({ type: 'response.completed' });
    const [line, ...others] = simulator.invoice();
    expect(others).toEqual([]);
    expect(rest.at(-1)).toMatchObject({ response: { usage: { output_tokens: line?.outputTokens } } });
  });

  it('meets the faults that were asked for, stream after stream', async () => {
    const { events } = await hear(await create('#cut-after=1&resumed=status:503,cut-after:2,status:400*'));
    const id = idOf(events);
    await expect(resume(id, 4)).rejects.toMatchObject({ status: 503 });
    const second = await hear(await resume(id, events.length - 1));
    expect(second.broke).toBe(true);
    expect(second.events.length).toBeGreaterThan(0);
    await expect(resume(id, 4)).rejects.toMatchObject({ status: 400 });
    await expect(resume(id, 4)).rejects.toMatchObject({ status: 400 });
    expect(await openai.responses.retrieve(id)).toMatchObject({ status: 'completed' });
  });

  it('that is called off is billed as far as it went, and says so to whoever listens again', async () => {
    const { events } = await hear(await create('#cut-after=2'));
    const whole = simulator.invoice()[0]?.outputTokens ?? 0;
    const id = idOf(events);
    expect(await openai.responses.cancel(id)).toMatchObject({ id, status: 'cancelled' });
    expect(simulator.invoice()[0]?.outputTokens).toBeLessThan(whole);
    const [said, ...more] = await collect(await resume(id, 9));
    expect(said).toMatchObject({ type: 'response.cancelled', sequence_number: 10 });
    expect(more).toEqual([]);
  });

  it('cannot be called off once it is complete', async () => {
    const { events } = await hear(await create());
    await expect(openai.responses.cancel(idOf(events))).rejects.toMatchObject({ status: 400 });
  });
});

describe('the input of a kept response', () => {
  const input = ['one', 'two', 'three'].map((content) => ({ role: 'user' as const, content }));
  const textOf = (item: object) => (item as { content: { text: string }[] }).content[0]?.text;

  it('is listed page by page, in either order', async () => {
    const { id } = await openai.responses.create({ model: 'gpt-5.5', input });
    const texts: (string | undefined)[] = [];
    for await (const item of openai.responses.inputItems.list(id, { limit: 2, order: 'asc' }))
      texts.push(textOf(item));
    expect(texts).toEqual(['one', 'two', 'three']);
    const { data } = await openai.responses.inputItems.list(id);
    expect(data.map(textOf)).toEqual(['three', 'two', 'one']);
  });

  it.each([{ limit: 0 }, { limit: 101 }, { after: 'msg_none' }, { order: 'up' as 'asc' }])(
    'is not listed with %j',
    async (query) => {
      const { id } = await openai.responses.create({ model: 'gpt-5.5', input });
      const [param] = Object.keys(query);
      await expect(openai.responses.inputItems.list(id, query)).rejects.toMatchObject({ status: 400, param });
    },
  );

  it('is gone with the response', async () => {
    await expect(openai.responses.inputItems.list('resp_none')).rejects.toMatchObject({ status: 404 });
  });
});
