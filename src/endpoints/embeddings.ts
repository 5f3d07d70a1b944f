/** POST /v1/embeddings: within the caller's limits, the body as it is to the provider of the model; one row a call. */
import { admitScopes, type Grant } from '../admit-scopes.ts';
import { checkActor } from '../check-actor.ts';
import type { Caller } from '../core/caller.ts';
import { withoutChoices } from '../core/choosing-fields.ts';
import type { Config, EmbeddingTarget } from '../core/config.ts';
import { RouterError } from '../core/errors.ts';
import { estimateTextsByFamily } from '../core/estimate-tokens.ts';
import type { Loss } from '../core/features.ts';
import type { JsonObject } from '../core/json.ts';
import { patchObject } from '../core/json-text.ts';
import { nearNames } from '../core/near-names.ts';
import { once } from '../core/once.ts';
import { type Row, totalOf } from '../core/row.ts';
import type { Target } from '../core/target.ts';
import { type TokenFamily, tokenFamilies, tokenFamilyOf } from '../core/token-rates.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readText } from '../intake/read-text.ts';
import { buildEmbeddingRow } from '../ledger/build-embedding-row.ts';
import type { RowBase } from '../ledger/build-rows.ts';
import { buildTemplate } from '../ledger/build-template.ts';
import { identifyEndUser } from '../ledger/end-user.ts';
import { priceUsage } from '../ledger/price-usage.ts';
import { mayNameModel, scopeProblem } from '../routing/check-scope.ts';
import type { KeyedCall } from './endpoint.ts';
import { type Ended, forward } from './forward.ts';

/** There is no secret to name the end user under. */
const namelessLoss = { what: 'end-user', how: 'dropped', field: 'user' } as const;

function choiceLoss(field: string): Loss {
  return { what: 'provider-choice', how: 'dropped', field };
}

/** Nobody waits longer for all of an answer. */
const leaseMs = 5 * 60_000;
/** One estimate in ten is short by more. */
const reserveFactor = 1.16;

const mostNamed = 8;

/** With models that the key may name: what is near, else all, up to a few. */
function unknownModel(name: string, embeddings: Config['embeddings'], caller: Caller): RouterError {
  const known = [...embeddings].flatMap(([id, { model }]) => (mayNameModel(caller, model.id) ? [id] : []));
  const near = nearNames(name, known, 4);
  const some = known.slice(0, mostNamed).join(', ') || 'none for this API key';
  const more = known.length > mostNamed ? ` and ${known.length - mostNamed} more` : '';
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `Embedding models: ${some}${more}.`;
  const message = `The embedding model '${name.slice(0, 100)}' does not exist. ${hint}`;
  return new RouterError('model_not_found', message, { param: 'model' });
}

function findTarget({ deps, caller }: KeyedCall, name: string): Target {
  const { embeddings } = deps.config;
  const found: EmbeddingTarget | undefined = embeddings.get(name);
  if (found === undefined) {
    throw unknownModel(name, embeddings, caller);
  }
  const { model, provider } = found;
  const problem = scopeProblem(caller, { route: 'model', candidates: [{ name, model, effort: null }] });
  if (problem !== null) throw problem;
  if (!deps.outbound.isConfigured(provider)) {
    const message = `No target of '${name}' is available: ${provider.env}_API_KEY is not set.`;
    throw new RouterError('no_target_available', message);
  }
  return { name, model, wireModel: name, provider, protocol: 'openai-chat', effort: null };
}

/** Texts are estimated; tokens are what they are. */
function countInput(input: unknown): Record<TokenFamily, number> {
  const inputs: readonly unknown[] = Array.isArray(input) ? input.flat() : [input];
  const estimated = estimateTextsByFamily(inputs.filter((one) => typeof one === 'string'));
  const given = inputs.filter((one) => typeof one === 'number').length;
  const counts = tokenFamilies.map((family) => [family, given > 0 ? given : estimated[family]]);
  return Object.fromEntries(counts) as Record<TokenFamily, number>;
}

async function baseOf(call: KeyedCall, { user, input }: JsonObject, model: string) {
  const { deps, requestId } = call;
  const named = typeof user === 'string' ? { endUser: user } : {};
  const identified = await identifyEndUser(named, call.caller, deps.pepper);
  const { caller } = await checkActor(identified.caller, deps);
  return {
    requestId,
    caller,
    endUser: caller.endUser?.id ?? null,
    configVersion: deps.config.version,
    modelAsked: model,
    plan: { route: 'model', arm: null, floor: 'none' },
    baseline: null,
    judged: null,
    inputTokens: once(() => countInput(input)),
  } as const satisfies RowBase;
}

