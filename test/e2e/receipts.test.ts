/** The running router: a streamed answer, its receipt, the same decision from it, and a word on it. */
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import routes from '../../routes.config.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { explainReceipt } from '../../src/cli/explain-receipt.ts';
import { plainPaint } from '../../src/cli/paint.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { until } from '../support/until.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

const headers = { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' };

test('an answer can be looked up, decided again and rated', async () => {
  const client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: testKey, maxRetries: 0 });
  const asking = client.chat.completions.create({
    model: 'auto',
    stream: true,
    messages: [{ role: 'user', content: 'Write a Python function that reverses a linked list.' }],
  });
  const { data, response } = await asking.withResponse();
  for await (const _ of data);
  const id = response.headers.get('x-request-id') ?? '';
  let text = '';
  await until('the receipt', async () => {
    const found = await fetch(`${stack.url}/v1/requests/${id}`, { headers });
    text = await found.text();
    return found.status === 200;
  });
  const receipt = JSON.parse(text);
  expect(receipt).toMatchObject({
    id,
    outcome: 'completed',
    route: response.headers.get('x-signalbox-route'),
    attempts: [{ outcome: 'completed', firstEventMs: expect.any(Number), usageSource: 'measured' }],
  });
  expect(text).not.toContain('linked list');

  const compiled = compileConfig(routes, catalogue, 0);
  if (!compiled.ok) throw new Error('routes.config.ts does not compile');
  expect(explainReceipt(text, compiled.config, false, plainPaint).lines.at(-1)).toBe(
    'replay  the same decision',
  );

  const said = await fetch(`${stack.url}/v1/feedback`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ request_id: id, accepted: true }),
  });
  expect(await said.json()).toMatchObject({
    counted: true,
    task: 'code',
    target: receipt.attempts[0].target,
  });
});
