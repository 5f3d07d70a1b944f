/**
 * Applies a model's rules to a request before it is sent: what the model's API would refuse is dropped or clamped,
 * each change reported. Pure; the caller's own request is never touched.
 */
import type { Loss } from '../core/features.ts';
import { nameOf } from '../core/field-names.ts';
import { leastOutputTokens } from '../core/output-limit.ts';
import type { LlmRequest, Reasoning, Sampling } from '../core/request.ts';
import { type Effort, efforts, type Model, type ProtocolId, type Target } from '../core/target.ts';

/** What rules of models touch: a request has it, and so have its traits. */
export type Adjustable = Pick<LlmRequest, 'sampling' | 'stream' | 'maxOutputTokens'> & {
  readonly reasoning: Reasoning;
  readonly state: Pick<LlmRequest['state'], 'store'>;
};

export type Adjusted<R> = { readonly request: R; readonly losses: Loss[] };

type Reasons = { readonly reasoning: Pick<Reasoning, 'effort' | 'budgetTokens'> };

/** The same in every protocol that has the field. */
const fieldOfSampling: Readonly<Record<keyof Sampling, string>> = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  seed: 'seed',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  logitBias: 'logit_bias',
};

const refusedSampling = ['temperature', 'topP', 'topK', 'frequencyPenalty', 'presencePenalty'] as const;

/** Anthropic's thinking budgets as efforts, smallest budget first (facts of the vendors' own tables). */
const effortOfBudget: readonly (readonly [number, Effort])[] = [
  [2048, 'low'],
  [8192, 'medium'],
  [16384, 'high'],
  [Number.POSITIVE_INFINITY, 'xhigh'],
];

export function effortForBudget(budgetTokens: number): Effort {
  return effortOfBudget.find(([upTo]) => budgetTokens <= upTo)?.[1] ?? 'high';
}

/** The listed effort nearest to the asked one: the strongest that is not above it, else the weakest above. */
export function clampEffort(asked: Effort, listed: readonly Effort[]): Effort | null {
  if (listed.includes(asked)) return asked;
  const rank = efforts.indexOf(asked);
  const notAbove = listed.filter((effort) => efforts.indexOf(effort) <= rank && effort !== 'none');
  if (asked === 'none') return listed[0] ?? null;
  return notAbove.at(-1) ?? listed.find((effort) => effort !== 'none') ?? listed[0] ?? null;
}

/** The effort the model will run at, if the request says nothing: its default. */
export function effectiveEffort(request: Reasons, model: Model): Effort | null {
  return request.reasoning.effort ?? model.reasoning?.default ?? null;
}

type WantedEffort = {
  /** By the route, the client, or the client's budget. */
  readonly asked: Effort;
  /** What the model makes of it; null: it takes none. */
  readonly effort: Effort | null;
  readonly isFromBudget: boolean;
};

/** Null: nobody wants any, or the model takes the client's budget as it is. */
function wantedEffort({ reasoning }: Reasons, model: Model, effort: Effort | null): WantedEffort | null {
  const { budgetTokens } = reasoning;
  if (budgetTokens !== undefined && model.reasoning?.style === 'budget' && effort === null) return null;
  const isFromBudget = budgetTokens !== undefined && reasoning.effort === undefined;
  const asked = effort ?? reasoning.effort ?? (isFromBudget ? effortForBudget(budgetTokens) : undefined);
  if (asked === undefined) return null;
  const taken =
    model.reasoning?.style === 'fixed' ? null : clampEffort(asked, model.reasoning?.efforts ?? []);
  return { asked, effort: taken, isFromBudget };
}

/** The effort that a model runs at once the request has been adjusted to it; null: it has none, or nobody knows. */
export function runningEffort(request: Reasons, model: Model, effort: Effort | null): Effort | null {
  const wanted = wantedEffort(request, model, effort);
  return (wanted === null ? request.reasoning.effort : wanted.effort) ?? model.reasoning?.default ?? null;
}

