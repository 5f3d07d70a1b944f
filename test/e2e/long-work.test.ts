/**
 * Answers that take minutes, made in the background: their connections to the provider are cut, reset and fall silent,
 * and no client of any protocol notices; the provider is paid once.
 */
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { protocolIds } from '../../src/core/target.ts';
import { readWithAiSdk } from '../support/ai-sdk-reading.ts';
import {
  type Asking,
  expectWhole,
  type LongStack,
  said,
  startLongStack,
  wordsFor,
  wordsIn,
} from '../support/long-work/stack.ts';
import { testKey } from '../support/start-router.ts';
import { until } from '../support/until.ts';
import { eventsIn, terminalsIn } from '../support/world/serve.ts';

let stack: LongStack;
const ask = (asking: Asking) => stack.ask(asking);

beforeAll(async () => {
  stack = await startLongStack();
});
afterAll(() => stack.stop());
beforeEach(() => stack.clear());

/** How a connection can break, and how often it is taken up again. */
const breaks: Readonly<Record<string, { readonly fault: string; readonly times: number }>> = {
  'cut in mid-event': { fault: 'cut-after=3', times: 1 },
  'cut before any output': { fault: 'cut-after=0', times: 1 },
  'closed without an end': { fault: 'end-after=4', times: 1 },
  'cut again and again': { fault: 'cut-after=1&resumed=cut-after:2,cut-after:1,end-after:3', times: 4 },
  'refused for a while': { fault: 'cut-after=2&resumed=status:503,reset', times: 3 },
};

describe.each(protocolIds)('a %s client', (caller) => {
  test.each(Object.entries(breaks))('%s: notices nothing', async (_name, { fault, times }) => {
    const whole = await (await ask({ caller })).text();
    stack.simulator.clear();
    const response = await ask({ caller, fault });
    const text = await response.text();
    expectWhole(caller, text);
    expect(eventsIn(text).map(({ event }) => event)).toEqual(eventsIn(whole).map(({ event }) => event));
    expect(stack.resumed()).toHaveLength(times);
    const [bill, ...more] = stack.simulator.invoice();
    expect(more).toEqual([]);
    expect(await stack.rowsOf(response)).toMatchObject([
      { role: 'first', usage: { outputTokens: bill?.outputTokens } },
    ]);
  });

  test('silent: taken up again before anybody loses patience', async () => {
    const response = await ask({ caller, route: 'impatient', fault: 'stall-after=3&resumed=stall-before' });
    expectWhole(caller, await response.text());
    expect(stack.resumed()).toHaveLength(2);
  });

  test('slow between two events: pings keep it waiting', async () => {
    const text = await (await ask({ caller, fault: 'drip=150' })).text();
    expectWhole(caller, text);
    const firstWord = text.indexOf('one');
    expect(text.indexOf(': ping', firstWord)).toBeGreaterThan(firstWord);
  });

  test('too old to be streamed: the rest is told out of the finished answer', async () => {
    const whole = await (await ask({ caller })).text();
    const response = await ask({ caller, fault: 'cut-after=4&resumed=status:400*' });
    const text = await response.text();
    expectWhole(caller, text);
    expect(wordsIn(text)).toBe(wordsIn(whole));
    expect(stack.asked()).toHaveLength(2);
  });

  test('lost for good: an error ends the stream, and the answer is called off', async () => {
    const response = await ask({ caller, fault: 'cut-after=2&resumed=status:500*' });
    const text = await response.text();
    expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
    await until('the answer to be called off', () => stack.calledOff().length === 1);
    expect(await stack.rowsOf(response)).toHaveLength(1);
    expect(stack.asked()).toHaveLength(1);
  });

  test('JSON: the same answer as without a cut', async () => {
    const response = await ask({ caller, stream: false, fault: 'cut-after=2&resumed=cut-after:1' });
    expect(response.headers.get('x-signalbox-resumed')).toBe('2');
    expect(response.headers.get('server-timing')).toContain('resumed;desc="2"');
    expect(JSON.stringify(await response.json())).toContain(said);
    expect(stack.asked()).toHaveLength(1);
  });

  test('what nobody asked to keep is deleted at the provider', async () => {
    await (await ask({ caller })).text();
    if (caller === 'openai-responses') {
      expect(stack.deleted()).toEqual([]);
      return;
    }
    await until('the answer to be deleted', () => stack.deleted().length === 1);
    expect(stack.asked()[0]?.body).not.toHaveProperty('store');
  });
});

