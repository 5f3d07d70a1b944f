/**
 * Google's thought signatures: reasoning that is sealed, standing on a call as `extra_content.google.thought_signature`. Of
 * calls made at once only the first has one; without it, in the turn that goes on, Gemini 3 answers 400. Canonically each
 * is a block of reasoning before its call, with the seal alone. Pure.
 */
import type { Block, Seal, ToolCallBlock } from '../../core/block.ts';
import type { Loss } from '../../core/features.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { hasQuirk } from '../../core/protocol.ts';
import type { Message } from '../../core/request.ts';
import { canOpen } from '../../core/seal.ts';
import type { ProtocolId, Target } from '../../core/target.ts';
import { modelNames } from '../../core/target-name.ts';

const protocolId = 'openai-chat' satisfies ProtocolId;

/**
 * What Google takes for the signature of a call that its model has not made
 * (https://ai.google.dev/gemini-api/docs/thought-signatures).
 */
const anySignature = 'skip_thought_signature_validator';

/** Seals on this wire are thought signatures: there are no others. `model` is the one that answered. */
export function makeSeal(signature: string, model: string | undefined): Seal {
  return { protocol: protocolId, ...(model !== undefined && { model }), data: signature };
}

/** The signature on a call, as it stands on the wire; undefined where it has none. */
export function readSignature(call: JsonObject): string | undefined {
  const { extra_content: extra } = call;
  const google = isObject(extra) ? extra.google : undefined;
  const signature = isObject(google) ? google.thought_signature : undefined;
  return typeof signature === 'string' && signature !== '' ? signature : undefined;
}

/** Members of a call that carry a seal of this protocol; none for a seal of another. */
export function signatureOf(seal: Seal | undefined): JsonObject {
  if (seal?.protocol !== protocolId) return {};
  return { extra_content: { google: { thought_signature: seal.data } } };
}

export type SealedCall = {
  readonly call: ToolCallBlock;
  readonly seal: Seal | undefined;
  readonly at: number;
};

/** The calls of a message, each with the seal that stands between it and the one before; `at` counts blocks. */
export function sealedCalls(blocks: readonly Block[]): SealedCall[] {
  const calls: SealedCall[] = [];
  let seal: Seal | undefined;
  for (const [at, block] of blocks.entries()) {
    if (block.type === 'reasoning') seal = block.seal ?? seal;
    if (block.type !== 'tool-call') continue;
    calls.push({ call: block, seal, at });
    seal = undefined;
  }
  return calls;
}

/** Whether the target takes this seal back. */
export function opensSeal(seal: Seal, target: Target): boolean {
  return hasQuirk(target, 'thought-signatures') && canOpen(seal, protocolId, modelNames(target));
}

function unsigned(field: string): Loss {
  const note = 'no signature of this model: sent with the one that Google takes for any';
  return { what: 'thought-signatures', how: 'adapted', field, note };
}

/** Where the turn that goes on begins: at what the user said last; results of tools are none of it. */
export function turnStart(messages: readonly Message[]): number {
  return messages.findLastIndex(
    ({ role, content }) => role === 'user' && content.some(({ type }) => type !== 'tool-result'),
  );
}

/**
 * Members for the calls of one message, in their order. `isOpen`: it belongs to the turn that goes on; `field` is its
 * `content`.
 */
export function signCalls(
  calls: readonly SealedCall[],
  { isOpen, field, target, losses }: { isOpen: boolean; field: string; target: Target; losses: Loss[] },
): JsonObject[] {
  const mustSign = isOpen && hasQuirk(target, 'thought-signatures');
  return calls.map(({ seal, at }, index) => {
    if (seal !== undefined && opensSeal(seal, target)) return signatureOf(seal);
    if (!mustSign || index > 0) return {};
    losses.push(unsigned(`${field}[${at}]`));
    return signatureOf(makeSeal(anySignature, undefined));
  });
}

function firstCall(message: Json | undefined): JsonObject | undefined {
  if (!isObject(message) || message.role !== 'assistant' || !Array.isArray(message.tool_calls))
    return undefined;
  const [call] = message.tool_calls;
  return isObject(call) ? call : undefined;
}

/** Places of the messages, as written, whose calls lack a signature in the turn that goes on. */
function unsignedMessages(messages: readonly Json[]): number[] {
  const start = messages.findLastIndex((message) => isObject(message) && message.role === 'user');
  return messages.flatMap((message, at) => {
    const call = at > start ? firstCall(message) : undefined;
    return call === undefined || readSignature(call) !== undefined ? [] : [at];
  });
}

function signMessage(message: Json): Json {
  if (!isObject(message) || !Array.isArray(message.tool_calls)) return message;
  const [call, ...others] = message.tool_calls;
  if (!isObject(call)) return message;
  const extra = isObject(call.extra_content) ? call.extra_content : {};
  const google = { ...(isObject(extra.google) && extra.google), thought_signature: anySignature };
  return { ...message, tool_calls: [{ ...call, extra_content: { ...extra, google } }, ...others] };
}

/** Messages as written, with what a target demands of them; the same array where nothing is missing. */
export function signMessages(messages: Json[], target: Target): Json[] {
  if (!hasQuirk(target, 'thought-signatures')) return messages;
  const lacking = new Set(unsignedMessages(messages));
  return lacking.size === 0
    ? messages
    : messages.map((one, at) => (lacking.has(at) ? signMessage(one) : one));
}

/** What `signMessages` has changed; `sent` may have more messages before those that were written. */
export function lossesOfSigning(written: Json | undefined, sent: Json | undefined): Loss[] {
  if (!Array.isArray(written) || !Array.isArray(sent)) return [];
  const ahead = sent.length - written.length;
  return unsignedMessages(written).flatMap((at) => {
    const call = firstCall(sent[at + ahead]);
    return call && readSignature(call) === anySignature ? [unsigned(`messages[${at}].tool_calls[0]`)] : [];
  });
}
