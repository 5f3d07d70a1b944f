/**
 * Measurements of what was told within a stretch of time, added up by their attributes: histograms and counters with
 * delta temporality. Pure. Names, units and bounds are those of OpenTelemetry's GenAI conventions; ours begin with
 * `signalbox.`.
 */
import { type Row, totalOf } from '../core/row.ts';
import { attemptValues } from './gen-ai.ts';
import { type Attribute, attributesOf, int, nanosOf, type Values } from './otlp-json.ts';
import type { Told } from './told.ts';

type Measurement = { readonly value: number; readonly values: Values };

type Instrument = {
  readonly name: string;
  readonly unit: string;
  /** Upper bounds of a histogram's buckets, inclusive; null: a counter. */
  readonly bounds: readonly number[] | null;
  /** What a counter counts becomes its unit divided by this; absent: 1. */
  readonly perUnit?: number;
  readonly read: (told: Told) => readonly Measurement[];
};

const secondBounds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const tokenBounds = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
];

/** Of each attempt one measurement; null: there is none. */
function perAttempt(read: (row: Row) => number | null, more: (row: Row) => Values = () => ({})) {
  return ({ rows }: Told): Measurement[] =>
    rows.flatMap((row) => {
      const value = read(row);
      return value === null ? [] : [{ value, values: { ...attemptValues(row), ...more(row) } }];
    });
}

/** Only what the provider itself has counted. */
function tokens(type: 'input' | 'output', meter: 'inputTokens' | 'outputTokens') {
  return perAttempt(
    ({ usage, usageSource }) => (usageSource === 'measured' ? (usage[meter] ?? null) : null),
    () => ({ 'gen_ai.token.type': type }),
  );
}

const inputTokens = tokens('input', 'inputTokens');
const outputTokens = tokens('output', 'outputTokens');

function requestSeconds({ request }: Told): Measurement[] {
  if (request === null) return [];
  const values = {
    'http.route': new URL(request.url).pathname,
    'http.response.status_code': int(request.status),
    'error.type': request.errorCode,
    'signalbox.route': request.decided.route,
  };
  return [{ value: (request.endedAtMs - request.startedAtMs) / 1000, values }];
}

const instruments: readonly Instrument[] = [
  {
    name: 'gen_ai.client.operation.duration',
    unit: 's',
    bounds: secondBounds,
    read: perAttempt(
      ({ durationMs }) => durationMs / 1000,
      ({ errorCode }) => ({ 'error.type': errorCode }),
    ),
  },
  {
    name: 'gen_ai.client.operation.time_to_first_chunk',
    unit: 's',
    bounds: secondBounds,
    read: perAttempt(({ firstEventMs }) => (firstEventMs === null ? null : firstEventMs / 1000)),
  },
  {
    name: 'gen_ai.client.token.usage',
    unit: '{token}',
    bounds: tokenBounds,
    read: (told) => [...inputTokens(told), ...outputTokens(told)],
  },
  {
    // To the last byte, refused requests included.
    name: 'signalbox.request.duration',
    unit: 's',
    bounds: secondBounds,
    read: requestSeconds,
  },
  {
    name: 'signalbox.cost',
    unit: '{USD}',
    bounds: null,
    perUnit: 1e9,
    read: perAttempt(({ cost }) => (cost === null ? null : totalOf(cost))),
  },
  {
    // What the cost lacks.
    name: 'signalbox.unpriced_attempts',
    unit: '{attempt}',
    bounds: null,
    read: perAttempt(({ cost }) => (cost === null ? 1 : null)),
  },
  {
    name: 'signalbox.fallbacks',
    unit: '{attempt}',
    bounds: null,
    read: perAttempt(({ role }) => (role === 'fallback' ? 1 : null)),
  },
];

type Series = { readonly values: Values; readonly measured: number[] };

/** Measurements of the same attributes, together; the names are the same for all of an instrument. */
function groupBySeries(measurements: readonly Measurement[]): readonly Series[] {
  const series = new Map<string, Series>();
  for (const { value, values } of measurements) {
    const key = Object.values(values).join('\0');
    const known = series.get(key);
    if (known) known.measured.push(value);
    else series.set(key, { values, measured: [value] });
  }
  return [...series.values()];
}

type Stretch = { readonly startTimeUnixNano: string; readonly timeUnixNano: string };

export type Point = Stretch & { readonly attributes: readonly Attribute[] } & Readonly<
    Record<string, unknown>
  >;

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function histogramPoint({ values, measured }: Series, bounds: readonly number[], stretch: Stretch): Point {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const value of measured) {
    const at = bounds.findIndex((bound) => value <= bound);
    const bucket = at === -1 ? bounds.length : at;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return {
    attributes: attributesOf(values),
    ...stretch,
    count: String(measured.length),
    sum: sumOf(measured),
    min: measured.reduce((least, value) => Math.min(least, value)),
    max: measured.reduce((most, value) => Math.max(most, value)),
    bucketCounts: counts.map(String),
    explicitBounds: bounds,
  };
}

function counterPoint({ values, measured }: Series, perUnit: number | undefined, stretch: Stretch): Point {
  const sum = sumOf(measured);
  const amount = perUnit === undefined ? { asInt: String(sum) } : { asDouble: sum / perUnit };
  return { attributes: attributesOf(values), ...stretch, ...amount };
}

export type Metric = {
  readonly name: string;
  readonly unit: string;
  readonly histogram?: { readonly aggregationTemporality: number; readonly dataPoints: readonly Point[] };
  readonly sum?: {
    readonly aggregationTemporality: number;
    readonly isMonotonic: boolean;
    readonly dataPoints: readonly Point[];
  };
};

const delta = 1;

function metricOf(instrument: Instrument, series: readonly Series[], stretch: Stretch): Metric {
  const { name, unit, bounds, perUnit } = instrument;
  const base = { name, unit };
  if (bounds !== null) {
    const dataPoints = series.map((each) => histogramPoint(each, bounds, stretch));
    return { ...base, histogram: { aggregationTemporality: delta, dataPoints } };
  }
  const dataPoints = series.map((each) => counterPoint(each, perUnit, stretch));
  return { ...base, sum: { aggregationTemporality: delta, isMonotonic: true, dataPoints } };
}

/** Of everything that was told between the two times; what measured nothing is left out. */
export function buildMetrics(told: readonly Told[], fromMs: number, toMs: number): Metric[] {
  const stretch = { startTimeUnixNano: nanosOf(fromMs), timeUnixNano: nanosOf(toMs) };
  return instruments.flatMap((instrument) => {
    const series = groupBySeries(told.flatMap(instrument.read));
    return series.length === 0 ? [] : [metricOf(instrument, series, stretch)];
  });
}
