/** What the tests of this folder share: golden files, targets, and the way from bytes to events. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeModel } from '../../../src/core/complete-model.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { AnswerContext } from '../../../src/core/protocol.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { StreamEvent } from '../../../src/core/stream-event.ts';
import type { Model, Target } from '../../../src/core/target.ts';
import { anthropicMessages } from '../../../src/protocols/anthropic-messages/index.ts';
import { createSseParser } from '../../../src/sse/parse.ts';

const golden = join(import.meta.dirname, '../../golden/anthropic-messages');

export function goldenBytes(scenario: string): Uint8Array {
  return readFileSync(join(golden, `${scenario}.sse`));
}

export function goldenJson(scenario: string): JsonObject {
  return JSON.parse(readFileSync(join(golden, `${scenario}.json`), 'utf8')) as JsonObject;
}

export function decodeStream(...chunks: readonly Uint8Array[]): StreamEvent[] {
  const parser = createSseParser();
  const decoder = anthropicMessages.streamDecoder();
  const events = [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

export function decodeText(text: string): StreamEvent[] {
  return decodeStream(new TextEncoder().encode(text));
}

export function encodeStream(events: readonly StreamEvent[], context = answerContext()): string {
  const encoder = anthropicMessages.streamEncoder(context);
  return events.map((event) => encoder.push(event)).join('');
}

export function emptyRequest(over: Partial<LlmRequest> = {}): LlmRequest {
  return {
    model: 'auto',
    system: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    tools: [],
    sampling: {},
    reasoning: {},
    state: {},
    stream: false,
    wantsUsage: false,
    features: [],
    ...over,
  };
}

export function answerContext(over: Partial<AnswerContext> = {}): AnswerContext {
  return {
    id: 'abcdefghijklmnopqrstuvwx',
    created: 1_790_000_000,
    model: 'm',
    request: emptyRequest(),
    ...over,
  };
}

/** A target over Messages; the model reasons adaptively unless told otherwise. */
export function messagesTarget(over: Partial<Model> = {}): Target {
  const model = completeModel(
    { id: 'claude-x', provider: 'anthropic', protocols: ['anthropic-messages'] },
    'a test',
  );
  return {
    name: 'claude-x',
    model: {
      ...model,
      maxOutputTokens: 64_000,
      reasoning: { efforts: ['none', 'low', 'medium', 'high', 'max'], default: null, style: 'adaptive' },
      ...over,
    },
    wireModel: 'claude-x',
    provider: {
      id: 'anthropic',
      baseUrl: 'https://api.anthropic.com',
      env: 'ANTHROPIC',
      auth: 'x-api-key',
      protocols: { 'anthropic-messages': '/v1' },
      quirks: [],
    },
    protocol: 'anthropic-messages',
    effort: null,
  };
}

/** A target whose model takes a thinking budget. */
export function budgetTarget(over: Partial<Model> = {}): Target {
  return messagesTarget({
    reasoning: { efforts: ['none', 'low', 'medium', 'high', 'xhigh'], default: null, style: 'budget' },
    ...over,
  });
}

/** A body that the API takes, with changes. */
export function body(over: JsonObject = {}): JsonObject {
  return { model: 'claude-x', max_tokens: 1000, messages: [{ role: 'user', content: 'Hello' }], ...over };
}

/** The canonical request of a body that must be valid. */
export function decoded(raw: JsonObject): LlmRequest {
  const result = anthropicMessages.decodeRequest(raw);
  if (!result.ok) throw new Error(`${result.error.field} ${result.error.message}`);
  return result.value;
}
