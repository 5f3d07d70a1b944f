/** The copy of a request that goes to a second target while nobody waits for it. */

import type { AdmittedRequest } from './admit-request.ts';
import type { Run } from './core/run.ts';
import type { Deps } from './deps.ts';
import { bookBeside } from './ledger/book.ts';
import { buildShadowRow } from './ledger/build-rows.ts';
import { tellOddUsage, tellOtherModel } from './ledger/tell-doubts.ts';
import { reserveOf } from './routing/reserve.ts';
import type { Asked } from './upstream/attempt.ts';
import { runShadow } from './upstream/run-shadow.ts';

/** Nobody waits for a shadow: a budget that may have no room for it pays none. */
function fits({ room, decision }: AdmittedRequest): boolean {
  const prediction = decision.shadowPrediction();
  const { nanoUsd, tokens } = reserveOf(prediction === null ? [] : [prediction]);
  return (nanoUsd ?? Number.MAX_VALUE) <= room.nanoUsd && tokens <= room.tokens;
}

/** Sends the route's shadow its copy once the answer has begun; what it returns is called when the answer is over. */
export function castShadow(
  running: Promise<Run>,
  admitted: AdmittedRequest,
  asked: Asked,
  deps: Deps,
): () => void {
  const { base, scopes } = admitted;
  const { shadow } = admitted.decision.plan;
  if (shadow?.kind !== 'on' || !fits(admitted)) return () => undefined;
  const answerOver = Promise.withResolvers<void>();
  const work = async () => {
    // What a bug throws is told by whoever answers.
    const run = await running.catch(() => null);
    if (run?.kind !== 'answered') return;
    const unchecked = { ...asked, checkAnswer: null };
    const ended = await runShadow(shadow.attempt, unchecked, answerOver.promise, deps);
    if (ended === null) return;
    const { target } = ended.attempt;
    const row = buildShadowRow(ended.attempt, ended.response, base);
    tellOddUsage(target, ended.response?.usage ?? {}, requestId, deps.log);
    tellOtherModel(target, row.modelServed, requestId, base.findModel, deps.log);
    bookBeside(row, scopes, deps);
  };
  const { requestId } = base;
  const tell = () => deps.log({ event: 'shadow-failed', requestId, code: 'internal_error' });
  deps.waitUntil(work().catch(tell));
  return answerOver.resolve;
}
