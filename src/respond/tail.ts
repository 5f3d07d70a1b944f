/**
 * The last events of a stream, as bytes: where usage and the end marker are. Holds whole events, since the last one
 * may be long (Responses ends with the whole answer), and little else.
 */
import type { SseEvent } from '../core/protocol.ts';
import { maxEventChars, parseTail } from '../sse/parse.ts';

/** The closing events of every protocol, but for a long last one. */
const keptBytes = 4 * 1024;
const utf8 = new TextDecoder();
const newline = 10;
const carriageReturn = 13;

export class Tail {
  /** All that was pushed, kept or not. */
  seenBytes = 0;
  #parts: Uint8Array[] = [];
  #length = 0;
  #isWhole = true;
  /** Grows with what cannot be dropped, so that a long event is not copied once a piece. */
  #trimAt = 4 * keptBytes;

  push(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.seenBytes += bytes.byteLength;
    this.#length += bytes.byteLength;
    if (this.#length > this.#trimAt) this.#trim();
  }

  /** The whole events in the bytes kept. */
  events(): SseEvent[] {
    this.#trim();
    return parseTail(this.#join(), this.#isWhole);
  }

  /** Whether no half event stands behind the last whole one. */
  endsWhole(): boolean {
    const joined = this.#join();
    return lastBoundary(joined, joined.byteLength) === joined.byteLength;
  }

  /** The half event behind the last whole one, as text; all that is kept of it where it is long. */
  torn(): string {
    const joined = this.#join();
    const from = lastBoundary(joined, joined.byteLength) ?? 0;
    return utf8.decode(joined.subarray(from));
  }

  #join(): Uint8Array {
    const [only] = this.#parts;
    if (only && this.#parts.length === 1) return only;
    const joined = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      joined.set(part, at);
      at += part.byteLength;
    }
    this.#parts = [joined];
    return joined;
  }

  /** Drops what lies before the last event boundary that still leaves enough; without one, only what no event is. */
  #trim(): void {
    const joined = this.#join();
    const surplus = joined.byteLength - keptBytes;
    if (surplus <= 0) return;
    const boundary = lastBoundary(joined, surplus);
    const from = boundary ?? Math.max(0, joined.byteLength - maxEventChars);
    this.#trimAt = Math.max(4 * keptBytes, 2 * (joined.byteLength - from));
    if (from === 0) return;
    this.#parts = [joined.slice(from)];
    this.#length = joined.byteLength - from;
    this.#isWhole = boundary !== null;
  }
}

/** Just behind the last blank line before `end`, or null. */
function lastBoundary(bytes: Uint8Array, end: number): number | null {
  for (let at = end; at > 1; at--) {
    if (bytes[at - 1] !== newline) continue;
    if (bytes[at - 2] === newline || (bytes[at - 2] === carriageReturn && bytes[at - 3] === newline))
      return at;
  }
  return null;
}
