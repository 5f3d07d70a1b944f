/** Requests as the client sends them and as they decode. */
import type { JsonObject } from '../../../src/core/json.ts';
import { scanObject } from '../../../src/core/json-text.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { RequestTraits } from '../../../src/core/request-traits.ts';
import type { ProtocolId } from '../../../src/core/target.ts';
import { protocols } from '../../../src/protocols/index.ts';
import { readTraits } from '../../../src/routing/read-traits.ts';
import type { Asked } from '../../../src/upstream/attempt.ts';

export function makeRequest(changes: Partial<LlmRequest> = {}): LlmRequest {
  return {
    model: 'auto',
    system: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    tools: [],
    sampling: {},
    reasoning: {},
    state: {},
    stream: false,
    wantsUsage: true,
    features: [],
    ...changes,
  };
}

/** What the planner reads of such a request. */
export function makeTraits(changes: Partial<LlmRequest> = {}): RequestTraits {
  return readTraits(makeRequest(changes));
}

/** The least body of each protocol. */
export const leastBody: Readonly<Record<ProtocolId, JsonObject>> = {
  'openai-chat': { model: 'auto', messages: [{ role: 'user', content: 'Hello' }] },
  'openai-responses': { model: 'auto', input: 'Hello' },
  'anthropic-messages': { model: 'auto', max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] },
};

/** A body as it was asked over a protocol. Throws where it does not decode. */
export function ask(protocol: ProtocolId, changes: JsonObject = {}, headers: HeadersInit = {}): Asked {
  const raw = { ...leastBody[protocol], ...changes };
  const text = JSON.stringify(raw);
  const decoded = protocols[protocol].decodeRequest(raw);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  const scan = scanObject(text);
  return { text, scan, raw, request: decoded.value, caller: protocol, headers: new Headers(headers) };
}
