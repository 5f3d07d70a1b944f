/** The classifier with the weights that ship, and the requests of tests. */
import { readFileSync } from 'node:fs';
import { type Classifier, createClassifier } from '../../src/classify/classify.ts';
import type { LlmRequest, Message } from '../../src/core/request.ts';

export function readWeights(): ArrayBuffer {
  const file = readFileSync(new URL('../../src/classify/model/weights.bin', import.meta.url).pathname);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
}

export function loadClassifier(): Classifier {
  return createClassifier(readWeights());
}

export function textMessage(role: Message['role'], text: string): Message {
  return { role, content: [{ type: 'text', text }] };
}

export function requestWith(part: Partial<LlmRequest>): LlmRequest {
  return {
    model: 'auto',
    system: [],
    messages: [],
    tools: [],
    sampling: {},
    reasoning: {},
    state: {},
    stream: false,
    wantsUsage: false,
    features: [],
    ...part,
  };
}

export function requestOfText(text: string): LlmRequest {
  return requestWith({ messages: [textMessage('user', text)] });
}
