/**
 * The Hono app: registers the table of endpoints, authenticates as the table says, and turns whatever is thrown
 * into an error in the caller's protocol. No logic of requests here.
 */
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { authenticate } from './access/authenticate.ts';
import { authenticateAdmin } from './access/authenticate-admin.ts';
import type { Config } from './core/config.ts';
import { RouterError } from './core/errors.ts';
import { requestIdAt } from './core/request-time.ts';
import type { ProtocolId } from './core/target.ts';
import { whereThrown } from './core/where-thrown.ts';
import { dashboardEndpoints } from './dashboard/endpoints.ts';
import type { Deps } from './deps.ts';
import type { Call, Endpoint } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints/endpoints.ts';
import { protocols } from './protocols/index.ts';
import { answerHeaders } from './respond/answer-headers.ts';
import { errorResponse } from './respond/error-response.ts';

/** What is thrown and is no RouterError is a bug: the client learns nothing of it but the request id. */
function toRouterError(thrown: unknown, requestId: string): RouterError {
  if (thrown instanceof RouterError) return thrown;
  const message = `Something went wrong in this router; the request id is ${requestId}.`;
  return new RouterError('internal_error', message, {
    cause: thrown,
    detail: whereThrown(thrown),
  });
}

function errorAnswer(thrown: unknown, form: ProtocolId, call: Call): Response {
  const { requestId, deps } = call;
  const error = toRouterError(thrown, requestId);
  if (error.status >= 500) {
    deps.log({
      event: 'request-failed',
      requestId,
      code: error.code,
      ...(error.detail !== null && { detail: error.detail }),
    });
  }
  const headers = answerHeaders({ requestId, configVersion: deps.config.version });
  return errorResponse(error, protocols[form].encodeError, requestId, headers);
}

function formOf(endpoint: Endpoint, http: Request): ProtocolId {
  return http.headers.has('anthropic-version') ? 'anthropic-messages' : endpoint.errors;
}

async function answer(endpoint: Endpoint, call: Call): Promise<Response> {
  try {
    if (endpoint.auth === 'key') {
      const caller = await authenticate(call.http.headers, call.deps);
      return await endpoint.answer({ ...call, caller });
    }
    if (endpoint.auth === 'admin') await authenticateAdmin(call.http.headers, call.deps.adminToken);
    return await endpoint.answer(call);
  } catch (thrown) {
    return errorAnswer(thrown, formOf(endpoint, call.http), call);
  }
}

function unknownPath(http: Request): RouterError {
  const { pathname } = new URL(http.url);
  const message = `There is nothing at ${pathname.slice(0, 200)}. GET /openapi.json lists the paths.`;
  return new RouterError('not_found', message);
}

function wrongMethod(call: Call, onPath: OnPath): Response {
  const methods = onPath.map(({ method }) => method).join(', ');
  const error = new RouterError(
    'method_not_allowed',
    `${new URL(call.http.url).pathname.slice(0, 200)} takes ${methods}.`,
  );
  const response = errorAnswer(error, formOf(onPath[0], call.http), call);
  response.headers.set('allow', methods);
  return response;
}

type OnPath = readonly [Endpoint, ...Endpoint[]];

function groupByPath(all: readonly Endpoint[]): ReadonlyMap<string, OnPath> {
  const byPath = new Map<string, OnPath>();
  for (const endpoint of all)
    byPath.set(endpoint.path, [...(byPath.get(endpoint.path) ?? []), endpoint] as const);
  return byPath;
}

/** `depsOf` makes the dependencies of one request. */
export function createApp<Env extends object>(
  config: Pick<Config, 'corsOrigins'>,
  depsOf: (env: Env, context: ExecutionContext, http: Request) => Deps,
): Hono<{ Bindings: Env }> {
  const app = new Hono<{ Bindings: Env }>();
  const callOf = (
    http: Request,
    env: Env,
    context: ExecutionContext,
    params: Record<string, string>,
  ): Call => {
    const deps = depsOf(env, context, http);
    return { http, deps, params, requestId: requestIdAt(deps.now(), deps.newId().slice(-16)) };
  };
  if (config.corsOrigins.length > 0) {
    app.use(
      '/v1/*',
      cors({ origin: [...config.corsOrigins], exposeHeaders: ['x-request-id', 'x-signalbox-model'] }),
    );
  }
  for (const [path, onPath] of groupByPath([...endpoints, ...dashboardEndpoints])) {
    const hasParams = path.includes(':');
    // One handler per path: Hono calls a single one without composing.
    app.all(path, (c) => {
      const http = c.req.raw;
      const method = http.method === 'HEAD' ? 'GET' : http.method;
      const endpoint = onPath.find((one) => one.method === method);
      const call = callOf(http, c.env, c.executionCtx as ExecutionContext, hasParams ? c.req.param() : {});
      return endpoint === undefined ? wrongMethod(call, onPath) : answer(endpoint, call);
    });
  }
  app.notFound((c) => {
    const call = callOf(c.req.raw, c.env, c.executionCtx as ExecutionContext, {});
    const form =
      c.req.path.startsWith('/v1/messages') || c.req.raw.headers.has('anthropic-version')
        ? 'anthropic-messages'
        : 'openai-chat';
    return errorAnswer(unknownPath(c.req.raw), form, call);
  });
  return app;
}
