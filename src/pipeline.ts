/**
 * One request to a model, top to bottom: read, decode, decide, run, respond, record. No branching on provider or
 * protocol names here; what differs between protocols is in their folders.
 */
import type { Caller } from './core/caller.ts';
import type { Carried } from './core/carried.ts';
import { RouterError } from './core/errors.ts';
import { estimateTokensByFamily } from './core/estimate-tokens.ts';
import { faultTable } from './core/fault-table.ts';
import type { JsonObject } from './core/json.ts';
import { patchObject } from './core/json-text.ts';
import type { WorkEffects, WorkStart } from './core/long-work.ts';
import type { RoutePlan } from './core/plan.ts';
import type { Protocol } from './core/protocol.ts';
import type { LlmRequest } from './core/request.ts';
import type { Run } from './core/run.ts';
import { type Deciding, type Decision, decide, keepLearning } from './decide.ts';
import type { Deps } from './deps.ts';
import { type ParsedBody, parseObjectText } from './intake/parse-object.ts';
import { readText } from './intake/read-text.ts';
import { buildRows } from './ledger/build-rows.ts';
import { findItems, keepItems } from './ledger/kept-items.ts';
import { type RecordedShadow, recordRequest, recordShadow, rememberOwner } from './ledger/note-request.ts';
import { type Answered, observeAnswer } from './ledger/observe-answer.ts';
import { buildReceipt } from './ledger/receipt.ts';
import { keepReceipt } from './ledger/receipts.ts';
import { rememberSession, sessionName } from './ledger/sessions.ts';
import { type Exchange, respondEarly, respondToRun } from './respond/respond-run.ts';
import { explain } from './routing/explain.ts';
import { isRouted } from './routing/resolve.ts';
import type { Asked } from './upstream/attempt.ts';
import { runPlan } from './upstream/run-plan.ts';
import { runShadow } from './upstream/run-shadow.ts';

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
  const items = await findItems(references, caller.id, store, config.limits.bodyBytes);
  const text = patchObject(body.text, body.scan, keptItems.resolveReferences(body.raw, items));
  return parseObjectText(text, config.limits.depth);
}

/** Keeps the items of an answer that no provider keeps; null where nothing is to be kept. */
function itemKeeper(
  protocol: Protocol,
  request: LlmRequest,
  caller: Caller,
  { requestId, answerId }: { readonly requestId: string; readonly answerId: string },
  { store, config, log }: Deps,
): Exchange['keepItems'] {
  if (protocol.keptItems === null || request.state.store === false) return null;
  if (store === null || !config.keepItems) return null;
  return (items) => keepItems(items, { callerId: caller.id, answerId }, requestId, { store, log });
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
  /** Everything is over; `carried` is null where no answer began. Never rejects. */
  onFinish(run: Run, carried: Carried | null, plan: RoutePlan): Promise<void>;
  /** Somebody may come back for the answer. */
  readonly isKept: boolean;
};

const nobody: RequestWatch = {
  onStart: () => undefined,
  onLost: () => undefined,
  onFinish: () => Promise.resolve(),
  isKept: false,
};

/** A conversation stays, where it is worth it, with the target that served it last. */
async function rememberTarget(
  run: Run,
  carried: Carried | null,
  plan: RoutePlan,
  { caller, request, sessionId }: Deciding,
  deps: Deps,
): Promise<void> {
  if (run.kind !== 'answered' || carried?.outcome !== 'completed' || !isRouted(request.model, deps.config))
    return;
  const { inputTokens = 0, outputTokens = 0 } = carried.usage;
  const tokens = inputTokens + outputTokens;
  const { route } = plan;
  const session = { target: run.planned.target.name, route, tokens, atMs: deps.now() };
  await rememberSession(await sessionName(caller.id, request, sessionId), session, deps);
}

/** By what its target is predicted from now on. */
function learnFrom(answered: Answered, { resolution, facts }: Decision, deps: Deps): void {
  if (!resolution.learn) return;
  deps.learning.observe(observeAnswer(answered, facts()), answered.endedAtMs, deps.scripts !== null);
  keepLearning(answered.endedAtMs, deps);
}

/** What the caller may read about it later. */
async function recordReceipt(
  run: Run,
  carried: Carried | null,
  { resolution, plan, judged, facts }: Decision,
  { request, caller, requestId }: Deciding,
  { store, config, release, now, log }: Deps,
): Promise<void> {
  if (store === null || config.receiptDays === null) return;
  const rows = buildRows({
    requestId,
    caller,
    endUser: null,
    configVersion: config.version,
    modelAsked: request.model,
    plan,
    baseline: null,
    judged,
    run,
    carried,
    endedAtMs: now(),
    inputTokens: () => estimateTokensByFamily(request),
  });
  const receipt = buildReceipt({
    configVersion: config.version,
    release,
    facts: facts(),
    explanation: explain(resolution, judged, plan),
    records: run.records,
    rows,
    stop: carried?.stop?.reason ?? null,
  });
  await keepReceipt(requestId, receipt, { store, days: config.receiptDays }, log);
}

