/**
 * Where telemetry goes, by the standard variables of OpenTelemetry. Pure. A variable that cannot be read turns off what
 * it is for and is named; its value, which may be a secret, is not.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
import type { Values } from './otlp-json.ts';

export type Environment = (name: string) => string | undefined;

export const signals = ['traces', 'metrics'] as const;

export type Signal = (typeof signals)[number];

export type Destination = {
  readonly url: string;
  readonly headers: Headers;
};

export type OtlpSettings = {
  /** Null: this signal is not sent. */
  readonly destinations: Readonly<Record<Signal, Destination | null>>;
  /** What is said of the service in every message. */
  readonly resource: Values;
  /** Names of variables that cannot be read. */
  readonly wrong: readonly string[];
};

const prefix = 'OTEL_EXPORTER_OTLP';

/** Null: it is none that can be called. */
function readAddress(text: string): URL | null {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
}

/** `a=1,b=2`, values percent-encoded. Null: it has another form. */
function readPairs(text: string): Record<string, string> | null {
  const pairs: Record<string, string> = {};
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(0, at)).trim();
    try {
      if (name === '') return null;
      pairs[name] = decodeURIComponent(part.slice(at + 1).trim());
    } catch {
      return null;
    }
  }
  return pairs;
}

/** Null: they are no headers. */
function readHeaders(text: string): Headers | null {
  try {
    const headers = new Headers(readPairs(text) ?? { '': '' });
    headers.set('content-type', 'application/json');
    return headers;
  } catch {
    return null;
  }
}

/** The variable of the signal itself counts before the one for all. */
function firstSet(read: Environment, signal: Signal, what: string): [name: string, value: string] | null {
  for (const name of [`${prefix}_${signal.toUpperCase()}_${what}`, `${prefix}_${what}`]) {
    const value = read(name);
    if (value !== undefined) return [name, value];
  }
  return null;
}

function readDestination(read: Environment, signal: Signal, wrong: Set<string>): Destination | null {
  const address = firstSet(read, signal, 'ENDPOINT');
  if (address === null) return null;
  const [name, value] = address;
  const url = readAddress(value);
  const given = firstSet(read, signal, 'HEADERS');
  const headers = readHeaders(given?.[1] ?? '');
  if (url === null) wrong.add(name);
  if (headers === null && given !== null) wrong.add(given[0]);
  if (url === null || headers === null) return null;
  if (name === `${prefix}_ENDPOINT`) url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/${signal}`;
  return { url: url.href, headers };
}

/** Null: no variable asks for telemetry. */
export function readOtlpSettings(read: Environment): OtlpSettings | null {
  if (signals.every((signal) => firstSet(read, signal, 'ENDPOINT') === null)) return null;
  const wrong = new Set<string>();
  const [traces, metrics] = signals.map((signal) => readDestination(read, signal, wrong));
  const attributes = readPairs(read('OTEL_RESOURCE_ATTRIBUTES') ?? '');
  if (attributes === null) wrong.add('OTEL_RESOURCE_ATTRIBUTES');
  const name = read('OTEL_SERVICE_NAME') ?? attributes?.['service.name'] ?? 'signalbox';
  return {
    destinations: { traces: traces ?? null, metrics: metrics ?? null },
    resource: { ...attributes, 'service.name': name },
    wrong: [...wrong],
  };
}
