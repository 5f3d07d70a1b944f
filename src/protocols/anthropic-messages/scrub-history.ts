/**
 * Makes a passed-through history fit for a provider: reasoning that others than its model sealed (or that had no
 * seal) is taken out, and call ids that the API refuses are rewritten. Everything else stays as it is.
 */
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { isPackedSeal, readSeal } from '../../core/seal.ts';
import type { Target } from '../../core/target.ts';
import { opensSeal } from './reasoning.ts';
import { isWireCallId, protocolId, wireCallId } from './wire.ts';

/** The block as it may be sent, or null where it may not. The same object where nothing is to be changed. */
function scrubSealed(block: JsonObject, member: 'signature' | 'data', target: Target): JsonObject | null {
  const text = block[member];
  // No provider makes an empty seal: that was us, for reasoning of a model without seals.
  if (typeof text !== 'string' || text === '') return null;
  const seal = readSeal(text, protocolId);
  if (!opensSeal(seal, target)) return null;
  return isPackedSeal(text) ? { ...block, [member]: seal.data } : block;
}

function scrubId(block: JsonObject, member: 'id' | 'tool_use_id'): JsonObject {
  const id = block[member];
  return typeof id !== 'string' || isWireCallId(id) ? block : { ...block, [member]: wireCallId(id) };
}

function scrubBlock(block: Json | undefined, target: Target): Json | undefined | null {
  if (!isObject(block)) return block;
  switch (block.type) {
    case 'thinking':
      return scrubSealed(block, 'signature', target);
    case 'redacted_thinking':
      return scrubSealed(block, 'data', target);
    case 'tool_use':
      return scrubId(block, 'id');
    case 'tool_result':
      return scrubId(block, 'tool_use_id');
    default:
      return block;
  }
}

function scrubMessage(message: Json, target: Target): Json | null {
  if (!isObject(message) || !Array.isArray(message.content)) return message;
  const { content } = message;
  const scrubbed = content.map((block) => scrubBlock(block, target));
  if (scrubbed.every((block, at) => block === content[at])) return message;
  const kept = scrubbed.filter((block) => block !== null && block !== undefined);
  return kept.length === 0 ? null : { ...message, content: kept };
}

/** New `messages`, or null where nothing is to be changed. */
export function scrubHistory(messages: Json | undefined, target: Target): Json[] | null {
  if (!Array.isArray(messages)) return null;
  const scrubbed = messages.map((message) => scrubMessage(message, target));
  if (scrubbed.every((message, at) => message === messages[at])) return null;
  return scrubbed.filter((message) => message !== null);
}
