/**
 * The planner: request, config and health in, ordered attempts out. A pure function: the same inputs give the same
 * plan, and every candidate that is not in it has a reason. The order is the config's.
 */
import type { Catalogue } from '../core/catalogue.ts';
import type { Candidate, Config } from '../core/config.ts';
import { err, ok, type Result, RouterError } from '../core/errors.ts';
import type { PlannedAttempt, Rejection, RoutePlan } from '../core/plan.ts';
import type { LlmRequest } from '../core/request.ts';
import type { ProtocolId, Provider, Target } from '../core/target.ts';
import { wireNameOf } from '../core/target-name.ts';
import { adjustRequest } from './adjust.ts';
import { unmetNeeds } from './capabilities.ts';
import { type CarriageTables, chooseProtocol } from './choose-protocol.ts';
import { deadlinesFor } from './deadlines.ts';
import { type Resolution, resolveModelName } from './resolve.ts';

export type PlanInput = {
  readonly request: LlmRequest;
  readonly caller: ProtocolId;
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly tables: CarriageTables;
  /** Whether a provider has a key or needs none. */
  readonly isConfigured: (provider: Provider) => boolean;
  /** Whether the circuit breaker of a target (by name) holds calls back. */
  readonly isCircuitOpen: (target: string) => boolean;
  /** The provider that keeps the conversation this request continues, or null. */
  readonly boundTo: string | null;
  readonly nowMs: number;
};

/** Uses that only the provider that made the thing can serve. */
const boundFeatures = new Set(['previous-response', 'provider-file', 'opaque-block', 'background']);

type Considered = PlannedAttempt | Rejection;

function isRejection(considered: Considered): considered is Rejection {
  return 'reason' in considered;
}

function consider(candidate: Candidate, resolution: Resolution, input: PlanInput): Considered {
  const { request, config } = input;
  const { model, effort } = candidate;
  const reject = (reason: Rejection['reason'], detail: string): Rejection => ({
    target: candidate.name,
    reason,
    detail,
  });
  const state = input.catalogue.modelState(model, input.nowMs);
  if (state.kind === 'retired') return reject('retired', `${model.id} ended on ${state.date}`);
  const provider = config.providers.get(model.provider);
  if (provider === undefined)
    return reject('not-configured', `no provider '${model.provider}' in the config`);
  if (!input.isConfigured(provider)) return reject('not-configured', `${provider.env}_API_KEY is not set`);
  if (input.boundTo !== null && input.boundTo !== provider.id) {
    return reject('provider-state', `the conversation is kept by ${input.boundTo}`);
  }
  const unmet = unmetNeeds(request, model);
  if (unmet.length > 0) return reject('feature', `${model.id} has no ${unmet.join(', no ')}`);
  const chosen = chooseProtocol(request, input.caller, model, provider, effort, input.tables);
  if (!chosen.ok) return reject(chosen.reason, chosen.detail);
  const target: Target = {
    name: candidate.name,
    model,
    wireModel: wireNameOf(candidate.name, model),
    provider,
    protocol: chosen.protocol,
    effort,
  };
  const adjusted = adjustRequest(request, target, resolution.policy.maxOutputTokens);
  // What the protocol cannot carry and the model refuses as well is one loss.
  const told = new Set(chosen.losses.map((loss) => loss.field));
  return {
    target,
    lane: chosen.protocol === input.caller ? 'passthrough' : 'translate',
    request: adjusted.request,
    losses: [...chosen.losses, ...adjusted.losses.filter((loss) => !told.has(loss.field))],
    deadlines: deadlinesFor(target, adjusted.request, resolution.policy.deadlines),
  };
}

/** What the provider keeps or made stays with it: no target of another provider than the first one's. */
function rejectUnbound(request: LlmRequest, attempts: readonly PlannedAttempt[]): Rejection[] {
  const bound = request.features.find((use) => boundFeatures.has(use.feature));
  const [first] = attempts;
  if (first === undefined || bound === undefined) return [];
  const { id } = first.target.provider;
  return attempts
    .filter(({ target }) => target.provider.id !== id)
    .map(({ target }) => ({
      target: target.name,
      reason: 'provider-state',
      detail: `${bound.field}: only ${id}, the provider of the first target, knows it`,
    }));
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
  return new RouterError('no_target_available', `No target of '${request.model}' is available. ${reasons}.`);
}

function fieldOf(rejected: readonly Rejection[]): string {
  const feature = rejected.find(({ reason, detail }) => reason === 'feature' && detail.includes(': '));
  return feature?.detail.split(': ')[0] ?? 'model';
}

/** Errors: `model_not_found`, `route_not_found`, `unsupported_feature`, `no_target_available`. */
export function planRequest(input: PlanInput): Result<RoutePlan, RouterError> {
  const resolved = resolveModelName(input.request.model, input.config, input.catalogue, input.nowMs);
  if (!resolved.ok) return resolved;
  const resolution = resolved.value;
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
