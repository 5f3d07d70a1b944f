/**
 * A run -> the HTTP answer: unary or streamed, as sent or translated, or the error in the caller's protocol.
 * Whatever happens, `finish` is called exactly once with how it ended.
 */

import type { AnswerInspector } from '../core/answer-inspector.ts';
import type { Carried } from '../core/carried.ts';
import { collect } from '../core/collect.ts';
import { RouterError, type UpstreamFault } from '../core/errors.ts';
import { errorOfFault } from '../core/fault-table.ts';
import type { Judged } from '../core/judged.ts';
import type { PlannedAttempt, RoutePlan } from '../core/plan.ts';
import type { AnswerContext, Protocol } from '../core/protocol.ts';
import { replay } from '../core/replay.ts';
import type { LlmResponse } from '../core/response.ts';
import type { Run } from '../core/run.ts';
import type { SafeguardAction } from '../core/safeguard.ts';
import { pingComment } from '../sse/print.ts';
import { type AnswerFacts, answerHeaders } from './answer-headers.ts';
import { carryStream, sinkOf } from './carry.ts';
import { errorResponse } from './error-response.ts';

export type Exchange = {
  readonly requestId: string;
  readonly configVersion: string;
  /** The request whose answer this one gets; absent: it has its own. */
  readonly joinedTo?: string;
  /** The caller's protocol. */
  readonly caller: Protocol;
  readonly context: AnswerContext;
  /** What was expected of an attempt; absent, null: it is not known. */
  readonly inputTokensOf?: (planned: PlannedAttempt) => number | null;
  readonly plan: RoutePlan;
  /** Null: nobody asked for a judgement. */
  readonly judged: Judged | null;
  /** What is done to it for safety's sake. */
  readonly safeguards: readonly SafeguardAction[];
  /** What is left of the caller's limits; empty: it has none. */
  readonly limitHeaders: Readonly<Record<string, string>>;
  readonly startedAtMs: number;
  readonly dispatchedAtMs: number;
  readonly pingAfterMs: number;
  readonly now: () => number;
  /** Keeps the isolate alive for a stream that goes on after the headers. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Keeps the items of a translated answer, a JSON array, for later reference; never rejects. Null: nobody does. */
  readonly keepItems: ((items: string) => Promise<void>) | null;
  /** Makes who sees the answer before the client does; null: nobody. */
  readonly inspector: (() => AnswerInspector) | null;
  readonly finish: (run: Run, carried: Carried | null) => Promise<void>;
};

type Answered = Extract<Run, { kind: 'answered' }>;

function judgedFacts({ judged, safeguards }: Exchange): Pick<AnswerFacts, 'task' | 'risk' | 'safeguards'> {
  if (judged === null) return { safeguards };
  return { task: judged.task.task, risk: judged.risk.level, safeguards };
}

function factsOf(exchange: Exchange, run: Run): AnswerFacts {
  const nowMs = exchange.now();
  const planned = run.kind === 'answered' || run.kind === 'rejected' ? run.planned : null;
  return {
    requestId: exchange.requestId,
    configVersion: exchange.configVersion,
    route: exchange.plan.route,
    arm: exchange.plan.arm,
    attempts: run.records.length,
    notice: exchange.plan.notice,
    ...(exchange.joinedTo !== undefined && { joinedTo: exchange.joinedTo }),
    ...judgedFacts(exchange),
    upstreamMs: nowMs - exchange.dispatchedAtMs,
    routerMs: exchange.dispatchedAtMs - exchange.startedAtMs,
    ...(planned && {
      model: planned.target.wireModel,
      provider: planned.target.provider.id,
      lane: planned.lane,
    }),
    ...(run.kind === 'answered' && { losses: run.losses, resumes: run.answer.work?.resumes ?? 0 }),
  };
}

function headersOf(exchange: Exchange, run: Run): Record<string, string> {
  return { ...answerHeaders(factsOf(exchange, run)), ...exchange.limitHeaders };
}

const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

