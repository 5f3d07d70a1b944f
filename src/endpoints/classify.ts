/**
 * POST /v1/classify: what the classifier says of a request body of any of the three protocols. `?route=NAME` applies
 * that route's settings, `&second_look=true` its second look too; without it no model is called.
 */
import { noSettings } from '../classify/apply-settings.ts';
import { readSignals } from '../classify/signals/read-signals.ts';
import type { Route } from '../core/config.ts';
import { RouterError } from '../core/errors.ts';
import { nearNames } from '../core/near-names.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readRequest } from '../intake/read-request.ts';
import { readText } from '../intake/read-text.ts';
import { type JudgePolicy, judgeForRoute } from '../judge/judge-for-route.ts';
import { mayUseRoute, routeProblem } from '../routing/check-scope.ts';
import { json, type KeyedCall } from './endpoint.ts';

/** A route's settings, and the looks that it pays, are for who may use it. */
function findRoute(name: string, { deps, caller }: KeyedCall): Route {
  const { routes } = deps.config;
  const param = 'route';
  const route = routes.get(name);
  if (route !== undefined) {
    const refused = routeProblem(caller, name, param);
    if (refused !== null) throw refused;
    return route;
  }
  const known = [...routes.keys()].filter((id) => mayUseRoute(caller, id));
  const near = nearNames(name, known, 3);
  const list = known.join(', ') || 'none for this API key';
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `Routes: ${list}.`;
  const message = `The route '${name.slice(0, 100)}' does not exist. ${hint}`;
  throw new RouterError('route_not_found', message, { param });
}

function invalidLook(message: string): RouterError {
  return new RouterError('invalid_request', message, { param: 'second_look' });
}

/** What the query asks for: settings always, so that there is a judgement. */
function policyAsked(query: URLSearchParams, call: KeyedCall): JudgePolicy {
  const name = query.get('route');
  const route = name === null ? null : findRoute(name, call);
  const classify = route?.classify ?? noSettings;
  const look = query.get('second_look') ?? 'false';
  if (look !== 'true' && look !== 'false') throw invalidLook('second_look must be true or false.');
  if (look === 'false') return { classify, secondLook: null };
  if (route === null) throw invalidLook('second_look needs a route: add route=NAME.');
  if (route.secondLook === null) throw invalidLook(`The route '${route.name}' has no second look.`);
  return { classify, secondLook: route.secondLook };
}

/** Errors: `invalid_json`, `invalid_request`, `route_not_found`, `route_not_allowed`. */
export async function answerClassify(call: KeyedCall): Promise<Response> {
  const { http, deps, requestId, caller } = call;
  const { limits } = deps.config;
  const policy = policyAsked(new URL(http.url).searchParams, call);
  const { raw } = parseObjectText(await readText(http, limits.bodyBytes), limits.depth);
  const request = readRequest(raw);
  if (!request.ok)
    throw new RouterError('invalid_request', request.error.message, { param: request.error.field });
  const route = new URL(http.url).searchParams.get('route') ?? 'model';
  const asker = { requestId, caller, route, configVersion: deps.config.version };
  const judged = await judgeForRoute(request.value, policy, asker, deps);
  return json({ ...judged, signals: readSignals(request.value) }, { 'x-request-id': requestId });
}
