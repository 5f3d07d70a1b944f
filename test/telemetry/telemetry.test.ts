/** What a request tells, through the app: nothing without an endpoint, and every ending with one. */
import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../src/core/log-entry.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { checkMetrics, checkTraces } from '../support/otlp/check-otlp.ts';
import { type MetricsBody, metricsIn, plain, spansIn, type TracesBody } from '../support/otlp/read-otlp.ts';
import { said, secret } from '../support/world/answers.ts';
import { makeApp } from '../support/world/app.ts';
import { type Answer, answerWell, byModel, json } from '../support/world/provider.ts';
import { providerKey } from '../support/world/world.ts';

const base = 'https://collector.test';

/** The app with a collector. `ledger` null: without a store. */
function makeTold(
  answer?: Answer,
  variables: Record<string, string> = { OTEL_EXPORTER_OTLP_ENDPOINT: base },
) {
  const sent: { path: string; body: unknown }[] = [];
  const log: LogEntry[] = [];
  const waiting: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => void waiting.push(work);
  const bind = createTelemetry({
    read: (name) => variables[name],
    release: '1.2.3',
    send: async (url, init) => {
      sent.push({ path: new URL(String(url)).pathname, body: JSON.parse(String(init?.body)) });
      return new Response('{}');
    },
    now: Date.now,
    sleep: async () => undefined,
    random: () => 0.5,
    log: (entry) => void log.push(entry),
  });
  const ask = async (body: object, headers: Record<string, string> = {}) => {
    const http = new Request('https://router.test/v1/chat/completions', { headers, method: 'POST' });
    const app = makeApp(answer, { ledger: null, telemetry: bind?.(http, waitUntil) ?? null, waitUntil });
    const messages = [{ role: 'user', content: 'PROMPT-TEXT' }];
    const response = await app.call('POST', '/v1/chat/completions', {
      messages,
      user: 'PERSON',
      metadata: { note: 'NOTE' },
      ...body,
    });
    await response.text();
    while (waiting.length > 0) await waiting.shift();
    return response;
  };
  const at = (path: string) => sent.filter((each) => each.path === path).map(({ body }) => body);
  const spans = () => (at('/v1/traces') as TracesBody[]).flatMap(spansIn);
  const metrics = () => (at('/v1/metrics') as MetricsBody[]).flatMap(metricsIn);
  return { bind, ask, at, sent, spans, metrics, log };
}

const overloaded: Answer = () => json({ error: { message: secret, type: 'overloaded_error' } }, 503);

test('without an endpoint there is nothing', () => {
  expect(makeTold(answerWell, { OTEL_SERVICE_NAME: 'any' }).bind).toBeNull();
});

test('an endpoint that cannot be read is told once, by name, and nothing is sent', () => {
  const { bind, log } = makeTold(answerWell, { OTEL_EXPORTER_OTLP_ENDPOINT: 'not SECRET' });
  expect(bind).toBeNull();
  expect(log).toEqual([
    {
      event: 'telemetry-failed',
      requestId: 'otlp',
      code: 'otlp_setting_invalid',
      detail: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    },
  ]);
});

describe('a request', () => {
  test('that is answered after a fallback is a span with two below it, without a store too', async () => {
    const { ask, spans } = makeTold(byModel({ alpha: [overloaded] }));
    const response = await ask({ model: 'auto' });
    expect(response.status).toBe(200);
    const [server, ...attempts] = spans();
    expect(plain(server?.attributes ?? [])).toMatchObject({
      'http.response.status_code': 200n,
      'signalbox.request.id': response.headers.get('x-request-id'),
      'signalbox.key': 'one',
    });
    expect(attempts.map(({ parentSpanId }) => parentSpanId)).toEqual([server?.spanId, server?.spanId]);
    expect(attempts.map(({ attributes }) => plain(attributes)['signalbox.attempt.role'])).toEqual([
      'first',
      'fallback',
    ]);
  });

  test.each<[string, Answer, object, number, string, boolean]>([
    ['that nobody answers fails', overloaded, { model: 'alpha' }, 503, 'upstream_overloaded', true],
    [
      'that is malformed is no failure',
      answerWell,
      { model: 'alpha', n: 'x' },
      400,
      'invalid_request',
      false,
    ],
    ['for no model is no failure', answerWell, { model: 'none' }, 404, 'model_not_found', false],
    [
      'that its provider refuses is no failure',
      () => json({ error: { message: secret } }, 400),
      { model: 'alpha' },
      400,
      'upstream_rejected',
      false,
    ],
  ])('%s', async (_, answer, body, status, code, isFailed) => {
    const { ask, spans } = makeTold(answer);
    expect((await ask(body)).status).toBe(status);
    const [server] = spans();
    expect(plain(server?.attributes ?? [])).toMatchObject({
      'http.response.status_code': BigInt(status),
      'error.type': code,
    });
    expect(server?.status?.code).toBe(isFailed ? 2 : undefined);
  });

  test('that is not sampled is measured only', async () => {
    const { ask, spans, metrics } = makeTold(answerWell);
    const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331';
    await ask({ model: 'alpha' }, { traceparent: `${parent}-00` });
    expect(spans()).toEqual([]);
    expect(metrics().length).toBeGreaterThan(0);
    await ask({ model: 'alpha' }, { traceparent: `${parent}-01` });
    expect(spans()[0]).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentSpanId: 'b7ad6b7169203331',
    });
  });
});

test('one signal alone can be asked for', async () => {
  const { ask, sent } = makeTold(answerWell, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${base}/mine` });
  await ask({ model: 'alpha' });
  expect(sent.map(({ path }) => path)).toEqual(['/mine']);
});

test('every message is OTLP, names the service, and has no text, person, key or word of a provider in it', async () => {
  for (const answer of [answerWell, overloaded, byModel({ alpha: [overloaded] })]) {
    const { ask, at, sent } = makeTold(answer);
    await ask({ model: 'auto' });
    await ask({ model: 'PROMPT-TEXT' });
    expect(at('/v1/traces').flatMap(checkTraces)).toEqual([]);
    expect(at('/v1/metrics').flatMap(checkMetrics)).toEqual([]);
    const text = JSON.stringify(sent);
    for (const word of ['"service.name"', '"signalbox"', '"service.instance.id"', '"1.2.3"'])
      expect(text).toContain(word);
    for (const word of ['PROMPT-TEXT', 'PERSON', 'NOTE', said, secret, providerKey, 'key-of-one'])
      expect(text).not.toContain(word);
  }
});
