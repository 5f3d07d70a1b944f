/** What the tests of this folder share: golden files, targets, and the way from bytes to events. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeModel } from '../../../src/core/complete-model.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { AnswerContext } from '../../../src/core/protocol.ts';
import type { LlmRequest } from '../../../src/core/request.ts';
import type { StreamEvent } from '../../../src/core/stream-event.ts';
import type { Model, Quirk, Target } from '../../../src/core/target.ts';
import { openaiChat } from '../../../src/protocols/openai-chat/index.ts';
import { createSseParser } from '../../../src/sse/parse.ts';

const golden = join(import.meta.dirname, '../../golden/openai-chat');

/** File names of the golden folder. */
export const goldenFiles: readonly string[] = readdirSync(golden);

export function goldenBytes(file: string): Uint8Array {
  return readFileSync(join(golden, file));
}

export function goldenJson(file: string): JsonObject {
  return JSON.parse(readFileSync(join(golden, file), 'utf8')) as JsonObject;
}

export function decodeStream(...chunks: readonly Uint8Array[]): StreamEvent[] {
  const parser = createSseParser();
  const decoder = openaiChat.streamDecoder();
  const events = [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

export function decodeText(text: string): StreamEvent[] {
  return decodeStream(new TextEncoder().encode(text));
}

/** The same, for chunks given as objects; `[DONE]` is added. */
export function decodeChunks(...chunks: readonly object[]): StreamEvent[] {
  return decodeText(
    [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join(''),
  );
}

export function encodeStream(events: readonly StreamEvent[], context = answerContext()): string {
  const encoder = openaiChat.streamEncoder(context);
  return events.map((event) => encoder.push(event)).join('');
}

/** The chunks of an encoded stream, `[DONE]` excepted. */
export function chunksOf(text: string): JsonObject[] {
  return text
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map((event) => JSON.parse(event.slice('data: '.length)) as JsonObject);
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

export const contextId = 'a1b2c3d4e5f6g7h8i9j0k1l2';

export function answerContext(request: Partial<LlmRequest> = {}): AnswerContext {
  return { id: contextId, created: 1_790_000_000, model: 'gpt-5.5', request: emptyRequest(request) };
}

const written = completeModel({ id: 'gpt-5.5', provider: 'openai', protocols: ['openai-chat'] }, 'a test');

export function chatTarget(quirks: readonly Quirk[] = [], model: Partial<Model> = {}): Target {
  return {
    name: 'gpt-5.5',
    model: { ...written, input: ['text', 'image', 'file'], ...model },
    wireModel: 'gpt-5.5-2026-04-23',
    provider: {
      id: 'openai',
      baseUrl: 'https://api.example/v1',
      env: 'OPENAI',
      auth: 'bearer',
      protocols: { 'openai-chat': '' },
      quirks,
    },
    protocol: 'openai-chat',
    effort: null,
  };
}

/** A body that the API takes, with changes. */
export function body(over: JsonObject = {}): JsonObject {
  return { model: 'gpt-5.5', messages: [{ role: 'user', content: 'Hello' }], ...over };
}

/** The canonical request of a body that must be valid. */
export function decoded(raw: JsonObject): LlmRequest {
  const result = openaiChat.decodeRequest(raw);
  if (!result.ok) throw new Error(`${result.error.field} ${result.error.message}`);
  return result.value;
}
