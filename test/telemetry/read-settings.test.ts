/** The standard variables: which address, headers and resource come of them, and what is said of a wrong one. */
import { describe, expect, test } from 'vitest';
import { readOtlpSettings } from '../../src/telemetry/read-settings.ts';

const read = (variables: Record<string, string>) => readOtlpSettings((name) => variables[name]);
const endpoint = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const base = 'https://collector.test';

const urlsOf = (variables: Record<string, string>) => {
  const { traces, metrics } = read(variables)?.destinations ?? {};
  return [traces?.url ?? null, metrics?.url ?? null];
};

test('without an endpoint there is nothing', () => {
  expect(read({ OTEL_SERVICE_NAME: 'any', OTEL_EXPORTER_OTLP_HEADERS: 'a=b' })).toBeNull();
});

describe('an endpoint', () => {
  test.each([
    [{ [endpoint]: base }, [`${base}/v1/traces`, `${base}/v1/metrics`]],
    [{ [endpoint]: `${base}/` }, [`${base}/v1/traces`, `${base}/v1/metrics`]],
    [{ [endpoint]: `${base}/otlp//` }, [`${base}/otlp/v1/traces`, `${base}/otlp/v1/metrics`]],
    [{ [endpoint]: `${base}/?to=us` }, [`${base}/v1/traces?to=us`, `${base}/v1/metrics?to=us`]],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${base}/t` }, [`${base}/t`, null]],
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${base}/m/` }, [null, `${base}/m/`]],
    [
      { [endpoint]: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/x' },
      ['http://127.0.0.1:4318/x', `${base}/v1/metrics`],
    ],
  ])('%j', (variables, urls) => expect(urlsOf(variables)).toEqual(urls));

  test.each(['collector:4318', 'ftp://collector.test', 'https://me:word@collector.test', 'https://'])(
    '%s is none, and is named without its value',
    (value) => {
      expect(read({ [endpoint]: value })).toMatchObject({
        destinations: { traces: null, metrics: null },
        wrong: [endpoint],
      });
    },
  );

  test('one that is wrong turns off what it is for only', () => {
    expect(read({ [endpoint]: base, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'nowhere' })).toMatchObject({
      destinations: { traces: { url: `${base}/v1/traces` }, metrics: null },
      wrong: ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'],
    });
  });
});

describe('headers', () => {
  const headersOf = (more: Record<string, string>) => {
    const { traces, metrics } = read({ [endpoint]: base, ...more })?.destinations ?? {};
    return [traces, metrics].map((each) => each && Object.fromEntries(each.headers));
  };
  const type = { 'content-type': 'application/json' };

  test('are pairs, percent-decoded, and never change what is sent', () => {
    const both = { authorization: 'Bearer a=b', 'x-team': 'one', ...type };
    const given = ' Authorization=Bearer%20a=b , x-team = one,,Content-Type=text/plain';
    expect(headersOf({ OTEL_EXPORTER_OTLP_HEADERS: given })).toEqual([both, both]);
    expect(headersOf({})).toEqual([type, type]);
  });

  test('of one signal take the place of those for both', () => {
    const given = { OTEL_EXPORTER_OTLP_HEADERS: 'a=1', OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=2' };
    expect(headersOf(given)).toEqual([
      { b: '2', ...type },
      { a: '1', ...type },
    ]);
  });

  test.each(['token', '=word', 'a=%zz', 'a b=1', 'a=1%0d%0ab:1', 'a=%E2%82%AC'])(
    '%j are none: nothing is sent without them, and nobody reads the secret',
    (given) => {
      const settings = read({ [endpoint]: base, OTEL_EXPORTER_OTLP_HEADERS: given });
      expect(settings).toMatchObject({
        destinations: { traces: null, metrics: null },
        wrong: ['OTEL_EXPORTER_OTLP_HEADERS'],
      });
    },
  );
});

test.each([
  [{}, { 'service.name': 'signalbox' }],
  [
    { OTEL_RESOURCE_ATTRIBUTES: 'service.name=gate,deployment.environment.name=M%C3%BCnchen' },
    { 'service.name': 'gate', 'deployment.environment.name': 'München' },
  ],
  [
    { OTEL_SERVICE_NAME: 'router', OTEL_RESOURCE_ATTRIBUTES: 'service.name=gate' },
    { 'service.name': 'router' },
  ],
])('the resource of %j', (variables, resource) => {
  expect(read({ [endpoint]: base, ...variables })).toMatchObject({ resource, wrong: [] });
});

test('resource attributes that cannot be read are named, and the rest goes on', () => {
  expect(read({ [endpoint]: base, OTEL_RESOURCE_ATTRIBUTES: 'nothing' })).toMatchObject({
    destinations: { traces: { url: `${base}/v1/traces` } },
    resource: { 'service.name': 'signalbox' },
    wrong: ['OTEL_RESOURCE_ATTRIBUTES'],
  });
});
