/** Spans: how they hang together, what they say, and every name they may say it by. */
import { describe, expect, test } from 'vitest';
import { buildSpans } from '../../src/telemetry/build-spans.ts';
import { makeRow, someMs } from '../support/ledger/make-row.ts';
import { checkTraces } from '../support/otlp/check-otlp.ts';
import { fullRow, makeRequest, makeTold, someTrace } from '../support/otlp/make-told.ts';
import { plain } from '../support/otlp/read-otlp.ts';

const valuesOf = (span: ReturnType<typeof buildSpans>[number] | undefined) => plain(span?.attributes ?? []);

function messageOf(spans: ReturnType<typeof buildSpans>) {
  const scope = { name: 'any' };
  return { resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope, spans }] }] };
}

/** Every name that a span may carry. A change here is a change for whoever has built a dashboard. */
const requestNames = [
  'error.type',
  'gen_ai.request.model',
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'signalbox.app',
  'signalbox.arm',
  'signalbox.attempts',
  'signalbox.config',
  'signalbox.cost.usd',
  'signalbox.floor',
  'signalbox.key',
  'signalbox.request.id',
  'signalbox.risk',
  'signalbox.route',
  'signalbox.task',
  'signalbox.team',
  'url.path',
  'url.scheme',
];
const attemptNames = [
  'error.type',
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'gen_ai.request.stream',
  'gen_ai.response.finish_reasons',
  'gen_ai.response.model',
  'gen_ai.response.time_to_first_chunk',
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.reasoning.output_tokens',
  'signalbox.attempt.number',
  'signalbox.attempt.outcome',
  'signalbox.attempt.role',
  'signalbox.cost.usd',
  'signalbox.effort',
  'signalbox.lane',
  'signalbox.losses',
  'signalbox.protocol',
  'signalbox.request.id',
  'signalbox.route',
  'signalbox.usage.source',
];

test('names of attributes', () => {
  const request = makeRequest({ errorCode: 'upstream_truncated' });
  const [server, client] = buildSpans(makeTold([fullRow], { request }));
  expect(Object.keys(valuesOf(server)).sort()).toEqual(requestNames);
  expect(Object.keys(valuesOf(client)).sort()).toEqual(attemptNames);
});

describe('a request', () => {
  const failed = makeRow({ outcome: 'failed', errorCode: 'upstream_overloaded', firstEventMs: null });
  const answered = makeRow({ attempt: 2, role: 'fallback', startedAtMs: someMs + 200 });
  const spans = buildSpans(makeTold([failed, answered]));
  const [server, first, second] = spans;

  test('is OTLP to a strict receiver', () => {
    expect(checkTraces(messageOf(spans))).toEqual([]);
    expect(checkTraces(messageOf(buildSpans(makeTold([fullRow]))))).toEqual([]);
  });

  test('is a server span with a client span for each attempt', () => {
    expect(spans).toMatchObject([
      {
        name: 'POST /v1/chat/completions',
        kind: 2,
        traceId: someTrace.traceId,
        spanId: someTrace.spanId,
        startTimeUnixNano: `${someMs}000000`,
        endTimeUnixNano: `${someMs + 1500}000000`,
      },
      { name: 'chat gpt-5.5', kind: 3, traceId: someTrace.traceId, parentSpanId: someTrace.spanId },
      {
        kind: 3,
        parentSpanId: someTrace.spanId,
        startTimeUnixNano: `${someMs + 200}000000`,
        endTimeUnixNano: `${someMs + 1400}000000`,
      },
    ]);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(3);
    expect(server).not.toHaveProperty('parentSpanId');
  });

  test('fails where its attempts fail, each for itself', () => {
    expect(spans.map(({ status }) => status?.code)).toEqual([undefined, 2, undefined]);
    expect(valuesOf(first)['error.type']).toBe('upstream_overloaded');
    expect(valuesOf(first)).not.toHaveProperty('gen_ai.response.model');
    const [broken] = buildSpans(makeTold([], { request: makeRequest({ isFailed: true }) }));
    expect(broken?.status).toEqual({ code: 2 });
  });

  test('says what was used and what it cost', () => {
    expect(valuesOf(second)).toMatchObject({
      'gen_ai.usage.input_tokens': 100n,
      'gen_ai.usage.output_tokens': 50n,
      'gen_ai.response.time_to_first_chunk': 0.3,
      'gen_ai.response.finish_reasons': ['stop'],
      'signalbox.cost.usd': 0.000001,
    });
    expect(valuesOf(server)['signalbox.cost.usd']).toBe(0.000002);
  });

  test('is sent twice under the same ids', () => {
    const again = buildSpans(makeTold([failed, answered]));
    expect(again.map(({ spanId }) => spanId)).toEqual(spans.map(({ spanId }) => spanId));
  });

  test('is a child of its caller', () => {
    const [child] = buildSpans(
      makeTold([], { trace: () => ({ ...someTrace, parentSpanId: '00f067aa0ba902b7' }) }),
    );
    expect(child?.parentSpanId).toBe('00f067aa0ba902b7');
  });

  test('keeps the query of its address and its end user to itself', () => {
    const row = makeRow({ endUser: 'a1b2c3', tags: { env: 'TAGGED' } });
    expect(JSON.stringify(buildSpans(makeTold([row])))).not.toMatch(/secret|a1b2c3|TAGGED/);
  });
});

test('what is not known is left out, and an unknown cost makes the sum unknown', () => {
  const unpriced = makeRow({ cost: null, usage: {}, firstEventMs: null });
  const [server, client] = buildSpans(makeTold([makeRow(), unpriced])).map(valuesOf);
  expect(server).not.toHaveProperty('signalbox.cost.usd');
  expect(server).toMatchObject({ 'signalbox.attempts': 2n });
  const [, , last] = buildSpans(makeTold([makeRow(), unpriced])).map(valuesOf);
  expect(client).toHaveProperty('signalbox.cost.usd');
  for (const name of [
    'signalbox.cost.usd',
    'gen_ai.usage.input_tokens',
    'gen_ai.response.time_to_first_chunk',
  ])
    expect(last).not.toHaveProperty([name]);
});

test('counts that are none break nothing', () => {
  const row = makeRow({ usage: { inputTokens: 1.5, outputTokens: Number.NaN } });
  const spans = buildSpans(makeTold([row]));
  expect(checkTraces(messageOf(spans))).toEqual([]);
  expect(valuesOf(spans[1])).not.toHaveProperty(['gen_ai.usage.input_tokens']);
});

test('names that others make up are cut, and whole characters', () => {
  const row = makeRow({ modelServed: `${'m'.repeat(500)}` });
  const broken = makeRow({ modelServed: 'a\ud800b' });
  const read = (each: typeof row) => valuesOf(buildSpans(makeTold([each]))[1])['gen_ai.response.model'];
  expect(read(row)).toHaveLength(200);
  expect(read(broken)).toBe('a\ufffdb');
});

test('a call beside the answer hangs under its request, or where the request would', () => {
  const row = makeRow({ role: 'second-look', attempt: 71 });
  const beside = (more: object) => buildSpans(makeTold([row], { request: null, ...more }));
  expect(beside({})).toMatchObject([{ kind: 3, parentSpanId: someTrace.spanId }]);
  const [alone] = beside({ hasRequestSpan: false });
  expect(alone).not.toHaveProperty('parentSpanId');
});
