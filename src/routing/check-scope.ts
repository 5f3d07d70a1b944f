/** Whether the caller's key may use the route, or name the model, that its request resolved to. Pure. */
import { programmeOf } from '../core/access-programs.ts';
import type { Caller } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import type { LlmRequest } from '../core/request.ts';
import type { Resolution } from './resolve.ts';

/** What a key is good for: with either list, what is left out of the other means none. */
type Scope = Pick<Caller, 'routes' | 'models'>;

export function mayUseRoute({ routes, models }: Scope, name: string): boolean {
  return routes?.includes(name) ?? models === undefined;
}

/** Models of embeddings are models as well. */
export function mayNameModel({ routes, models }: Scope, id: string): boolean {
  return models?.includes(id) ?? routes === undefined;
}

/** Null: it may. `param`: where the request names the route. */
export function routeProblem(scope: Scope, route: string, param: string): RouterError | null {
  if (mayUseRoute(scope, route)) return null;
  const message = `This API key may not use the route '${route}'; it may use ${listed(scope.routes ?? [])}.`;
  return new RouterError('route_not_allowed', message, { param });
}

/** Null: it may. Where a model is named, what counts is the model that serves it. */
export function scopeProblem(
  scope: Scope,
  { route, candidates }: Pick<Resolution, 'route' | 'candidates'>,
): RouterError | null {
  const { models = [] } = scope;
  const param = { param: 'model' };
  if (route !== 'model') return routeProblem(scope, route, 'model');
  const refused = candidates.find(({ model }) => !mayNameModel(scope, model.id));
  if (refused === undefined) return null;
  const message = `This API key may not name the model '${refused.model.id}'; it may name ${listed(models)}.`;
  return new RouterError('model_not_allowed', message, param);
}

/** Null: it asks for no programme, or for the very level that its caller is approved for. */
export function programmeProblem(
  { programmes = {} }: Caller,
  { programme }: Pick<LlmRequest, 'programme'>,
): RouterError | null {
  const asked = programmeOf(programme);
  if (programme === undefined || asked === undefined) return null;
  const approved = asked === 'other' ? undefined : programmes[asked];
  if (approved === programme.level) return null;
  const what = asked === 'other' ? 'this programme' : `the programme ${asked}`;
  const message =
    approved === undefined
      ? `This API key is not approved for ${what}.`
      : `This API key is approved for ${what} at the level ${approved} only.`;
  return new RouterError('programme_not_allowed', message, { param: 'access_programs' });
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
