/**
 * What follows when a request is over, whatever came of it: its target's health, its rows, what is learned from it, its
 * receipt, and who serves the conversation next. The client has its answer by then.
 */
import type { AdmittedRequest } from './admit-request.ts';
import { speakerOf } from './core/caller.ts';
import type { Carried } from './core/carried.ts';
import { faultTable } from './core/fault-table.ts';
import type { RoutePlan } from './core/plan.ts';
import type { Row } from './core/row.ts';
import type { Run } from './core/run.ts';
import { circuitOf } from './core/target-name.ts';
import { believedUsage } from './core/usage.ts';
import { countStrike } from './count-strike.ts';
import { type Deciding, type Decision, keepLearning } from './decide.ts';
import type { Deps } from './deps.ts';
import { bookRequest } from './ledger/book.ts';
import type { Finished } from './ledger/build-rows.ts';
import { type Answered, observeAnswer } from './ledger/observe-answer.ts';
import { buildReceipt } from './ledger/receipt.ts';
import { rememberSession, sessionName } from './ledger/sessions.ts';
import { explain } from './routing/explain.ts';
import { isRouted } from './routing/resolve.ts';
import { findStrike } from './safeguards/find-strike.ts';
import { rememberLate } from './settle-late.ts';

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
  await rememberSession(await sessionName(speakerOf(caller), request, sessionId), session, deps);
}

/** By what its target is predicted from now on. */
function learnFrom(answered: Answered, { resolution, facts }: Decision, deps: Deps): void {
  if (!resolution.learn) return;
  deps.learning.observe(observeAnswer(answered, facts()), answered.endedAtMs, deps.scripts !== null);
  keepLearning(answered.endedAtMs, deps);
}

/** What the caller may read about it later. */
function keepReceipt(
  rows: readonly Row[],
  { run, carried, requestId }: Finished,
  decision: Decision,
  { receipts, config, release, waitUntil }: Deps,
): void {
  const make = () =>
    buildReceipt({
      configVersion: config.version,
      release,
      facts: decision.facts(),
      explanation: explain(decision),
      records: run.records,
      rows,
      stop: carried?.stop?.reason ?? null,
    });
  receipts?.add(requestId, make, waitUntil);
}

/** A fault behind the commit point; the commit itself has counted as a success. */
async function reportFault(
  run: Run,
  carried: Carried | null,
  { health, breakerNews, now }: Deps,
): Promise<void> {
  if (!carried?.fault || run.kind !== 'answered' || faultTable[carried.fault.kind].breaker === 'ignore')
    return;
  const { target } = run.planned;
  health.report(circuitOf(target, target.provider), { kind: 'broken' }, now());
  await breakerNews?.tell();
}

/** Counts that cannot be true teach nothing, and say nothing of what a switch would cost. */
function believe(run: Run, carried: Carried | null): Carried | null {
  if (run.kind !== 'answered' || carried === null) return carried;
  return { ...carried, usage: believedUsage(carried.usage, run.planned.target.model) };
}

/** `carried`: null where no answer began. */
export async function finishRequest(
  run: Run,
  carried: Carried | null,
  { decision, scopes, base }: AdmittedRequest,
  deciding: Deciding,
  deps: Deps,
): Promise<void> {
  const { plan } = decision;
  const finished = { ...base, run, carried, endedAtMs: deps.now() };
  const rows = bookRequest(finished, scopes, deps);
  await reportFault(run, carried, deps);
  const believed = believe(run, carried);
  learnFrom({ run, carried: believed, endedAtMs: finished.endedAtMs, plan }, decision, deps);
  keepReceipt(rows, finished, decision, deps);
  await Promise.all([
    rememberTarget(run, believed, plan, deciding, deps),
    countStrike(findStrike(run, carried, decision.judged?.risk.level ?? null), deciding, deps),
    rememberLate(run, rows, scopes, base.baseline?.model.id ?? null, deps),
  ]);
}