function adjustEffort<R extends Adjustable>(
  request: R,
  target: Target,
  caller: ProtocolId,
  losses: Loss[],
): R {
  const { model } = target;
  const wanted = wantedEffort(request, model, target.effort);
  if (wanted === null) return request;
  const { asked, effort, isFromBudget } = wanted;
  const { budgetTokens, ...reasoning } = request.reasoning;
  // What the route itself sets is the platform team's wish and no loss.
  if (target.effort === null && (effort !== asked || isFromBudget)) {
    const field = isFromBudget ? 'thinking.budget_tokens' : nameOf('effort', caller);
    const given = isFromBudget ? `${budgetTokens} tokens` : asked;
    const note = effort === null ? `${model.id} takes no effort` : `${given} became ${effort}`;
    losses.push({ what: 'effort', how: effort === null ? 'dropped' : 'adapted', field, note });
  }
  const { effort: _, ...rest } = reasoning;
  return { ...request, reasoning: effort === null ? rest : { ...rest, effort } };
}

function adjustSampling<R extends Adjustable>(request: R, model: Model, losses: Loss[]): R {
  const isRefused =
    model.rules.includes('no-sampling') ||
    (model.rules.includes('sampling-without-reasoning') && effectiveEffort(request, model) !== 'none');
  if (!isRefused) return request;
  const sampling = { ...request.sampling };
  for (const name of refusedSampling) {
    if (sampling[name] === undefined) continue;
    delete sampling[name];
    losses.push({
      what: 'sampling',
      how: 'dropped',
      field: fieldOfSampling[name],
      note: `${model.id} refuses it`,
    });
  }
  return { ...request, sampling };
}

/** The cap that the target is sent; undefined: none. What its protocol takes at least wins over a smaller one. */
function capFor(asked: number | undefined, target: Target, routeCap: number | null): number | undefined {
  const { model, protocol } = target;
  if (asked === undefined && routeCap === null) return undefined;
  const caps = [asked ?? null, model.maxOutputTokens, routeCap].filter((cap) => cap !== null);
  return Math.max(leastOutputTokens[protocol], Math.min(...caps));
}

function adjustOutputCap<R extends Adjustable>(
  request: R,
  target: Target,
  routeCap: number | null,
  caller: ProtocolId,
  losses: Loss[],
): R {
  const asked = request.maxOutputTokens;
  const cap = capFor(asked, target, routeCap);
  if (cap === undefined || cap === asked) return request;
  if (asked !== undefined) {
    losses.push({
      what: 'max-output-tokens',
      how: 'adapted',
      field: nameOf('maxOutputTokens', caller),
      note: `${asked} became ${cap}`,
    });
  }
  return { ...request, maxOutputTokens: cap };
}

function adjustStore<R extends Adjustable>(request: R, target: Target, losses: Loss[]): R {
  if (request.state.store === undefined || !target.provider.quirks.includes('no-store')) return request;
  const { store, ...state } = request.state;
  if (store)
    losses.push({
      what: 'store',
      how: 'dropped',
      field: 'store',
      note: `${target.provider.id} keeps nothing`,
    });
  return { ...request, state };
}

/**
 * For routes that demand how long requests are kept at most: no provider is asked to store the answer, where the client
 * asked for it or, `isStoredUnasked`, where its protocol does that of itself.
 */
export function forbidStore<R extends Adjustable>(
  adjusted: Adjusted<R>,
  { provider }: Target,
  isStoredUnasked: boolean,
): Adjusted<R> {
  const { request, losses } = adjusted;
  const { store = isStoredUnasked } = request.state;
  if (!store || provider.quirks.includes('no-store')) return adjusted;
  const note = 'the route limits how long requests are kept';
  return {
    request: { ...request, state: { ...request.state, store: false } },
    losses: [...losses, { what: 'store', how: 'dropped', field: 'store', note }],
  };
}

/** `routeCap`: the route's own bound on output tokens, or null. `caller`: whose names of fields the losses have. */
export function adjustRequest<R extends Adjustable>(
  request: R,
  target: Target,
  routeCap: number | null,
  caller: ProtocolId,
): Adjusted<R> {
  const losses: Loss[] = [];
  const withEffort = adjustEffort(request, target, caller, losses);
  const withSampling = adjustSampling(withEffort, target.model, losses);
  const withCap = adjustOutputCap(withSampling, target, routeCap, caller, losses);
  return { request: adjustStore(withCap, target, losses), losses };
}
