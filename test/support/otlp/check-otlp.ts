/**
 * What a strict receiver takes as OTLP JSON: the messages of opentelemetry-proto as a table, written from the .proto
 * files and not from our code. A field that is not there, or of another form, is named by its path.
 */

type Form = (value: unknown, path: string) => string[];

const wrong = (path: string, what: string, value: unknown) => [
  `${path}: ${what}, not ${JSON.stringify(value) ?? String(value)}`,
];

const matching =
  (pattern: RegExp, what: string): Form =>
  (value, path) =>
    typeof value === 'string' && pattern.test(value) ? [] : wrong(path, what, value);

const of =
  (type: 'string' | 'boolean' | 'number', what: string): Form =>
  (value, path) =>
    typeof value === type && (type !== 'number' || Number.isFinite(value)) ? [] : wrong(path, what, value);

const text = of('string', 'a string');
const bool = of('boolean', 'a boolean');
const double = of('number', 'a number');
const int64 = matching(/^-?\d{1,19}$/, 'a 64-bit integer as a string');
/** fixed64 and uint64. */
const uint64 = matching(/^\d{1,20}$/, 'an unsigned 64-bit integer as a string');
const nanos = matching(/^1[5-9]\d{17}$/, 'nanoseconds since 1970 as a string');
const bytes = (count: number) =>
  matching(new RegExp(`^(?!0+$)[0-9a-f]{${2 * count}}$`), `${count} bytes in hex, not all zero`);

const oneOf =
  (...numbers: number[]): Form =>
  (value, path) =>
    numbers.some((number) => number === value) ? [] : wrong(path, `one of ${numbers.join()}`, value);

const listOf =
  (form: Form, isEmptyAllowed = false): Form =>
  (value, path) => {
    if (!Array.isArray(value)) return wrong(path, 'an array', value);
    if (value.length === 0 && !isEmptyAllowed) return [`${path}: is empty`];
    return value.flatMap((each, at) => form(each, `${path}[${at}]`));
  };

/** `must` has to be there, `may` can, of `choice` exactly one. */
type Message = {
  readonly must?: Readonly<Record<string, Form>>;
  readonly may?: Readonly<Record<string, Form>>;
  readonly choice?: Readonly<Record<string, Form>>;
};

const message =
  ({ must = {}, may = {}, choice = {} }: Message): Form =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return wrong(path, 'an object', value);
    const forms = { ...must, ...may, ...choice };
    const missing = Object.keys(must).filter((name) => !Object.hasOwn(value, name));
    const chosen = Object.keys(choice).filter((name) => Object.hasOwn(value, name));
    const isChosen = Object.keys(choice).length === 0 || chosen.length === 1;
    return [
      ...missing.map((name) => `${path}.${name}: is missing`),
      ...(isChosen ? [] : [`${path}: has ${chosen.length} of ${Object.keys(choice).join()}`]),
      ...Object.entries(value).flatMap(([name, each]) => {
        const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
        return form ? form(each, `${path}.${name}`) : [`${path}.${name}: is no field`];
      }),
    ];
  };

const anyValue: Form = (value, path) =>
  message({
    choice: {
      stringValue: text,
      boolValue: bool,
      intValue: int64,
      doubleValue: double,
      arrayValue: message({ must: { values: listOf(anyValue, true) } }),
    },
  })(value, path);

/** Keys are unique within a list. */
const attributes: Form = (value, path) => {
  const broken = listOf(message({ must: { key: text, value: anyValue } }), true)(value, path);
  if (broken.length > 0) return broken;
  const keys = (value as { key: string }[]).map(({ key }) => key);
  return keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${path}: has ${key} twice`);
};

const resource = message({ must: { attributes } });
const scope = message({ must: { name: text }, may: { version: text } });

const span = message({
  must: {
    traceId: bytes(16),
    spanId: bytes(8),
    name: text,
    kind: oneOf(1, 2, 3, 4, 5),
    startTimeUnixNano: nanos,
    endTimeUnixNano: nanos,
    attributes,
  },
  may: {
    parentSpanId: bytes(8),
    status: message({ must: { code: oneOf(0, 1, 2) }, may: { message: text } }),
  },
});

const pointBase = { attributes, startTimeUnixNano: nanos, timeUnixNano: nanos };

const histogramFields = message({
  must: {
    ...pointBase,
    count: uint64,
    sum: double,
    bucketCounts: listOf(uint64),
    explicitBounds: listOf(double),
  },
  may: { min: double, max: double },
});

type HistogramPoint = { count: string; bucketCounts: string[]; explicitBounds: number[] };

/** One bucket more than bounds, bounds rising, and the buckets hold what was counted. */
const histogramPoint: Form = (value, path) => {
  const broken = histogramFields(value, path);
  if (broken.length > 0) return broken;
  const { count, bucketCounts, explicitBounds } = value as HistogramPoint;
  const total = bucketCounts.reduce((sum, each) => sum + BigInt(each), 0n);
  return [
    ...(bucketCounts.length === explicitBounds.length + 1 ? [] : [`${path}: buckets do not fit the bounds`]),
    ...(explicitBounds.every((bound, at) => at === 0 || bound > (explicitBounds[at - 1] ?? 0))
      ? []
      : [`${path}: bounds do not rise`]),
    ...(total === BigInt(count) ? [] : [`${path}: counts ${count}, buckets hold ${total}`]),
  ];
};

const numberPoint = message({ must: pointBase, choice: { asInt: int64, asDouble: double } });
const temporality = oneOf(1, 2);

const metric = message({
  must: { name: text },
  may: { unit: text, description: text },
  choice: {
    histogram: message({ must: { dataPoints: listOf(histogramPoint), aggregationTemporality: temporality } }),
    sum: message({
      must: { dataPoints: listOf(numberPoint), aggregationTemporality: temporality, isMonotonic: bool },
    }),
  },
});

const exportTraces = message({
  must: {
    resourceSpans: listOf(
      message({
        must: { resource, scopeSpans: listOf(message({ must: { scope, spans: listOf(span) } })) },
      }),
    ),
  },
});

const exportMetrics = message({
  must: {
    resourceMetrics: listOf(
      message({
        must: { resource, scopeMetrics: listOf(message({ must: { scope, metrics: listOf(metric) } })) },
      }),
    ),
  },
});

/** What is wrong with an ExportTraceServiceRequest. */
export function checkTraces(body: unknown): string[] {
  return exportTraces(body, 'traces');
}

/** What is wrong with an ExportMetricsServiceRequest. */
export function checkMetrics(body: unknown): string[] {
  return exportMetrics(body, 'metrics');
}
