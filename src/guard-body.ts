/**
 * A request body as its safeguards let it pass, made once its verdict is known: refused, or edited and read again, so
 * that everything behind sees what the model will see.
 */
import { RouterError } from './core/errors.ts';
import type { Loss } from './core/features.ts';
import { patchObject } from './core/json-text.ts';
import type { Judged } from './core/judged.ts';
import type { Protocol } from './core/protocol.ts';
import type { LlmRequest } from './core/request.ts';
import type { Verdict } from './core/safeguard.ts';
import type { SafeguardLevel } from './core/target.ts';
import type { Deps } from './deps.ts';
import { type Conversation, checkHeldElsewhere, checkResults } from './hold-calls.ts';
import { checkRequest } from './hold-request.ts';
import { type ParsedBody, parseObjectText } from './intake/parse-object.ts';
import { moderateRequest } from './moderate.ts';
import { editRequest } from './safeguards/edit-request.ts';
import { refuseUninspected } from './safeguards/inspected.ts';
import type { Masks } from './safeguards/mask-request.ts';

/** What is sent in place of what came. */
export type GuardedBody = ParsedBody & {
  /** As the body says it. */
  readonly decoded: LlmRequest;
  /** With the end user as providers may know them. */
  readonly request: LlmRequest;
  /** What stands behind the placeholders in it; null: none are. */
  readonly masks: Masks | null;
  /** What of it the provider does not get. */
  readonly losses: readonly Loss[];
};

export type GuardedRequest = {
  /** Null: what came may be sent. */
  readonly body: GuardedBody | null;
  /** What is demanded besides the verdict's. */
  readonly floor: SafeguardLevel;
};

/** `route`: which has been chosen. */
export type BodyGuard = (verdict: Verdict, judge: () => Judged, route: string) => Promise<GuardedRequest>;

/** What a model is told in place of the result. */
const denial = 'This call was not approved. Whatever was asked of the tool, its result may not be used.';

/** Errors: `safeguard_refused`, and of `checkRequest` and `checkResults`. */
export function bodyGuard(
  { requestGuard: guard, decodeRequest }: Protocol,
  body: ParsedBody,
  conversation: Conversation,
  requestId: string,
  deps: Deps,
): BodyGuard {
  const { request, caller } = conversation;
  const { config, log } = deps;
  return async ({ rules, actions }, judge, route) => {
    if (actions.length === 0 && !config.holdsCalls) return { body: null, floor: 'none' };
    if (actions.includes('log'))
      log({ event: 'safeguard', requestId, code: actions.join(','), detail: rules.join(',') });
    if (actions.includes('refuse')) {
      const message = `The safeguards of this router refuse this request. To appeal, name ${requestId} to whoever runs it.`;
      throw new RouterError('safeguard_refused', message);
    }
    if (actions.includes('hold')) await checkRequest(body.text, conversation, deps);
    const asker = { requestId, caller, route, configVersion: config.version };
    const isModerated = actions.includes('moderate-input');
    const floor = isModerated ? await moderateRequest(request, asker, deps) : 'none';
    const check = actions.includes('confirm-tools') ? checkResults : checkHeldElsewhere;
    const denied = await check(conversation, deps);
    const replaced = denied.length === 0 ? {} : guard.replaceResults(body.raw, denied, denial);
    if (denied.length > 0 && Object.keys(replaced).length === 0)
      throw new Error('a denied result that cannot be found');
    const raw = { ...body.raw, ...replaced };
    refuseUninspected(actions, request);
    const tools = () => judge().tools;
    const edited = editRequest({ actions }, { text: body.text, raw, request, guard, tools });
    const edits = { ...replaced, ...edited.edits };
    if (Object.keys(edits).length === 0) return { body: null, floor };
    const sent = parseObjectText(patchObject(body.text, body.scan, edits), config.limits.depth + 1);
    const decoded = decodeRequest(sent.raw);
    if (!decoded.ok) throw new Error(`a guarded body that cannot be read: ${decoded.error.field}`);
    const { endUser: _, ...asked } = decoded.value;
    const { endUser } = request;
    const guarded: GuardedBody = {
      ...sent,
      masks: edited.masks,
      losses: edited.losses,
      decoded: decoded.value,
      request: endUser === undefined ? asked : { ...asked, endUser },
    };
    return { body: guarded, floor };
  };
}
