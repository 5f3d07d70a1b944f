/**
 * The planner: request, config and health in, ordered attempts out. A pure function: the same inputs give the same
 * plan, and every candidate that is not in it has a reason.
 */
import { err, ok, type Result, RouterError } from '../core/errors.ts';
import type { PlannedAttempt, Rejection, RoutePlan } from '../core/plan.ts';
import type { LlmRequest } from '../core/request.ts';
import { consider, isRejection, rejectUnbound } from './eligible.ts';
import type { MatchFacts } from './match-route.ts';
import type { PlanInput } from './plan-input.ts';
import { type Resolution, resolveModelName } from './resolve.ts';

function factsOf({ request, caller, callerId, nowMs, judge, inputTokens }: PlanInput): MatchFacts {
  return {
    request,
    caller,
    callerId,
    nowMs,
    judge,
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
  return new RouterError('context_length_exceeded', message, { param: 'messages' });
}

/** Errors: `context_length_exceeded`, `unsupported_feature`, `no_target_available`. */
export function planFor(resolution: Resolution, input: PlanInput): Result<RoutePlan, RouterError> {
  const tooLong = checkLength(resolution, input);
  if (tooLong !== null) return err(tooLong);
  const considered = resolution.candidates.map((candidate) => consider(candidate, resolution, input));
  const eligible = considered.filter((one): one is PlannedAttempt => !isRejection(one));
  const unbound = rejectUnbound(input.request, eligible);
  const rejected = [...considered.filter(isRejection), ...unbound];
  const bound = eligible.filter(({ target }) => unbound.every((one) => one.target !== target.name));
  if (bound.length === 0) return err(nothingEligible(input.request, rejected));
  const open = bound.filter(({ target }) => input.isCircuitOpen(target.name));
  // The last target is never ejected: with every circuit open, the plan is as if all were closed.
  const ejected = open.length === bound.length ? [] : open;
  return ok({
    route: resolution.route,
    objective: resolution.objective.kind,
    floor: resolution.floor,
    attempts: bound.filter((attempt) => !ejected.includes(attempt)),
    rejected: [...rejected, ...ejected.map(rejectOpen)],
    maxAttempts: resolution.policy.maxAttempts,
    onClientAbort: resolution.policy.onClientAbort,
    notice: resolution.notice,
  });
}

function rejectOpen({ target }: PlannedAttempt): Rejection {
  return { target: target.name, reason: 'circuit-open', detail: 'it failed too often of late' };
}

/** Both steps at once. */
export function planRequest(input: PlanInput): Result<RoutePlan, RouterError> {
  const resolved = resolveRequest(input);
  return resolved.ok ? planFor(resolved.value, input) : resolved;
}
