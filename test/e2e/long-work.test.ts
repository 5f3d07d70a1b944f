/**
 * Answers that take minutes, made in the background: their connections to the provider are cut, reset and fall silent,
 * and no client of any protocol notices; the provider is paid once.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Row } from '../../src/core/row.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { type Simulator, startSimulator } from '../../src/dev/simulator/server.ts';
import { type LocalUpstash, startUpstash } from '../../src/dev/upstash/start.ts';
import { readWithAiSdk } from '../support/ai-sdk-reading.ts';
import { paths } from '../support/faults/stack.ts';
import { readRows } from '../support/read-rows.ts';
import { type Router, startRouter, testKey } from '../support/start-router.ts';
import { until } from '../support/until.ts';
import { eventsIn, terminalsIn } from '../support/world/serve.ts';

let folder: string;
let store: LocalUpstash;
let simulator: Simulator;
let router: Router;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-long-'));
  store = await startUpstash({ dataDir: folder, token: 'long', engine: 'embedded' });
  simulator = await startSimulator();
  router = await startRouter({
    vars: {
      OPENAI_API_KEY: 'simulated',
      OPENAI_BASE_URL: `${simulator.url}/openai/v1`,
      ZAI_API_KEY: 'simulated',
      ZAI_BASE_URL: `${simulator.url}/zai/api/paas/v4`,
      UPSTASH_REDIS_REST_URL: store.url,
      UPSTASH_REDIS_REST_TOKEN: store.token,
    },
    routes: 'test/support/long-work.config.ts',
  });
});
afterAll(async () => {
  await router.stop();
  await simulator.stop();
  await store.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await simulator.settled();
  simulator.clear();
});

const said = 'one two three four five six seven eight nine ten';

function wordsFor(fault: string): string {
  return `${fault === '' ? '' : `[[fault:${fault}]] `}Say exactly: ${said}`;
}

type Asking = {
  readonly caller: ProtocolId;
  readonly route?: string;
  readonly fault?: string;
  readonly stream?: boolean;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

function ask({ caller, route = 'slow', fault = '', stream = true, more, headers, signal }: Asking) {
  const words = wordsFor(fault);
  const messages = [{ role: 'user', content: words }];
  const model = `route/${route}`;
  const body =
    caller === 'openai-responses'
      ? { model, input: words }
      : { model, messages, ...(caller === 'anthropic-messages' && { max_tokens: 2000 }) };
  return fetch(router.url + paths[caller], {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...body, ...(stream && { stream }), ...more }),
    ...(signal && { signal }),
  });
}

/** What the provider was asked, in order: `GET /responses/…?stream=true`. */
function calls(): string[] {
  return simulator.requests().map(({ method, path }) => `${method} ${path.split('/v1')[1] ?? ''}`);
}

const asked = () =>
  simulator.requests().filter(({ method, path }) => `${method} ${path}`.endsWith('/v1/responses'));
const resumed = () => calls().filter((call) => call.startsWith('GET ') && call.includes('stream=true'));
const calledOff = () => calls().filter((call) => call.endsWith('/cancel'));
const deleted = () => calls().filter((call) => call.startsWith('DELETE '));

async function rowsOf(response: Response): Promise<Row[]> {
  const requestId = response.headers.get('x-request-id') ?? '';
  return until('the row', async () => {
    const rows = await readRows(store, requestId);
    return rows.length > 0 && rows;
  });
}

function expectWhole(caller: ProtocolId, text: string): void {
  expect(terminalsIn(caller, text)).toEqual({ signals: ['end'], isLast: true });
}

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
    simulator.clear();
    const response = await ask({ caller, fault });
    const text = await response.text();
    expectWhole(caller, text);
    expect(eventsIn(text).map(({ event }) => event)).toEqual(eventsIn(whole).map(({ event }) => event));
    expect(resumed()).toHaveLength(times);
    const [bill, ...more] = simulator.invoice();
    expect(more).toEqual([]);
    expect(await rowsOf(response)).toMatchObject([
      { role: 'first', usage: { outputTokens: bill?.outputTokens } },
    ]);
  });

  test('silent: taken up again before anybody loses patience', async () => {
    const response = await ask({ caller, route: 'impatient', fault: 'stall-after=3&resumed=stall-before' });
    expectWhole(caller, await response.text());
    expect(resumed()).toHaveLength(2);
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
    expect(asked()).toHaveLength(2);
  });

  test('lost for good: an error ends the stream, and the answer is called off', async () => {
    const response = await ask({ caller, fault: 'cut-after=2&resumed=status:500*' });
    const text = await response.text();
    expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
    await until('the answer to be called off', () => calledOff().length === 1);
    expect(await rowsOf(response)).toHaveLength(1);
    expect(asked()).toHaveLength(1);
  });

  test('JSON: the same answer as without a cut', async () => {
    const response = await ask({ caller, stream: false, fault: 'cut-after=2&resumed=cut-after:1' });
    expect(response.headers.get('x-signalbox-resumed')).toBe('2');
    expect(response.headers.get('server-timing')).toContain('resumed;desc="2"');
    expect(JSON.stringify(await response.json())).toContain(said);
    expect(asked()).toHaveLength(1);
  });

  test('what nobody asked to keep is deleted at the provider', async () => {
    await (await ask({ caller })).text();
    if (caller === 'openai-responses') {
      expect(deleted()).toEqual([]);
      return;
    }
    await until('the answer to be deleted', () => deleted().length === 1);
    expect(asked()[0]?.body).not.toHaveProperty('store');
  });
});

