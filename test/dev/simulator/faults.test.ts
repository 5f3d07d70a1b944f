// Every fault, on every protocol it concerns, as a client meets it on the wire.

import { describe, expect, it } from 'vitest';
import { parseFault } from '../../../src/dev/simulator/faults.ts';
import { anthropicHeaders, collect, errorOf, useClients } from './clients.ts';

const { simulator, openai, anthropic, post } = await useClients();

type Wire = 'chat' | 'responses' | 'messages';
const wires: Wire[] = ['chat', 'responses', 'messages'];
const prompt = 'Say exactly: one two three four five six seven eight nine ten eleven twelve';

interface Sent {
  path: string;
  body: Record<string, unknown>;
  headers?: Record<string, string>;
}

function request(wire: Wire, fault: string, stream: boolean): Sent {
  const messages = [{ role: 'user', content: prompt }];
  switch (wire) {
    case 'chat':
      return {
        path: '/openai/v1/chat/completions',
        body: {
          model: `gpt-4o#${fault}`,
          messages,
          stream,
          ...(stream && { stream_options: { include_usage: true } }),
        },
      };
    case 'responses':
      return { path: '/openai/v1/responses', body: { model: `gpt-4o#${fault}`, input: prompt, stream } };
    case 'messages':
      return {
        path: '/anthropic/v1/messages',
        body: { model: `claude-sonnet-4-6#${fault}`, max_tokens: 99, messages, stream },
        headers: anthropicHeaders,
      };
    default:
      return wire satisfies never;
  }
}

function send(wire: Wire, fault: string, stream = true): Promise<Response> {
  const { path, body, headers } = request(wire, fault, stream);
  return post(path, body, headers);
}

const usageWord = /"usage":\{/;
const ends: Record<Wire, string> = {
  chat: 'data: [DONE]',
  responses: '"type":"response.completed"',
  messages: '"type":"message_stop"',
};
const deltas: Record<Wire, RegExp> = {
  chat: /"delta":\{"content":"[^"]/g,
  responses: /"type":"response.output_text.delta"/g,
  messages: /"type":"text_delta"/g,
};
const countDeltas = (wire: Wire, text: string) => text.match(deltas[wire])?.length ?? 0;

/** Reads a body until it ends or breaks. */
async function readBroken(response: Response): Promise<{ text: string; broke: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? [])
      text += decoder.decode(chunk as Uint8Array, { stream: true });
    return { text, broke: false };
  } catch {
    return { text, broke: true };
  }
}

/** Reads until `enough` says so, then goes away. */
async function readThenLeave(sent: Sent, enough: (text: string) => boolean): Promise<string> {
  const abort = new AbortController();
  const response = await fetch(simulator.url + sent.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer k', ...sent.headers },
    body: JSON.stringify(sent.body),
    signal: abort.signal,
  });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (enough(text)) break;
  }
  abort.abort();
  await simulator.settled();
  return text;
}

