/** A stream whose client wants one JSON answer: read to its end, which holds the answer whole. */
import type { UnaryAnswer } from '../core/answer.ts';
import { err, ok, type Result, type UpstreamFault } from '../core/errors.ts';
import type { LongWork } from '../core/long-work.ts';
import type { Protocol, SseEvent } from '../core/protocol.ts';
import { createSseParser } from '../sse/parse.ts';
import { parseObject } from './read-body.ts';

function faultOf(kind: UpstreamFault['kind'], message: string): UpstreamFault {
  return { kind, status: null, code: null, message };
}

/** What an event says of the whole answer; null: nothing yet. */
function readEvent(
  event: SseEvent,
  how: LongWork,
  protocol: Protocol,
): Result<UnaryAnswer, UpstreamFault> | null {
  const text = how.readWhole(event);
  if (text === null) {
    const { fault } = protocol.readTail([event]);
    return fault === undefined ? null : err(fault);
  }
  const raw = parseObject(text);
  if (raw === null) return err(faultOf('invalid-response', 'the answer is no JSON object'));
  const decoded = protocol.decodeResponse(raw);
  return decoded.ok ? ok({ kind: 'unary', text, response: decoded.value }) : decoded;
}

/** Throws what the reader throws: the call was stopped, or broke off for good. */
export async function readWholeAnswer(
  body: ReadableStream<Uint8Array>,
  how: LongWork,
  protocol: Protocol,
  limitBytes: number,
): Promise<Result<UnaryAnswer, UpstreamFault>> {
  const parser = createSseParser(limitBytes);
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      for (const event of done ? parser.end() : parser.push(value)) {
        const answer = readEvent(event, how, protocol);
        if (answer !== null) return answer;
      }
      if (done) return err(faultOf('truncated', 'the stream ended without its end marker'));
      if (parser.overflowed) return err(faultOf('too-large', `over ${limitBytes} bytes`));
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
