/** The last bytes of a stream: where usage and the end marker are. */
import type { SseEvent } from '../core/protocol.ts';
import { parseTail } from '../sse/parse.ts';

/** Usage and end marker of every protocol fit in here, with the events around them. */
const keptBytes = 16 * 1024;

export class Tail {
  readonly #parts: Uint8Array[] = [];
  #length = 0;
  #isWhole = true;

  push(bytes: Uint8Array): void {
    const kept = bytes.slice(-keptBytes);
    if (kept.byteLength < bytes.byteLength) this.#isWhole = false;
    this.#parts.push(kept);
    this.#length += kept.byteLength;
    for (
      let [first] = this.#parts;
      first && this.#length - first.byteLength >= keptBytes;
      [first] = this.#parts
    ) {
      this.#length -= first.byteLength;
      this.#parts.shift();
      this.#isWhole = false;
    }
  }

  /** The whole events in the bytes kept. */
  events(): SseEvent[] {
    const joined = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      joined.set(part, at);
      at += part.byteLength;
    }
    return parseTail(joined, this.#isWhole);
  }
}
