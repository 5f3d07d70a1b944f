// The control endpoints, over HTTP as a person or a browser would use them.

import { describe, expect, it } from 'vitest';
import { useClients } from './clients.ts';

const { simulator, openai, post } = await useClients();

const control = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${simulator.url}/_control${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const hello = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] };

describe('faults', () => {
  it('are added, listed, used and dropped', async () => {
    const added = await control('POST', '/faults', {
      provider: 'openai',
      after: 1,
      times: 1,
      fault: 'status=503',
    });
    expect(added.status).toBe(201);
    expect((await control('GET', '/faults')).body).toEqual({
      faults: [{ provider: 'openai', after: 1, times: 1, fault: { status: 503 } }],
    });
    expect((await post('/openai/v1/chat/completions', hello)).status).toBe(200);
    expect((await post('/openai/v1/chat/completions', hello)).status).toBe(503);
    expect((await control('GET', '/faults')).body).toEqual({ faults: [] });
    await control('POST', '/faults', { fault: { html: true } });
    await control('DELETE', '/faults');
    expect((await post('/openai/v1/chat/completions', hello)).status).toBe(200);
  });

  it.each([
    ['{'],
    [{}],
    [{ fault: { nope: true } }],
    [{ fault: 'html', times: 'often' }],
    [{ fault: 'html', after: 'tea' }],
  ])('refuse %j', async (body) => {
    expect((await control('POST', '/faults', body)).status).toBe(400);
  });
});

describe('requests', () => {
  it('are shown raw, key and all, and taken off the list on request; the bill stays', async () => {
    await openai.chat.completions.create({
      ...hello,
      messages: [{ role: 'user', content: 'Hello' }],
      user: 'u-1',
    });
    const { body } = await control('GET', '/requests?settled=true');
    expect(body).toMatchObject({
      requests: [
        {
          method: 'POST',
          path: '/openai/v1/chat/completions',
          headers: { authorization: 'Bearer sk-test' },
          body: { user: 'u-1' },
          status: 200,
          aborted: false,
          done: true,
        },
      ],
    });
    const bill = simulator.invoice();
    expect(bill).toHaveLength(1);
    await control('DELETE', '/requests');
    expect((await control('GET', '/requests')).body).toEqual({ requests: [] });
    expect(simulator.invoice()).toEqual(bill);
    simulator.clear();
    expect(simulator.invoice()).toEqual([]);
  });
});

describe('the invoice', () => {
  it('has one line per answer, equal to the reported usage, and none for refusals', async () => {
    const answer = await openai.chat.completions.create({
      model: 'gpt-5.5',
      messages: [{ role: 'user', content: 'Why?' }],
    });
    await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'one two' });
    await post('/openai/v1/chat/completions', { ...hello, model: 'gpt-4o#status=500' });
    const { body } = await control('GET', '/invoice');
    expect(body).toEqual({
      lines: [
        {
          serial: expect.any(Number),
          requestId: expect.stringMatching(/^req_/),
          answerId: answer.id,
          provider: 'openai',
          model: 'gpt-5.5',
          wire: 'chat',
          inputTokens: answer.usage?.prompt_tokens,
          cacheReadTokens: 0,
          cacheWriteTokens: 0,
          outputTokens: answer.usage?.completion_tokens,
          reasoningTokens: answer.usage?.completion_tokens_details?.reasoning_tokens,
          aborted: false,
        },
        expect.objectContaining({
          wire: 'embeddings',
          model: 'text-embedding-3-small',
          inputTokens: 2,
          outputTokens: 0,
        }),
      ],
    });
  });

  it('counts hidden reasoning and text of a stream to the last token', async () => {
    const ask = {
      model: 'gpt-5.5',
      messages: [
        {
          role: 'user' as const,
          content: 'Explain why rails expand in summer and contract in winter, at length.',
        },
      ],
    };
    const whole = await openai.chat.completions.create({ ...ask, n: 2 });
    for await (const _chunk of await openai.chat.completions.create({ ...ask, n: 2, stream: true }));
    const [unary, streamed] = simulator.invoice();
    expect(streamed?.outputTokens).toBe(whole.usage?.completion_tokens);
    expect(unary?.outputTokens).toBe(streamed?.outputTokens);
  });
});

describe('the rest', () => {
  it('explains itself and knows its limits', async () => {
    expect(Object.keys((await control('GET', '')).body)).toEqual(['endpoints', 'faults', 'markers']);
    expect((await control('PUT', '/requests')).status).toBe(404);
  });
});
