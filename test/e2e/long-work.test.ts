/**
 * Answers that take minutes, made in the background: their connections to the provider are cut, reset and fall silent,
 * and no client of any protocol notices; the provider is paid once.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { type Simulator, startSimulator } from '../../src/dev/simulator/server.ts';
import { type LocalUpstash, startUpstash } from '../../src/dev/upstash/start.ts';
import { paths } from '../support/faults/stack.ts';
import { type Router, startRouter, testKey } from '../support/start-router.ts';
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
beforeEach(() => simulator.clear());

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

const callsNow = () => simulator.requests().map(({ method, path }) => `${method} ${path.split('/v1')[1]}`);
const posts = () => callsNow().filter((call) => call === 'POST /responses');
const resumed = () => callsNow().filter((call) => call.startsWith('GET ') && call.includes('stream=true'));

/** How a connection can break, and how often it is taken up again. */
const breaks: Readonly<Record<string, { readonly fault: string; readonly times: number }>> = {
  'cut in mid-event': { fault: 'cut-after=3', times: 1 },
  'cut before any output': { fault: 'cut-after=0', times: 1 },
  'closed without an end': { fault: 'end-after=4', times: 1 },
  'cut again and again': { fault: 'cut-after=1&resumed=cut-after:2,cut-after:1,end-after:3', times: 4 },
  'refused for a while': { fault: 'cut-after=2&resumed=status:503,status:429,reset', times: 4 },
};

describe.each(protocolIds)('a %s client', (caller) => {
  test.each(Object.entries(breaks))('%s: notices nothing', async (_name, { fault, times }) => {
    const whole = await (await ask({ caller, fault: '' })).text();
    simulator.clear();
    const response = await ask({ caller, fault });
    const text = await response.text();
    expect(terminalsIn(caller, text)).toEqual({ signals: ['end'], isLast: true });
    expect(eventsIn(text).length).toBe(eventsIn(whole).length);
    expect(posts()).toHaveLength(1);
    expect(resumed()).toHaveLength(times);
  });

  test('JSON: the same answer as without a cut', async () => {
    const answer = await ask({ caller, stream: false, fault: 'cut-after=2&resumed=cut-after:1' });
    expect(answer.headers.get('x-signalbox-resumed')).toBe('2');
    expect(JSON.stringify(await answer.json())).toContain(said);
    expect(posts()).toHaveLength(1);
  });
});
