/**
 * Reads a stream's head up to the commit point: the first event that is output. An error before it, even behind
 * harmless start events and HTTP 200, is a failed attempt and not an answer.
 */

import type { StreamAnswer } from '../core/answer.ts';
import { err, ok, type Result, type UpstreamFault } from '../core/errors.ts';
import type { Protocol } from '../core/protocol.ts';
import { isOutput, type StreamEvent } from '../core/stream-event.ts';
import { createSseParser } from '../sse/parse.ts';

/** Start events may echo the whole request (Responses does), so this is generous; it bounds a hostile upstream. */
const headLimitBytes = 32 * 1024 * 1024;

function join(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function faultIn(events: readonly StreamEvent[]): UpstreamFault | null {
  for (const event of events) if (event.type === 'error') return event.fault;
  return null;
}

const empty: UpstreamFault = {
  kind: 'invalid-response',
  status: 200,
  code: null,
  message: 'an empty stream',
};
const tooLong: UpstreamFault = {
  kind: 'too-large',
  status: 200,
  code: null,
  message: 'no output in the first bytes',
};

/** Throws what the reader throws (the call was stopped or cut); the caller knows why. */
export async function readStreamHead(
  body: ReadableStream<Uint8Array>,
  protocol: Protocol,
): Promise<Result<StreamAnswer, UpstreamFault>> {
  const parser = createSseParser();
  const decoder = protocol.streamDecoder();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  const events: StreamEvent[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    const fresh = done
      ? [...parser.end().flatMap((event) => decoder.push(event)), ...decoder.end()]
      : parser.push(value).flatMap((event) => decoder.push(event));
    if (value) {
      chunks.push(value);
      bytes += value.byteLength;
    }
    events.push(...fresh);
    if (fresh.some(isOutput)) {
      reader.releaseLock();
      return ok({ kind: 'stream', head: join(chunks, bytes), events, decoder, parser, body });
    }
    const fault = faultIn(fresh);
    if (fault !== null || done || bytes > headLimitBytes || parser.overflowed) {
      if (!done) await reader.cancel().catch(() => undefined);
      return err(bytes === 0 ? empty : (fault ?? tooLong));
    }
  }
}
