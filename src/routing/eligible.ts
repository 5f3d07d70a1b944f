/**
 * Whether a candidate can serve a request at all, and how: protocol, lane, the request as the model takes it. Every
 * rejection has a reason. Pure.
 */
import type { Candidate } from '../core/config.ts';
import { findBreach } from '../core/data-policy.ts';
import type { Loss } from '../core/features.ts';
import type { PlannedAttempt, Rejection } from '../core/plan.ts';
import type { Prediction } from '../core/prediction.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import { isBelowFloor, type Model, type ProtocolId, type Provider, type Target } from '../core/target.ts';
import { wireNameOf } from '../core/target-name.ts';
import { type Adjustable, adjustRequest, forbidStore } from './adjust.ts';
import { type Need, tellUnmet, unmetOf } from './capabilities.ts';
import { chooseProtocol } from './choose-protocol.ts';
import { deadlinesFor } from './deadlines.ts';
import { familyOf } from './forecast-tokens.ts';
import { runsInBackground } from './long-work.ts';
import type { DecisionInput, PlanInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';

/** Uses that only the provider that made the thing can serve. */
const boundFeatures = new Set([
  'previous-response',
  'provider-file',
  'provider-item',
  'opaque-block',
  'background',
]);

/** A candidate that can serve: what its attempt is made of, if it comes to that. */
export type Able = {
  readonly candidate: Candidate;
  readonly provider: Provider;
  readonly protocol: ProtocolId;
  /** What the protocol cannot carry. */
  readonly losses: readonly Loss[];
};

/** Estimates miss by a sixth now and then: only what is surely too long is left out. */
const surelyOver = 1.25;

/** Of a model that the client has named its provider is the judge. */
function findOverflow(model: Model, route: string, { inputTokens }: DecisionInput): string | null {
  const most = model.maxInputTokens ?? model.contextTokens;
  if (most === null || route === 'model') return null;
  const tokens = inputTokens()[familyOf(model)];
  return tokens > surelyOver * most ? `about ${tokens} input tokens; ${model.id} takes ${most}` : null;
}

export function isRejection(considered: Able | Rejection): considered is Rejection {
  return 'reason' in considered;
}

/** What the protocol cannot carry and the model refuses as well is one loss. */
function joinLosses(carried: readonly Loss[], adjusted: readonly Loss[]): readonly Loss[] {
  if (carried.length === 0) return adjusted;
  return [...carried, ...adjusted.filter(({ field }) => carried.every((loss) => loss.field !== field))];
}

function reject({ name }: Candidate, reason: Rejection['reason'], detail: string): Rejection {
  return { target: name, reason, detail };
}

/** Who serves a model to this request: for a programme, the project of its own that the model's provider has for it. */
function providerOf(
  { provider: id }: Model,
  { programme }: RequestTraits,
  { providers }: DecisionInput['config'],
): Provider | undefined {
  const usual = providers.get(id);
  if (programme === undefined || usual?.project?.programme === programme) return usual;
  return [...providers.values()].find(({ project }) => project?.of === id && project.programme === programme);
}

export function consider(
  candidate: Candidate,
  needs: readonly Need[],
  resolution: Resolution,
  input: DecisionInput,
): Able | Rejection {
  const { traits, config } = input;
  const { model, effort } = candidate;
  if (model.shutdown !== null) {
    const state = input.catalogue.modelState(model, input.nowMs);
    if (state.kind === 'retired') return reject(candidate, 'retired', `${model.id} ended on ${state.date}`);
  }
  const provider = providerOf(model, traits, config);
  if (provider === undefined) {
    const what = traits.programme === undefined ? '' : ` for the programme ${traits.programme}`;
    return reject(candidate, 'not-configured', `no provider '${model.provider}'${what} in the config`);
  }
  const gate = provider.project?.programme;
  if (gate !== undefined && input.identity.programmes?.[gate] === undefined)
    return reject(candidate, 'programme', `${provider.id} is for callers approved for ${gate}`);
  if (!input.isConfigured(provider))
    return reject(candidate, 'not-configured', `${provider.env}_API_KEY is not set`);
  if (input.boundTo !== null && input.boundTo !== provider.id) {
    return reject(candidate, 'provider-state', `the conversation is kept by ${input.boundTo}`);
  }
  if (isBelowFloor(model.safeguards, resolution.floor)) {
    return reject(
      candidate,
      'below-floor',
      `its safeguards are ${model.safeguards}; the floor is ${resolution.floor}`,
    );
  }
  const { data } = resolution.policy;
  const breach = data && findBreach(data, { model, provider });
  if (breach !== null) return reject(candidate, 'data-policy', breach);
  const unmet = needs.length === 0 ? needs : unmetOf(needs, model);
  if (unmet.length > 0) return reject(candidate, 'feature', tellUnmet(unmet, model, traits, input.caller));
  const tooLong = findOverflow(model, resolution.route, input);
  if (tooLong !== null) return reject(candidate, 'context-window', tooLong);
  const chosen = chooseProtocol(traits, input.caller, model, provider, effort, input.tables);
  if (!chosen.ok) return reject(candidate, chosen.reason, chosen.detail);
  return { candidate, provider, protocol: chosen.protocol, losses: chosen.losses };
}

/** The call that is made of it: the request as the model takes it, and how long it may take. */
export function toAttempt<R extends Adjustable>(
  { candidate, provider, protocol, losses }: Able,
  prediction: Prediction | null,
  { policy }: Resolution,
  { request, caller, traits }: PlanInput<R>,
): PlannedAttempt<R> {
  const { name, model, effort } = candidate;
  const wireModel = wireNameOf(name, model);
  const target: Target = { name, model, wireModel, provider, protocol, effort };
  const lane = protocol === caller ? 'passthrough' : 'translate';
  const asked = adjustRequest(request, target, policy.limits.outputTokens, caller);
  const mayStore = (policy.data?.retentionDaysAtMost ?? null) === null;
  const isStoredUnasked = lane === 'passthrough' && protocol === 'openai-responses';
  const adjusted = mayStore ? asked : forbidStore(asked, target, isStoredUnasked);
  return {
    target,
    lane,
    request: adjusted.request,
    losses: joinLosses(losses, adjusted.losses),
    deadlines: deadlinesFor(target, adjusted.request, policy.deadlines),
    prediction,
    ...(runsInBackground(target, adjusted.request, traits, policy) && { background: true }),
  };
}

/** Whether only one provider can serve it. */
export function isBound({ features }: RequestTraits): boolean {
  return features.some(({ feature }) => boundFeatures.has(feature));
}

/** Whether the provider acts on it by itself: a second call would act twice. */
export function usesProviderTool({ features }: RequestTraits): boolean {
  return features.some(({ feature }) => feature === 'provider-tool');
}

/** What the provider keeps or made stays with it: no target of another provider than the first one's. */
export function rejectUnbound({ features }: RequestTraits, able: readonly Able[]): Rejection[] {
  const bound = features.find((use) => boundFeatures.has(use.feature));
  const [first] = able;
  if (first === undefined || bound === undefined) return [];
  const { id } = first.provider;
  return able
    .filter(({ provider }) => provider.id !== id)
    .map(({ candidate }) => ({
      target: candidate.name,
      reason: 'provider-state',
      detail: `${bound.field}: only ${id}, the provider of the first target, knows it`,
    }));
}
