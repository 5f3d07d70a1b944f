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
import { json, type KeyedCall } from './endpoint.ts';

function findRoute(name: string, routes: ReadonlyMap<string, Route>): Route {
  const route = routes.get(name);
  if (route !== undefined) return route;
  const near = nearNames(name, routes.keys(), 3);
  const hint =
    near.length > 0 ? `Did you mean ${near.join(', ')}?` : `Routes: ${[...routes.keys()].join(', ')}.`;
  const message = `The route '${name.slice(0, 100)}' does not exist. ${hint}`;
  throw new RouterError('route_not_found', message, { param: 'route' });
}

function invalidLook(message: string): RouterError {
  return new RouterError('invalid_request', message, { param: 'second_look' });
}

/** What the query asks for: settings always, so that there is a judgement. */
function policyAsked(query: URLSearchParams, routes: ReadonlyMap<string, Route>): JudgePolicy {
  const name = query.get('route');
  const route = name === null ? null : findRoute(name, routes);
  const classify = route?.classify ?? noSettings;
  const look = query.get('second_look') ?? 'false';
  if (look !== 'true' && look !== 'false') throw invalidLook('second_look must be true or false.');
  if (look === 'false') return { classify, secondLook: null };
  if (route === null) throw invalidLook('second_look needs a route: add route=NAME.');
  if (route.secondLook === null) throw invalidLook(`The route '${route.name}' has no second look.`);
  return { classify, secondLook: route.secondLook };
}

/** Errors: `invalid_json`, `invalid_request`, `route_not_found`. */
export async function answerClassify({ http, deps, requestId, caller }: KeyedCall): Promise<Response> {
  const { limits, routes } = deps.config;
  const policy = policyAsked(new URL(http.url).searchParams, routes);
  const { raw } = parseObjectText(await readText(http, limits.bodyBytes), limits.depth);
  const request = readRequest(raw);
  if (!request.ok)
    throw new RouterError('invalid_request', request.error.message, { param: request.error.field });
  const route = new URL(http.url).searchParams.get('route') ?? 'model';
  const asker = { requestId, caller, route, configVersion: deps.config.version };
  const judged = await judgeForRoute(request.value, policy, asker, deps);
  return json({ ...judged, signals: readSignals(request.value) }, { 'x-request-id': requestId });
}
