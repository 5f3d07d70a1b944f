/**
 * POST /v1/messages/count_tokens: counted by the provider where the planned target speaks Messages; estimated here,
 * and marked so, where it does not, or where its safeguards would not send the request as it is.
 */
import { RouterError } from '../core/errors.ts';
import { estimateTokens } from '../core/estimate-tokens.ts';
import { patchObject } from '../core/json-text.ts';
import { tokenFamilyOf } from '../core/token-rates.ts';
import { decide } from '../decide.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readText } from '../intake/read-text.ts';
import {
  countTokensPath,
  decodeCountTokens,
  encodeTokenCount,
} from '../protocols/anthropic-messages/count-tokens.ts';
import { protocols } from '../protocols/index.ts';
import { answerHeaders } from '../respond/answer-headers.ts';
import { looksInside } from '../safeguards/find-sensitive.ts';

import { json, type KeyedCall } from './endpoint.ts';
import { forward } from './forward.ts';

/** Errors: as POST /v1/messages. */
export async function answerCountTokens(call: KeyedCall): Promise<Response> {
  const { deps, http, caller, requestId } = call;
  const { limits, version } = deps.config;
  const body = parseObjectText(await readText(http, limits.bodyBytes), limits.depth);
  const decoded = decodeCountTokens(body.raw);
  if (!decoded.ok)
    throw new RouterError('invalid_request', decoded.error.message, { param: decoded.error.field });
  const messages = protocols['anthropic-messages'];
  const sessionId = http.headers.get('x-session-id');
  const asked = {
    protocol: messages,
    request: decoded.value,
    caller,
    requestId,
    sessionId,
    isExplained: false,
  };
  const { plan, verdict } = await decide(asked, deps);
  const [first] = plan.attempts;
  if (first === undefined) throw new Error('a plan without attempts');
  const { target } = first;
  if (first.lane === 'passthrough' && !looksInside(verdict.actions)) {
    // Whom the request is for makes no difference to the count, and raw names stay here.
    const named = 'metadata' in body.raw ? { metadata: undefined } : {};
    const text = patchObject(body.text, body.scan, { model: target.wireModel, ...named });
    return forward(call, {
      provider: target.provider,
      protocol: messages.id,
      path: countTokensPath,
      body: text,
      model: target.wireModel,
    });
  }
  const facts = {
    requestId,
    configVersion: version,
    route: plan.route,
    model: target.wireModel,
    provider: target.provider.id,
  };
  return json(encodeTokenCount(estimateTokens(decoded.value, tokenFamilyOf(target.wireModel))), {
    ...answerHeaders(facts),
    'x-signalbox-estimated': 'true',
  });
}