/** The answer as its inspector lets it pass. Errors: what the inspector ends it with. */
async function inspectUnary(response: LlmResponse, inspector: AnswerInspector): Promise<LlmResponse> {
  const inspected = collect(replay(response).flatMap((event) => inspector.push(event)));
  // As in a stream: what has been ended early has no end to wait for.
  if (!inspected.ok) throw errorOfFault(inspected.error, []);
  const error = (await inspector.beforeEnd?.()) ?? null;
  if (error !== null) throw error;
  return inspected.value;
}

/** What the client gets of a unary answer, as JSON. */
async function printUnary(
  exchange: Exchange,
  { answer, planned }: Answered,
  inspector: AnswerInspector | null,
): Promise<string> {
  if (answer.kind !== 'unary') throw new Error('a stream where a unary answer was asked for');
  if (inspector === null)
    return planned.lane === 'passthrough' ? answer.text : translateUnary(exchange, answer.response);
  const context = { ...exchange.context, extension: inspector.extension };
  return translateUnary({ ...exchange, context }, await inspectUnary(answer.response, inspector));
}

/** The answer in the caller's protocol; its items are kept before the client can name them. */
async function translateUnary(exchange: Exchange, response: LlmResponse): Promise<string> {
  const { caller, context, keepItems } = exchange;
  const encoded = caller.encodeResponse(response, context);
  if (keepItems !== null && caller.keptItems !== null) await keepItems(caller.keptItems.printItems(encoded));
  return JSON.stringify(encoded);
}

async function unaryResponse(exchange: Exchange, run: Answered): Promise<Response> {
  const { answer } = run;
  if (answer.kind !== 'unary') throw new Error('a stream where a unary answer was asked for');
  run.stop.release();
  exchange.waitUntil(
    exchange.finish(run, {
      outcome: 'completed',
      fault: null,
      usage: answer.response.usage,
      stop: answer.response.stop,
      hasEnded: true,
      streamedBytes: 0,
      ...(answer.response.serviceTier !== undefined && { serviceTier: answer.response.serviceTier }),
    }),
  );
  try {
    const inspector = exchange.inspector?.() ?? null;
    const text = await printUnary(exchange, run, inspector);
    const more = { ...inspector?.headers?.(), 'content-type': 'application/json' };
    return new Response(text, { headers: { ...headersOf(exchange, run), ...more } });
  } catch (error) {
    if (!(error instanceof RouterError)) throw error;
    return errorResponse(error, exchange.caller.encodeError, exchange.requestId, headersOf(exchange, run));
  }
}

async function carryAndFinish(
  exchange: Exchange,
  run: Answered,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  if (run.answer.kind !== 'stream') throw new Error('a unary answer where a stream was asked for');
  const { caller, requestId, plan, keepItems, pingAfterMs: pingEveryMs } = exchange;
  const { answer, planned, stop } = run;
  const { onClientAbort } = plan;
  const inspector = exchange.inspector?.() ?? null;
  const inputTokens = () => exchange.inputTokensOf?.(planned) ?? null;
  const context = { ...exchange.context, inputTokens, extension: inspector?.extension };
  const waiting = { stop, onClientAbort, pingEveryMs, keepItems, inspector };
  const input = { answer, planned, caller, context, requestId, ...waiting };
  const carried = await carryStream(input, writable).catch((bug: unknown) => bugInStream(bug));
  await exchange.finish(run, carried);
}

/** The stream was broken off by a bug of ours. */
function bugInStream(bug: unknown): Carried {
  const message = bug instanceof Error ? bug.message : String(bug);
  const fault: UpstreamFault = { kind: 'invalid-response', status: null, code: null, message };
  return { outcome: 'failed', fault, usage: {}, stop: null, hasEnded: false, streamedBytes: 0 };
}

/** The client has left before there was an answer; nobody reads this, but Hono wants a response. */
function nobodyThere(exchange: Exchange, run: Run): Response {
  return new Response(null, { status: 499, headers: headersOf(exchange, run) });
}

