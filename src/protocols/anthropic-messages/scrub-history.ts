/**
 * Makes a passed-through history fit for a provider: reasoning that we let other models' makers seal (or that had no
 * seal) is taken out, and call ids that the API refuses are rewritten. Everything else stays as it is.
 */
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { canOpen, isPackedSeal, readSeal } from '../../core/seal.ts';
import { isWireCallId, protocolId, wireCallId } from './wire.ts';

/** The block as it may be sent, or null where it may not. The same object where nothing is to be changed. */
function scrubSealed(
  block: JsonObject,
  member: 'signature' | 'data',
  models: readonly string[],
): JsonObject | null {
  const text = block[member];
  // No provider makes an empty seal: that was us, for reasoning of a model without seals.
  if (typeof text !== 'string' || text === '') return null;
  if (!isPackedSeal(text)) return block;
  const seal = readSeal(text, protocolId);
  return canOpen(seal, protocolId, models) ? { ...block, [member]: seal.data } : null;
}

function scrubId(block: JsonObject, member: 'id' | 'tool_use_id'): JsonObject {
  const id = block[member];
  return typeof id !== 'string' || isWireCallId(id) ? block : { ...block, [member]: wireCallId(id) };
}

function scrubBlock(block: Json | undefined, models: readonly string[]): Json | undefined | null {
  if (!isObject(block)) return block;
  switch (block.type) {
    case 'thinking':
      return scrubSealed(block, 'signature', models);
    case 'redacted_thinking':
      return scrubSealed(block, 'data', models);
    case 'tool_use':
      return scrubId(block, 'id');
    case 'tool_result':
      return scrubId(block, 'tool_use_id');
    default:
      return block;
  }
}

function scrubMessage(message: Json, models: readonly string[]): Json | null {
  if (!isObject(message) || !Array.isArray(message.content)) return message;
  const { content } = message;
  const scrubbed = content.map((block) => scrubBlock(block, models));
  if (scrubbed.every((block, at) => block === content[at])) return message;
  const kept = scrubbed.filter((block) => block !== null && block !== undefined);
  return kept.length === 0 ? null : { ...message, content: kept };
}

/** New `messages`, or null where nothing is to be changed. */
export function scrubHistory(messages: Json | undefined, models: readonly string[]): Json[] | null {
  if (!Array.isArray(messages)) return null;
  const scrubbed = messages.map((message) => scrubMessage(message, models));
  if (scrubbed.every((message, at) => message === messages[at])) return null;
  return scrubbed.filter((message) => message !== null);
}
