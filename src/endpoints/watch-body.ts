/** Passes a provider's body on as it is and keeps its first and last bytes, where usage is, and how it ended. */

export type Watched = {
  /** The first bytes as text, and the last; of a short body they overlap. */
  readonly head: string;
  readonly tail: string;
  /** `truncated`: the provider broke it off. */
  readonly end: 'completed' | 'truncated' | 'client-left';
};

const keptBytes = 2048;

class Ends {
  #head = new Uint8Array(0);
  #tail = new Uint8Array(0);

  push(bytes: Uint8Array): void {
    if (this.#head.length < keptBytes) this.#head = joined(this.#head, bytes.subarray(0, keptBytes));
    this.#tail = joined(this.#tail, bytes.subarray(-keptBytes)).slice(-keptBytes);
  }

  texts(): Pick<Watched, 'head' | 'tail'> {
    const utf8 = new TextDecoder();
    return { head: utf8.decode(this.#head), tail: utf8.decode(this.#tail) };
  }
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(before.length + after.length);
  bytes.set(before);
  bytes.set(after, before.length);
  return bytes;
}

async function copy(
  body: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
  ends: Ends,
): Promise<Watched['end']> {
  const [reader, writer] = [body.getReader(), writable.getWriter()];
  for (;;) {
    const read = await reader.read().catch((cause: unknown) => ({ cause }));
    if ('cause' in read) {
      await writer.abort(read.cause).catch(() => undefined);
      return 'truncated';
    }
    if (!read.done) ends.push(read.value);
    const taken = await (read.done ? writer.close() : writer.write(read.value)).then(
      () => true,
      () => false,
    );
    if (!taken) await reader.cancel().catch(() => undefined);
    if (!taken) return 'client-left';
    if (read.done) return 'completed';
  }
}

/** `onEnd` is called once, whatever becomes of the body; the copying goes on in `waitUntil`. */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  onEnd: (watched: Watched) => void,
  waitUntil: (work: Promise<unknown>) => void,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const ends = new Ends();
  waitUntil(copy(body, writable, ends).then((end) => onEnd({ ...ends.texts(), end })));
  return readable;
}
