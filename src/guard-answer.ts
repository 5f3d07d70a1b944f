/** Who sees an answer before the client does, as the safeguards of its request demand. */
import { type AnswerInspector, joinInspectors } from './core/answer-inspector.ts';
import type { UpstreamFault } from './core/errors.ts';
import { replay } from './core/replay.ts';
import type { LlmResponse } from './core/response.ts';
import type { Verdict } from './core/safeguard.ts';
import type { Deps } from './deps.ts';
import type { GuardedBody } from './guard-body.ts';
import { type Conversation, callHolder } from './hold-calls.ts';
import { answerModerator } from './moderate.ts';
import { checkSchema, type SchemaHit, schemaOf } from './safeguards/check-schema.ts';
import { createGate, readAnswered } from './safeguards/gate.ts';
import { CallReader } from './safeguards/held-calls.ts';
import { inspectAnswer, type OnHit } from './safeguards/inspect-answer.ts';
import { unmaskAnswer } from './safeguards/unmask-answer.ts';

function gateOf(conversation: Conversation, deps: Deps): AnswerInspector {
  const reader = new CallReader(conversation.request, deps.config.safeguards.approvals);
  readAnswered(conversation.request, reader);
  return createGate(reader, callHolder(conversation, deps));
}

const nobodyLooked: ReadonlySet<string> = new Set(['schema-unchecked', 'moderation-unavailable']);

/** Of one answer: a line of the log for each hit, and an entry of the audit log for each kind and place. */
function hitTeller(
  requestId: string,
  { caller }: Conversation,
  { log, audit }: Pick<Deps, 'log' | 'audit'>,
): OnHit<'canary' | 'secret' | 'link' | 'moderation' | 'moderation-unavailable' | SchemaHit> {
  const written = new Set<string>();
  return (code, detail, place) => {
    log({ event: 'safeguard', requestId, code, detail });
    const name = `${code} ${place}`;
    if (nobodyLooked.has(code) || written.has(name)) return;
    written.add(name);
    const { id: actor, team, tier, endUser } = caller;
    const asker = { team, tier, endUser: endUser?.id ?? null };
    // How many images there are is known when the answer is over.
    const details = { ...asker, found: code, detail: code === 'link' ? null : detail, place };
    audit?.append({ action: 'answer.hit', actor, object: requestId, details });
  };
}

function inspectorOf({ text: sent, requestId, conversation }: Asked, deps: Deps): () => AnswerInspector {
  const { config } = deps;
  const canaries = deps.canaries();
  const isKnown = (text: string) => sent.includes(text) || sent.includes(JSON.stringify(text).slice(1, -1));
  const { linkHosts } = config.safeguards;
  return () =>
    inspectAnswer({ canaries, linkHosts, isKnown, onHit: hitTeller(requestId, conversation, deps) });
}

function moderatorOf({ requestId, conversation, route }: Asked, deps: Deps): () => AnswerInspector {
  const asker = { requestId, caller: conversation.caller, route, configVersion: deps.config.version };
  return () => {
    const tell = hitTeller(requestId, conversation, deps);
    return answerModerator(asker, (code, detail) => tell(code, detail, 'text'), deps);
  };
}

/** Looks at what the client would read: `masks` are put back before. Null: nothing is to be checked. */
function schemaChecker(
  { actions }: Pick<Verdict, 'actions'>,
  { requestId, conversation }: Asked,
  deps: Deps,
): (() => AnswerInspector) | null {
  const schema = schemaOf(actions, conversation.request);
  if (schema === null) return null;
  return () => {
    const tell = hitTeller(requestId, conversation, deps);
    return checkSchema({ schema, onHit: (code, detail) => tell(code, detail, 'text') });
  };
}

const nobody: AnswerInspector = { push: (event) => [event] };

type Asked = {
  readonly requestId: string;
  /** The text of the request as it came. */
  readonly text: string;
  readonly conversation: Conversation;
  readonly route: string;
  /** What was sent in its place. */
  readonly guarded: GuardedBody | null;
};

/** Null: nobody, and the bytes of an answer may pass. */
function answerGuard(
  { actions }: Pick<Verdict, 'actions'>,
  asked: Asked,
  deps: Deps,
): (() => AnswerInspector) | null {
  const { conversation, guarded } = asked;
  const masks = guarded?.masks ?? null;
  const makers: (() => AnswerInspector)[] = [];
  // What is masked is not told to whoever moderates.
  if (actions.includes('moderate-output')) makers.push(moderatorOf(asked, deps));
  if (masks !== null) makers.push(() => unmaskAnswer(masks));
  if (actions.includes('inspect-output')) makers.push(inspectorOf(asked, deps));
  const checker = conversation.request.stream ? schemaChecker({ actions }, asked, deps) : null;
  if (checker !== null) makers.push(checker);
  // The gate sees what the client will see: it comes last.
  // A model may call what nobody has told it of.
  if (actions.includes('confirm-tools')) makers.push(() => gateOf(conversation, deps));
  return makers.length === 0 ? null : () => joinInspectors(makers.map((make) => make())) ?? nobody;
}

/** Null: an answer that comes whole is taken as it is. Otherwise what is wrong with it, while another may still come. */
function answerCheck(
  verdict: Pick<Verdict, 'actions'>,
  asked: Asked,
  deps: Deps,
): ((response: LlmResponse) => UpstreamFault | null) | null {
  const checker = asked.conversation.request.stream ? null : schemaChecker(verdict, asked, deps);
  if (checker === null) return null;
  const masks = asked.guarded?.masks ?? null;
  return (response) => {
    const all = masks === null ? [checker()] : [unmaskAnswer(masks), checker()];
    const inspector = joinInspectors(all) ?? nobody;
    const found = replay(response)
      .flatMap((event) => inspector.push(event))
      .find((event) => event.type === 'error');
    return found?.fault ?? null;
  };
}

export type GuardedAnswer = {
  readonly inspector: (() => AnswerInspector) | null;
  readonly checkAnswer: ((response: LlmResponse) => UpstreamFault | null) | null;
};

type Decided = {
  readonly verdict: Pick<Verdict, 'actions'>;
  readonly guarded: GuardedBody | null;
  readonly plan: { readonly route: string };
};

export function guardAnswer(
  { verdict, guarded, plan }: Decided,
  asking: Omit<Asked, 'guarded' | 'route'>,
  deps: Deps,
): GuardedAnswer {
  const asked = { ...asking, guarded, route: plan.route };
  return { inspector: answerGuard(verdict, asked, deps), checkAnswer: answerCheck(verdict, asked, deps) };
}
