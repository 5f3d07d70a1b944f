/** A whole answer -> canonical: read as a stream of one chunk, so that both ways agree by construction. */
import { collect } from '../../core/collect.ts';
import { err, type Result, type UpstreamFault } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LlmResponse } from '../../core/response.ts';
import { AnswerReader } from './answer-reader.ts';

export function decodeResponse(raw: JsonObject): Result<LlmResponse, UpstreamFault> {
  const reader = new AnswerReader();
  const events = reader.read(raw);
  const isAnswer = events.some(({ type }) => type === 'response-start' || type === 'error');
  if (isAnswer) return collect([...events, ...reader.end()]);
  return err({ kind: 'invalid-response', status: null, code: null, message: 'the answer has no choices' });
}
