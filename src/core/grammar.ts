/**
 * Holds a stream to the grammar of `stream-event.ts`, so that no encoder has to doubt its input. A decoder that
 * breaks it (the upstream sent nonsense) gets an error event in place of the offending one; a missing end is an
 * error too.
 */
import type { UpstreamFault } from './errors.ts';
import type { SseEvent, StreamDecoder } from './protocol.ts';
import type { StreamEvent } from './stream-event.ts';

function fault(kind: 'truncated' | 'invalid-response', message: string): StreamEvent {
  const upstream: UpstreamFault = { kind, status: null, code: null, message };
  return { type: 'error', fault: upstream };
}

/** State of one stream; `admit` returns what may be passed on: the event, nothing, or an error in its place. */
export class Grammar {
  #started = false;
  #over = false;
  readonly #open = new Set<number>();
  readonly #closed = new Set<number>();

  get isOver(): boolean {
    return this.#over;
  }

  admit(event: StreamEvent): StreamEvent[] {
    if (this.#over) return [];
    const problem = this.#check(event);
    if (problem === null) return this.#pass(event);
    this.#over = true;
    return [fault('invalid-response', problem)];
  }

  /** The upstream has closed. */
  end(): StreamEvent[] {
    if (this.#over) return [];
    this.#over = true;
    return [fault('truncated', 'the stream ended without its end marker')];
  }

  #pass(event: StreamEvent): StreamEvent[] {
    switch (event.type) {
      case 'response-start':
        this.#started = true;
        return [event];
      case 'block-start':
        this.#open.add(event.index);
        return [event];
      case 'block-end':
        this.#open.delete(event.index);
        this.#closed.add(event.index);
        return [event];
      case 'response-end': {
        // Blocks that the provider left open end here, in order.
        const ends = [...this.#open].sort((a, b) => a - b);
        this.#open.clear();
        this.#over = true;
        return [...ends.map((index): StreamEvent => ({ type: 'block-end', index })), event];
      }
      case 'error':
        this.#over = true;
        return [event];
      default:
        return [event];
    }
  }

  #check(event: StreamEvent): string | null {
    switch (event.type) {
      case 'response-start':
        return this.#started ? 'a second start in one stream' : null;
      case 'block-start':
        if (!this.#started) return 'a block before the start';
        return this.#open.has(event.index) || this.#closed.has(event.index) ? 'a block started twice' : null;
      case 'block-delta':
      case 'block-end':
        return this.#open.has(event.index) ? null : 'a piece of a block that is not open';
      case 'response-end':
        return this.#started ? null : 'an end before the start';
      default:
        return null;
    }
  }
}

/** Wraps a bare decoder: its events pass through a `Grammar`, and its end must have come. */
export function enforceGrammar(
  push: (event: SseEvent) => StreamEvent[],
  finish?: () => StreamEvent[],
): StreamDecoder {
  const grammar = new Grammar();
  const admitAll = (events: StreamEvent[]) => events.flatMap((event) => grammar.admit(event));
  return {
    push: (event) => (grammar.isOver ? [] : admitAll(push(event))),
    end: () => [...admitAll(finish?.() ?? []), ...grammar.end()],
  };
}