describe('real clients read a stream that was cut', () => {
  const words = () => wordsFor('cut-after=2&resumed=cut-after:3');
  const model = 'route/slow';

  test('openai: Responses and Chat Completions', async () => {
    const client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey, maxRetries: 0 });
    const heard: string[] = [];
    const stream = client.responses.stream({ model, input: words() });
    stream.on('response.output_text.delta', ({ delta }) => heard.push(delta));
    expect((await stream.finalResponse()).output_text).toBe(said);
    expect(heard.join('')).toBe(said);
    const messages = [{ role: 'user' as const, content: words() }];
    const chat = await client.chat.completions.stream({ model, messages }).finalChatCompletion();
    expect(chat.choices[0]?.message.content).toBe(said);
    expect(stack.resumed()).toHaveLength(4);
  });

  test('@anthropic-ai/sdk', async () => {
    const client = new Anthropic({ baseURL: stack.url, apiKey: testKey, maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: words() }];
    const message = await client.messages.stream({ model, max_tokens: 2000, messages }).finalMessage();
    expect(message.content.find(({ type }) => type === 'text')).toMatchObject({ text: said });
    expect(stack.resumed()).toHaveLength(2);
  });

  test.each(protocolIds)('Vercel AI SDK over %s', async (protocol) => {
    stack.simulator.setFault({ model: 'gpt-5.5-pro', fault: 'cut-after=2&resumed=cut-after:3' });
    const endpoint = { protocol, baseUrl: `${stack.url}/v1`, key: testKey, model };
    const cut = await readWithAiSdk(endpoint, true);
    expect(stack.resumed()).toHaveLength(2);
    expect(cut.finish).toBe('stop');
    expect(cut.text.length).toBeGreaterThan(20);
    expect(await readWithAiSdk(endpoint, false)).toMatchObject({ text: cut.text, finish: 'stop' });
  });
});

describe('made in the background', () => {
  test('are slow models and the highest efforts, and nothing else', async () => {
    const isInBackground = async (route: string, more = {}) => {
      stack.simulator.clear();
      await (await ask({ caller: 'openai-responses', route, stream: false, more })).text();
      const [call] = stack.asked();
      return (call?.body as { background?: boolean } | undefined)?.background === true;
    };
    expect(await isInBackground('slow')).toBe(true);
    expect(await isInBackground('slow', { store: false })).toBe(false);
    expect(await isInBackground('slow', { background: true })).toBe(true);
    expect(await isInBackground('foreground')).toBe(false);
    expect(await isInBackground('unkept')).toBe(false);
    expect(await isInBackground('quick')).toBe(false);
    expect(await isInBackground('quick', { reasoning: { effort: 'xhigh' } })).toBe(false);
    expect(await isInBackground('asked', { reasoning: { effort: 'xhigh' } })).toBe(true);
  });
});

describe('a client that asks for the background itself', () => {
  test('gets what the provider says, and fetches, streams again and cancels by itself', async () => {
    const client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey, maxRetries: 0 });
    const asking = { model: 'route/slow', input: wordsFor(''), background: true };
    const job = await client.responses.create(asking);
    expect(job).toMatchObject({ status: 'queued', background: true, output: [] });
    // Whose it is may be written a moment after the answer.
    await until('to be known', () => client.responses.retrieve(job.id).catch(() => null));
    const done = await until('to be over', async () => {
      const found = await client.responses.retrieve(job.id);
      return found.status === 'completed' && found;
    });
    expect(done.output_text).toBe(said);

    const stream = await client.responses.create({ ...asking, stream: true });
    const numbers: number[] = [];
    let id = '';
    for await (const event of stream) {
      numbers.push(event.sequence_number);
      if (event.type === 'response.created') id = event.response.id;
    }
    const again = await client.responses.retrieve(id, { stream: true, starting_after: 4 });
    const rest: number[] = [];
    for await (const event of again) rest.push(event.sequence_number);
    expect(rest).toEqual(numbers.slice(5));

    const other = await client.responses.create(asking);
    await until('to be known', () => client.responses.cancel(other.id).catch(() => null));
    expect(await client.responses.retrieve(other.id)).toMatchObject({ status: 'cancelled' });
  });
});
