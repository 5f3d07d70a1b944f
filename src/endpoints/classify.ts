/** POST /v1/classify: what the classifier says of a request body of any of the three protocols. No model is called. */
import { RouterError } from '../core/errors.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readRequest } from '../intake/read-request.ts';
import { readText } from '../intake/read-text.ts';
import { json, type KeyedCall } from './endpoint.ts';

/** Errors: `invalid_json`, `invalid_request`. */
export async function answerClassify({ http, deps, requestId }: KeyedCall): Promise<Response> {
  const { limits } = deps.config;
  const { raw } = parseObjectText(await readText(http, limits.bodyBytes), limits.depth);
  const request = readRequest(raw);
  if (!request.ok)
    throw new RouterError('invalid_request', request.error.message, { param: request.error.field });
  return json(deps.judgeRequest(request.value), { 'x-request-id': requestId });
}
