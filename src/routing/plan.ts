/**
 * The planner: request, config and health in, ordered attempts out. A pure function: the same inputs give the same
 * plan, and every candidate that is not in it has a reason.
 */
import type { Candidate } from '../core/config.ts';
import { err, ok, type Result, RouterError } from '../core/errors.ts';
import type { PlannedAttempt, Rejection, RoutePlan } from '../core/plan.ts';
import type { LlmRequest } from '../core/request.ts';
import { consider, isRejection, rejectUnbound } from './eligible.ts';
import type { MatchFacts } from './match-route.ts';
import { type Eligible, limitFallbacks, putInOrder } from './order.ts';
import type { PlanInput } from './plan-input.ts';
import { type Resolution, resolveModelName } from './resolve.ts';

function factsOf(input: PlanInput): MatchFacts {
  const { request, caller, callerId, session, nowMs, judge, language, inputTokens } = input;
  return {
    request,
    caller,
    callerId,
    session,
    nowMs,
    judge,
    language,
    inputTokens: () => inputTokens().other,
  };
}

/** What the model name of the request means. Errors: `model_not_found`, `route_not_found`. */
export function resolveRequest(input: PlanInput): Result<Resolution, RouterError> {
  const { request, config, catalogue, nowMs } = input;
  return resolveModelName(request.model, config, catalogue, nowMs, factsOf(input));
}

function nothingEligible(request: LlmRequest, rejected: readonly Rejection[]): RouterError {
  const reasons = rejected.map(({ target, detail }) => `${target}: ${detail}`).join('; ');
  const isCallers = rejected.every(
    ({ reason }) => reason === 'feature' || reason === 'protocol' || reason === 'provider-state',
  );
  if (isCallers) {
    const message = `No target of '${request.model}' can serve this request. ${reasons}.`;
    return new RouterError('unsupported_feature', message, { param: fieldOf(rejected) });
  }
  if (rejected.every(({ reason }) => reason === 'context-window')) {
    const message = `The request is too long for every target of '${request.model}'. ${reasons}.`;
    return new RouterError('context_length_exceeded', message, { param: 'messages' });
  }
  const isLimit = ({ reason }: Rejection) => reason === 'over-cost' || reason === 'too-slow';
  if (rejected.some(isLimit) && rejected.every((one) => isLimit(one) || one.reason === 'price-unknown')) {
    const message = `No target of '${request.model}' is within the limits of its route. ${reasons}.`;
    return new RouterError('route_limit_exceeded', message, { param: 'model' });
  }
  return new RouterError('no_target_available', `No target of '${request.model}' is available. ${reasons}.`);
}

function fieldOf(rejected: readonly Rejection[]): string {
  const feature = rejected.find(({ reason, detail }) => reason === 'feature' && detail.includes(': '));
  return feature?.detail.split(': ')[0] ?? 'model';
}

function checkLength({ policy, route }: Resolution, { inputTokens }: PlanInput): RouterError | null {
  const most = policy.limits.inputTokens;
  if (most === null) return null;
  const tokens = inputTokens().other;
  if (tokens <= most) return null;
  const where = route === 'model' ? 'the limit for named models' : `the limit of the route '${route}'`;
  const message = `The request has about ${tokens} input tokens; ${where} is ${most}.`;
  return new RouterError('route_limit_exceeded', message, { param: 'messages' });
}

/** Candidates that can serve, as written; with every circuit open, as if all were closed. */
function findEligible(candidates: readonly Candidate[], resolution: Resolution, input: PlanInput): Eligible {
  const considered = candidates.map((candidate) => consider(candidate, resolution, input));
  const able = considered.filter((one): one is PlannedAttempt => !isRejection(one));
  const unbound = rejectUnbound(input.request, able);
  const rejected = [...considered.filter(isRejection), ...unbound];
  if (unbound.length === 0) return { attempts: able, rejected };
  const bound = able.filter(({ target }) => unbound.every((one) => one.target !== target.name));
  return { attempts: bound, rejected };
}

/** The last target is never ejected: with every circuit open, the plan is as if all were closed. */
function ejectOpen({ attempts, rejected }: Eligible, { isCircuitOpen }: PlanInput): Eligible {
  const open = attempts.filter(({ target }) => isCircuitOpen(target.name));
  if (open.length === 0 || open.length === attempts.length) return { attempts, rejected };
  return {
    attempts: attempts.filter((attempt) => !open.includes(attempt)),
    rejected: [...rejected, ...open.map(rejectOpen)],
  };
}

function rejectOpen({ target }: PlannedAttempt): Rejection {
  return { target: target.name, reason: 'circuit-open', detail: 'it failed too often of late' };
}

function hasTarget({ attempts }: Eligible, { target }: PlannedAttempt): boolean {
  return attempts.some((attempt) => attempt.target.name === target.name);
}

/** Errors: `route_limit_exceeded`, `context_length_exceeded`, `unsupported_feature`, `no_target_available`. */
export function planFor(resolution: Resolution, input: PlanInput): Result<RoutePlan, RouterError> {
  const tooLong = checkLength(resolution, input);
  if (tooLong !== null) return err(tooLong);
  const { candidates, fallback } = resolution;
  const isOneOf = (names: readonly Candidate[], { target }: PlannedAttempt) =>
    names.some(({ name }) => name === target.name);
  const added = fallback.filter(({ name }) => candidates.every((one) => one.name !== name));
  const usable = ejectOpen(findEligible([...candidates, ...added], resolution, input), input);
  const first = usable.attempts.filter((attempt) => isOneOf(candidates, attempt));
  const ordered = putInOrder({ attempts: first, rejected: usable.rejected }, resolution, input);
  // A candidate that the objective rejects may be a fallback as well.
  const spare = usable.attempts.filter(
    (attempt) => isOneOf(fallback, attempt) && !hasTarget(ordered, attempt),
  );
  const last = limitFallbacks({ attempts: spare, rejected: [] }, resolution, input);
  const attempts = [...ordered.attempts, ...last.attempts];
  const rejected = [
    ...ordered.rejected.filter((one) => spare.every(({ target }) => target.name !== one.target)),
    ...last.rejected,
  ];
  if (attempts.length === 0) return err(nothingEligible(input.request, rejected));
  return ok({
    route: resolution.route,
    objective: resolution.objective.kind,
    floor: resolution.floor,
    attempts,
    rejected,
    maxAttempts: resolution.policy.maxAttempts,
    costLimitNanoUsd: resolution.policy.limits.costNanoUsd,
    onClientAbort: resolution.policy.onClientAbort,
    stay: ordered.stay ?? resolution.stay,
    notice: resolution.notice ?? ordered.notice,
  });
}

/** Both steps at once. */
export function planRequest(input: PlanInput): Result<RoutePlan, RouterError> {
  const resolved = resolveRequest(input);
  return resolved.ok ? planFor(resolved.value, input) : resolved;
}
