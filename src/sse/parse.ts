/**
 * Bytes -> server-sent events, over eventsource-parser. Holds back incomplete UTF-8 and incomplete lines, bounds
 * what an upstream can make us hold, and never throws.
 */
import { createParser } from 'eventsource-parser';
import type { SseEvent, SseParser } from '../core/protocol.ts';

/** A single event longer than this ends the stream: no model sends one, and the buffer must be bounded. */
export const maxEventChars = 8 * 1024 * 1024;

export function createSseParser(limitChars = maxEventChars): SseParser {
  // The parser drops the one byte order mark that may stand first; a decoder that did too would drop a second.
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
  let events: SseEvent[] = [];
  let overflowed = false;
  const parser = createParser({
    maxBufferSize: limitChars,
    onEvent: ({ event, data }) => events.push({ event, data }),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') overflowed = true;
    },
  });
  const feed = (text: string): SseEvent[] => {
    if (text !== '' && !overflowed) {
      try {
        parser.feed(text);
      } catch {
        overflowed = true;
      }
    }
    const done = events;
    events = [];
    return done;
  };
  return {
    push: (bytes) => feed(decoder.decode(bytes, { stream: true })),
    end: () => feed(decoder.decode()),
    get overflowed() {
      return overflowed;
    },
  };
}

/** Of what is there as a whole: nothing is held back in it. */
const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** The whole events inside the last bytes of a stream: what stands before the first event boundary is skipped. */
export function parseTail(bytes: Uint8Array, isWhole: boolean): SseEvent[] {
  const text = utf8.decode(bytes);
  const boundary = isWhole ? 0 : text.search(/\r\n\r\n|\n\n|\r\r/);
  if (boundary === -1) return [];
  const events: SseEvent[] = [];
  const parser = createParser({ onEvent: ({ event, data }) => events.push({ event, data }) });
  parser.feed(text.slice(boundary));
  return events;
}
