/**
 * The running router and a collector: what it is sent is OTLP as a strict receiver reads it, a fallback is two attempts
 * under one request, and a collector that fails costs no answer.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import routes from '../../routes.config.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import { type Simulator, startSimulator } from '../../src/dev/simulator/server.ts';
import { providerBindings } from '../../src/dev/start/providers.ts';
import type { Point } from '../../src/telemetry/build-metrics.ts';
import { checkMetrics, checkTraces } from '../support/otlp/check-otlp.ts';
import {
  type MetricsBody,
  metricsIn,
  plain,
  pointsOf,
  spansIn,
  type TracesBody,
} from '../support/otlp/read-otlp.ts';
import { type Collector, startCollector } from '../support/otlp/start-collector.ts';
import { type Router, startRouter, testKey } from '../support/start-router.ts';
import { until } from '../support/until.ts';

let collector: Collector;
let simulator: Simulator;
let router: Router;

beforeAll(async () => {
  collector = await startCollector();
  simulator = await startSimulator({ pace: 0 });
  const compiled = compileConfig(routes, catalogue, 0);
  if (!compiled.ok) throw new Error('routes.config.ts does not compile');
  router = await startRouter({
    vars: {
      ...providerBindings([...compiled.config.providers.values()], () => undefined, simulator.url),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-token=word%20of%20mouth',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    },
  });
});
afterAll(async () => {
  await router.stop();
  await simulator.stop();
  await collector.stop();
});
beforeEach(() => {
  simulator.clear();
  collector.received.length = 0;
  collector.answer = () => ({ status: 200 });
});

const prompt = 'PROMPT-TEXT';

async function ask(body: object, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(`${router.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ messages: [{ role: 'user', content: prompt }], user: 'PERSON', ...body }),
  });
  await response.text();
  return response;
}

const bodiesAt = (path: string) =>
  collector.received.filter((each) => each.path === path).map(({ body }) => body);
const spans = () => (bodiesAt('/v1/traces') as TracesBody[]).flatMap(spansIn);
const metrics = () => (bodiesAt('/v1/metrics') as MetricsBody[]).flatMap(metricsIn);

/** The spans of one request, its own first, as soon as the collector has them. */
const spansOf = (requestId: string) =>
  until('the spans', () => {
    const found = spans().filter(({ attributes }) => plain(attributes)['signalbox.request.id'] === requestId);
    return found.length > 0 && found;
  });

const idOf = (response: Response) => response.headers.get('x-request-id') ?? '';

const parent = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

test.each([false, true])('a fallback is two attempts under one request, stream: %s', async (stream) => {
  simulator.setFault({ times: 1, fault: 'status=503' });
  const traceparent = `00-${parent.traceId}-${parent.spanId}-01`;
  const response = await ask({ model: 'route/chat', stream }, { traceparent });
  expect(response.status).toBe(200);
  expect(response.headers.get('x-signalbox-attempts')).toBe('2');
  const [request, ...attempts] = await spansOf(idOf(response));

  expect(request).toMatchObject({
    name: 'POST /v1/chat/completions',
    kind: 2,
    traceId: parent.traceId,
    parentSpanId: parent.spanId,
  });
  expect(plain(request?.attributes ?? [])).toMatchObject({
    'http.response.status_code': 200n,
    'signalbox.route': 'chat',
    'signalbox.attempts': 2n,
    'signalbox.key': 'test',
  });
  expect(attempts).toMatchObject([
    { kind: 3, traceId: parent.traceId, parentSpanId: request?.spanId, status: { code: 2 } },
    { kind: 3, traceId: parent.traceId, parentSpanId: request?.spanId },
  ]);
  const [failed, answered] = attempts.map(({ attributes }) => plain(attributes));
  expect(failed).toMatchObject({
    'error.type': 'upstream_overloaded',
    'signalbox.attempt.role': 'first',
    'signalbox.attempt.outcome': 'failed',
  });
  expect(answered).toMatchObject({
    'gen_ai.provider.name': 'gcp.gemini',
    'gen_ai.request.model': 'gemini-3.8-flash',
    'gen_ai.usage.output_tokens': expect.any(BigInt),
    'signalbox.attempt.role': 'fallback',
    'signalbox.usage.source': 'measured',
  });
  expect(answered !== undefined && 'gen_ai.response.time_to_first_chunk' in answered).toBe(stream);
  expect(new Set([request, ...attempts].map((span) => span?.spanId)).size).toBe(3);
});

test('what a collector is sent is OTLP, and has no text, no person and no key in it', async () => {
  simulator.setFault({ times: 1, fault: 'status=503' });
  const answered = await ask({ model: 'route/chat', stream: true });
  const refused = await ask({ model: 'gpt-5.5-por' });
  expect(refused.status).toBe(404);
  const [span, ...others] = await spansOf(idOf(refused));
  expect(others).toEqual([]);
  expect(plain(span?.attributes ?? [])).toMatchObject({
    'http.response.status_code': 404n,
    'error.type': 'model_not_found',
  });
  expect(span).not.toHaveProperty('status');
  await spansOf(idOf(answered));
  await until('the metrics', () => metrics().some(({ name }) => name === 'signalbox.fallbacks'));

  expect(bodiesAt('/v1/traces').flatMap(checkTraces)).toEqual([]);
  expect(bodiesAt('/v1/metrics').flatMap(checkMetrics)).toEqual([]);
  for (const { headers } of collector.received)
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-collector-token': 'word of mouth',
    });
  const text = JSON.stringify(collector.received.map(({ body }) => body));
  expect(text).toContain('deployment.environment.name');
  for (const secret of [
    prompt,
    'PERSON',
    testKey,
    createHash('sha256').update(testKey).digest('hex'),
    'word of mouth',
    'simulated',
  ])
    expect(text).not.toContain(secret);
  const names = metrics().map(({ name }) => name);
  expect([...new Set(names)].sort()).toEqual([
    'gen_ai.client.operation.duration',
    'gen_ai.client.operation.time_to_first_chunk',
    'gen_ai.client.token.usage',
    'signalbox.cost',
    'signalbox.fallbacks',
    'signalbox.request.duration',
  ]);
  const fallbacks = metrics()
    .filter(({ name }) => name === 'signalbox.fallbacks')
    .flatMap(pointsOf);
  for (const { asInt } of fallbacks) expect(asInt).toBe('1');
});

test('who is not sampled has no spans, and counts', async () => {
  const traceparent = `00-${parent.traceId}-${parent.spanId}-00`;
  const unseen = await ask({ model: 'route/cheap' }, { traceparent });
  const seen = await ask({ model: 'route/chat' });
  await spansOf(idOf(seen));
  const isCheap = ({ attributes }: Point) => plain(attributes)['signalbox.route'] === 'cheap';
  await until('it in the metrics', () => metrics().flatMap(pointsOf).some(isCheap));
  expect(JSON.stringify(spans())).not.toContain(idOf(unseen));
});

test('a collector that is down costs no answer, and gets what waits when it is back', async () => {
  collector.answer = () => ({ status: 503, headers: { 'retry-after': '1' } });
  const early = await ask({ model: 'route/chat' });
  expect(early.status).toBe(200);
  await until('a try', () => bodiesAt('/v1/traces').length > 0);
  collector.received.length = 0;
  collector.answer = () => ({ status: 200 });
  await spansOf(idOf(early));
});
