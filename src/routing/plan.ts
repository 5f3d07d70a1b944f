/**
 * The planner: request, config and health in, ordered attempts out. A pure function: the same inputs give the same
 * plan, and every candidate that is not in it has a reason.
 */
import type { Candidate } from '../core/config.ts';
import { err, ok, type Result, RouterError } from '../core/errors.ts';
import { nameOf } from '../core/field-names.ts';
import type { Rejection, RoutePlan } from '../core/plan.ts';
import { circuitOf } from '../core/target-name.ts';
import type { Adjustable } from './adjust.ts';
import { needsOf } from './capabilities.ts';
import { type Able, consider, isRejection, rejectUnbound, toAttempt } from './eligible.ts';
import { explore } from './explore.ts';
import { putLeadFirst } from './lead.ts';
import type { MatchFacts } from './match-route.ts';
import { asWritten, type Eligible, type Placed, putInOrder } from './order.ts';
import { planHedge } from './plan-hedge.ts';
import type { DecisionInput, PlanInput } from './plan-input.ts';
import { planShadow } from './plan-shadow.ts';
import { type Resolution, resolveModelName } from './resolve.ts';

function factsOf(input: DecisionInput): MatchFacts {
  const { traits, caller, identity, session, conversation, nowMs, judge, language, inputTokens } = input;
  return {
    traits,
    caller,
    identity,
    conversation,
    session,
    nowMs,
    judge,
    language,
    inputTokens: () => inputTokens().other,
  };
}

/** What the model name of the request means. Errors: `model_not_found`, `route_not_found`. */
export function resolveRequest(input: DecisionInput): Result<Resolution, RouterError> {
  const { traits, config, catalogue, nowMs } = input;
  return resolveModelName(traits.model, config, catalogue, nowMs, factsOf(input));
}

/** What the route itself sets: trying again would not help. */
const limitReasons: ReadonlySet<Rejection['reason']> = new Set(['over-cost', 'too-slow', 'data-policy']);

/** What the request itself asks for: another one could be served. */
const callersReasons: ReadonlySet<Rejection['reason']> = new Set(['feature', 'protocol', 'provider-state']);

/** What may be over by the time that the client tries again. */
const passingReasons: ReadonlySet<Rejection['reason']> = new Set(['circuit-open', 'too-slow', 'surplus']);

/** Rejected by one of these reasons, where nobody else will serve it in a while either. */
function isLasting(reasons: ReadonlySet<Rejection['reason']>, rejected: readonly Rejection[]): boolean {
  const others = rejected.filter(({ reason }) => !reasons.has(reason));
  return others.length < rejected.length && !others.some(({ reason }) => passingReasons.has(reason));
}

const lengthReasons: ReadonlySet<Rejection['reason']> = new Set(['context-window']);

function nothingEligible(
  { traits: { model }, caller }: DecisionInput,
  rejected: readonly Rejection[],
): RouterError {
  const reasons = rejected.map(({ target, detail }) => `${target}: ${detail}`).join('; ');
  if (rejected.every(({ reason }) => callersReasons.has(reason))) {
    const message = `No target of '${model}' can serve this request. ${reasons}.`;
    return new RouterError('unsupported_feature', message, { param: fieldOf(rejected) });
  }
  if (isLasting(lengthReasons, rejected)) {
    const isAll = rejected.every(({ reason }) => reason === 'context-window');
    const message = `The request is too long for every target of '${model}'${isAll ? '' : ' that could serve it'}. ${reasons}.`;
    return new RouterError('context_length_exceeded', message, { param: nameOf('conversation', caller) });
  }
  // What could serve it may not, and what may cannot.
  if (rejected.every(({ reason }) => reason === 'below-floor' || callersReasons.has(reason))) {
    const message = `The risk of this request asks for safeguards that no target of '${model}' that can serve it has. ${reasons}.`;
    return new RouterError('safeguard_refused', message, { param: 'model' });
  }
  if (rejected.every(({ reason }) => reason === 'programme')) {
    const message = `This API key is not approved for any target of '${model}'. ${reasons}.`;
    return new RouterError('programme_not_allowed', message, { param: 'model' });
  }
  if (isLasting(limitReasons, rejected)) {
    const message = `No target of '${model}' is within the limits of its route. ${reasons}.`;
    return new RouterError('route_limit_exceeded', message, { param: 'model' });
  }
  return new RouterError('no_target_available', `No target of '${model}' is available. ${reasons}.`);
}

function fieldOf(rejected: readonly Rejection[]): string {
  const feature = rejected.find(({ reason, detail }) => reason === 'feature' && detail.includes(': '));
  return feature?.detail.split(': ')[0] ?? 'model';
}

function checkLength(
  { policy, route }: Resolution,
  { inputTokens, caller }: DecisionInput,
): RouterError | null {
  const most = policy.limits.inputTokens;
  if (most === null) return null;
  const tokens = inputTokens().other;
  if (tokens <= most) return null;
  const where = route === 'model' ? 'the limit for named models' : `the limit of the route '${route}'`;
  const message = `The request has about ${tokens} input tokens; ${where} is ${most}.`;
  return new RouterError('route_limit_exceeded', message, { param: nameOf('conversation', caller) });
}