describe.each(wires)('%s', (wire) => {
  const errorOfBody = (body: unknown) => (body as { error: Record<string, unknown> }).error;

  it('status, retry-after and should-retry', async () => {
    for (const stream of [true, false]) {
      const response = await send(
        wire,
        'status=429&retry-after=7&retry-after-ms=7000&should-retry=false',
        stream,
      );
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe('7');
      expect(response.headers.get('retry-after-ms')).toBe('7000');
      expect(response.headers.get('x-should-retry')).toBe('false');
      expect(errorOfBody(await response.json()).type).toBe(
        wire === 'messages' ? 'rate_limit_error' : 'tokens',
      );
    }
  });

  it('message', async () => {
    const response = await send(wire, 'status=500&message=out of order');
    expect(errorOfBody(await response.json()).message).toBe('out of order');
  });

  it('a redirect', async () => {
    const { path, body, headers } = request(wire, 'status=307', false);
    const response = await fetch(simulator.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: 'Bearer k', ...headers },
      body: JSON.stringify(body),
    });
    expect([response.status, response.headers.get('location')]).toEqual([
      307,
      'https://example.com/elsewhere',
    ]);
  });

  it('reset', async () => {
    await expect(send(wire, 'reset')).rejects.toThrow('fetch failed');
    await simulator.settled();
    expect(simulator.requests()[0]).toMatchObject({ status: null, aborted: false, fault: { reset: true } });
  });

  it('stall-headers', async () => {
    const { path, body, headers } = request(wire, 'stall-headers', true);
    const abort = new AbortController();
    const pending = fetch(simulator.url + path, {
      method: 'POST',
      headers: { authorization: 'Bearer k', ...headers },
      body: JSON.stringify(body),
      signal: abort.signal,
    });
    await expect.poll(() => simulator.requests().length).toBe(1);
    abort.abort();
    await expect(pending).rejects.toThrow();
    await simulator.settled();
    expect(simulator.requests()[0]).toMatchObject({ status: null, aborted: true, events: 0 });
  });

  it('stall-before', async () => {
    for (const stream of [true, false]) {
      const response = await send(wire, 'stall-before', stream);
      expect(response.status).toBe(200);
      await response.body?.cancel();
      await simulator.settled();
      expect(simulator.requests().at(-1)).toMatchObject({ aborted: true, events: 0, generatedTokens: 0 });
    }
  });

  it('stall-after: the abort is seen, and only what was generated is billed', async () => {
    const reached = wire === 'messages' ? 1 : 3;
    const text = await readThenLeave(
      request(wire, `stall-after=${reached}`, true),
      (so) => countDeltas(wire, so) >= reached,
    );
    expect(countDeltas(wire, text)).toBe(reached);
    expect(simulator.requests()[0]).toMatchObject({ aborted: true, done: true, outputEvents: reached });
    const tokens = wire === 'messages' ? 6 : 3;
    expect(simulator.invoice()[0]).toMatchObject({ aborted: true, outputTokens: tokens });
    expect(simulator.invoice()[0]?.inputTokens).toBeGreaterThan(0);
  });

  it('cut-after', async () => {
    const { text, broke } = await readBroken(await send(wire, 'cut-after=1'));
    expect(broke).toBe(true);
    expect(countDeltas(wire, text.slice(0, text.lastIndexOf('\n\n')))).toBe(1);
    expect(text.endsWith('\n\n')).toBe(false);
    const unary = await readBroken(await send(wire, 'cut-after=1', false));
    expect(unary.broke).toBe(true);
  });

  it('end-after', async () => {
    const { text, broke } = await readBroken(await send(wire, 'end-after=1'));
    expect([broke, countDeltas(wire, text), text.includes(ends[wire])]).toEqual([false, 1, false]);
    const unary = await readBroken(await send(wire, 'end-after=1', false));
    expect(() => JSON.parse(unary.text)).toThrow();
  });

  it('error-after-start and error-after', async () => {
    for (const [fault, count] of [
      ['error-after-start', 0],
      ['error-after=1', 1],
    ] as const) {
      const { text } = await readBroken(await send(wire, fault));
      expect(countDeltas(wire, text)).toBe(count);
      expect(text).not.toContain(ends[wire]);
      const last = text.trim().split('\n\n').at(-1) ?? '';
      const data = JSON.parse(last.slice(last.indexOf('data: ') + 6));
      if (wire === 'chat')
        expect(data).toMatchObject({ error: { type: 'server_error', code: 'server_error' } });
      if (wire === 'responses')
        expect(data).toMatchObject({
          type: 'response.failed',
          response: { status: 'failed', error: { code: 'server_error' } },
        });
      if (wire === 'messages')
        expect(data).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } });
    }
    expect((await send(wire, 'error-after=1', false)).status).toBe(wire === 'messages' ? 529 : 500);
  });

  it('html', async () => {
    for (const [fault, status] of [
      ['html', 200],
      ['html&status=502', 502],
    ] as const) {
      const response = await send(wire, fault);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        status,
        'text/html; charset=UTF-8',
      ]);
      expect(await response.text()).toContain('<html>');
    }
    expect(simulator.invoice()).toEqual([]);
  });

  it('empty', async () => {
    for (const stream of [true, false]) {
      const response = await send(wire, 'empty', stream);
      expect([response.status, await response.text()]).toEqual([200, '']);
    }
  });

  it('bad-json', async () => {
    const text = await (await send(wire, 'bad-json')).text();
    const lines = text.split('\n').filter((line) => line.startsWith('data: {'));
    const broken = lines.filter((line) => {
      try {
        JSON.parse(line.slice(6));
        return false;
      } catch {
        return true;
      }
    });
    expect(broken).toHaveLength(1);
    expect(text).toContain(ends[wire]);
    const unary = await (await send(wire, 'bad-json', false)).text();
    expect(() => JSON.parse(unary)).toThrow();
  });

  it('no-usage', async () => {
    const text = await (await send(wire, 'no-usage')).text();
    expect(text).not.toMatch(usageWord);
    expect(text).toContain(ends[wire]);
    expect(JSON.stringify(await (await send(wire, 'no-usage', false)).json())).not.toMatch(usageWord);
    expect(simulator.invoice()[0]?.outputTokens).toBeGreaterThan(0);
  });

  it('odd-usage', async () => {
    const field = { chat: 'completion_tokens', responses: 'output_tokens', messages: 'output_tokens' }[wire];
    const usageOf = async (kind: string) =>
      ((await (await send(wire, `odd-usage=${kind}`, false)).json()) as { usage: Record<string, unknown> })
        .usage[field];
    expect(await usageOf('negative')).toBeLessThan(0);
    expect(await usageOf('text')).toEqual(expect.any(String));
    expect(await usageOf('zero')).toBe(0);
    expect(await usageOf('huge')).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('no-end', async () => {
    const text = await (await send(wire, 'no-end')).text();
    expect(text).not.toContain(ends[wire]);
    expect(countDeltas(wire, text)).toBeGreaterThan(0);
    if (wire === 'chat') expect(text).toContain('"finish_reason":"stop"');
    if (wire === 'messages') expect(text).toContain('"stop_reason":"end_turn"');
  });

  it('drip and delay change the time, not the bytes', async () => {
    const plain = await (await send(wire, '')).text();
    const slow = await (await send(wire, 'drip=1&delay=1')).text();
    expect(countDeltas(wire, slow)).toBe(countDeltas(wire, plain));
    expect(slow).toContain(ends[wire]);
  });

  it('crlf, comments and split change the framing, not the events', async () => {
    const text = await (await send(wire, 'crlf&comments&split=3')).text();
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(text).toContain(': keep-alive\r\n\r\n');
    expect(countDeltas(wire, text)).toBe(countDeltas(wire, await (await send(wire, '')).text()));
  });
});

