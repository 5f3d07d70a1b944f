/**
 * Spans of what was told: one SERVER span per request, under it one CLIENT span per attempt. Pure. Names are those of
 * OpenTelemetry's HTTP and GenAI conventions; ours begin with `signalbox.`. No text of a prompt or an answer, no key,
 * no end user.
 */
import { type Row, totalOf } from '../core/row.ts';
import { attemptValues, finishReason } from './gen-ai.ts';
import { type Attribute, attributesOf, int, nanosOf, type Values } from './otlp-json.ts';
import type { Told, ToldRequest, TraceContext } from './told.ts';
import { attemptSpanId } from './trace-context.ts';

const kinds = { server: 2, client: 3 } as const;
const failed = { code: 2 } as const;

export type Span = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status?: typeof failed;
};

const usdOf = (nanoUsd: number) => nanoUsd / 1e9;

/** Null where the cost of one attempt is unknown. */
function costOf(rows: readonly Row[]): number | null {
  let sum = 0;
  for (const { cost } of rows) {
    if (cost === null) return null;
    sum += totalOf(cost);
  }
  return usdOf(sum);
}

function requestValues(request: ToldRequest, rows: readonly Row[]): Values {
  const { protocol, pathname } = new URL(request.url);
  const { decided } = request;
  return {
    'http.request.method': request.method,
    'http.route': pathname,
    'url.path': pathname,
    'url.scheme': protocol.slice(0, -1),
    'http.response.status_code': int(request.status),
    'error.type': request.errorCode,
    'gen_ai.request.model': decided.modelAsked,
    'signalbox.request.id': request.requestId,
    'signalbox.key': request.key,
    'signalbox.team': request.team,
    'signalbox.app': request.app,
    'signalbox.route': decided.route,
    'signalbox.arm': decided.arm,
    'signalbox.floor': decided.floor,
    'signalbox.config': decided.configVersion,
    'signalbox.task': decided.task,
    'signalbox.risk': decided.risk,
    'signalbox.attempts': int(rows.length),
    'signalbox.cost.usd': costOf(rows),
  };
}

function usageValues({ usage, usageSource, cost }: Row): Values {
  return {
    'gen_ai.usage.input_tokens': int(usage.inputTokens),
    'gen_ai.usage.cache_read.input_tokens': int(usage.cacheReadInputTokens),
    'gen_ai.usage.cache_creation.input_tokens': int(usage.cacheCreationInputTokens),
    'gen_ai.usage.output_tokens': int(usage.outputTokens),
    'gen_ai.usage.reasoning.output_tokens': int(usage.reasoningOutputTokens),
    'signalbox.usage.source': usageSource,
    'signalbox.cost.usd': cost === null ? null : usdOf(totalOf(cost)),
  };
}

/** An answer began: there is somebody who gave it. */
function hasAnswer({ outcome, firstEventMs }: Row): boolean {
  return outcome === 'completed' || outcome === 'truncated' || firstEventMs !== null;
}

function rowValues(row: Row, request: ToldRequest | null): Values {
  const { firstEventMs } = row;
  return {
    ...attemptValues(row),
    'gen_ai.request.stream': request?.isStream ? true : null,
    'gen_ai.response.model': hasAnswer(row) ? row.modelServed : null,
    'gen_ai.response.finish_reasons':
      row.outcome === 'completed' && request?.stop ? [finishReason(request.stop)] : null,
    'gen_ai.response.time_to_first_chunk': firstEventMs === null ? null : firstEventMs / 1000,
    'error.type': row.errorCode,
    ...usageValues(row),
    'signalbox.request.id': row.requestId,
    'signalbox.attempt.number': int(row.attempt),
    'signalbox.attempt.outcome': row.outcome,
    'signalbox.protocol': row.protocol,
    'signalbox.lane': row.lane,
    'signalbox.effort': row.effort,
    'signalbox.losses': row.losses.length > 0 ? row.losses : null,
  };
}

function requestSpan(
  { traceId, spanId, parentSpanId }: TraceContext,
  request: ToldRequest,
  rows: readonly Row[],
): Span {
  return {
    traceId,
    spanId,
    ...(parentSpanId !== null && { parentSpanId }),
    name: `${request.method} ${new URL(request.url).pathname}`,
    kind: kinds.server,
    startTimeUnixNano: nanosOf(request.startedAtMs),
    endTimeUnixNano: nanosOf(request.endedAtMs),
    attributes: attributesOf(requestValues(request, rows)),
    ...(request.isFailed && { status: failed }),
  };
}

function attemptSpan(row: Row, trace: TraceContext, { request, hasRequestSpan }: Told): Span {
  const parentSpanId = hasRequestSpan ? trace.spanId : trace.parentSpanId;
  return {
    traceId: trace.traceId,
    spanId: attemptSpanId(trace, row.attempt),
    ...(parentSpanId !== null && { parentSpanId }),
    name: `chat ${row.model}`,
    kind: kinds.client,
    startTimeUnixNano: nanosOf(row.startedAtMs),
    endTimeUnixNano: nanosOf(row.startedAtMs + row.durationMs),
    attributes: attributesOf(rowValues(row, request)),
    ...(row.errorCode !== null && { status: failed }),
  };
}

export function buildSpans(told: Told): Span[] {
  const { request, rows } = told;
  const trace = told.trace();
  const attempts = rows.map((row) => attemptSpan(row, trace, told));
  return request === null ? attempts : [requestSpan(trace, request, rows), ...attempts];
}
