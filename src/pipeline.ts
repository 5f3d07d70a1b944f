/**
 * One request to a model, top to bottom: read, decode, decide, run, respond, record. No branching on provider or
 * protocol names here; what differs between protocols is in their folders.
 */
import { admitRequest, announcer } from './admit-request.ts';
import { auditDecision } from './audit-decision.ts';
import { castShadow } from './cast-shadow.ts';
import { checkActor } from './check-actor.ts';
import { type Caller, lineOf } from './core/caller.ts';
import type { Carried } from './core/carried.ts';
import type { Policy } from './core/config.ts';
import { RouterError } from './core/errors.ts';
import type { JsonObject } from './core/json.ts';
import { patchObject } from './core/json-text.ts';
import type { Judged } from './core/judged.ts';
import type { WorkEffects, WorkStart } from './core/long-work.ts';
import type { RoutePlan } from './core/plan.ts';
import type { Protocol } from './core/protocol.ts';
import type { LlmRequest } from './core/request.ts';
import type { Run } from './core/run.ts';
import { countRefusal } from './count-strike.ts';
import { type Deciding, type Decision, decide } from './decide.ts';
import type { Deps } from './deps.ts';
import { finishRequest } from './finish-request.ts';
import { type GuardedAnswer, guardAnswer } from './guard-answer.ts';
import { type BodyGuard, bodyGuard } from './guard-body.ts';
import { type ParsedBody, parseObjectText } from './intake/parse-object.ts';
import { readText } from './intake/read-text.ts';
import { identifyEndUser } from './ledger/end-user.ts';
import { findItems, keepItems, mayKeepItems } from './ledger/kept-items.ts';
import { rememberOwner } from './ledger/note-request.ts';
import { type Exchange, respondEarly, respondToRun } from './respond/respond-run.ts';
import { isRouted } from './routing/resolve.ts';
import { runPlan } from './upstream/run-plan.ts';

export function decodeOrThrow(protocol: Protocol, raw: JsonObject, messageLimit: number): LlmRequest {
  const decoded = protocol.decodeRequest(raw);
  if (!decoded.ok)
    throw new RouterError('invalid_request', decoded.error.message, { param: decoded.error.field });
  const count = decoded.value.messages.length;
  if (count > messageLimit) {
    const message = `The conversation has ${count} messages; the limit is ${messageLimit}.`;
    throw new RouterError('invalid_request', message, { param: 'messages' });
  }
  return decoded.value;
}

/** The body with items of earlier answers in place of the references to them. */
async function withKeptItems(
  protocol: Protocol,
  body: ParsedBody,
  caller: Caller,
  { store, config }: Deps,
): Promise<ParsedBody> {
  const { keptItems } = protocol;
  if (keptItems === null || store === null || !config.keepItems) return body;
  const references = keptItems.findReferences(body.raw);
  if (references.length === 0) return body;
  const items = await findItems(references, lineOf(caller), store, config.limits.bodyBytes);
  const text = patchObject(body.text, body.scan, keptItems.resolveReferences(body.raw, items));
  return parseObjectText(text, config.limits.depth);
}

/** Keeps the items of an answer that no provider keeps; null where nothing is to be kept. */
function itemKeeper(
  protocol: Protocol,
  request: LlmRequest,
  caller: Caller,
  { requestId, answerId }: { readonly requestId: string; readonly answerId: string },
  { data }: Policy,
  { store, config, log }: Deps,
): Exchange['keepItems'] {
  if (protocol.keptItems === null || request.state.store === false) return null;
  if (store === null || !config.keepItems || !mayKeepItems(data)) return null;
  return (items) => keepItems(items, { callerId: lineOf(caller), answerId }, requestId, { store, log });
}

function expectInput({ plan, predictions }: Decision): NonNullable<Exchange['inputTokensOf']> {
  return (planned) => predictions()[plan.attempts.indexOf(planned)]?.tokens.input ?? null;
}

