/** Who sees an answer before the client does, as the safeguards of its request demand. */
import { type AnswerInspector, joinInspectors } from './core/answer-inspector.ts';
import type { Verdict } from './core/safeguard.ts';
import type { Deps } from './deps.ts';
import type { GuardedBody } from './guard-body.ts';
import { type Conversation, callHolder } from './hold-calls.ts';
import { createGate, readAnswered } from './safeguards/gate.ts';
import { CallReader } from './safeguards/held-calls.ts';
import { type Inspecting, inspectAnswer } from './safeguards/inspect-answer.ts';
import { unmaskAnswer } from './safeguards/unmask-answer.ts';

function gateOf(conversation: Conversation, deps: Deps): AnswerInspector {
  const reader = new CallReader(conversation.request, deps.config.safeguards.approvals);
  readAnswered(conversation.request, reader);
  return createGate(reader, callHolder(conversation, deps));
}

/** `sent`: the text of the request as it came. */
function inspectorOf(sent: string, requestId: string, deps: Deps): () => AnswerInspector {
  const { config, log } = deps;
  const canaries = deps.canaries();
  const isKnown = (text: string) => sent.includes(text) || sent.includes(JSON.stringify(text).slice(1, -1));
  const onHit: Inspecting['onHit'] = (code, detail) => log({ event: 'safeguard', requestId, code, detail });
  return () => inspectAnswer({ canaries, linkHosts: config.safeguards.linkHosts, isKnown, onHit });
}

const nobody: AnswerInspector = { push: (event) => [event] };

type Asked = {
  readonly requestId: string;
  /** The text of the request as it came. */
  readonly text: string;
  readonly conversation: Conversation;
  /** What was sent in its place. */
  readonly guarded: GuardedBody | null;
};

/** Null: nobody, and the bytes of an answer may pass. */
export function answerGuard(
  { actions }: Pick<Verdict, 'actions'>,
  { requestId, text, conversation, guarded }: Asked,
  deps: Deps,
): (() => AnswerInspector) | null {
  const masks = guarded?.masks ?? null;
  const makers: (() => AnswerInspector)[] = [];
  if (masks !== null) makers.push(() => unmaskAnswer(masks));
  if (actions.includes('inspect-output')) makers.push(inspectorOf(text, requestId, deps));
  // The gate sees what the client will see: it comes last.
  if (actions.includes('confirm-tools') && conversation.request.tools.length > 0)
    makers.push(() => gateOf(conversation, deps));
  return makers.length === 0 ? null : () => joinInspectors(makers.map((make) => make())) ?? nobody;
}