/** Candidates that can serve, as written. */
function findEligible(
  candidates: readonly Candidate[],
  resolution: Resolution,
  input: DecisionInput,
): Eligible {
  const needs = needsOf(input.traits);
  const able: Able[] = [];
  const rejected: Rejection[] = [];
  for (const candidate of candidates) {
    const considered = consider(candidate, needs, resolution, input);
    if (isRejection(considered)) rejected.push(considered);
    else able.push(considered);
  }
  const unbound = rejectUnbound(input.traits, able);
  if (unbound.length === 0) return { able, rejected };
  const bound = able.filter(({ candidate }) => unbound.every((one) => one.target !== candidate.name));
  return { able: bound, rejected: [...rejected, ...unbound] };
}

/** The last target is never ejected: with every circuit open, the plan is as if all were closed. */
function ejectOpen({ able, rejected }: Eligible, { isCircuitOpen }: DecisionInput): Eligible {
  const open = able.filter(({ candidate, provider }) => isCircuitOpen(circuitOf(candidate, provider)));
  if (open.length === 0 || open.length === able.length) return { able, rejected };
  return {
    able: able.filter((one) => !open.includes(one)),
    rejected: [...rejected, ...open.map(rejectOpen)],
  };
}

function rejectOpen({ candidate }: Able): Rejection {
  return { target: candidate.name, reason: 'circuit-open', detail: 'it failed too often of late' };
}

/** Those of `more` that do not stand in `candidates`, once each. */
function withoutDoubles(candidates: readonly Candidate[], more: readonly Candidate[]): readonly Candidate[] {
  if (more.length === 0) return more;
  const names = new Set(candidates.map(({ name }) => name));
  return more.filter(({ name }) => !names.has(name) && names.add(name));
}

/** Those of them that stand in `candidates`. */
function amongst(candidates: readonly Candidate[], able: readonly Able[]): readonly Able[] {
  if (candidates.length === 0) return [];
  const names = new Set(candidates.map(({ name }) => name));
  return able.filter(({ candidate }) => names.has(candidate.name));
}

/** Twice as many as are tried: some may have to be passed over while the request runs. */
function mostPlaced(maxAttempts: number): number {
  return 2 * maxAttempts;
}

function rejectSurplus(surplus: readonly Placed[], most: number): readonly Rejection[] {
  const detail = `${most} others come before it`;
  return surplus.map(({ able, prediction }) => {
    const target = able.candidate.name;
    return prediction === null
      ? { target, reason: 'surplus', detail }
      : { target, reason: 'surplus', detail, prediction };
  });
}

/** Errors: `route_limit_exceeded`, `context_length_exceeded`, `unsupported_feature`, `no_target_available`. */
export function planFor<R extends Adjustable>(
  resolution: Resolution,
  input: PlanInput<R>,
): Result<RoutePlan<R>, RouterError> {
  const tooLong = checkLength(resolution, input);
  if (tooLong !== null) return err(tooLong);
  const { candidates, fallback, arm, policy } = resolution;
  const added = withoutDoubles(candidates, [...(arm?.use ? [arm.use] : []), ...fallback]);
  const written = added.length === 0 ? candidates : [...candidates, ...added];
  const usable = ejectOpen(findEligible(written, resolution, input), input);
  const first = added.length === 0 ? usable.able : amongst(candidates, usable.able);
  const inOrder = putInOrder({ able: first, rejected: usable.rejected }, resolution, input);
  const byRule = explore(inOrder, first, resolution, input);
  const ordered = putLeadFirst(byRule, usable.able, resolution, input);
  // The fallbacks have places of their own at the end.
  const most = mostPlaced(policy.maxAttempts);
  const placed = ordered.placed.slice(0, most);
  const passed = [...ordered.rejected, ...rejectSurplus(ordered.placed.slice(most), most)];
  const isPlaced = (one: Able) => placed.some(({ able }) => able === one);
  // A candidate that the objective rejects may be a fallback as well.
  const spare = amongst(fallback, usable.able).filter((one) => !isPlaced(one));
  const last = spare.length === 0 ? null : asWritten({ able: spare, rejected: [] }, resolution, input, false);
  const isSpare = (target: string) => spare.some(({ candidate }) => candidate.name === target);
  const rejected =
    last === null ? passed : [...passed.filter(({ target }) => !isSpare(target)), ...last.rejected];
  const all = last === null ? placed : [...placed, ...last.placed];
  if (all.length === 0) return err(nothingEligible(input, rejected));
  const attempts = all.map(({ able, prediction }) => toAttempt(able, prediction, resolution, input));
  return ok({
    route: resolution.route,
    objective: resolution.objective.kind,
    floor: resolution.floor,
    arm: resolution.arm?.name ?? null,
    attempts,
    rejected,
    maxAttempts: policy.maxAttempts,
    costLimitNanoUsd: policy.limits.costNanoUsd,
    onClientAbort: policy.onClientAbort,
    hedge: planHedge(attempts, resolution, input),
    shadow: planShadow(attempts, resolution, input),
    stay: ordered.stay ?? resolution.stay,
    notice: resolution.notice ?? ordered.notice,
    ...(ordered.explored !== undefined && { explored: ordered.explored }),
  });
}

/** Both steps at once. */
export function planRequest<R extends Adjustable>(input: PlanInput<R>): Result<RoutePlan<R>, RouterError> {
  const resolved = resolveRequest(input);
  return resolved.ok ? planFor(resolved.value, input) : resolved;
}
