/** How many output tokens a request may ask for. */
import type { ProtocolId } from './target.ts';

/**
 * The most: what the model that writes most can write. More than that is a mistake of the client's (a unit, a
 * placeholder), while a cap above one model's own is only lowered to it.
 */
export const mostOutputTokens = 1_048_576;

/** The least that each protocol takes; Messages fills the prompt cache and writes nothing with 0. */
export const leastOutputTokens: Readonly<Record<ProtocolId, number>> = {
  'openai-chat': 1,
  'openai-responses': 16,
  'anthropic-messages': 0,
};
