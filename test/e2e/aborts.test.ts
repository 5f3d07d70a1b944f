/**
 * Clients that leave, at every moment, on every lane, under both policies: whether the provider is let go or read to
 * its end, what is recorded, and that nothing stays open.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../src/core/row.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { type LocalUpstash, startUpstash } from '../../src/dev/upstash/start.ts';
import { type LedCall, type LedUpstream, startLedUpstream } from '../support/led-upstream.ts';
import { readRows } from '../support/read-rows.ts';
import { type Router, startRouter, testKey } from '../support/start-router.ts';
import { streamParts } from '../support/stream-parts.ts';
import { until } from '../support/until.ts';

let folder: string;
let store: LocalUpstash;
let upstream: LedUpstream;
let router: Router;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-aborts-'));
  store = await startUpstash({ dataDir: folder, token: 'aborts', engine: 'embedded' });
  upstream = await startLedUpstream();
  router = await startRouter({
    vars: {
      LED_BASE_URL: upstream.url,
      LED_API_KEY: 'led-key',
      UPSTASH_REDIS_REST_URL: store.url,
      UPSTASH_REDIS_REST_TOKEN: store.token,
    },
    routes: 'test/support/led.config.ts',
  });
});
afterAll(async () => {
  await router.stop();
  await upstream.stop();
  await store.stop();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  upstream.onCall = null;
});

type Policy = 'cancel' | 'drain';
type Lane = { readonly target: ProtocolId; readonly more: Readonly<Record<string, unknown>> };

/** A Chat Completions client on each lane. */
const lanes: Readonly<Record<string, Lane>> = {
  native: { target: 'openai-chat', more: { stream_options: { include_usage: true } } },
  filtered: { target: 'openai-chat', more: {} },
  translated: { target: 'anthropic-messages', more: {} },
};

class Client {
  readonly requestId: string;
  readonly #controller: AbortController;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = '';

  private constructor(response: Response, controller: AbortController) {
    this.requestId = response.headers.get('x-request-id') ?? '';
    this.#controller = controller;
    if (response.body === null) throw new Error('an answer without a body');
    this.#reader = response.body.getReader();
  }

