import { expect, test } from 'vitest';
import { shippedProviders } from '../../../src/config/providers.ts';
import type { Provider } from '../../../src/core/target.ts';
import { variableReader } from '../../../src/dev/dev-vars.ts';
import { findEndpoint, providerOf } from '../../../src/dev/simulator/routes.ts';
import { decideProviders, providerBindings } from '../../../src/dev/start/providers.ts';
import { protocols } from '../../../src/protocols/index.ts';
import { createOutbound } from '../../../src/upstream/outbound.ts';

const openai = { id: 'openai', env: 'OPENAI', baseUrl: 'https://api.openai.com/v1' };
const anthropic = { id: 'anthropic', env: 'ANTHROPIC', baseUrl: 'https://api.anthropic.com' };
const zai = { id: 'zai', env: 'ZAI', baseUrl: 'https://api.z.ai/api/paas/v4/' };
const all = [openai, anthropic, zai];
const simulator = 'http://127.0.0.1:9';
const reading = (variables: Record<string, string>) => variableReader(variables, {});

test('without a variable all are simulated', () => {
  expect(decideProviders(all, reading({}))).toEqual([
    { kind: 'simulated', id: 'openai' },
    { kind: 'simulated', id: 'anthropic' },
    { kind: 'simulated', id: 'zai' },
  ]);
  expect(providerBindings(all, reading({}), simulator)).toEqual({
    OPENAI_API_KEY: 'simulated',
    OPENAI_BASE_URL: 'http://127.0.0.1:9/openai/v1',
    ANTHROPIC_API_KEY: 'simulated',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:9/anthropic',
    ZAI_API_KEY: 'simulated',
    ZAI_BASE_URL: 'http://127.0.0.1:9/zai/api/paas/v4',
  });
});

test('a key makes one real, at its own address', () => {
  const read = reading({ OPENAI_API_KEY: 'sk-1' });
  expect(decideProviders([openai], read)).toEqual([
    { kind: 'real', id: 'openai', host: 'api.openai.com', because: ['OPENAI_API_KEY'] },
  ]);
  expect(providerBindings([openai], read, simulator)).toEqual({ OPENAI_API_KEY: 'sk-1' });
});

test('an address makes one real, with or without a key, and its password is not shown', () => {
  const url = 'http://user:secret@10.0.0.1:8000/v1';
  const read = reading({ OPENAI_BASE_URL: url, ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'k' });
  expect(decideProviders([openai, anthropic], read)).toEqual([
    { kind: 'real', id: 'openai', host: '10.0.0.1:8000', because: ['OPENAI_BASE_URL'] },
    {
      kind: 'real',
      id: 'anthropic',
      host: '10.0.0.1:8000',
      because: ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'],
    },
  ]);
  expect(providerBindings([openai, anthropic], read, simulator)).toEqual({
    OPENAI_BASE_URL: url,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'k',
  });
});

/** What the Worker appends to a simulated address has to be a path that the simulator serves. */
test('every protocol of every shipped provider reaches the simulator', async () => {
  const called: string[] = [];
  for (const [id, shipped] of Object.entries(shippedProviders)) {
    const provider: Provider = { id, ...shipped };
    const bindings = providerBindings([provider], reading({}), simulator);
    const send = async (url: unknown) => {
      called.push(new URL(String(url)).pathname);
      return new Response();
    };
    const outbound = createOutbound((name) => bindings[name], send as typeof fetch);
    for (const protocol of Object.values(protocols)) {
      if (provider.protocols[protocol.id] === undefined) continue;
      const { signal } = new AbortController();
      await outbound.call(provider, protocol.id, protocol.path, { method: 'POST', headers: {}, signal });
      const path = called.at(-1) ?? '';
      expect(providerOf(path)).toBe(id);
      expect(findEndpoint('POST', path)?.kind).toBe('completion');
    }
  }
  expect(called.length).toBeGreaterThan(Object.keys(shippedProviders).length);
});
