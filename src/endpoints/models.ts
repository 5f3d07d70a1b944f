/** GET /v1/models: what a client may name with its key, in OpenAI's form, or Anthropic's where `anthropic-version` is sent. */
import { listModels } from '../catalogue/catalogue.ts';
import type { Catalogue } from '../core/catalogue.ts';
import { RouterError } from '../core/errors.ts';
import { nearNames } from '../core/near-names.ts';
import { clientWishes } from '../core/objective.ts';
import type { Model } from '../core/target.ts';
import { splitTargetName } from '../core/target-name.ts';
import { mayNameModel, mayUseRoute } from '../routing/check-scope.ts';
import { json, type KeyedCall } from './endpoint.ts';

type Listed = {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly released: string | null;
  readonly shutdown: string | null;
  /** Null: a route, which may be served by any of several. */
  readonly model: Model | null;
};

function ofModel(model: Model): Listed {
  return {
    id: model.id,
    name: model.name ?? model.id,
    owner: model.provider,
    released: model.released,
    shutdown: model.shutdown,
    model,
  };
}

/** Whether the key may ask for what is listed under the name, or under what an alias stands for. */
function mayAsk({ deps, caller }: KeyedCall, name: string): boolean {
  const { routes, aliases, models } = deps.config;
  const asked = aliases.get(name) ?? name;
  if (asked === 'auto' || asked.startsWith('auto/'))
    return [...routes.values()].some((route) => route.when !== 'by-name' && mayUseRoute(caller, route.name));
  if (asked.startsWith('route/')) return mayUseRoute(caller, asked.slice('route/'.length));
  const { model } = splitTargetName(asked);
  return mayNameModel(caller, models.get(model)?.id ?? deps.catalogue.findModel(model)?.id ?? model);
}

/**
 * Routes first, then models by id; only what the key may ask for. Models past their shutdown are left out: a successor
 * answers for them.
 */
function listAll(call: KeyedCall): Listed[] {
  const { config, now } = call.deps;
  const nowMs = now();
  const ofRouter = (id: string): Listed => ({
    id,
    name: `Signalbox ${id}`,
    owner: 'signalbox',
    released: null,
    shutdown: null,
    model: null,
  });
  const wishes = Object.keys(clientWishes).map((wish) => `auto/${wish}`);
  const named = [...config.routes.keys()].map((name) => `route/${name}`);
  const routes = ['auto', ...wishes, ...named, ...config.aliases.keys()].map(ofRouter);
  const models = [...config.models.values(), ...listModels()]
    .filter(
      ({ id, shutdown }) => !config.aliases.has(id) && (shutdown === null || Date.parse(shutdown) > nowMs),
    )
    .map(ofModel)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return [...routes, ...models].filter(({ id }) => mayAsk(call, id));
}

function inOpenAiForm({ id, owner, released, shutdown }: Listed): object {
  const created = released === null ? 0 : Date.parse(released) / 1000;
  return { id, object: 'model', created, owned_by: owner, shutdown_date: shutdown };
}

function startOf(day: string): string {
  return `${day}T00:00:00Z`;
}

const lines = ['haiku', 'sonnet', 'opus', 'fable', 'mythos'] as const;

/** What the catalogue does not know is null: of the capabilities it knows some, and the form wants all or none. */
function inAnthropicForm({ id, name, released, shutdown, model }: Listed): object {
  return {
    type: 'model',
    id,
    display_name: name,
    created_at: startOf(released ?? '1970-01-01'),
    capabilities: null,
    deprecated_at: null,
    lifecycle: shutdown === null ? 'active' : 'deprecated',
    line: lines.find((line) => model?.id.startsWith(`claude-${line}-`)) ?? null,
    max_input_tokens: model?.maxInputTokens ?? model?.contextTokens ?? null,
    max_tokens: model?.maxOutputTokens ?? null,
    retires_at: shutdown === null ? null : startOf(shutdown),
  };
}

const defaultPage = 20;
const largestPage = 1000;

function readLimit(query: URLSearchParams): number {
  const text = query.get('limit');
  const limit = text === null ? defaultPage : Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= largestPage) return limit;
  throw new RouterError('invalid_request', `limit must be a whole number from 1 to ${largestPage}.`, {
    param: 'limit',
  });
}

/** One page: the entries behind `after_id`, or those before `before_id`. */
function anthropicPage(all: readonly Listed[], query: URLSearchParams): object {
  const limit = readLimit(query);
  const after = all.findIndex(({ id }) => id === query.get('after_id'));
  const before = all.findIndex(({ id }) => id === query.get('before_id'));
  const from = before === -1 ? after + 1 : Math.max(0, before - limit);
  const to = before === -1 ? from + limit : before;
  const page = all.slice(from, to);
  return {
    data: page.map(inAnthropicForm),
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
    has_more: before === -1 ? to < all.length : from > 0,
  };
}

export function answerModels(call: KeyedCall): Response {
  const { http, requestId } = call;
  const all = listAll(call);
  const headers = { 'x-request-id': requestId };
  if (http.headers.has('anthropic-version'))
    return json(anthropicPage(all, new URL(http.url).searchParams), headers);
  return json({ object: 'list', data: all.map(inOpenAiForm) }, headers);
}

function findListed(all: readonly Listed[], name: string, { findModel }: Catalogue): Listed | undefined {
  const id = all.some((listed) => listed.id === name) ? name : (findModel(name)?.id ?? name);
  return all.find((listed) => listed.id === id);
}

/** `gpt-5.5@low` is a name of its own. */
function findWithEffort(all: readonly Listed[], name: string, catalogue: Catalogue): Listed | undefined {
  const { model: base, effort } = splitTargetName(name);
  const found = effort === null ? undefined : findListed(all, base, catalogue);
  const isTaken = found?.model?.reasoning?.efforts.some((known) => known === effort);
  return found && isTaken ? { ...found, id: `${found.id}@${effort}` } : undefined;
}

/** Errors: `model_not_found` with near matches. */
export function answerModel(call: KeyedCall): Response {
  const { http, deps, params, requestId } = call;
  const name = params.id ?? '';
  const all = listAll(call);
  const found = findListed(all, name, deps.catalogue) ?? findWithEffort(all, name, deps.catalogue);
  if (found === undefined) {
    const near = nearNames(
      name,
      all.map((listed) => listed.id),
      4,
    );
    const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
    throw new RouterError('model_not_found', `The model '${name.slice(0, 100)}' does not exist.${hint}`, {
      param: 'model',
    });
  }
  const form = http.headers.has('anthropic-version') ? inAnthropicForm(found) : inOpenAiForm(found);
  return json(form, { 'x-request-id': requestId });
}