describe('what the official clients make of it', () => {
  it('openai: an error inside a chat stream is thrown', async () => {
    const stream = await openai.chat.completions.create({
      model: 'gpt-4o#error-after=2',
      messages: [{ role: 'user', content: prompt }],
      stream: true,
    });
    await expect(collect(stream)).rejects.toMatchObject({ error: { code: 'server_error' } });
  });

  it('openai: quota is a 429 that says not to retry', async () => {
    const error = await errorOf(
      openai.responses.create({ model: 'gpt-5.5#code=insufficient_quota', input: 'x' }),
    );
    expect(error).toMatchObject({ status: 429, type: 'insufficient_quota', code: 'insufficient_quota' });
    expect((error.headers as Headers).get('x-should-retry')).toBe('false');
  });

  it('anthropic: overload before and inside a stream', async () => {
    const ask = { max_tokens: 99, messages: [{ role: 'user' as const, content: prompt }] };
    const before = await errorOf(anthropic.messages.create({ ...ask, model: 'claude-opus-4-7#status=529' }));
    expect(before).toMatchObject({
      status: 529,
      error: { error: { type: 'overloaded_error', message: 'Overloaded' } },
    });
    const inside = await errorOf(
      anthropic.messages
        .stream({ ...ask, model: 'claude-opus-4-7#error-after-start&code=overloaded_error' })
        .finalMessage(),
    );
    expect(JSON.stringify(inside.error)).toContain('overloaded_error');
  });

  it('anthropic: spend limits carry their error code', async () => {
    const error = await errorOf(
      anthropic.messages.create({
        model: 'claude-opus-4-7#code=enforced_spend_limit_reached',
        max_tokens: 9,
        messages: [{ role: 'user', content: 'x' }],
      }),
    );
    expect(error).toMatchObject({
      status: 429,
      error: { error: { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } } },
    });
  });
});

describe('ways to ask', () => {
  it('a marker in the last user text, and only there', async () => {
    const ask = (messages: { role: 'user' | 'assistant'; content: string }[]) =>
      openai.chat.completions.create({ model: 'gpt-4o', messages });
    await expect(ask([{ role: 'user', content: 'Hi [[fault:status=503]]' }])).rejects.toMatchObject({
      status: 503,
    });
    const later = await ask([
      { role: 'user', content: 'Hi [[fault:status=503]]' },
      { role: 'assistant', content: 'Hi' },
      { role: 'user', content: 'Again' },
    ]);
    expect(later.object).toBe('chat.completion');
    await expect(
      openai.responses.create({
        model: 'gpt-4o',
        input: [{ role: 'user', content: [{ type: 'input_text', text: '[[fault:status=503]]' }] }],
      }),
    ).rejects.toMatchObject({ status: 503 });
  });

  it('rules by provider and model, as often as told', async () => {
    simulator.setFault({ provider: 'openai', model: 'gpt-4o', times: 2, fault: { status: 500 } });
    const statuses = [];
    for (const model of ['gpt-4.1', 'gpt-4o', 'gpt-4o', 'gpt-4o']) {
      const response = await post('/openai/v1/chat/completions', {
        model,
        messages: [{ role: 'user', content: 'x' }],
      });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it('rules that let some calls pass first, one after another: a provider that comes and goes', async () => {
    for (let at = 0; at < 2; at++)
      simulator.setFault({ provider: 'openai', after: 2, times: 1, fault: { status: 500 } });
    const statuses = [];
    for (let at = 0; at < 7; at++) {
      const messages = [{ role: 'user', content: 'x' }];
      const response = await post('/openai/v1/chat/completions', { model: 'gpt-4o', messages });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([200, 200, 500, 200, 200, 500, 200]);
  });

  it('expressions and objects mean the same; mistakes are named', () => {
    expect(parseFault('cut-after=5&retry-after=3&html')).toEqual({
      fault: { 'cut-after': 5, 'retry-after': '3', html: true },
    });
    expect(parseFault('cut-afer=5')).toEqual({ problem: expect.stringMatching(/^Unknown fault 'cut-afer'/) });
    expect(parseFault('cut-after=soon')).toEqual({ problem: "Fault 'cut-after' wants a number." });
    expect(() => simulator.setFault({ fault: 'nothing=1' })).toThrow("Unknown fault 'nothing'");
  });
});
