/** `traceparent` as W3C writes it, and what is none. */
import { describe, expect, test } from 'vitest';
import { attemptSpanId, readTraceparent, traceUnder } from '../../src/telemetry/trace-context.ts';
import { someTrace } from '../support/otlp/make-told.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentSpanId = 'b7ad6b7169203331';
const valid = `00-${traceId}-${parentSpanId}-01`;

describe('traceparent', () => {
  test.each([
    [valid, true],
    [`00-${traceId}-${parentSpanId}-00`, false],
    [`00-${traceId}-${parentSpanId}-03`, true],
    [`00-${traceId}-${parentSpanId}-02`, false],
    [`01-${traceId}-${parentSpanId}-01-more`, true],
    [`cc-${traceId}-${parentSpanId}-01`, true],
  ])('%s is taken, sampled: %s', (header, isSampled) => {
    expect(readTraceparent(header)).toEqual({ traceId, parentSpanId, isSampled });
  });

  test.each([
    null,
    '',
    'garbage',
    `${valid}-more`,
    `${valid}x`,
    ` ${valid}`,
    `${valid}, ${valid}`,
    `ff-${traceId}-${parentSpanId}-01`,
    `00-${'0'.repeat(32)}-${parentSpanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${parentSpanId}-01`,
    `00-${traceId.slice(1)}-${parentSpanId}-01`,
    `00-${traceId}-${parentSpanId}-1`,
    `01-${traceId}-${parentSpanId}-01more`,
  ])('%j is none', (header) => {
    expect(readTraceparent(header)).toBeNull();
  });
});

test('ids are new for each request, of 16 and 8 bytes; a caller keeps its trace', () => {
  const [one, two] = [traceUnder(null), traceUnder(null)];
  expect(one.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(one.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(one.parentSpanId).toBeNull();
  expect(one.traceId).not.toBe(two.traceId);
  const [child, other] = [traceUnder(readTraceparent(valid)), traceUnder(readTraceparent(valid))];
  expect(child).toMatchObject({ traceId, parentSpanId });
  expect(child.spanId).not.toBe(other.spanId);
});

test('attempts have ids of their own under every request', () => {
  for (const spanId of [someTrace.spanId, '0000000000000000', 'ffffffffffffffff', '00000000000000ff']) {
    const ids = [1, 2, 10, 51, 71, 255].map((attempt) => attemptSpanId({ ...someTrace, spanId }, attempt));
    expect(new Set([spanId, ...ids]).size).toBe(7);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/);
  }
});
