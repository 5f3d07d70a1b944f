/** The running router with slow models before simulated providers, and how the tests of long work ask it and look on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Row } from '../../../src/core/row.ts';
import type { ProtocolId } from '../../../src/core/target.ts';
import type { RecordedRequest } from '../../../src/dev/simulator/records.ts';
import { type Simulator, startSimulator } from '../../../src/dev/simulator/server.ts';
import { startUpstash } from '../../../src/dev/upstash/start.ts';
import { paths } from '../faults/stack.ts';
import { readRows } from '../read-rows.ts';
import { startRouter, testKey } from '../start-router.ts';
import { until } from '../until.ts';
import { eventsIn, terminalsIn } from '../world/serve.ts';

export const said = 'one two three four five six seven eight nine ten';

export function wordsFor(fault: string): string {
  return `${fault === '' ? '' : `[[fault:${fault}]] `}Say exactly: ${said}`;
}

export type Asking = {
  readonly caller: ProtocolId;
  readonly route?: string;
  readonly fault?: string;
  readonly stream?: boolean;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

export type LongStack = {
  /** Without `/v1`. */
  readonly url: string;
  readonly simulator: Simulator;
  ask(asking: Asking): Promise<Response>;
  /** Answers that a provider was asked for over Responses. */
  asked(): RecordedRequest[];
  /** Streams that were taken up again or listened to. */
  resumed(): string[];
  calledOff(): string[];
  deleted(): string[];
  rowsOf(response: Response): Promise<Row[]>;
  /** Between two tests: nothing is under way, nothing is remembered. */
  clear(): Promise<void>;
  stop(): Promise<void>;
};

function bodyOf({ caller, route = 'slow', fault = '', stream = true, more }: Asking): object {
  const words = wordsFor(fault);
  const model = `route/${route}`;
  const messages = [{ role: 'user', content: words }];
  const body =
    caller === 'openai-responses'
      ? { model, input: words }
      : { model, messages, ...(caller === 'anthropic-messages' && { max_tokens: 2000 }) };
  return { ...body, ...(stream && { stream }), ...more };
}

export async function startLongStack(): Promise<LongStack> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-long-'));
  const store = await startUpstash({ dataDir: folder, token: 'long', engine: 'embedded' });
  const simulator = await startSimulator();
  const router = await startRouter({
    vars: {
      OPENAI_API_KEY: 'simulated',
      OPENAI_BASE_URL: `${simulator.url}/openai/v1`,
      ZAI_API_KEY: 'simulated',
      ZAI_BASE_URL: `${simulator.url}/zai/api/paas/v4`,
      UPSTASH_REDIS_REST_URL: store.url,
      UPSTASH_REDIS_REST_TOKEN: store.token,
    },
    routes: 'test/support/long-work/routes.config.ts',
  });
  /** `GET /responses/…?stream=true`, in order. */
  const calls = () =>
    simulator.requests().map(({ method, path }) => `${method} ${path.split('/v1')[1] ?? ''}`);
  return {
    url: router.url,
    simulator,
    ask: (asking) =>
      fetch(router.url + paths[asking.caller], {
        method: 'POST',
        headers: {
          authorization: `Bearer ${testKey}`,
          'content-type': 'application/json',
          ...asking.headers,
        },
        body: JSON.stringify(bodyOf(asking)),
        ...(asking.signal && { signal: asking.signal }),
      }),
    asked: () =>
      simulator.requests().filter(({ method, path }) => `${method} ${path}`.endsWith('/v1/responses')),
    resumed: () => calls().filter((call) => call.startsWith('GET ') && call.includes('stream=true')),
    calledOff: () => calls().filter((call) => call.endsWith('/cancel')),
    deleted: () => calls().filter((call) => call.startsWith('DELETE ')),
    rowsOf: (response) =>
      until('the row', async () => {
        const rows = await readRows(store, response.headers.get('x-request-id') ?? '');
        return rows.length > 0 && rows;
      }),
    clear: async () => {
      await simulator.settled();
      simulator.clear();
    },
    stop: async () => {
      await router.stop();
      await simulator.stop();
      await store.stop();
      await rm(folder, { recursive: true });
    },
  };
}

export function expectWhole(caller: ProtocolId, text: string): void {
  expect(terminalsIn(caller, text)).toEqual({ signals: ['end'], isLast: true });
}

/** All text that a stream says, whatever its form and its pieces. */
export function wordsIn(text: string): string {
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
