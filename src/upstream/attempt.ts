/**
 * One call to one target, up to its commit point: the first output event of a stream, the whole of a unary answer.
 * Until then nothing has reached the client, so whatever goes wrong here can still become another attempt.
 */
import type { Rejected, StreamAnswer, UnaryAnswer } from '../core/answer.ts';
import { withoutChoices } from '../core/choosing-fields.ts';
import type { UpstreamFault } from '../core/errors.ts';
import type { Loss } from '../core/features.ts';
import { fieldOfLoss, sentName } from '../core/field-names.ts';
import type { JsonObject } from '../core/json.ts';
import { type JsonScan, patchObject } from '../core/json-text.ts';
import type { LongWork, WorkEffects } from '../core/long-work.ts';
import type { AttemptRecord, PlannedAttempt, UntakenAnswer } from '../core/plan.ts';
import type { Protocol } from '../core/protocol.ts';
import type { LlmRequest } from '../core/request.ts';
import type { LlmResponse } from '../core/response.ts';
import type { StopSwitch } from '../core/stop-switch.ts';
import type { ProtocolId } from '../core/target.ts';
import { readStreamHead } from './commit.ts';
import { BackgroundAnswer } from './long-work.ts';
import { type Outbound, pickHeaders } from './outbound.ts';
import { isEventStream, parseError, parseObject, readBounded } from './read-body.ts';
import { readWholeAnswer } from './read-whole.ts';

/** The caller's request as it came and as it was read. */
export type Asked = {
  readonly text: string;
  readonly scan: JsonScan;
  readonly raw: JsonObject;
  readonly request: LlmRequest;
  readonly caller: ProtocolId;
  readonly headers: Headers;
  /** What has been taken out of it before; absent: nothing. */
  readonly losses?: readonly Loss[];
  /** What is wrong with an answer that came whole, so that another attempt may follow; null: nothing. Never throws. */
  readonly checkAnswer?: ((response: LlmResponse) => UpstreamFault | null) | null;
  /** What calls in the background need; absent: none is made. */
  readonly work?: WorkEffects;
  /** Told of each attempt before it is sent: its number from 1 and why it is made. Never rejects. */
  readonly onDispatch?: (
    planned: PlannedAttempt,
    attempt: number,
    role: AttemptRecord['role'],
  ) => Promise<unknown>;
};

export type AttemptOutcome =
  | {
      readonly kind: 'committed';
      readonly answer: UnaryAnswer | StreamAnswer;
      readonly losses: readonly Loss[];
    }
  | {
      readonly kind: 'failed';
      readonly fault: UpstreamFault;
      readonly rejected: Rejected | null;
      /** Absent: no answer came whole. */
      readonly untaken?: UntakenAnswer;
    }
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

/** How this call is made in the background, and with what; null: it is not. */
type Background = { readonly how: LongWork; readonly effects: WorkEffects };

function backgroundOf({ asked, planned, protocol }: AttemptInput): Background | null {
  const { longWork: how } = protocol;
  const { work: effects } = asked;
  return planned.background === true && how !== null && effects !== undefined ? { how, effects } : null;
}

/** The client has named somebody, and there is no secret to name them under. */
function namelessLoss({ caller: to, raw }: Asked): Loss {
  const field = sentName('endUser', { to, raw }) ?? 'user';
  const note = 'without SIGNALBOX_PEPPER there is no name for them that says nothing';
  return { what: 'end-user', how: 'dropped', field, note };
}

function withNameless(losses: readonly Loss[], { asked, planned }: AttemptInput): readonly Loss[] {
  if (!asked.request.endUser || planned.request.endUser !== undefined) return losses;
  return [...losses.filter(({ what }) => what !== 'end-user'), namelessLoss(asked)];
}

/** Encoders name fields as their own wire does, or as the canonical request counts. */
function inCallersWords(losses: readonly Loss[], { asked, planned }: AttemptInput): readonly Loss[] {
  const translation = { from: planned.target.protocol, to: asked.caller, raw: asked.raw };
  return losses.map((loss) => ({ ...loss, field: fieldOfLoss(loss.field, translation) }));
}

/** With what was lost before the attempt was made. */
function allLosses(losses: readonly Loss[], input: AttemptInput): readonly Loss[] {
  return [...(input.asked.losses ?? []), ...withNameless(losses, input)];
}

