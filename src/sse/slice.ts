/**
 * Bytes of an event stream -> the same bytes, cut behind each event. For whoever passes events on as they came and has
 * to know which: a half event is held back until the rest of it has come.
 */
import type { SseEvent } from '../core/protocol.ts';
import { maxEventChars, parseTail } from './parse.ts';

export type EventSlice = {
  /** As they came, the blank line behind the event included. */
  readonly bytes: Uint8Array;
  /** Null: a comment, or nothing. */
  readonly event: SseEvent | null;
};

const newline = 10;
const carriageReturn = 13;
/** A blank line is told by at most so many bytes before its last one. */
const lookBack = 2;

/** Whether the byte at `at` ends a blank line. */
function endsBlankLine(bytes: Uint8Array, at: number): boolean {
  const last = bytes[at];
  const before = bytes[at - 1];
  if (last === carriageReturn) return before === carriageReturn;
  if (last !== newline) return false;
  return before === newline || (before === carriageReturn && bytes[at - 2] === newline);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}

export class EventSlicer {
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  /** The last bytes that are held: a blank line may have begun there. */
  #end: Uint8Array = new Uint8Array(0);

  /** The slices that these bytes complete. They are copies. */
  push(bytes: Uint8Array): EventSlice[] {
    const slices: EventSlice[] = [];
    const seen = join([this.#end, bytes]);
    const skipped = this.#end.byteLength;
    let from = 0;
    for (let at = skipped; at < seen.byteLength; at++) {
      if (!endsBlankLine(seen, at)) continue;
      const upTo = at - skipped + 1;
      slices.push(this.#close(bytes.subarray(from, upTo)));
      from = upTo;
    }
    this.#hold(bytes.slice(from), from === 0 ? seen : seen.subarray(skipped + from));
    return slices;
  }

  /** An event was too long to hold; nothing comes after that. */
  get overflowed(): boolean {
    return this.#heldBytes > maxEventChars;
  }

  #close(rest: Uint8Array): EventSlice {
    const bytes = join([...this.#held, rest]);
    this.#held = [];
    this.#heldBytes = 0;
    return { bytes, event: parseTail(bytes, true)[0] ?? null };
  }

  #hold(rest: Uint8Array, seen: Uint8Array): void {
    this.#held.push(rest);
    this.#heldBytes += rest.byteLength;
    this.#end = seen.slice(-lookBack);
  }
}
