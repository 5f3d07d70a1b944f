/** Limits of output that no model has: told with their field, nothing sent; those that one model has not: lowered, and told. */
import { describe, expect, test } from 'vitest';
import { listModels } from '../../src/catalogue/catalogue.ts';
import { mostOutputTokens } from '../../src/core/output-limit.ts';
import { makeApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { leastBody } from '../support/world/requests.ts';

const fields = [
  ['/v1/chat/completions', 'openai-chat', 'max_tokens'],
  ['/v1/chat/completions', 'openai-chat', 'max_completion_tokens'],
  ['/v1/responses', 'openai-responses', 'max_output_tokens'],
  ['/v1/messages', 'anthropic-messages', 'max_tokens'],
] as const;

test('the limit is what the model that writes most can write', () => {
  expect(Math.max(...listModels().map(({ maxOutputTokens }) => maxOutputTokens ?? 0))).toBe(mostOutputTokens);
});

describe.each(fields)('%s, as %s says it: %s', (path, protocol, field) => {
  test('beyond every model: 400 with field and limit, and nothing is sent', async () => {
    const app = makeApp();
    const body = { ...leastBody[protocol], model: 'alpha', [field]: mostOutputTokens + 1 };
    const response = await app.call('POST', path, body);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).toContain(field);
    expect(text).toContain(`to ${mostOutputTokens}; got ${mostOutputTokens + 1}`);
    expect(app.provider.calls).toEqual([]);
  });

  test.each(['openai-chat', 'openai-responses', 'anthropic-messages'] as const)(
    'beyond its model, over %s: lowered, and the header says so',
    async (upstream) => {
      const config = makeConfig({
        providers: { host: { baseUrl: 'https://host.example', protocols: { [upstream]: '' } } },
        models: [{ id: 'hosted', provider: 'host', maxOutputTokens: 10_000 }],
      });
      const app = makeApp(undefined, { config });
      const body = { ...leastBody[protocol], model: 'hosted', [field]: mostOutputTokens };
      const response = await app.call('POST', path, body);
      expect(response.status).toBe(200);
      expect(response.headers.get('x-signalbox-losses')).toContain('max-output-tokens;adapted');
      expect(app.provider.calls[0]?.body).toContain(':10000');
      expect(app.provider.calls[0]?.body).not.toContain(String(mostOutputTokens));
    },
  );

  test.each([
    ['openai-chat', 1],
    ['openai-responses', 16],
    ['anthropic-messages', 1],
  ] as const)(
    '1 over %s becomes %d, and the header says so where that is another',
    async (upstream, sent) => {
      const config = makeConfig({
        providers: { host: { baseUrl: 'https://host.example', protocols: { [upstream]: '' } } },
        models: [{ id: 'hosted', provider: 'host', maxOutputTokens: 10_000 }],
      });
      const app = makeApp(undefined, { config });
      const response = await app.call('POST', path, { ...leastBody[protocol], model: 'hosted', [field]: 1 });
      expect(response.status).toBe(200);
      expect(app.provider.calls[0]?.body).toMatch(new RegExp(`tokens":${sent}[,}]`));
      const losses = response.headers.get('x-signalbox-losses') ?? '';
      expect(losses.includes('max-output-tokens;adapted')).toBe(sent !== 1);
    },
  );
});
