/** Metrics: what is added up by what, in which buckets, and every name. */
import { describe, expect, test } from 'vitest';
import { buildMetrics, type Point } from '../../src/telemetry/build-metrics.ts';
import type { Told } from '../../src/telemetry/told.ts';
import { costing, makeRow, someMs } from '../support/ledger/make-row.ts';
import { checkMetrics } from '../support/otlp/check-otlp.ts';
import { fullRow, makeRequest, makeTold } from '../support/otlp/make-told.ts';
import { plain, pointsOf } from '../support/otlp/read-otlp.ts';

const build = (told: readonly Told[]) => buildMetrics(told, someMs, someMs + 1000);

type ReadPoint = Point & { readonly by: ReturnType<typeof plain> };

function pointsIn(told: readonly Told[], name: string): ReadPoint[] {
  const found = build(told).find((metric) => metric.name === name);
  return found === undefined
    ? []
    : pointsOf(found).map((point) => ({ ...point, by: plain(point.attributes) }));
}

/** Every name, unit and attribute. A change here is a change for whoever has built a dashboard. */
const attempt = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'signalbox.attempt.role',
  'signalbox.route',
];
const pinned = [
  ['gen_ai.client.operation.duration', 's', ['error.type', ...attempt]],
  ['gen_ai.client.operation.time_to_first_chunk', 's', attempt],
  [
    'gen_ai.client.token.usage',
    '{token}',
    [...attempt.slice(0, 3), 'gen_ai.token.type', ...attempt.slice(3)],
  ],
  [
    'signalbox.request.duration',
    's',
    ['error.type', 'http.response.status_code', 'http.route', 'signalbox.route'],
  ],
  ['signalbox.cost', '{USD}', attempt],
  ['signalbox.unpriced_attempts', '{attempt}', attempt],
  ['signalbox.fallbacks', '{attempt}', attempt],
];

test('names, units and attributes', () => {
  const request = makeRequest({ errorCode: 'upstream_truncated' });
  const metrics = build([
    makeTold([fullRow], { request }),
    makeTold([{ ...fullRow, cost: null }], { request }),
  ]);
  const names = metrics.map((metric) => [
    metric.name,
    metric.unit,
    Object.keys(plain(pointsOf(metric)[0]?.attributes ?? [])).sort(),
  ]);
  expect(names).toEqual(pinned);
});

test('is OTLP to a strict receiver, with delta temporality', () => {
  const metrics = build([makeTold([fullRow]), makeTold([makeRow({ cost: null })])]);
  const scopeMetrics = [{ scope: { name: 'any' }, metrics }];
  expect(checkMetrics({ resourceMetrics: [{ resource: { attributes: [] }, scopeMetrics }] })).toEqual([]);
  for (const { histogram, sum } of metrics) expect((histogram ?? sum)?.aggregationTemporality).toBe(1);
});

describe('a histogram', () => {
  test('adds up what has the same attributes, and nothing else', () => {
    const told = [
      makeTold([makeRow({ durationMs: 1000 })]),
      makeTold([makeRow({ durationMs: 3000 })]),
      makeTold([makeRow({ model: 'other', durationMs: 500 })]),
    ];
    const points = pointsIn(told, 'gen_ai.client.operation.duration');
    expect(points).toMatchObject([
      {
        by: { 'gen_ai.request.model': 'gpt-5.5' },
        count: '2',
        sum: 4,
        min: 1,
        max: 3,
        startTimeUnixNano: `${someMs}000000`,
        timeUnixNano: `${someMs + 1000}000000`,
      },
      { by: { 'gen_ai.request.model': 'other' }, count: '1', sum: 0.5 },
    ]);
  });

  test.each([
    [0, 0],
    [0.01, 0],
    [0.011, 1],
    [81.92, 13],
    [81.93, 14],
  ])('%d s is in bucket %d: upper bounds belong to theirs', (seconds, bucket) => {
    const row = makeRow({ durationMs: seconds * 1000 });
    const [point] = pointsIn([makeTold([row])], 'gen_ai.client.operation.duration');
    expect(point?.bucketCounts).toEqual(Array.from({ length: 15 }, (_, at) => (at === bucket ? '1' : '0')));
  });

  test('of tokens has input and output apart, as the provider counted them', () => {
    const estimated = makeRow({ usageSource: 'estimated' });
    const points = pointsIn([makeTold([makeRow(), estimated])], 'gen_ai.client.token.usage');
    expect(points.map(({ by, count, sum }) => [by['gen_ai.token.type'], count, sum])).toEqual([
      ['input', '1', 100],
      ['output', '1', 50],
    ]);
  });

  test('of the first chunk has streams only', () => {
    const rows = [makeRow(), makeRow({ firstEventMs: null })];
    const points = pointsIn([makeTold(rows)], 'gen_ai.client.operation.time_to_first_chunk');
    expect(points).toMatchObject([{ count: '1', sum: 0.3 }]);
  });

  test('of requests has each once, refused ones too', () => {
    const refused = makeRequest({ status: 429, errorCode: 'rate_limited', decided: {} });
    const told = [
      makeTold([makeRow(), makeRow({ attempt: 2, role: 'fallback' })]),
      makeTold([], { request: refused }),
      makeTold([makeRow({ role: 'shadow' })], { request: null }),
    ];
    expect(pointsIn(told, 'signalbox.request.duration')).toMatchObject([
      { by: { 'http.response.status_code': 200n, 'signalbox.route': 'auto' }, count: '1' },
      { by: { 'http.response.status_code': 429n, 'error.type': 'rate_limited' }, count: '1' },
    ]);
  });
});

describe('a counter', () => {
  test('of cost is exact in nano-USD before it is USD, and lacks what has no price', () => {
    const rows = [makeRow({ cost: costing(1) }), makeRow({ cost: costing(2) }), makeRow({ cost: null })];
    expect(pointsIn([makeTold(rows)], 'signalbox.cost')).toMatchObject([{ asDouble: 3e-9 }]);
    expect(pointsIn([makeTold(rows)], 'signalbox.unpriced_attempts')).toMatchObject([{ asInt: '1' }]);
  });

  test('has fallbacks, and no retries', () => {
    const rows = [makeRow(), makeRow({ role: 'retry' }), makeRow({ role: 'fallback' })];
    const points = pointsIn([makeTold(rows), makeTold(rows)], 'signalbox.fallbacks');
    expect(points.map(({ asInt }) => asInt)).toEqual(['2']);
  });
});

test('what measured nothing is no metric', () => {
  expect(build([])).toEqual([]);
  expect(build([makeTold([])]).map(({ name }) => name)).toEqual(['signalbox.request.duration']);
});

test('a provider has the name that the conventions give it', () => {
  const rows = [
    makeRow({ provider: 'google' }),
    makeRow({ provider: 'moonshot' }),
    makeRow({ provider: 'zai' }),
  ];
  const points = pointsIn([makeTold(rows)], 'gen_ai.client.operation.duration');
  expect(points.map(({ by }) => by['gen_ai.provider.name'])).toEqual(['gcp.gemini', 'moonshot_ai', 'zai']);
});
