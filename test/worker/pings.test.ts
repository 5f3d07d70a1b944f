/** Headers and pings before an answer, in workerd: whatever the attempt comes to is told inside the stream. */
import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/core/run.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { respondEarly } from '../../src/respond/respond-run.ts';
import { streams } from '../support/world/answers.ts';
import { makeRequest } from '../support/world/requests.ts';
import { terminalsIn } from '../support/world/serve.ts';
import { exchange } from './exchange.ts';
import { play } from './script.ts';

/** A promise that the test keeps. */
function later<T>(): { promise: Promise<T>; keep: (value: T) => void } {
  let keep: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

const pairs = protocolIds.flatMap((caller) => protocolIds.map((target) => [target, caller] as const));

async function readPing(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const { value } = await reader.read();
  expect(new TextDecoder().decode(value)).toBe(': ping\n\n');
}

async function readRest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const utf8 = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += utf8.decode(value, { stream: true });
  }
}

/** The client hears two pings, and only then the provider goes on. */
async function pingThen(caller: ProtocolId, target: ProtocolId, answer: () => Promise<Response>) {
  const go = later<void>();
  const { response, settled, rows } = await exchange({
    caller,
    target,
    answer: () => go.promise.then(answer),
    pingAfterMs: 200,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  await readPing(reader);
  await readPing(reader);
  go.keep();
  const text = await readRest(reader);
  await settled();
  return { text, row: rows[0] };
}

describe.each(pairs)('%s for %s', (target, caller) => {
  const whole = streams[target].events.join('');

  test('an answer', async () => {
    const { text, row } = await pingThen(caller, target, () =>
      play({ text: whole, sizes: [], end: 'close' }, new AbortController().signal),
    );
    if (caller === target) expect(text.endsWith(whole)).toBe(true);
    expect(terminalsIn(caller, text)).toEqual({ signals: ['end'], isLast: true });
    expect(row).toMatchObject({ outcome: 'completed', usage: { outputTokens: 7 } });
  });

  test('a failure', async () => {
    const { text, row } = await pingThen(caller, target, async () =>
      Response.json({ error: { message: 'no', type: 'invalid_request_error' } }, { status: 400 }),
    );
    expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
    expect(row?.outcome).toBe('rejected');
  });
});

describe.each(protocolIds)('%s, a client that is slow to read', (protocol) => {
  test('gets the pings that waited for it, and the answer behind them', async () => {
    const whole = streams[protocol].events.join('');
    const { response, settled } = await exchange({
      caller: protocol,
      target: protocol,
      // Several pings long.
      answer: (signal) => play({ text: whole, sizes: [], end: 'close', delayMs: 900 }, signal),
      pingAfterMs: 200,
    });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const text = await response.text();
    await settled();
    expect(text).toMatch(/^(: ping\n\n){2,}/);
    expect(text.endsWith(whole)).toBe(true);
  });
});

test.each(protocolIds)(
  '%s: an exception of ours is told too, as an error without its words',
  async (caller) => {
    const work: Promise<unknown>[] = [];
    const finished: Run[] = [];
    const response = respondEarly(
      {
        requestId: 'req_1',
        configVersion: '1',
        caller: protocols[caller],
        context: { id: 'a'.repeat(24), created: 1, model: 'led', request: makeRequest() },
        plan: {
          route: 'auto',
          objective: 'order',
          floor: 'none',
          attempts: [],
          rejected: [],
          maxAttempts: 1,
          costLimitNanoUsd: null,
          onClientAbort: 'cancel',
          hedge: null,
          shadow: null,
          arm: null,
          stay: null,
          notice: null,
        },
        judged: null,
        safeguards: [],
        limitHeaders: {},
        startedAtMs: 0,
        dispatchedAtMs: 0,
        pingAfterMs: 200,
        now: Date.now,
        waitUntil: (one) => void work.push(one),
        keepItems: null,
        inspector: null,
        finish: async (run) => void finished.push(run),
      },
      Promise.reject(new Error('SECRET words')),
    );
    const text = await response.text();
    await Promise.all(work);
    expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
    expect(text).toContain('internal_error');
    expect(text).not.toContain('SECRET');
    expect(finished).toMatchObject([{ kind: 'failed', error: { code: 'internal_error' } }]);
  },
);
