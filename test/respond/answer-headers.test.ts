/** The headers of an answer: what is known, in visible ASCII, of bounded length. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerHeaders } from '../../src/respond/answer-headers.ts';

const least = { requestId: 'req_1', configVersion: 'abc' };

test('only what is known stands there', () => {
  expect(answerHeaders(least)).toEqual({ 'x-request-id': 'req_1', 'x-signalbox-config': 'abc' });
  expect(
    answerHeaders({
      ...least,
      route: 'auto',
      model: 'alpha',
      provider: 'openai',
      attempts: 2,
      lane: 'translate',
      notice: 'alpha ends',
      routerMs: 1.25,
      upstreamMs: 300,
      losses: [
        { what: 'seed', how: 'dropped', field: 'seed' },
        { what: 'seed', how: 'dropped', field: 'seed', note: 'twice' },
        { what: 'effort', how: 'adapted', field: 'reasoning effort' },
      ],
    }),
  ).toEqual({
    'x-request-id': 'req_1',
    'x-signalbox-config': 'abc',
    'x-signalbox-route': 'auto',
    'x-signalbox-model': 'alpha',
    'x-signalbox-provider': 'openai',
    'x-signalbox-attempts': '2',
    'x-signalbox-lane': 'translate',
    'x-signalbox-losses': 'seed;dropped;field="seed", effort;adapted;field="reasoning effort"',
    'x-signalbox-notice': 'alpha ends',
    'server-timing': 'router;dur=1.3, upstream;dur=300.0',
  });
  expect(answerHeaders({ ...least, losses: [], notice: null })).toEqual(answerHeaders(least));
});

test('whatever a caller wrote, the headers can be sent and end where they end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const headers = answerHeaders({
        requestId: text,
        configVersion: text,
        route: text,
        notice: text,
        losses: [{ what: text, how: 'dropped', field: text }],
      });
      for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
      new Headers(headers);
    }),
  );
});

test('no header is longer than clients take', () => {
  const losses = Array.from({ length: 5000 }, (_, at) => ({
    what: 'x',
    how: 'dropped' as const,
    field: `f${at}`,
  }));
  expect(answerHeaders({ ...least, losses })['x-signalbox-losses']?.length).toBeLessThanOrEqual(4000);
});
