/**
 * POST /v1/messages/count_tokens: counted by the provider where the planned target speaks Messages; estimated here,
 * and marked so, where it does not, or where its safeguards would not send the request as it is, if at all.
 */
import { checkActor } from '../check-actor.ts';
import { RouterError } from '../core/errors.ts';
import { estimateTokens } from '../core/estimate-tokens.ts';
import { patchObject } from '../core/json-text.ts';
import type { LlmRequest } from '../core/request.ts';
import type { SafeguardAction } from '../core/safeguard.ts';
import { tokenFamilyOf } from '../core/token-rates.ts';
import { decide } from '../decide.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readText } from '../intake/read-text.ts';
import { identifyEndUser } from '../ledger/end-user.ts';
import {
  countTokensPath,
  decodeCountTokens,
  encodeTokenCount,
} from '../protocols/anthropic-messages/count-tokens.ts';
import { protocols } from '../protocols/index.ts';
import { answerHeaders } from '../respond/answer-headers.ts';
import { json, type KeyedCall } from './endpoint.ts';
import { forward } from './forward.ts';

/** They leave the request as it came. */
const onlyLook: ReadonlySet<SafeguardAction> = new Set([
  'second-look',
  'inspect-output',
  'moderate-output',
  'check-schema',
  'log',
]);

/** Whether a result may be of a call that waits for a person. */
function mayHoldResults({ messages }: LlmRequest, holdsCalls: boolean): boolean {
  return holdsCalls && messages.some(({ content }) => content.some(({ type }) => type === 'tool-result'));
}

/** Errors: as POST /v1/messages, but for those of limits: nothing is booked. */
export async function answerCountTokens(call: KeyedCall): Promise<Response> {
  const { deps, http, requestId } = call;
  const { limits, version } = deps.config;
  const body = parseObjectText(await readText(http, limits.bodyBytes), limits.depth);
  const decoded = decodeCountTokens(body.raw);
  if (!decoded.ok)
    throw new RouterError('invalid_request', decoded.error.message, { param: decoded.error.field });
  const messages = protocols['anthropic-messages'];
  const { request, caller: named } = await identifyEndUser(decoded.value, call.caller, deps.pepper);
  const { caller, headers } = await checkActor(named, deps);
  const sessionId = http.headers.get('x-session-id');
  const asked = {
    protocol: messages,
    request,
    caller,
    requestId,
    sessionId,
    isExplained: false,
  };
  const { plan, verdict } = await decide(asked, deps);
  const [first] = plan.attempts;
  if (first === undefined) throw new Error('a plan without attempts');
  const { target } = first;
  const isSent = verdict.actions.every((action) => onlyLook.has(action));
  if (first.lane === 'passthrough' && isSent && !mayHoldResults(request, deps.config.holdsCalls)) {
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
  return json(encodeTokenCount(estimateTokens(request, tokenFamilyOf(target.wireModel))), {
    ...answerHeaders(facts),
    ...headers,
    'x-signalbox-estimated': 'true',
  });
}
