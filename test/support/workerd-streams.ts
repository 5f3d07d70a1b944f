/** What workerd has and Node has not, for tests outside workerd: byte-wise identity streams and minimal reads. */

class IdentityStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;

  /** A write is done when it has been read, as in workerd. */
  constructor() {
    let out: ReadableByteStreamController | undefined;
    let hasLeft: unknown = null;
    let onTaken: () => void = () => undefined;
    this.readable = new ReadableStream({
      type: 'bytes',
      start: (controller) => {
        out = controller;
      },
      pull: () => onTaken(),
      cancel: (reason) => {
        hasLeft = reason ?? new TypeError('The readable side was cancelled.');
        onTaken();
      },
    });
    this.writable = new WritableStream({
      write: async (chunk) => {
        if (hasLeft !== null) throw hasLeft;
        if (chunk.byteLength === 0) return;
        const taken = new Promise<void>((resolve) => {
          onTaken = resolve;
        });
        out?.enqueue(chunk.slice());
        await taken;
        if (hasLeft !== null) throw hasLeft;
      },
      close: () => {
        out?.close();
        out?.byobRequest?.respond(0);
      },
      abort: (reason) => out?.error(reason),
    });
  }
}

/** Short only at the end of the stream. */
async function readAtLeast(this: ReadableStreamBYOBReader, min: number, view: Uint8Array) {
  const read = new Uint8Array(view.byteLength);
  let length = 0;
  while (length < min) {
    const { done, value } = await this.read(new Uint8Array(view.byteLength - length));
    if (value) read.set(value, length);
    length += value?.byteLength ?? 0;
    if (done) return { done: length === 0, value: read.subarray(0, length) };
  }
  return { done: false, value: read.subarray(0, length) };
}

Object.assign(globalThis, { IdentityTransformStream: IdentityStream });
Object.assign(ReadableStreamBYOBReader.prototype, { readAtLeast });