/** The answer to a run that has committed or ended before the headers went out. */
export async function respondToRun(exchange: Exchange, run: Run): Promise<Response> {
  const headers = headersOf(exchange, run);
  switch (run.kind) {
    case 'answered': {
      if (run.answer.kind === 'unary') return unaryResponse(exchange, run);
      const { readable, writable } = new IdentityTransformStream();
      exchange.waitUntil(carryAndFinish(exchange, run, writable));
      return new Response(readable, { headers: { ...headers, ...streamHeaders } });
    }
    case 'rejected': {
      exchange.waitUntil(exchange.finish(run, null));
      const { status, text } = run.rejected;
      return new Response(text, {
        status,
        headers: { ...headers, 'content-type': 'application/json', 'x-should-retry': 'false' },
      });
    }
    case 'failed':
      exchange.waitUntil(exchange.finish(run, null));
      return errorResponse(run.error, exchange.caller.encodeError, exchange.requestId, headers);
    case 'aborted':
      exchange.waitUntil(exchange.finish(run, null));
      return nobodyThere(exchange, run);
    default:
      return run satisfies never;
  }
}

/** The error that a run without an answer ends a begun stream with. */
function errorOfRun(run: Exclude<Run, Answered>): RouterError {
  if (run.kind === 'failed') return run.error;
  if (run.kind === 'rejected') return errorOfFault(run.fault, []);
  return new RouterError('internal_error', 'The client has left.');
}

/** Sends the error as the stream's end; what a client that has left does not take is nobody's loss. */
async function endWithError(
  exchange: Exchange,
  run: Exclude<Run, Answered>,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  const writer = writable.getWriter();
  const text = exchange.caller.encodeStreamError(errorOfRun(run), exchange.requestId);
  await sinkOf(writer)
    .write(text)
    .catch(() => undefined);
  await writer.close().catch(() => undefined);
}

/** A bug of ours, where the headers have gone out already. */
function runOfBug(bug: unknown): Run {
  const error = new RouterError('internal_error', 'Something went wrong in this router.', { cause: bug });
  return { kind: 'failed', error, records: [] };
}

/** Pings the client until the run is over; tells whether it still listens. */
async function pingUntil(
  exchange: Exchange,
  running: Promise<Run>,
  writable: WritableStream<Uint8Array>,
): Promise<{ run: Run; isClientThere: boolean }> {
  const writer = writable.getWriter();
  const sink = sinkOf(writer);
  let isClientThere = true;
  const ping = () =>
    void sink.write(pingComment).catch(() => {
      isClientThere = false;
    });
  ping();
  const timer = setInterval(ping, exchange.pingAfterMs);
  try {
    return { run: await running.catch(runOfBug), isClientThere };
  } finally {
    clearInterval(timer);
    writer.releaseLock();
  }
}

/** Refuses all bytes, for a run that goes on after its client has left: the runtime never unlocks a broken stream. */
function nobodysStream(): WritableStream<Uint8Array> {
  return new WritableStream({ start: (controller) => controller.error(new Error('the client has left')) });
}

/**
 * The plan is still running after a long silence: the client gets 200 and pings now, and whatever comes later comes
 * in the stream. Attempts can still fall back; nothing of an answer has gone out.
 */
export function respondEarly(exchange: Exchange, running: Promise<Run>): Response {
  const { readable, writable } = new IdentityTransformStream();
  const work = async () => {
    const { run, isClientThere } = await pingUntil(exchange, running, writable);
    const out = isClientThere ? writable : nobodysStream();
    if (run.kind === 'answered') return carryAndFinish(exchange, run, out);
    await endWithError(exchange, run, out);
    await exchange.finish(run, null);
  };
  exchange.waitUntil(work());
  const facts: AnswerFacts = {
    requestId: exchange.requestId,
    configVersion: exchange.configVersion,
    route: exchange.plan.route,
    arm: exchange.plan.arm,
    notice: exchange.plan.notice,
    ...(exchange.joinedTo !== undefined && { joinedTo: exchange.joinedTo }),
    ...judgedFacts(exchange),
  };
  return new Response(readable, {
    headers: { ...answerHeaders(facts), ...exchange.limitHeaders, ...streamHeaders },
  });
}