/** The run, if it comes within `ms`; null while it is still going on. */
async function within(running: Promise<Run>, ms: number): Promise<Run | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([running, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer to a run: at its commit point, or for a stream that is silent for too long before. */
export async function respondWithin(exchange: Exchange, running: Promise<Run>): Promise<Response> {
  const { context, pingAfterMs } = exchange;
  const run = context.request.stream ? await within(running, pingAfterMs) : await running;
  return run === null ? respondEarly(exchange, running) : respondToRun(exchange, run);
}

/** Who wants to know what becomes of a request. */
export type RequestWatch = {
  /** An answer in the background has begun, on this route. */
  onStart(start: WorkStart, route: string): void;
  /** It has been called off, or given up. */
  readonly onLost: (responseId: string) => void;
  /** An answer has begun on this route, and whose it is has been put on record. */
  onAnswer(run: Run, route: string): void;
  /** Everything is over; `carried` is null where no answer began. Never rejects. */
  onFinish(run: Run, carried: Carried | null, plan: RoutePlan): Promise<void>;
  /** Somebody may come back for the answer. */
  readonly isKept: boolean;
};

const nobody: RequestWatch = {
  onStart: () => undefined,
  onLost: () => undefined,
  onAnswer: () => undefined,
  onFinish: () => Promise.resolve(),
  isKept: false,
};

/** An answer that somebody has to see first is nobody's to come back for: its provider would tell it as it is. */
function workEffects(
  watch: RequestWatch,
  { route }: RoutePlan,
  { inspector, checkAnswer }: GuardedAnswer,
  { waitUntil, sleep, random }: Deps,
): WorkEffects {
  const { onStart, onLost, isKept } = inspector === null && checkAnswer === null ? watch : nobody;
  return { waitUntil, sleep, random, onStart: (start) => onStart.call(watch, start, route), onLost, isKept };
}

type ReadRequest = {
  readonly body: ParsedBody;
  /** As the body says it, and with the end user as providers may know them. */
  readonly decoded: LlmRequest;
  readonly request: LlmRequest;
  readonly caller: Caller;
  /** What the end user is told of their standing. */
  readonly actorHeaders: Readonly<Record<string, string>>;
};

async function readRequest(
  protocol: Protocol,
  http: Request,
  authenticated: Caller,
  deps: Deps,
): Promise<ReadRequest> {
  const { limits } = deps.config;
  const sent = parseObjectText(await readText(http, limits.bodyBytes), limits.depth);
  const body = await withKeptItems(protocol, sent, authenticated, deps);
  const decoded = decodeOrThrow(protocol, body.raw, limits.messages);
  const { request, caller: named } = await identifyEndUser(decoded, authenticated, deps.pepper);
  const { caller, headers } = await checkActor(named, deps);
  return { body, decoded, request, caller, actorHeaders: headers };
}

/** Errors: as `decide`. */
async function decideOrCount(
  deciding: Deciding & { readonly guardBody: BodyGuard },
  deps: Deps,
): Promise<Decision> {
  const seen: { judge: (() => Judged) | null } = { judge: null };
  const guardBody: BodyGuard = (verdict, judge, route) => {
    seen.judge = judge;
    return deciding.guardBody(verdict, judge, route);
  };
  try {
    return await decide({ ...deciding, guardBody }, deps);
  } catch (thrown) {
    countRefusal(thrown, seen.judge, deciding, deps);
    throw thrown;
  }
}

/** Whose the answer is that has begun, for whoever asks for it later. */
function noteAnswer(
  running: Promise<Run>,
  { plan, keptRisk }: Decision,
  { caller, requestId }: Pick<Deciding, 'caller' | 'requestId'>,
  watch: RequestWatch,
  deps: Deps,
): void {
  const note = async (run: Run) => {
    await rememberOwner(run, lineOf(caller), keptRisk, requestId, deps);
    watch.onAnswer(run, plan.route);
  };
  // What a bug throws is told by whoever answers.
  deps.waitUntil(running.then(note, () => undefined));
}

/** Answers one model request. Throws RouterError for everything that is wrong before dispatch. */
export async function answerModelRequest(
  protocol: Protocol,
  http: Request,
  authenticated: Caller,
  requestId: string,
  deps: Deps,
  watch: RequestWatch = nobody,
): Promise<Response> {
  const startedAtMs = deps.now();
  const read = await readRequest(protocol, http, authenticated, deps);
  const { body, decoded, request, caller, actorHeaders } = read;
  const sessionId = isRouted(request.model, deps.config) ? http.headers.get('x-session-id') : null;
  const conversation = { request, caller, sessionId: http.headers.get('x-session-id') };
  const guardBody = bodyGuard(protocol, body, conversation, requestId, deps);
  const deciding = { protocol, request, caller, requestId, sessionId, isExplained: false, guardBody };
  const admitted = await admitRequest(await auditDecision(deciding, deps, decideOrCount), deciding, deps);
  const { plan, judged, verdict, resolution, guarded } = admitted.decision;
  const answerId = deps.newId();
  const dispatchedAtMs = deps.now();
  const seen = guardAnswer(admitted.decision, { requestId, text: body.text, conversation }, deps);
  const work = workEffects(watch, plan, seen, deps);
  const onDispatch = announcer(admitted, deps);
  const before = { request: guarded?.decoded ?? decoded, caller: protocol.id, headers: http.headers };
  const asked = { ...(guarded ?? body), ...before, checkAnswer: seen.checkAnswer, work, onDispatch };
  const running = runPlan(plan, asked, deps, http.signal);
  noteAnswer(running, admitted.decision, { caller, requestId }, watch, deps);
  deps.breakerNews?.accompany(running, deps);
  const endShadow = castShadow(running, admitted, asked, deps);
  const exchange: Exchange = {
    requestId,
    configVersion: deps.config.version,
    caller: protocol,
    context: {
      id: answerId,
      created: Math.floor(startedAtMs / 1000),
      model: plan.attempts[0]?.target.model.id ?? request.model,
      request,
      raw: body.raw,
    },
    inputTokensOf: expectInput(admitted.decision),
    plan,
    judged,
    safeguards: verdict.actions,
    limitHeaders: { ...admitted.headers, ...actorHeaders },
    startedAtMs,
    dispatchedAtMs,
    pingAfterMs: deps.config.limits.pingAfterMs,
    now: deps.now,
    waitUntil: deps.waitUntil,
    keepItems: itemKeeper(protocol, request, caller, { requestId, answerId }, resolution.policy, deps),
    inspector: seen.inspector,
    finish: async (run, carried) => {
      endShadow();
      await finishRequest(run, carried, admitted, deciding, deps);
      await watch.onFinish(run, carried, plan);
    },
  };
  return respondWithin(exchange, running);
}
