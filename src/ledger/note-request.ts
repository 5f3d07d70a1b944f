/**
 * What is noted of a request beside its rows: why it failed, and who owns a response that the provider keeps. A store that
 * is away costs a log line, never an answer.
 */
import type { KeptRisk } from '../core/kept-risk.ts';
import type { Log } from '../core/log-entry.ts';
import type { Run } from '../core/run.ts';
import { rememberResponseOwner } from './response-owners.ts';
import { type Store, StoreError } from './store.ts';

type RecordDeps = { readonly store: Store | null; readonly log: Log };

/** Waits for a write that may fail: then it is a log line. */
export async function orLog(work: Promise<void>, requestId: string, log: Log): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log({ event: 'record-lost', requestId, code: 'store_unavailable', detail: error.message });
  }
}

/** What a client was refused for, in our own words. */
export function tellFailure(run: Run, requestId: string, log: Log): void {
  if (run.kind !== 'failed') return;
  const { code, attempts } = run.error;
  const detail = attempts.map((one) => `${one.target} ${one.code} ${one.status ?? ''}`).join('; ');
  log({ event: 'request-failed', requestId, code, detail });
}

/** The provider's id of an answer that it keeps; null where it keeps none or the client never sees that id. */
export function keptResponseId(run: Run): string | null {
  if (run.kind !== 'answered' || run.planned.lane !== 'passthrough') return null;
  const { target, request } = run.planned;
  if (target.protocol !== 'openai-responses' || request.state.store === false) return null;
  if (run.answer.kind === 'unary') return run.answer.response.id ?? null;
  const start = run.answer.events.find((event) => event.type === 'response-start');
  return start?.type === 'response-start' ? (start.id ?? null) : null;
}

/** `risk`: of the conversation; asked only where the answer is kept. */
export async function rememberOwner(
  run: Run,
  caller: string,
  risk: () => KeptRisk | null,
  requestId: string,
  deps: RecordDeps,
): Promise<void> {
  const id = keptResponseId(run);
  if (id === null || deps.store === null || run.kind !== 'answered') return;
  const owner = { provider: run.planned.target.provider.id, caller, risk: risk() };
  await orLog(rememberResponseOwner(id, owner, deps.store), requestId, deps.log);
}
