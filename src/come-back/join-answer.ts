/**
 * Answers a client that comes back with its Idempotency-Key out of the answer that its first request has begun: the
 * provider tells it from the start, in the caller's protocol, and nothing is paid again.
 */
import { type Caller, lineOf } from '../core/caller.ts';
import { estimateTokensByFamily } from '../core/estimate-tokens.ts';
import { keepRisk } from '../core/kept-risk.ts';
import type { PlannedAttempt } from '../core/plan.ts';
import type { Protocol } from '../core/protocol.ts';
import type { Run } from '../core/run.ts';
import { StopSwitch } from '../core/stop-switch.ts';
import type { Deps } from '../deps.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { judgeFirst } from '../judge/judge-for-route.ts';
import { bookRequest } from '../ledger/book.ts';
import type { RowBase } from '../ledger/build-rows.ts';
import type { Claim, ClaimedWork } from '../ledger/claims.ts';
import { rememberOwner } from '../ledger/note-request.ts';
import { decodeOrThrow, respondWithin } from '../pipeline.ts';
import { protocols } from '../protocols/index.ts';
import { joinWork, noLongerTold } from '../upstream/join-work.ts';
import { planJoined } from './joined-plan.ts';
import { namedIn, type ReadResponse, tellState } from './tell-state.ts';

export type Joined = {
  readonly protocol: Protocol;
  /** The body as sent: the same as of the first request. */
  readonly text: string;
  readonly clientSignal: AbortSignal;
  readonly caller: Caller;
  readonly requestId: string;
  readonly claim: Claim;
  readonly work: ClaimedWork;
};

/** Stops listening when the client leaves. */
function switchOf(clientSignal: AbortSignal): StopSwitch {
  const stop = new StopSwitch();
  const leave = () => stop.stop('client-left');
  if (clientSignal.aborted) leave();
  else clientSignal.addEventListener('abort', leave, { once: true });
  stop.onRelease(() => clientSignal.removeEventListener('abort', leave));
  return stop;
}

/** The answer from its start, as the provider tells it. */
function listen(
  { work, claim, clientSignal }: Joined,
  planned: PlannedAttempt,
  named: string,
  { config, outbound, now, waitUntil, sleep, random }: Deps,
): Promise<Run> {
  const protocol = protocols[work.protocol];
  const { longWork: how } = protocol;
  if (how === null) throw noLongerTold(claim.requestId, named);
  const nothing = () => undefined;
  return joinWork(
    {
      responseId: work.responseId,
      planned,
      protocol,
      how,
      outbound,
      stop: switchOf(clientSignal),
      responseLimitBytes: config.limits.responseBytes,
      effects: { waitUntil, sleep, random, onStart: nothing, onLost: nothing, isKept: true },
      now,
    },
    claim.requestId,
    named,
  );
}

/** Errors: `idempotency_completed` where the provider tells it no more, before the stream or inside it. */
export async function joinAnswer(joined: Joined, readResponse: ReadResponse, deps: Deps): Promise<Response> {
  const { protocol, text, caller, requestId, claim, work } = joined;
  const { config, catalogue, now, waitUntil } = deps;
  const { limits, version: configVersion } = config;
  const startedAtMs = now();
  const request = decodeOrThrow(protocol, parseObjectText(text, limits.depth).raw, limits.messages);
  // Who asks for the background hears how it stands, and comes back for the answer.
  const isClients = request.state.background === true;
  if (isClients && !request.stream) return tellState(joined, readResponse);
  // Of an answer that the router has put there the client knows nothing.
  const named = isClients ? namedIn(work) : '';
  const plan = planJoined(work, request, protocol.id, config, catalogue);
  const [planned] = plan?.attempts ?? [];
  if (plan === null || planned === undefined) throw noLongerTold(claim.requestId, named);
  const running = listen(joined, planned, named, deps);
  // The first request may have been lost before it could say whose the answer is.
  const risk = () => keepRisk(judgeFirst(request, requestId, deps), 'none');
  waitUntil(running.then((run) => rememberOwner(run, lineOf(caller), risk, requestId, deps)));
  const base: RowBase = {
    requestId,
    caller,
    endUser: null,
    configVersion,
    modelAsked: request.model,
    plan,
    baseline: null,
    judged: null,
    inputTokens: () => estimateTokensByFamily(request),
  };
  return respondWithin(
    {
      requestId,
      configVersion,
      joinedTo: claim.requestId,
      caller: protocol,
      context: {
        id: deps.newId(),
        created: Math.floor(startedAtMs / 1000),
        model: planned.target.model.id,
        request,
      },
      plan,
      judged: null,
      safeguards: [],
      limitHeaders: {},
      startedAtMs,
      dispatchedAtMs: startedAtMs,
      pingAfterMs: limits.pingAfterMs,
      now,
      waitUntil,
      keepItems: null,
      inspector: null,
      finish: async (run, carried) => {
        const endedAtMs = now();
        bookRequest({ ...base, run, carried, endedAtMs }, [], deps);
      },
    },
    running,
  );
}