function expectedTokens({ model }: Target, { inputTokens }: RowBase): number {
  return inputTokens()[tokenFamilyOf(model.id)];
}

/** There is no cheaper target to go to: what does not fit a budget that asks for a downgrade is refused. */
async function admit(
  target: Target,
  template: () => Row,
  base: RowBase,
  { deps }: KeyedCall,
): Promise<Grant> {
  const { model, provider } = target;
  const reserve = once(() => {
    const tokens = Math.ceil(reserveFactor * expectedTokens(target, base));
    const usage = { inputTokens: tokens, outputTokens: 0 };
    const priced = priceUsage({ usage, model, provider, tier: null, atMs: deps.now() });
    return { tokens, nanoUsd: priced && totalOf(priced.cost) };
  });
  const { requestId, caller, plan } = base;
  const { onStoreAway } = deps.config.named;
  const wish = { requestId, caller, route: plan.route, onStoreAway, reserve, leaseMs, template };
  const grant = await admitScopes(wish, deps);
  const { downgrade } = grant;
  // Of what nobody can price a budget says nothing until it is used up.
  if (downgrade === null || (reserve().nanoUsd === null && downgrade.leftNanoUsd > 0)) return grant;
  deps.ledger?.cancel(requestId);
  throw downgrade.refuse();
}

/** Input tokens as the provider counts them, out of the ends of its answer. */
function readTokens(ended: Ended): number | null {
  if (ended.fault !== null) return null;
  for (const text of [ended.answer.tail, ended.answer.head])
    for (const name of ['prompt_tokens', 'total_tokens']) {
      const found = [...text.matchAll(new RegExp(`"${name}"\\s*:\\s*(\\d{1,12})\\b`, 'g'))].at(-1)?.[1];
      if (found !== undefined) return Number(found);
    }
  return null;
}

/** Errors: `invalid_json`, `invalid_request`, `model_not_found`, `no_target_available`, and those of limits. */
export async function answerEmbeddings(call: KeyedCall): Promise<Response> {
  const { deps, requestId } = call;
  const { limits } = deps.config;
  const { text, scan, raw } = parseObjectText(await readText(call.http, limits.bodyBytes), limits.depth);
  const { model, input } = raw;
  if (typeof model !== 'string' || model === '') {
    throw new RouterError('invalid_request', 'model must be a non-empty string.', { param: 'model' });
  }
  if (typeof input !== 'string' && !Array.isArray(input)) {
    throw new RouterError('invalid_request', 'input must be a string or an array.', { param: 'input' });
  }
  const target = findTarget(call, model);
  const base = await baseOf(call, raw, model);
  const startedAtMs = deps.now();
  const template = () => {
    const tokens = { input: expectedTokens(target, base), cachedInput: 0, output: { expected: 0, high: 0 } };
    const dispatched = { attempt: 1, role: 'first', atMs: startedAtMs } as const;
    return buildTemplate({ ...dispatched, planned: { target, lane: 'passthrough' } }, { tokens }, base);
  };
  const { scopes, isHeld, headers } = await admit(target, template, base, call);
  if (!isHeld) deps.ledger?.announce({ requestId, attempt: 1 }, template, leaseMs);
  const choices = withoutChoices(raw);
  return forward(call, {
    provider: target.provider,
    protocol: 'openai-chat',
    path: '/embeddings',
    body: patchObject(text, scan, {
      ...('user' in raw && { user: base.endUser ?? undefined }),
      ...choices,
    }),
    losses: [
      ...(raw.user && base.endUser === null ? [namelessLoss] : []),
      ...Object.keys(choices).map(choiceLoss),
    ],
    model,
    limitHeaders: headers,
    onEnd: (ended) => {
      const { fault } = ended;
      const end = ended.fault === null ? ended.answer.end : 'truncated';
      const told = { target, fault, end, inputTokens: readTokens(ended), startedAtMs, endedAtMs: deps.now() };
      deps.ledger?.settle({ row: buildEmbeddingRow(told, base), isLast: true, scopes });
    },
  });
}
