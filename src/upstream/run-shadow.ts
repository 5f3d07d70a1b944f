/**
 * A copy of a request for a target that nobody waits for: whole instead of streamed, once, with a time of its own, and
 * with a circuit breaker of its own, so that nothing of it touches the answer or what is known of its target.
 */
import type { AttemptRecord, PlannedAttempt } from '../core/plan.ts';
import type { LlmResponse } from '../core/response.ts';
import { firstNumberOf } from '../core/row.ts';
import { StopSwitch } from '../core/stop-switch.ts';
import { circuitOf } from '../core/target-name.ts';
import { protocols } from '../protocols/index.ts';
import { type Asked, type AttemptOutcome, attempt } from './attempt.ts';
import { type CallDeps, newsOf } from './begin-call.ts';

/** From the end of the answer: a Worker gets 30 s from then on, and the record has to be written in them too. */
const graceMs = 25_000;

/** How a shadow came out. `response` is for its features: nobody keeps its text. */
export type ShadowRun = { readonly attempt: AttemptRecord; readonly response: LlmResponse | null };

/** The same target under another name, as far as health goes. */
function breakerOf({ target }: PlannedAttempt): string {
  return `shadow ${circuitOf(target, target.provider)}`;
}

function isHeldBack(planned: PlannedAttempt, { health, now }: CallDeps): boolean {
  const name = circuitOf(planned.target, planned.target.provider);
  return health.isOpen(name, now()) || health.isFull(name, now()) || health.isOpen(breakerOf(planned), now());
}

/** Kept by nobody, and written anew: the caller's own bytes may ask for a stream. */
function toShadow(planned: PlannedAttempt): PlannedAttempt {
  const { background: _, ...foreground } = planned;
  const { request } = planned;
  return {
    ...foreground,
    lane: 'translate',
    request: { ...request, stream: false, state: { ...request.state, store: false } },
    deadlines: { ...planned.deadlines, firstEventMs: planned.deadlines.totalMs },
  };
}

function recordOf(
  { target, lane }: PlannedAttempt,
  outcome: AttemptOutcome,
  startedAtMs: number,
  nowMs: number,
): AttemptRecord {
  return {
    target,
    lane,
    role: 'shadow',
    outcome: outcome.kind,
    abortedBy: null,
    fault: outcome.kind === 'failed' ? outcome.fault : null,
    startedAtMs,
    durationMs: nowMs - startedAtMs,
  };
}

/**
 * `answerOver` resolves when the answer that it shadows is over, whatever came of it. Null: the target is held back.
 * Rejects with what a codec's bug throws.
 */
export async function runShadow(
  planned: PlannedAttempt,
  asked: Asked,
  answerOver: Promise<void>,
  deps: CallDeps,
): Promise<ShadowRun | null> {
  const { now, health, outbound, config } = deps;
  if (isHeldBack(planned, deps)) return null;
  const shadow = toShadow(planned);
  await asked.onDispatch?.(shadow, firstNumberOf.shadow, 'shadow');
  const startedAtMs = now();
  const probe = health.dispatch(breakerOf(planned), startedAtMs);
  const stop = new StopSwitch();
  let isOver = false;
  const limit = () => {
    if (!isOver) stop.stopAfter(graceMs, 'deadline');
  };
  void answerOver.then(limit, limit);
  try {
    const outcome = await attempt({
      asked,
      planned: shadow,
      protocol: protocols[shadow.target.protocol],
      outbound,
      stop,
      leftMs: shadow.deadlines.totalMs,
      responseLimitBytes: config.limits.responseBytes,
    });
    health.report(breakerOf(planned), newsOf(outcome), now(), probe);
    const answer = outcome.kind === 'committed' ? outcome.answer : null;
    const response = answer?.kind === 'unary' ? answer.response : null;
    return { attempt: recordOf(shadow, outcome, startedAtMs, now()), response };
  } finally {
    isOver = true;
    stop.release();
  }
}