/** All text that a stream says, whatever its form and its pieces. */
function wordsIn(text: string): string {
  const pieces = eventsIn(text).map(({ data }) => {
    const { type, delta, choices } = (data.startsWith('{') ? JSON.parse(data) : {}) as {
      type?: string;
      delta?: string | { text?: string };
      choices?: { delta?: { content?: string } }[];
    };
    if (typeof delta === 'string') return type === 'response.output_text.delta' ? delta : '';
    return delta?.text ?? choices?.[0]?.delta?.content ?? '';
  });
  return pieces.join('');
}

describe('real clients read a stream that was cut', () => {
  const words = () => wordsFor('cut-after=2&resumed=cut-after:3');
  const model = 'route/slow';

  test('openai: Responses and Chat Completions', async () => {
    const client = new OpenAI({ baseURL: `${router.url}/v1`, apiKey: testKey, maxRetries: 0 });
    const heard: string[] = [];
    const stream = client.responses.stream({ model, input: words() });
    stream.on('response.output_text.delta', ({ delta }) => heard.push(delta));
    expect((await stream.finalResponse()).output_text).toBe(said);
    expect(heard.join('')).toBe(said);
    const messages = [{ role: 'user' as const, content: words() }];
    const chat = await client.chat.completions.stream({ model, messages }).finalChatCompletion();
    expect(chat.choices[0]?.message.content).toBe(said);
    expect(resumed()).toHaveLength(4);
  });

  test('@anthropic-ai/sdk', async () => {
    const client = new Anthropic({ baseURL: router.url, apiKey: testKey, maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: words() }];
    const message = await client.messages.stream({ model, max_tokens: 2000, messages }).finalMessage();
    expect(message.content.find(({ type }) => type === 'text')).toMatchObject({ text: said });
    expect(resumed()).toHaveLength(2);
  });

  test.each(protocolIds)('Vercel AI SDK over %s', async (protocol) => {
    simulator.setFault({ model: 'gpt-5.5-pro', fault: 'cut-after=2&resumed=cut-after:3' });
    const endpoint = { protocol, baseUrl: `${router.url}/v1`, key: testKey, model };
    const cut = await readWithAiSdk(endpoint, true);
    expect(resumed()).toHaveLength(2);
    expect(cut.finish).toBe('stop');
    expect(cut.text.length).toBeGreaterThan(20);
    expect(await readWithAiSdk(endpoint, false)).toMatchObject({ text: cut.text, finish: 'stop' });
  });
});

