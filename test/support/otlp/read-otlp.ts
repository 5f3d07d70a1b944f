/** Spans and points of OTLP messages with their attributes as plain values, for assertions. */
import type { Metric, Point } from '../../../src/telemetry/build-metrics.ts';
import type { Span } from '../../../src/telemetry/build-spans.ts';
import type { Attribute } from '../../../src/telemetry/otlp-json.ts';

export type TracesBody = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
export type MetricsBody = { resourceMetrics: { scopeMetrics: { metrics: Metric[] }[] }[] };

type Plain = string | number | boolean | bigint | string[];

/** Integers as bigint. */
export function plain(attributes: readonly Attribute[]): Record<string, Plain> {
  const read = ({ value }: Attribute): Plain => {
    if ('stringValue' in value) return value.stringValue;
    if ('boolValue' in value) return value.boolValue;
    if ('doubleValue' in value) return value.doubleValue;
    if ('intValue' in value) return BigInt(value.intValue);
    return value.arrayValue.values.map((each) => String(Object.values(each)[0]));
  };
  return Object.fromEntries(attributes.map((attribute) => [attribute.key, read(attribute)]));
}

export function spansIn({ resourceSpans }: TracesBody): Span[] {
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

export function metricsIn({ resourceMetrics }: MetricsBody): Metric[] {
  return resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
}

export function pointsOf({ histogram, sum }: Metric): readonly Point[] {
  return (histogram ?? sum)?.dataPoints ?? [];
}
