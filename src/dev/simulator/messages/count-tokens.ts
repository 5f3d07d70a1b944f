// POST /v1/messages/count_tokens: the same rules as a message, no output cap, no cache.
// Must not answer anything but the count.

import { countSegments } from '../usage.ts';
import type { Call, WireError } from '../wire.ts';
import { readPrompt } from './parse.ts';
import { checkCountRules } from './rules.ts';

export function countMessageTokens(call: Call): { body: unknown } | { error: WireError } {
  const refused = checkCountRules(call);
  if (refused !== undefined) return { error: refused };
  return { body: { input_tokens: countSegments(call, readPrompt(call.body)) } };
}
