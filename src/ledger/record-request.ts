/**
 * What the store learns of a request: its attempt rows, and who owns a response that the provider keeps. Telemetry
 * fails open: a store that is away costs a log line, never an answer.
 */
import type { Carried } from '../core/carried.ts';
import type { Judged } from '../core/judged.ts';
import type { Log } from '../core/log-entry.ts';
import type { AttemptRecord, RoutePlan } from '../core/plan.ts';
import type { LlmResponse } from '../core/response.ts';
import type { Run } from '../core/run.ts';
import { keys, rowsKept } from './keys.ts';
import { rememberResponseOwner } from './response-owners.ts';
import { appendRows, type LookRecord, type RequestRecord, rowOfLook, rowOfShadow } from './rows.ts';
import { type Store, StoreError } from './store.ts';

export type Recorded = {
  readonly requestId: string;
  readonly caller: string;
  readonly configVersion: string;
  readonly plan: RoutePlan;
  readonly judged: Judged | null;
  readonly run: Run;
  readonly carried: Carried | null;
};

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

export async function recordRequest(recorded: Recorded, { store, log }: RecordDeps): Promise<void> {
  const { requestId, caller, configVersion, plan, judged, run, carried } = recorded;
  const outcome: RequestRecord['outcome'] =
    run.kind === 'rejected' ? 'rejected' : (carried?.outcome ?? 'failed');
  if (run.kind === 'failed') {
    log({
      event: 'request-failed',
      requestId,
      code: run.error.code,
      detail: run.error.attempts
        .map((attempt) => `${attempt.target} ${attempt.code} ${attempt.status ?? ''}`)
        .join('; '),
    });
  }
  if (store === null) return;
  const record = {
    requestId,
    caller,
    route: plan.route,
    configVersion,
    attempts: run.records,
    judged,
    usage: carried?.usage ?? {},
    outcome,
  };
  await orLog(appendRows(record, store), requestId, log);
}

export type RecordedShadow = Pick<Recorded, 'requestId' | 'caller' | 'configVersion' | 'plan' | 'judged'> & {
  /** Role `shadow`. */
  readonly attempt: AttemptRecord;
  readonly response: LlmResponse | null;
};

/** Features of its answer only. Never rejects for a store that is away: that is a log line. */
export async function recordShadow(recorded: RecordedShadow, { store, log }: RecordDeps): Promise<void> {
  if (store === null) return;
  const { requestId, caller, configVersion, plan, judged, attempt, response } = recorded;
  const { route } = plan;
  const record = { requestId, caller, route, configVersion, attempts: [attempt], judged };
  const row = rowOfShadow({ ...record, usage: {}, outcome: 'completed' }, response);
  await orLog(store.append(keys.rows, [row], rowsKept), requestId, log);
}

/** Never rejects for a store that is away: that is a log line. */
export async function recordLook(look: LookRecord, { store, log }: RecordDeps): Promise<void> {
  if (store === null) return;
  await orLog(store.append(keys.rows, [rowOfLook(look)], rowsKept), look.requestId, log);
}

/** The provider's id of an answer that it keeps; null where it keeps none or the client never sees that id. */
function keptResponseId(run: Run): string | null {
  if (run.kind !== 'answered' || run.planned.lane !== 'passthrough') return null;
  const { target, request } = run.planned;
  if (target.protocol !== 'openai-responses' || request.state.store === false) return null;
  if (run.answer.kind === 'unary') return run.answer.response.id ?? null;
  const start = run.answer.events.find((event) => event.type === 'response-start');
  return start?.type === 'response-start' ? (start.id ?? null) : null;
}

export async function rememberOwner(
  run: Run,
  caller: string,
  requestId: string,
  deps: RecordDeps,
): Promise<void> {
  const id = keptResponseId(run);
  if (id === null || deps.store === null || run.kind !== 'answered') return;
  const owner = { provider: run.planned.target.provider.id, caller };
  await orLog(rememberResponseOwner(id, owner, deps.store), requestId, deps.log);
}