describe('made in the background', () => {
  test('are slow models and the highest efforts, and nothing else', async () => {
    const isInBackground = async (route: string, more = {}) => {
      simulator.clear();
      await (await ask({ caller: 'openai-responses', route, stream: false, more })).text();
      const [call] = asked();
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
    const client = new OpenAI({ baseURL: `${router.url}/v1`, apiKey: testKey, maxRetries: 0 });
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

/** Asks, hears the first words and leaves. */
async function leave(asking: Asking): Promise<void> {
  const controller = new AbortController();
  const response = await ask({ ...asking, signal: controller.signal });
  const reader = response.body?.getReader();
  const utf8 = new TextDecoder();
  for (let text = ''; !wordsIn(text).includes('one'); ) {
    const read = await reader?.read();
    if (read === undefined || read.done) throw new Error(`over before the first word: ${text}`);
    text += utf8.decode(read.value, { stream: true });
  }
  controller.abort();
}

describe.each(protocolIds)('a %s client that leaves', (caller) => {
  test('cancel: the answer is called off at the provider, and is not billed whole', async () => {
    await leave({ caller, fault: 'drip=150' });
    await until('the answer to be called off', () => calledOff().length === 1);
    await simulator.settled();
    const [bill] = simulator.invoice();
    simulator.clear();
    await (await ask({ caller })).text();
    const [whole] = simulator.invoice();
    expect(bill?.outputTokens).toBeLessThan(whole?.outputTokens ?? 0);
  });

  test('cancel: it is missed although the model is silent for minutes', async () => {
    await leave({ caller, fault: 'stall-after=3' });
    await until('the answer to be called off', () => calledOff().length === 1);
    expect(resumed()).toEqual([]);
  });

  test('drain: it comes back with its key and gets the whole answer, for which nobody pays again', async () => {
    const headers = { 'idempotency-key': `drained ${caller}` };
    const asking = { caller, route: 'drained', fault: 'drip=20', headers };
    await leave(asking);
    const response = await ask(asking);
    const text = await response.text();
    expectWhole(caller, text);
    expect(wordsIn(text)).toContain(said);
    expect(asked()).toHaveLength(1);
    expect(calledOff()).toEqual([]);
    expect(response.headers.get('x-signalbox-joined')).toMatch(/^req_/);
    const [row, ...more] = await rowsOf(response);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ role: 'joined', outcome: 'completed', usageSource: 'void', usage: {} });
  });
});

describe.each(protocolIds)('an Idempotency-Key of a %s client', (caller) => {
  let serial = 0;
  const withKey = (asking: Omit<Asking, 'caller'> = {}, key = `${caller} ${++serial}`) => ({
    caller,
    headers: { 'idempotency-key': key },
    ...asking,
  });
  const codeOf = async (response: Response) => {
    const { error } = (await response.json()) as { error: { code?: string; message: string } };
    return { status: response.status, retry: response.headers.get('x-should-retry'), error };
  };

  test.each([true, false])('twice, stream: %s: the same answer, one bill', async (stream) => {
    const asking = withKey({ stream });
    const first = await (await ask(asking)).text();
    const second = await (await ask(asking)).text();
    expect(second.length).toBe(first.length);
    expect(second).toContain('ten');
    expect(simulator.invoice()).toHaveLength(1);
    expect(deleted()).toEqual([]);
  });

  test('twice at once: both get it, one bill', async () => {
    const asking = withKey({ fault: 'drip=5' });
    const first = ask(asking);
    await until('the call', () => asked().length === 1);
    const second = await until('to be joined', async () => {
      const response = await ask(asking);
      return response.status === 200 && response;
    });
    const [one, two] = await Promise.all([first.then((response) => response.text()), second.text()]);
    expect(wordsIn(one)).toBe(said);
    expect(wordsIn(two)).toBe(said);
    expect(simulator.invoice()).toHaveLength(1);
  });

  test('with another body: 409', async () => {
    const asking = withKey();
    await (await ask(asking)).text();
    const { status, retry, error } = await codeOf(await ask({ ...asking, more: { metadata: {} } }));
    expect({ status, retry }).toEqual({ status: 409, retry: 'false' });
    expect(error.message).toContain('another request');
  });

  test('of a request that was not made in the background: 409 while it runs and afterwards', async () => {
    const asking = withKey({ route: 'plain', fault: 'delay=300', stream: false });
    const first = ask(asking);
    await until('the call', () => simulator.requests().length === 1);
    const response = await ask(asking);
    expect(response.headers.get('retry-after')).toBe('2');
    const running = await codeOf(response);
    expect(running).toMatchObject({ status: 409, retry: 'true' });
    expect(running.error.message).toContain('still running');
    await (await first).text();
    const done = await until('the end', async () => {
      const told = await codeOf(await ask(asking));
      return told.retry === 'false' && told;
    });
    expect(done).toMatchObject({ status: 409 });
    expect(done.error.message).toMatch(/It took \d+ input and \d+ output tokens\./);
    expect(simulator.invoice()).toHaveLength(1);
  });

  test('of a request that failed is free again', async () => {
    const asking = withKey({ route: 'plain', stream: false });
    simulator.setFault({ model: 'glm-5.1', times: 1, fault: 'status=400' });
    expect((await ask(asking)).status).toBe(400);
    const answered = await until('to be free', async () => {
      const response = await ask(asking);
      return response.status === 200 && response;
    });
    expect(await answered.text()).toContain(said);
  });

  test('that is longer than 255 characters is refused', async () => {
    const { status, error } = await codeOf(await ask(withKey({}, 'k'.repeat(256))));
    expect(status).toBe(400);
    expect(error.message).toContain('256 characters');
  });

  test('whose answer the provider has no more: 409, and nothing is made again', async () => {
    const asking = withKey();
    await (await ask(asking)).text();
    const made = asked().length;
    simulator.forgetResponses();
    const { status, retry, error } = await codeOf(await ask({ ...asking }));
    expect({ status, retry }).toEqual({ status: 409, retry: 'false' });
    expect(error.message).toContain('has been used');
    expect(asked()).toHaveLength(made);
  });
});
