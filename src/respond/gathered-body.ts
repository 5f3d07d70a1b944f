/**
 * Reads a stream in few pieces: in a burst, what comes within two milliseconds is one piece; a paced stream is not
 * held up. Native code does the gathering: one branch of a tee keeps the upstream flowing into the other, where it
 * waits for us. Measured in bench/README.md.
 */

/** Shorter than any model's pace, long enough to gather a burst. */
const gatherMs = 2;
const pieceBytes = 16 * 1024;

/** What the JavaScript lanes read. A piece is only good until the next is asked for. */
export type Pieces = {
  read(): Promise<ReadableStreamReadResult<Uint8Array>>;
  /** Lets the upstream go. */
  cancel(): void;
};

export class GatheredBody implements Pieces {
  readonly #pieces: ReadableStreamBYOBReader;
  readonly #motor: ReadableStreamBYOBReader;
  #buffer = new ArrayBuffer(pieceBytes);
  #lastReadMs = 0;
  #isBurst = false;
  /** Of the stream, so far. */
  readBytes = 0;
  /** How far the motor is ahead of what we have read. */
  #aheadBytes = 0;
  #onRead: () => void = () => undefined;

  constructor(body: ReadableStream<Uint8Array>) {
    const [ours, motors] = body.tee();
    const { readable, writable } = new IdentityTransformStream();
    this.#pieces = ours.getReader({ mode: 'byob' });
    this.#motor = readable.getReader({ mode: 'byob' });
    // Both hear of a cut or a stop; we hear of it where we read.
    motors.pipeTo(writable).catch(() => undefined);
    this.#drive().catch(() => undefined);
  }

  async read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    if (this.#isBurst) await new Promise((resolve) => setTimeout(resolve, gatherMs));
    const result = await this.#pieces.read(new Uint8Array(this.#buffer));
    const nowMs = Date.now();
    // A full piece needs no more time to gather: the next is there already.
    this.#isBurst = nowMs - this.#lastReadMs < gatherMs && result.value?.byteLength !== pieceBytes;
    this.#lastReadMs = nowMs;
    if (result.value) {
      this.#buffer = result.value.buffer as ArrayBuffer;
      this.#aheadBytes -= result.value.byteLength;
      this.readBytes += result.value.byteLength;
      this.#onRead();
    }
    return result;
  }

  cancel(): void {
    this.#pieces.cancel().catch(() => undefined);
    this.#motor.cancel().catch(() => undefined);
  }

  /** Swallows the other branch, but never runs ahead of a reader who has stopped for a slow client. */
  async #drive(): Promise<void> {
    let buffer = new ArrayBuffer(pieceBytes);
    for (;;) {
      const { value } = await this.#motor.readAtLeast(pieceBytes, new Uint8Array(buffer));
      if (value === undefined || value.byteLength < pieceBytes) return;
      buffer = value.buffer as ArrayBuffer;
      this.#aheadBytes += pieceBytes;
      while (this.#aheadBytes > 0) {
        await new Promise<void>((resolve) => {
          this.#onRead = resolve;
        });
      }
    }
  }
}
