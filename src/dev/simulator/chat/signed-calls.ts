// Google's thought signatures on calls: made with an answer, demanded back while its turn goes on.
// Must not know other rules of conversations.

import { asList, asObject, asText, type Json, type JsonObject } from '../json.ts';
import { invalid } from '../openai-checks.ts';
import { digest } from '../seed.ts';
import { mintOpaque, openOpaque } from '../vault.ts';
import type { Call, Exchange, WireError } from '../wire.ts';
import { callsOf } from './parse.ts';

/** What Google takes for a signature in a history that its models have not made. */
const placeholders = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];

function isSigning({ habits, family }: Call): boolean {
  return habits.signsCalls && family.efforts.length > 0;
}

/** Members of a call of an answer: of calls made at once the first is signed. */
export function signature(exchange: Exchange, callId: string, at: number): Record<string, unknown> {
  if (!isSigning(exchange) || at > 0) return {};
  const { provider, model, id } = exchange;
  const token = mintOpaque({
    kind: 'thought',
    provider,
    model,
    text: digest(callId),
    conversation: digest(id),
  });
  return { extra_content: { google: { thought_signature: token } } };
}

function isText({ role, content }: JsonObject): boolean {
  return role === 'user' && (typeof content === 'string' || asList(content).length > 0);
}

/** The first call of each step since the user spoke last; earlier turns are not looked at. */
export function checkSignatures(messages: JsonObject[], call: Call): WireError | undefined {
  if (!isSigning(call)) return undefined;
  const start = messages.findLastIndex(isText);
  for (const [index, message] of messages.entries()) {
    const [first] = message.role === 'assistant' && index > start ? callsOf(message) : [];
    const error = first === undefined ? undefined : checkSignature(first, index, call);
    if (error !== undefined) return error;
  }
  return undefined;
}

function checkSignature(first: JsonObject, index: number, { provider }: Call): WireError | undefined {
  const token: Json | undefined = asObject(asObject(first.extra_content).google).thought_signature;
  if (asText(token) === '') {
    const name = asText(asObject(first.function).name);
    return invalid(
      `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${name}\` , position ${index + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`,
    );
  }
  const isOwn = openOpaque('thought', asText(token))?.provider === provider;
  return isOwn || placeholders.includes(asText(token)) ? undefined : invalid('Corrupted thought signature.');
}
