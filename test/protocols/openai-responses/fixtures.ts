/** What the tests of this folder share: golden files, targets, and the way from bytes to events. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeModel } from '../../../src/core/complete-model.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { AnswerContext, SseEvent } from '../../../src/core/protocol.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { StreamEvent } from '../../../src/core/stream-event.ts';
import type { Model, Quirk, Target } from '../../../src/core/target.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { createSseParser } from '../../../src/sse/parse.ts';

const golden = join(import.meta.dirname, '../../golden/openai-responses');

export function goldenBytes(scenario: string): Uint8Array {
  return readFileSync(join(golden, `${scenario}.sse`));
}

export function goldenJson(scenario: string): JsonObject {
  return JSON.parse(readFileSync(join(golden, `${scenario}.json`), 'utf8')) as JsonObject;
}

export function parseStream(...chunks: readonly Uint8Array[]): SseEvent[] {
  const parser = createSseParser();
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
}

export function decodeStream(...chunks: readonly Uint8Array[]): StreamEvent[] {
  const decoder = openaiResponses.streamDecoder();
  return [...parseStream(...chunks).flatMap((event) => decoder.push(event)), ...decoder.end()];
}

export function decodeText(text: string): StreamEvent[] {
  return decodeStream(new TextEncoder().encode(text));
}

/** Wire events as an upstream sends them: each is its type and the other members. */
export function printWire(...events: readonly (readonly [string, JsonObject])[]): string {
  return events
    .map(([type, fields]) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`)
    .join('');
}

export function encodeStream(events: readonly StreamEvent[], context = answerContext()): string {
  const encoder = openaiResponses.streamEncoder(context);
  return events.map((event) => encoder.push(event)).join('');
}

/** The data objects of a printed stream. */
export function wireEvents(text: string): JsonObject[] {
  return parseStream(new TextEncoder().encode(text)).map(({ data }) => JSON.parse(data) as JsonObject);
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

/** A target over Responses whose model reasons unless told otherwise. */
export function responsesTarget(over: Partial<Model> = {}, quirks: readonly Quirk[] = []): Target {
  const model = completeModel(
    { id: 'gpt-x', provider: 'openai', protocols: ['openai-responses'], snapshots: ['gpt-x-2026-01-01'] },
    'a test',
  );
  return {
    name: 'gpt-x',
    model: {
      ...model,
      reasoning: { efforts: ['none', 'low', 'medium', 'high'], default: 'medium', style: 'effort' },
      ...over,
    },
    wireModel: 'gpt-x',
    provider: {
      id: 'openai',
      baseUrl: 'https://api.openai.com',
      env: 'OPENAI',
      auth: 'bearer',
      protocols: { 'openai-responses': '/v1' },
      quirks,
    },
    protocol: 'openai-responses',
    effort: null,
  };
}

/** A body that the API takes, with changes. */
export function body(over: JsonObject = {}): JsonObject {
  return { model: 'gpt-x', input: 'Hello', ...over };
}

/** The canonical request of a body that must be valid. */
export function decoded(raw: JsonObject): LlmRequest {
  const result = openaiResponses.decodeRequest(raw);
  if (!result.ok) throw new Error(`${result.error.field} ${result.error.message}`);
  return result.value;
}