function writeBody(
  input: AttemptInput,
  background: Background | null,
): { body: string; losses: readonly Loss[] } {
  const { asked, planned, protocol } = input;
  const { target, lane } = planned;
  const request = background === null ? planned.request : background.how.ask(planned.request);
  if (lane === 'translate') {
    const { body, losses } = protocol.encodeRequest(request, target);
    return { body: JSON.stringify(body), losses: allLosses(inCallersWords(losses, input), input) };
  }
  const patched = protocol.patchRequest(asked.raw, asked.request, request, target);
  const edits = { ...patched, ...withoutChoices(asked.raw) };
  const losses = allLosses(protocol.lossesOfPatch(asked.raw, edits), input);
  return { body: patchObject(asked.text, asked.scan, edits), losses };
}

function faultOf(kind: UpstreamFault['kind'], message: string, status: number | null = null): UpstreamFault {
  return { kind, status, code: null, message };
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
  const body = parseError(text);
  const fault = protocol.decodeError(response.status, response.headers, body?.raw ?? null);
  const isPassable = planned.lane === 'passthrough' && body !== null;
  return failed(fault, isPassable ? { status: response.status, text: body.text } : null);
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

async function readNoStream(response: Response, input: AttemptInput): Promise<AttemptOutcome> {
  const text = (await readBounded(response, errorBodyLimitBytes)) ?? '';
  const decoded = input.protocol.decodeResponse(parseObject(text) ?? {});
  return failed(
    decoded.ok ? faultOf('invalid-response', 'not an event stream', response.status) : decoded.error,
  );
}

async function readStream(response: Response, input: AttemptInput): Promise<AttemptOutcome> {
  if (!isEventStream(response) || response.body === null) return readNoStream(response, input);
  const head = await readStreamHead(response.body, input.protocol);
  return head.ok ? { kind: 'committed', answer: head.value, losses: [] } : failed(head.error);
}

/** A stream from the provider, whatever the client asked for: only a stream can be taken up again. */
async function readBackground(
  response: Response,
  { how, effects }: Background,
  input: AttemptInput,
): Promise<AttemptOutcome> {
  if (!isEventStream(response) || response.body === null) return readNoStream(response, input);
  const { planned, protocol, outbound, stop, responseLimitBytes } = input;
  const { target, request, deadlines } = planned;
  const work = new BackgroundAnswer({
    how,
    target,
    outbound,
    stop,
    idleMs: deadlines.idleMs,
    responseLimitBytes,
    effects,
    isDeleted: planned.lane === 'translate' && request.state.store !== true && !effects.isKept,
  });
  const body = work.open(response.body);
  const read = request.stream
    ? await readStreamHead(body, protocol)
    : await readWholeAnswer(body, how, protocol, responseLimitBytes);
  return read.ok ? { kind: 'committed', answer: { ...read.value, work }, losses: [] } : failed(read.error);
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

function read(
  response: Response,
  input: AttemptInput,
  background: Background | null,
): Promise<AttemptOutcome> {
  if (!response.ok) return readError(response, input);
  if (background !== null) return readBackground(response, background, input);
  return input.planned.request.stream ? readStream(response, input) : readUnary(response, input);
}

/** An answer that came whole may still be wrong; what it cost is known. */
function checked(outcome: AttemptOutcome, { checkAnswer }: Asked): AttemptOutcome {
  if (outcome.kind !== 'committed' || outcome.answer.kind !== 'unary') return outcome;
  const { response, text } = outcome.answer;
  const fault = checkAnswer?.(response) ?? null;
  if (fault === null) return outcome;
  const { blocks: _, ...billed } = response;
  return { kind: 'failed', fault, rejected: null, untaken: { ...billed, chars: text.length } };
}

/**
 * What fetch throws becomes a fault, or `aborted` where nobody waits for the answer any more. Throws only what a codec's
 * bug throws.
 */
export async function attempt(input: AttemptInput): Promise<AttemptOutcome> {
  const { stop, planned, leftMs } = input;
  const background = backgroundOf(input);
  const { body, losses } = writeBody(input, background);
  const { firstEventMs, totalMs } = planned.deadlines;
  // Where they are the same the request's own deadline tells better what has passed.
  const callOff = firstEventMs < totalMs ? stop.stopAfter(firstEventMs, 'first-event-timeout') : null;
  stop.stopAfter(leftMs, 'deadline');
  let isAnswering = false;
  try {
    const response = await send(input, body);
    isAnswering = response.ok;
    const outcome = checked(await read(response, input, background), input.asked);
    return outcome.kind === 'committed' ? { ...outcome, losses } : outcome;
  } catch (error) {
    const { reason } = stop;
    if (reason === 'client-left' || reason === 'outrun') return { kind: 'aborted' };
    const detail = error instanceof Error ? error.message : String(error);
    return failed(faultOf(reason ?? (isAnswering ? 'truncated' : 'unreachable'), detail));
  } finally {
    callOff?.();
  }
}
