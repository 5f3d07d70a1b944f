/**
 * A request with an Idempotency-Key is made once: whoever comes back with the key and the same body gets the running
 * answer, or hears what became of it. Without a key, or without a store to remember it in, requests pass as they are.
 */
import { type Caller, lineOf } from '../core/caller.ts';
import type { Carried } from '../core/carried.ts';
import { RouterError } from '../core/errors.ts';
import type { WorkStart } from '../core/long-work.ts';
import type { RoutePlan } from '../core/plan.ts';
import type { Protocol } from '../core/protocol.ts';
import type { Run } from '../core/run.ts';
import type { Deps } from '../deps.ts';
import { readText } from '../intake/read-text.ts';
import {
  type Claim,
  type ClaimedWork,
  claimedBody,
  claimName,
  dropClaim,
  takeClaim,
  writeClaim,
} from '../ledger/claims.ts';
import { keptResponseId, orLog } from '../ledger/note-request.ts';
import type { Store } from '../ledger/store.ts';
import { answerModelRequest, type RequestWatch } from '../pipeline.ts';
import { noLongerTold } from '../upstream/join-work.ts';
import { joinAnswer } from './join-answer.ts';
import type { ReadResponse } from './tell-state.ts';

const longestKey = 255;
const inProgressMs = 2000;

/** Of a client that asks for the background itself: the provider goes on, whoever leaves. Null: it is none. */
function clientsWork(run: Run, route: string): ClaimedWork | null {
  if (run.kind !== 'answered' || run.planned.request.state.background !== true) return null;
  const responseId = keptResponseId(run);
  if (responseId === null) return null;
  const { name: targetName, provider, protocol } = run.planned.target;
  return { responseId, targetName, provider: provider.id, protocol, route };
}

/** What a claim becomes while its request runs; writes follow each other in order. */
class ClaimWatch implements RequestWatch {
  readonly isKept = true;
  readonly #name: string;
  readonly #store: Store;
  readonly #deps: Deps;
  #claim: Claim;
  /** Answers in the background that have begun and are not lost; several where the first one failed or was silent. */
  #works: readonly ClaimedWork[] = [];
  #isDropped = false;
  #writes: Promise<void> = Promise.resolve();

  constructor(name: string, claim: Claim, store: Store, deps: Deps) {
    this.#name = name;
    this.#claim = claim;
    this.#store = store;
    this.#deps = deps;
  }

  onStart(start: WorkStart, route: string): void {
    this.#works = [...this.#works, { ...start, route }];
    this.#deps.waitUntil(this.#write());
  }

  readonly onLost = (responseId: string): void => {
    this.#works = this.#works.filter((work) => work.responseId !== responseId);
    this.#deps.waitUntil(this.#write());
  };

  onAnswer(run: Run, route: string): void {
    const work = clientsWork(run, route);
    if (work === null || !this.#claim.isRunning) return;
    this.#works = [work];
    this.#deps.waitUntil(this.#write());
  }

  async onFinish(run: Run, carried: Carried | null, { onClientAbort, route }: RoutePlan): Promise<void> {
    const own = clientsWork(run, route);
    if (own !== null) return this.#end([own], {});
    const isAnswered = run.kind === 'answered' && carried !== null && carried.outcome !== 'failed';
    // Who left under `cancel` has called the answer off.
    const isCalledOff = carried?.outcome === 'client-left' && onClientAbort === 'cancel';
    if (!isAnswered || isCalledOff) return this.drop();
    const { inputTokens, outputTokens } = carried.usage;
    const usage = {
      ...(inputTokens !== undefined && { inputTokens }),
      ...(outputTokens !== undefined && { outputTokens }),
    };
    // Of several that were begun, the one that answered.
    const answered = run.answer.work?.responseId;
    return this.#end(
      this.#works.filter((work) => work.responseId === answered),
      usage,
    );
  }

  /** The request came to nothing; the key is free again. */
  drop(): Promise<void> {
    this.#isDropped = true;
    return this.#then(() => dropClaim(this.#name, this.#store));
  }

  #end(works: readonly ClaimedWork[], usage: Claim['usage']): Promise<void> {
    this.#works = works;
    this.#claim = { ...this.#claim, isRunning: false, usage };
    return this.#write();
  }

  #write(): Promise<void> {
    if (this.#isDropped) return this.#writes;
    const claim = { ...this.#claim, work: this.#works[0] ?? null };
    return this.#then(() => writeClaim(this.#name, claim, this.#store));
  }

  #then(work: () => Promise<void>): Promise<void> {
    const { log } = this.#deps;
    this.#writes = this.#writes.then(() => orLog(work(), this.#claim.requestId, log));
    return this.#writes;
  }
}

function checkKey(key: string): void {
  if (key.length > 0 && key.length <= longestKey) return;
  const message = `The Idempotency-Key has ${key.length} characters; it may have 1 to ${longestKey}.`;
  throw new RouterError('invalid_request', message, { param: 'idempotency-key' });
}

function refusal({ isRunning, requestId, usage }: Claim): RouterError {
  const { inputTokens, outputTokens } = usage;
  const isKnown = inputTokens !== undefined && outputTokens !== undefined;
  const said = isKnown ? ` It took ${inputTokens} input and ${outputTokens} output tokens.` : '';
  if (!isRunning) return noLongerTold(requestId, said);
  const message = `The request with this Idempotency-Key, ${requestId}, is still running.`;
  return new RouterError('idempotency_in_progress', message, { retryAfterMs: inProgressMs });
}

type OnceCall = {
  readonly http: Request;
  readonly caller: Caller;
  readonly requestId: string;
  readonly deps: Deps;
};

/**
 * `readResponse`: how a response stands that its provider keeps, of this caller.
 * Errors: as `answerModelRequest`, and 409 `idempotency_mismatch`, `idempotency_in_progress`, `idempotency_completed`.
 */
export async function answerOnce(
  protocol: Protocol,
  { http, caller, requestId, deps }: OnceCall,
  readResponse: ReadResponse,
): Promise<Response> {
  const key = http.headers.get('idempotency-key');
  const { store, config } = deps;
  if (key === null || store === null) return answerModelRequest(protocol, http, caller, requestId, deps);
  checkKey(key);
  const text = await readText(http, config.limits.bodyBytes);
  // The same body for another person is another request.
  const asker = caller.endUser === undefined ? protocol.id : `${protocol.id} ${caller.endUser.id}`;
  const [name, bodyHash] = await Promise.all([claimName(lineOf(caller), key), claimedBody(asker, text)]);
  const claim: Claim = { bodyHash, requestId, isRunning: true, work: null, usage: {} };
  const held = await takeClaim(name, claim, store);
  if (held === null) {
    const watch = new ClaimWatch(name, claim, store, deps);
    const { headers, signal } = http;
    const read = new Request(http.url, { method: 'POST', headers, body: text, signal });
    return answerModelRequest(protocol, read, caller, requestId, deps, watch).catch(async (thrown) => {
      await watch.drop();
      throw thrown;
    });
  }
  if (held.bodyHash !== bodyHash) {
    const message = `This Idempotency-Key was used for another request, ${held.requestId}.`;
    throw new RouterError('idempotency_mismatch', message, { param: 'idempotency-key' });
  }
  const { work } = held;
  if (work === null) throw refusal(held);
  return joinAnswer(
    { protocol, text, clientSignal: http.signal, caller, requestId, claim: held, work },
    readResponse,
    deps,
  );
}
