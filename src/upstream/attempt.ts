/**
 * One call to one target, up to its commit point: the first output event of a stream, the whole of a unary answer.
 * Until then nothing has reached the client, so whatever goes wrong here can still become another attempt.
 */
import type { Rejected, StreamAnswer, UnaryAnswer } from '../core/answer.ts';
import type { UpstreamFault } from '../core/errors.ts';
import type { Loss } from '../core/features.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { type JsonScan, patchObject } from '../core/json-text.ts';
import type { PlannedAttempt } from '../core/plan.ts';
import type { Protocol } from '../core/protocol.ts';
import type { LlmRequest } from '../core/request.ts';
import type { StopSwitch } from '../core/stop-switch.ts';
import { readStreamHead } from './commit.ts';
import { type Outbound, pickHeaders } from './outbound.ts';
import { readBounded } from './read-body.ts';

/** The caller's request as it came and as it was read. */
export type Asked = {
  readonly text: string;
  readonly scan: JsonScan;
  readonly raw: JsonObject;
  readonly request: LlmRequest;
  readonly headers: Headers;
};

export type AttemptOutcome =
  | {
      readonly kind: 'committed';
      readonly answer: UnaryAnswer | StreamAnswer;
      readonly losses: readonly Loss[];
    }
  | { readonly kind: 'failed'; readonly fault: UpstreamFault; readonly rejected: Rejected | null }
  | { readonly kind: 'aborted' };

export type AttemptInput = {
  readonly asked: Asked;
  readonly planned: PlannedAttempt;
  readonly protocol: Protocol;
  readonly outbound: Outbound;
  readonly stop: StopSwitch;
  /** What is left of the whole request's time. */
  readonly leftMs: number;
  readonly responseLimitBytes: number;
};

const errorBodyLimitBytes = 64 * 1024;

function writeBody({ asked, planned, protocol }: AttemptInput): { body: string; losses: readonly Loss[] } {
  const { target, request, lane } = planned;
  if (lane === 'translate') {
    const { body, losses } = protocol.encodeRequest(request, target);
    return { body: JSON.stringify(body), losses };
  }
  const edits = protocol.patchRequest(asked.raw, asked.request, request, target);
  const losses = protocol.lossesOfPatch(asked.raw, edits);
  return { body: patchObject(asked.text, asked.scan, edits), losses };
}

function faultOf(kind: UpstreamFault['kind'], message: string, status: number | null = null): UpstreamFault {
  return { kind, status, code: null, message };
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function failed(fault: UpstreamFault, rejected: Rejected | null = null): AttemptOutcome {
  return { kind: 'failed', fault, rejected };
}

async function readError(response: Response, { protocol, planned }: AttemptInput): Promise<AttemptOutcome> {
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    return failed(faultOf('invalid-response', 'a redirect', response.status));
  }
  const text = (await readBounded(response, errorBodyLimitBytes)) ?? '';
  const raw = parseObject(text);
  const fault = protocol.decodeError(response.status, response.headers, raw);
  const isPassable = planned.lane === 'passthrough' && raw !== null;
  return failed(fault, isPassable ? { status: response.status, text } : null);
}

async function readUnary(response: Response, input: AttemptInput): Promise<AttemptOutcome> {
  const text = await readBounded(response, input.responseLimitBytes);
  if (text === null)
    return failed(faultOf('too-large', `over ${input.responseLimitBytes} bytes`, response.status));
  const raw = parseObject(text);
  if (raw === null) return failed(faultOf('invalid-response', 'the body is no JSON object', response.status));
  const decoded = input.protocol.decodeResponse(raw);
  if (!decoded.ok) return failed(decoded.error);
  return { kind: 'committed', answer: { kind: 'unary', text, response: decoded.value }, losses: [] };
}

function isEventStream(response: Response): boolean {
  return /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
}

async function readStream(response: Response, input: AttemptInput): Promise<AttemptOutcome> {
  if (!isEventStream(response) || response.body === null) {
    const text = (await readBounded(response, errorBodyLimitBytes)) ?? '';
    const decoded = input.protocol.decodeResponse(parseObject(text) ?? {});
    return failed(
      decoded.ok ? faultOf('invalid-response', 'not an event stream', response.status) : decoded.error,
    );
  }
  const head = await readStreamHead(response.body, input.protocol);
  return head.ok ? { kind: 'committed', answer: head.value, losses: [] } : failed(head.error);
}

function send({ asked, planned, protocol, outbound, stop }: AttemptInput, body: string): Promise<Response> {
  const passed = planned.lane === 'passthrough' ? pickHeaders(protocol.id, asked.headers) : {};
  return outbound.call(planned.target.provider, protocol.id, protocol.path, {
    method: 'POST',
    body,
    headers: { ...protocol.headers, ...passed },
    signal: stop.signal,
  });
}

function read(response: Response, input: AttemptInput): Promise<AttemptOutcome> {
  if (!response.ok) return readError(response, input);
  return input.planned.request.stream ? readStream(response, input) : readUnary(response, input);
}

/** What fetch throws becomes a fault, or `aborted` where the client has left. Throws only what a codec's bug throws. */
export async function attempt(input: AttemptInput): Promise<AttemptOutcome> {
  const { stop, planned, leftMs } = input;
  const { body, losses } = writeBody(input);
  const { firstEventMs, totalMs } = planned.deadlines;
  // A unary answer may take as long as the whole request.
  const callOff = firstEventMs < totalMs ? stop.stopAfter(firstEventMs, 'first-event-timeout') : null;
  stop.stopAfter(leftMs, 'deadline');
  let isAnswering = false;
  try {
    const response = await send(input, body);
    isAnswering = response.ok;
    const outcome = await read(response, input);
    return outcome.kind === 'committed' ? { ...outcome, losses } : outcome;
  } catch (error) {
    const { reason } = stop;
    if (reason === 'client-left') return { kind: 'aborted' };
    const detail = error instanceof Error ? error.message : String(error);
    return failed(faultOf(reason ?? (isAnswering ? 'truncated' : 'unreachable'), detail));
  } finally {
    callOff?.();
  }
}
