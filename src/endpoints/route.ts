/**
 * POST /v1/route: how a request body of any of the three protocols would be served, and why. No model is called, but
 * where the route asks for a second look, which is part of the decision.
 */
import { RouterError } from '../core/errors.ts';
import { decide } from '../decide.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { protocolOf, readRequest } from '../intake/read-request.ts';
import { readText } from '../intake/read-text.ts';
import { identifyEndUser } from '../ledger/end-user.ts';
import { protocols } from '../protocols/index.ts';
import { explain } from '../routing/explain.ts';
import { json, type KeyedCall } from './endpoint.ts';

/** Errors: `invalid_json`, `invalid_request`, and what the planner answers with. */
export async function answerRoute({ http, deps, caller, requestId }: KeyedCall): Promise<Response> {
  const { limits } = deps.config;
  const { raw } = parseObjectText(await readText(http, limits.bodyBytes), limits.depth);
  const read = readRequest(raw);
  if (!read.ok) throw new RouterError('invalid_request', read.error.message, { param: read.error.field });
  const protocol = protocols[protocolOf(raw)];
  const sessionId = http.headers.get('x-session-id');
  const identified = await identifyEndUser(read.value, caller, deps.pepper);
  const asked = { protocol, ...identified, requestId, sessionId, isExplained: true };
  return json(explain(await decide(asked, deps)), { 'x-request-id': requestId });
}
