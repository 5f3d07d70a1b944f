/**
 * Charges of answers that a provider makes in the background: remembered when the request is over before the answer is,
 * asked after when somebody has read it or by the sweep, and booked in place of the estimate. A store that is away
 * costs a log line; a provider that is, another try.
 */
import type { ScopeAsk } from './core/budget.ts';
import { isObject, type JsonObject } from './core/json.ts';
import { isInBackground } from './core/plan.ts';
import type { Row } from './core/row.ts';
import type { Run } from './core/run.ts';
import type { Deps } from './deps.ts';
import {
  dropLate,
  findLate,
  keepLate,
  type LateCharge,
  settleLate,
  takeLate,
} from './ledger/late-charges.ts';
import { type LateEnd, lateRow } from './ledger/late-row.ts';
import { orLog } from './ledger/note-request.ts';
import { modelFinder } from './ledger/served-model.ts';
import type { ScriptStore } from './ledger/store.ts';
import { tellOddUsage, tellOtherModel } from './ledger/tell-doubts.ts';
import { protocols } from './protocols/index.ts';
import { parseObject, readBounded } from './upstream/read-body.ts';

export type LateDeps = Pick<Deps, 'config' | 'catalogue' | 'outbound' | 'now' | 'log'> & {
  readonly scripts: ScriptStore;
};

const askTimeoutMs = 10_000;
const idPattern = /^[A-Za-z0-9_-]{1,200}$/;

/** The provider's id of an answer that it goes on with by itself; null: the answer is no such one. */
function lateIdOf(run: Run): string | null {
  if (run.kind !== 'answered') return null;
  const { planned, answer } = run;
  if (!isInBackground(planned)) return null;
  if (answer.work) return answer.work.responseId;
  if (answer.kind === 'unary') return answer.response.id ?? null;
  const start = answer.events.find(({ type }) => type === 'response-start');
  return start?.type === 'response-start' ? (start.id ?? null) : null;
}

/** `rows`: of all attempts of the run, in their order. */
export async function rememberLate(
  run: Run,
  rows: readonly Row[],
  scopes: readonly ScopeAsk[],
  baseline: string | null,
  { scripts, log, now }: Pick<Deps, 'scripts' | 'log' | 'now'>,
): Promise<void> {
  const responseId = lateIdOf(run);
  const row = rows[run.records.findLastIndex(({ outcome }) => outcome === 'committed')];
  if (responseId === null || !idPattern.test(responseId) || scripts === null) return;
  if (row === undefined || row.usageSource !== 'estimated') return;
  await orLog(keepLate({ responseId, row, baseline }, scopes, now(), scripts), row.requestId, log);
}

/** A failed or cancelled answer tells what it has used in the same place as one that went well. */
function readEnd(answer: JsonObject, { decodeResponse }: (typeof protocols)[Row['protocol']]): LateEnd {
  const decoded = decodeResponse(answer);
  const whole = decodeResponse({ ...answer, status: 'completed', error: null });
  return {
    usage: whole.ok ? whole.value.usage : {},
    fault: decoded.ok ? null : decoded.error,
    model: (whole.ok && whole.value.model) || null,
    tier: (whole.ok && whole.value.serviceTier) || null,
    isCancelled: answer.status === 'cancelled',
  };
}

/** `gone`: its provider has it no more, or is none of ours any more. Null: nobody can tell now. */
async function askProvider(
  { responseId, row }: LateCharge,
  { config, outbound }: LateDeps,
): Promise<JsonObject | 'gone' | null> {
  const provider = config.providers.get(row.provider);
  const protocol = protocols[row.protocol];
  if (provider === undefined || protocol.longWork === null) return 'gone';
  const { headers, longWork } = protocol;
  try {
    const init = { method: 'GET', headers, signal: AbortSignal.timeout(askTimeoutMs) } as const;
    const response = await outbound.call(provider, protocol.id, longWork.answerPath(responseId), init);
    if (!response.ok) {
      // Others wait for the connection.
      await response.body?.cancel();
      return response.status === 404 ? 'gone' : null;
    }
    const text = await readBounded(response, config.limits.responseBytes);
    const answer = text === null ? null : parseObject(text);
    return isObject(answer) && longWork.isOver(answer) ? answer : null;
  } catch {
    return null;
  }
}

/** Null: it stays open. A row of null: nothing more will be known of it. */
async function lookAt(
  late: LateCharge,
  deps: LateDeps,
): Promise<{ readonly late: LateCharge; readonly row: Row | null } | null> {
  const { config } = deps;
  const answer = await askProvider(late, deps);
  if (answer === null) return null;
  const provider = config.providers.get(late.row.provider);
  if (answer === 'gone' || provider === undefined) return { late, row: null };
  const findModel = modelFinder(deps);
  const end = readEnd(answer, protocols[late.row.protocol]);
  const model = findModel(late.row.model);
  const row = lateRow(late, end, { findModel, provider });
  if (model) {
    const { requestId } = late.row;
    const asked = { model, wireModel: model.id, provider };
    tellOddUsage(asked, end.usage, requestId, deps.log);
    if (row !== null) tellOtherModel(asked, row.modelServed, requestId, findModel, deps.log);
  }
  return { late, row };
}

/** All at once, and told in one call: a run of the sweep may make only so many. Rejects with `StoreError`. */
async function settleAll(charges: readonly LateCharge[], deps: LateDeps): Promise<void> {
  const { config, scripts: store, now } = deps;
  const looked = await Promise.all(charges.map((late) => lookAt(late, deps)));
  const over = looked.filter((one) => one !== null);
  const known = over.flatMap(({ late, row }) => (row === null ? [] : [{ late, row }]));
  await settleLate(known, { store, timeZone: config.ledger.timeZone, now });
  const forgotten = over.filter(({ row }) => row === null);
  await dropLate(
    forgotten.map(({ late }) => late.responseId),
    store,
  );
}

/** Somebody has read the answer, or is about to delete it. Nothing happens where its charge is known. */
export async function settleReadAnswer(responseId: string, requestId: string, deps: LateDeps): Promise<void> {
  const work = async () => {
    const late = await findLate(responseId, deps.scripts);
    if (late !== null) await settleAll([late], deps);
  };
  await orLog(work(), requestId, deps.log);
}

/** By the sweep, for answers that nobody reads. Rejects with `StoreError`. */
export async function settleDueCharges(deps: LateDeps): Promise<void> {
  await settleAll(await takeLate(deps.now(), deps.scripts), deps);
}
