/**
 * Whether a candidate can serve a request at all, and how: protocol, lane, the request as the model takes it. Every
 * rejection has a reason. Pure.
 */
import type { Candidate } from '../core/config.ts';
import type { Loss } from '../core/features.ts';
import type { PlannedAttempt, Rejection } from '../core/plan.ts';
import type { LlmRequest } from '../core/request.ts';
import { type Model, safeguardLevels, type Target } from '../core/target.ts';
import { wireNameOf } from '../core/target-name.ts';
import { adjustRequest } from './adjust.ts';
import { unmetNeeds } from './capabilities.ts';
import { chooseProtocol } from './choose-protocol.ts';
import { deadlinesFor } from './deadlines.ts';
import { familyOf } from './forecast-tokens.ts';
import type { PlanInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';

/** Uses that only the provider that made the thing can serve. */
const boundFeatures = new Set(['previous-response', 'provider-file', 'opaque-block', 'background']);

type Considered = PlannedAttempt | Rejection;

/** Estimates miss by a sixth now and then: only what is surely too long is left out. */
const surelyOver = 1.25;

/** Of a model that the client has named its provider is the judge. */
function findOverflow(model: Model, route: string, { inputTokens }: PlanInput): string | null {
  const most = model.maxInputTokens ?? model.contextTokens;
  if (most === null || route === 'model') return null;
  const tokens = inputTokens()[familyOf(model)];
  return tokens > surelyOver * most ? `about ${tokens} input tokens; ${model.id} takes ${most}` : null;
}

export function isRejection(considered: Considered): considered is Rejection {
  return 'reason' in considered;
}

/** What the protocol cannot carry and the model refuses as well is one loss. */
function joinLosses(carried: readonly Loss[], adjusted: readonly Loss[]): readonly Loss[] {
  if (carried.length === 0) return adjusted;
  return [...carried, ...adjusted.filter(({ field }) => carried.every((loss) => loss.field !== field))];
}

export function consider(candidate: Candidate, resolution: Resolution, input: PlanInput): Considered {
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
  if (safeguardLevels.indexOf(model.safeguards) < safeguardLevels.indexOf(resolution.floor)) {
    return reject('below-floor', `its safeguards are ${model.safeguards}; the floor is ${resolution.floor}`);
  }
  const unmet = unmetNeeds(request, model);
  if (unmet.length > 0) return reject('feature', `${model.id} has no ${unmet.join(', no ')}`);
  const tooLong = findOverflow(model, resolution.route, input);
  if (tooLong !== null) return reject('context-window', tooLong);
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
  const adjusted = adjustRequest(request, target, resolution.policy.limits.outputTokens);
  return {
    target,
    lane: chosen.protocol === input.caller ? 'passthrough' : 'translate',
    request: adjusted.request,
    losses: joinLosses(chosen.losses, adjusted.losses),
    deadlines: deadlinesFor(target, adjusted.request, resolution.policy.deadlines),
    prediction: null,
  };
}

/** What the provider keeps or made stays with it: no target of another provider than the first one's. */
export function rejectUnbound(request: LlmRequest, attempts: readonly PlannedAttempt[]): Rejection[] {
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
