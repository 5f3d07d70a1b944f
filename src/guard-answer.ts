/** Who sees an answer before the client does, as the safeguards of its request demand. */
import type { AnswerInspector } from './core/answer-inspector.ts';
import type { Verdict } from './core/safeguard.ts';
import type { Deps } from './deps.ts';
import { type Conversation, callHolder } from './hold-calls.ts';
import { createGate, readAnswered } from './safeguards/gate.ts';
import { CallReader } from './safeguards/held-calls.ts';

function gateOf(conversation: Conversation, deps: Deps): AnswerInspector {
  const reader = new CallReader(conversation.request, deps.config.safeguards.approvals);
  readAnswered(conversation.request, reader);
  return createGate(reader, callHolder(conversation, deps));
}

/** Null: nobody, and the bytes of an answer may pass. */
export function answerGuard(
  { actions }: Pick<Verdict, 'actions'>,
  conversation: Conversation,
  deps: Deps,
): (() => AnswerInspector) | null {
  const isGated = actions.includes('confirm-tools') && conversation.request.tools.length > 0;
  return isGated ? () => gateOf(conversation, deps) : null;
}