  static async ask(policy: Policy, { target, more }: Lane, words: string): Promise<Client> {
    const controller = new AbortController();
    const response = await fetch(`${router.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: `route/${policy}-${target}`,
        messages: [{ role: 'user', content: words }],
        stream: true,
        ...more,
      }),
      signal: controller.signal,
    });
    return new Client(response, controller);
  }

  /** Reads on until `words` have come. */
  async hear(words: string): Promise<void> {
    const utf8 = new TextDecoder();
    while (!this.#text.includes(words)) {
      const { done, value } = await this.#reader.read();
      if (done) throw new Error(`the stream ended before "${words}": ${this.#text}`);
      this.#text += utf8.decode(value, { stream: true });
    }
  }

  leave(): void {
    this.#controller.abort();
  }

  rows(): Promise<Row[]> {
    return until('the row', async () => {
      const rows = await readRows(store, this.requestId);
      return rows.length > 0 && rows;
    });
  }
}

type Moment = {
  /** What the provider has said by then. */
  readonly said: (target: ProtocolId) => string;
  /** What the client hears before it leaves. */
  readonly hears: string;
  /** What a cancelled attempt is recorded as. */
  readonly recorded: string;
};

const silent: Moment = { said: () => '', hears: ': ping', recorded: 'client-left' };
const midStream: Moment = {
  said: (target) => streamParts[target].start + streamParts[target].delta('one'),
  hears: 'one',
  recorded: 'client-left',
};
const moments: Readonly<Record<string, Moment>> = {
  'before the headers': silent,
  'before the first output': {
    said: (target) => streamParts[target].start,
    hears: ': ping',
    recorded: 'client-left',
  },
  'in mid-stream': midStream,
};

let serial = 0;

/** Asks, hears what the moment has, and leaves. */
async function leave(
  policy: Policy,
  lane: Lane,
  { said, hears }: Moment,
): Promise<{ client: Client; call: LedCall; calls: () => LedCall[] }> {
  const words = `request ${++serial}.`;
  const calls = () => upstream.calls.filter(({ body }) => JSON.stringify(body).includes(words));
  const asking = Client.ask(policy, lane, words);
  const call = await until('the call', () => calls()[0]);
  if (said(lane.target) !== '') call.write(said(lane.target));
  const client = await asking;
  await client.hear(hears);
  client.leave();
  return { client, call, calls };
}

/** A silent provider stays silent, one in mid-stream goes on: leaving is noticed only when something is sent. */
async function untilLetGo(call: LedCall, { target }: Lane, { hears }: Moment): Promise<void> {
  await until('the provider to be let go', () => {
    if (call.wasLeft) return true;
    if (hears !== ': ping') call.write(streamParts[target].delta('more'));
    return false;
  });
}

/** The rest of the answer, in pieces, until another client that left later has been missed: so has the first one. */
async function sayTheRest(call: LedCall, lane: Lane, { said }: Moment): Promise<void> {
  const { start, delta, end } = streamParts[lane.target];
  if (said(lane.target) === '') call.write(start);
  const other = await leave('cancel', lane, midStream);
  let pieces = 0;
  await until('the other provider to be let go', () => {
    call.write(delta('more'));
    other.call.write(delta('more'));
    // A write fails one piece after the client has been missed.
    return other.call.wasLeft && ++pieces > 10;
  });
  call.end(end);
}

/** By the time another client has come, heard its first ping, left and been noticed, so has the one before. */
async function untilNoticed(lane: Lane): Promise<void> {
  const { call } = await leave('cancel', lane, silent);
  await untilLetGo(call, lane, silent);
}

describe.each(Object.entries(lanes))('%s lane', (_lane, lane) => {
  describe.each(Object.entries(moments))('%s', (_moment, moment) => {
    test('cancel: the provider is let go, nothing more is tried', async () => {
      const { client, call, calls } = await leave('cancel', lane, moment);
      await untilLetGo(call, lane, moment);
      const rows = await client.rows();
      expect(rows.map((row) => row.outcome)).toEqual([moment.recorded]);
      expect(calls()).toHaveLength(1);
    });

    test('drain: the provider is read to its end, and its usage is known', async () => {
      const { client, call, calls } = await leave('drain', lane, moment);
      await sayTheRest(call, lane, moment);
      expect(await client.rows()).toMatchObject([
        {
          outcome: 'client-left',
          usageSource: 'measured',
          usage: { inputTokens: 11, outputTokens: 7 },
        },
      ]);
      expect(call).toMatchObject({ wasLeft: false, isOut: true });
      expect(calls()).toHaveLength(1);
    });
  });

  test('drain: an answer that begins after the client has been missed is read to its end', async () => {
    const { client, call } = await leave('drain', lane, silent);
    await untilNoticed(lane);
    const { start, delta, end } = streamParts[lane.target];
    call.end(start + delta('nobody hears this') + end);
    expect(await client.rows()).toMatchObject([
      { outcome: 'client-left', usageSource: 'measured', usage: { outputTokens: 7 } },
    ]);
  });

  test('drain: what fails after the client has left is not tried again for nobody', async () => {
    const { client, call, calls } = await leave('drain', lane, silent);
    await untilNoticed(lane);
    call.begin(500, 'application/json');
    call.end('{"error":{"message":"down","type":"server_error"}}');
    expect((await client.rows()).map((row) => row.outcome)).toEqual(['failed']);
    expect(calls()).toHaveLength(1);
  });
});

test('after 216 clients that left, nothing is open and the next one is served', async () => {
  const cases = (['cancel', 'drain'] as const).flatMap((policy) =>
    Object.values(lanes).flatMap((lane) =>
      Object.values(moments).map((moment) => ({ policy, lane, moment })),
    ),
  );
  const waiting = Array.from({ length: 12 }, () => cases).flat();
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { policy, lane, moment } = next;
      const { call } = await leave(policy, lane, moment);
      const { start, delta, end } = streamParts[lane.target];
      if (policy === 'cancel') await untilLetGo(call, lane, moment);
      else call.end((moment.said(lane.target) === '' ? start : '') + delta('the rest') + end);
    }
  };
  await Promise.all(Array.from({ length: 18 }, worker));
  await until('the last connection to be closed', () => upstream.openConnections === 0);

  upstream.onCall = (call) => {
    const { start, delta, end } = streamParts['openai-chat'];
    call.end(start + delta('still here') + end);
  };
  const client = await Client.ask('cancel', lanes.native as Lane, 'Hello');
  await client.hear('still here');
  await client.hear('[DONE]');
});
