/**
 * Telemetry of requests: gathers what is told of each until it is whole, and hands it to the queues. Keeps names and
 * numbers only, and nothing that holds on to a request's body.
 */
import type { Caller } from '../core/caller.ts';
import { errorTable, RouterError } from '../core/errors.ts';
import { faultTable } from '../core/fault-table.ts';
import { once } from '../core/once.ts';
import { requestTimeMs } from '../core/request-time.ts';
import type { Row } from '../core/row.ts';
import type { RequestOver, Telemetry } from '../core/telemetry.ts';
import { buildMetrics } from './build-metrics.ts';
import { buildSpans } from './build-spans.ts';
import { attributesOf } from './otlp-json.ts';
import { type OtlpPorts, OtlpQueue } from './otlp-queue.ts';
import { type Environment, readOtlpSettings } from './read-settings.ts';
import type { Decided, Told, ToldRequest } from './told.ts';
import { type Parent, readTraceparent, traceUnder } from './trace-context.ts';

type WaitUntil = (work: Promise<unknown>) => void;

type Queues = {
  readonly traces: Pick<OtlpQueue<Told>, 'add'> | null;
  readonly metrics: Pick<OtlpQueue<Told>, 'add'> | null;
};

function decidedOf({ plan, judged, configVersion, modelAsked }: RequestOver): Decided {
  const { route, arm, floor } = plan;
  const task = judged?.task.task ?? null;
  return { route, arm, floor, configVersion, modelAsked, task, risk: judged?.risk.level ?? null };
}

function errorCodeOf({ run, carried }: RequestOver): string | null {
  if (run.kind === 'failed') return run.error.code;
  const fault = run.kind === 'rejected' ? run.fault : (carried?.fault ?? null);
  return fault && faultTable[fault.kind].code;
}

type Ended = Omit<
  ToldRequest,
  'requestId' | 'method' | 'url' | 'status' | 'startedAtMs' | 'key' | 'team' | 'app'
>;

function endOf(over: RequestOver): Ended {
  const { run, carried, endedAtMs } = over;
  return {
    errorCode: errorCodeOf(over),
    // A provider's word on the request itself is passed on; everything else is for us to answer for.
    isFailed: run.kind === 'failed' ? run.error.status >= 500 : carried?.outcome === 'failed',
    endedAtMs,
    isStream: run.kind === 'answered' && run.answer.kind === 'stream',
    stop: carried?.stop?.reason ?? null,
    decided: decidedOf(over),
  };
}

class RequestTelemetry implements Telemetry {
  readonly #http: Pick<ToldRequest, 'method' | 'url'>;
  readonly #parent: Parent | null;
  readonly #trace = once(() => traceUnder(this.#parent));
  readonly #queues: Queues;
  readonly #now: () => number;
  readonly #waitUntil: WaitUntil;
  #begun: Pick<ToldRequest, 'requestId' | 'startedAtMs' | 'key' | 'team' | 'app'> | null = null;
  #status: number | null = null;
  #end: { readonly ended: Ended; readonly rows: readonly Row[] } | null = null;

  constructor({ method, url, headers }: Request, queues: Queues, now: () => number, waitUntil: WaitUntil) {
    this.#http = { method, url };
    this.#parent = readTraceparent(headers.get('traceparent'));
    this.#queues = queues;
    this.#now = now;
    this.#waitUntil = waitUntil;
  }

  begin(requestId: string, { id: key, team, app }: Caller): void {
    const startedAtMs = requestTimeMs(requestId) ?? this.#now();
    this.#begun = { requestId, startedAtMs, key, team, app };
  }

  respond(status: number): void {
    this.#status = status;
    this.#complete();
  }

  refuse(thrown: unknown): void {
    const errorCode = thrown instanceof RouterError ? thrown.code : 'internal_error';
    const status = thrown instanceof RouterError ? thrown.status : errorTable.internal_error.status;
    const isFailed = status >= 500;
    const over = { errorCode, isFailed, endedAtMs: this.#now(), isStream: false, stop: null };
    this.#end ??= { ended: { ...over, decided: {} }, rows: [] };
    this.respond(status);
  }

  finish(over: RequestOver, rows: readonly Row[]): void {
    this.#end = { ended: endOf(over), rows };
    this.#complete();
  }

  beside(row: Row): void {
    this.#tell(null, [row]);
  }

  /** A stream has its status long before its end, a whole answer just after it. */
  #complete(): void {
    if (this.#begun === null || this.#end === null || this.#status === null) return;
    const { ended, rows } = this.#end;
    this.#tell({ ...this.#http, ...this.#begun, ...ended, status: this.#status }, rows);
  }

  #tell(request: ToldRequest | null, rows: readonly Row[]): void {
    const told = { trace: this.#trace, request, hasRequestSpan: this.#begun !== null, rows };
    if (this.#parent?.isSampled !== false) this.#queues.traces?.add(told, this.#waitUntil);
    this.#queues.metrics?.add(told, this.#waitUntil);
  }
}

export type TelemetryPorts = OtlpPorts & {
  readonly read: Environment;
  /** Version of the package. */
  readonly release: string;
};

/** A message has one span for each request and each of its attempts, of some 2 KB. */
const mostTracedAtOnce = 256;

/** One per isolate; what it returns binds telemetry to a request. Null: no variable asks for any. */
export function createTelemetry(
  ports: TelemetryPorts,
): ((http: Request, waitUntil: WaitUntil) => Telemetry) | null {
  const { read, release, now, log } = ports;
  const settings = readOtlpSettings(read);
  if (settings === null) return null;
  if (settings.wrong.length > 0) {
    const detail = settings.wrong.join(', ');
    log({ event: 'telemetry-failed', requestId: 'otlp', code: 'otlp_setting_invalid', detail });
  }
  const identity = { 'service.version': release, 'service.instance.id': crypto.randomUUID() };
  const resource = { attributes: attributesOf({ ...identity, ...settings.resource }) };
  const scope = { name: 'signalbox', version: release };
  const { traces, metrics } = settings.destinations;
  const build = {
    traces: (told: readonly Told[]) => ({
      resourceSpans: [{ resource, scopeSpans: [{ scope, spans: told.flatMap(buildSpans) }] }],
    }),
    metrics: (told: readonly Told[], fromMs: number, toMs: number) => ({
      resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: buildMetrics(told, fromMs, toMs) }] }],
    }),
  };
  const queues: Queues = {
    traces:
      traces &&
      new OtlpQueue<Told>(
        { ...traces, signal: 'traces', mostAtOnce: mostTracedAtOnce, build: build.traces },
        ports,
      ),
    metrics:
      metrics &&
      new OtlpQueue<Told>(
        { ...metrics, signal: 'metrics', mostAtOnce: Number.POSITIVE_INFINITY, build: build.metrics },
        ports,
      ),
  };
  if (traces === null && metrics === null) return null;
  return (http, waitUntil) => new RequestTelemetry(http, queues, now, waitUntil);
}