/** Sends the route's shadow its copy once the answer has begun; what it returns is called when the answer is over. */
function castShadow(
  running: Promise<Run>,
  asked: Asked,
  recorded: Omit<RecordedShadow, 'attempt' | 'response'>,
  deps: Deps,
): () => void {
  const { shadow } = recorded.plan;
  if (shadow?.kind !== 'on') return () => undefined;
  const answerOver = Promise.withResolvers<void>();
  const work = async () => {
    // What a bug throws is told by whoever answers.
    const run = await running.catch(() => null);
    if (run?.kind !== 'answered') return;
    const ended = await runShadow(shadow.attempt, asked, answerOver.promise, deps);
    if (ended) await recordShadow({ ...recorded, ...ended }, deps);
  };
  const { requestId } = recorded;
  const tell = () => deps.log({ event: 'shadow-failed', requestId, code: 'internal_error' });
  deps.waitUntil(work().catch(tell));
  return answerOver.resolve;
}

function workEffects(watch: RequestWatch, { route }: RoutePlan, deps: Deps): WorkEffects {
  const { waitUntil, sleep, random } = deps;
  const { onLost, isKept } = watch;
  return { waitUntil, sleep, random, onStart: (start) => watch.onStart(start, route), onLost, isKept };
}

/** A fault behind the commit point; the commit itself has counted as a success. */
async function reportBroken(
  run: Run,
  carried: Carried | null,
  { health, breakerNews, now }: Deps,
): Promise<void> {
  if (run.kind !== 'answered' || !carried?.fault || faultTable[carried.fault.kind].breaker === 'ignore')
    return;
  health.report(run.planned.target.name, { kind: 'broken' }, now());
  await breakerNews?.tell();
}

/** Answers one model request. Throws RouterError for everything that is wrong before dispatch. */
export async function answerModelRequest(
  protocol: Protocol,
  http: Request,
  caller: Caller,
  requestId: string,
  deps: Deps,
  watch: RequestWatch = nobody,
): Promise<Response> {
  const startedAtMs = deps.now();
  const { limits, version } = deps.config;
  const sent = parseObjectText(await readText(http, limits.bodyBytes), limits.depth);
  const body = await withKeptItems(protocol, sent, caller, deps);
  const request = decodeOrThrow(protocol, body.raw, limits.messages);
  const sessionId = isRouted(request.model, deps.config) ? http.headers.get('x-session-id') : null;
  const deciding = { protocol, request, caller, requestId, sessionId, isExplained: false };
  const decision = await decide(deciding, deps);
  const { plan, judged } = decision;
  const answerId = deps.newId();
  const dispatchedAtMs = deps.now();
  const asked = { ...body, request, headers: http.headers, work: workEffects(watch, plan, deps) };
  const running = runPlan(plan, asked, deps, http.signal);
  deps.breakerNews?.accompany(running, deps);
  const recorded = { requestId, caller: caller.id, configVersion: version, plan, judged };
  const endShadow = castShadow(running, asked, recorded, deps);
  const exchange: Exchange = {
    requestId,
    configVersion: version,
    caller: protocol,
    context: {
      id: answerId,
      created: Math.floor(startedAtMs / 1000),
      model: plan.attempts[0]?.target.model.id ?? request.model,
      request,
    },
    plan,
    judged,
    startedAtMs,
    dispatchedAtMs,
    pingAfterMs: limits.pingAfterMs,
    now: deps.now,
    waitUntil: deps.waitUntil,
    keepItems: itemKeeper(protocol, request, caller, { requestId, answerId }, deps),
    finish: async (run: Run, carried: Carried | null) => {
      endShadow();
      await reportBroken(run, carried, deps);
      await recordRequest({ ...recorded, run, carried }, deps);
      learnFrom({ run, carried, endedAtMs: deps.now(), plan }, decision, deps);
      await recordReceipt(run, carried, decision, deciding, deps);
      await rememberTarget(run, carried, plan, deciding, deps);
      await watch.onFinish(run, carried, plan);
    },
  };
  const remember = (settled: Run) => rememberOwner(settled, caller.id, requestId, deps);
  // What a bug throws is told by whoever answers.
  deps.waitUntil(running.then(remember, () => undefined));
  return respondWithin(exchange, running);
}
