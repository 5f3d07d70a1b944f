/** What an attempt that has committed hands on: a unary answer, or a stream read up to its first output. */
import type { WorkState } from './long-work.ts';
import type { SseParser, StreamDecoder } from './protocol.ts';
import type { LlmResponse } from './response.ts';
import type { StreamEvent } from './stream-event.ts';

export type UnaryAnswer = {
  readonly kind: 'unary';
  readonly text: string;
  readonly response: LlmResponse;
  /** Of one made in the background. */
  readonly work?: WorkState;
};

export type StreamAnswer = {
  readonly kind: 'stream';
  /** All bytes read so far. */
  readonly head: Uint8Array;
  /** What they decoded to. */
  readonly events: StreamEvent[];
  readonly decoder: StreamDecoder;
  readonly parser: SseParser;
  /** The rest; no reader holds it. */
  readonly body: ReadableStream<Uint8Array>;
  /** Of one made in the background; it goes on changing. */
  readonly work?: WorkState;
};

/** A provider's own refusal in the caller's protocol, to be passed on as it is. */
export type Rejected = { readonly status: number; readonly text: string };
