/** A message item while it streams: one block for each of its parts. What no delta told is taken from the end. */
import type { TextBlock } from '../../core/block.ts';
import { asCount, asString, isObject, type JsonObject } from '../../core/json.ts';
import type { StreamEvent } from '../../core/stream-event.ts';
import { decodeAnnotations, decodeOutputPart } from './blocks.ts';
import { type BlockFeed, delta } from './stream-decoder-blocks.ts';

type Part = {
  readonly index: number;
  readonly kind: 'text' | 'refusal';
  hasText: boolean;
  citations: number;
  isClosed: boolean;
};

export class OpenMessage {
  readonly #feed: BlockFeed;
  readonly #phase: string | undefined;
  readonly #parts = new Map<number, Part>();

  constructor(feed: BlockFeed, phase: string | undefined) {
    this.#feed = feed;
    this.#phase = phase;
  }

  addPart(data: JsonObject): StreamEvent[] {
    const type = isObject(data.part) ? data.part.type : undefined;
    if (type === 'output_text') return this.#open(data, 'text').events;
    return type === 'refusal' ? this.#open(data, 'refusal').events : [];
  }

  addText(data: JsonObject, kind: Part['kind'], text: unknown): StreamEvent[] {
    if (typeof text !== 'string' || text === '') return [];
    const { part, events } = this.#open(data, kind);
    if (part === null) return events;
    part.hasText = true;
    events.push(delta(part.index, { kind, text }));
    return events;
  }

  /** The whole text of a part, which the deltas have usually told. */
  fillText(data: JsonObject, kind: Part['kind'], text: unknown): StreamEvent[] {
    const { part, events } = this.#open(data, kind);
    return part === null || part.hasText ? events : [...events, ...this.addText(data, kind, text)];
  }

  addCitation(data: JsonObject): StreamEvent[] {
    const { part, events } = this.#open(data, 'text');
    if (part === null) return events;
    const citations = decodeAnnotations([data.annotation]);
    part.citations += citations.length;
    return [...events, ...citations.map((citation) => delta(part.index, { kind: 'citation', citation }))];
  }

  endPart(data: JsonObject): StreamEvent[] {
    const part = this.#parts.get(asCount(data.content_index) ?? 0);
    return part && isObject(data.part) ? this.#close(part, data.part) : [];
  }

  end(item: JsonObject): StreamEvent[] {
    const phase = asString(item.phase) ?? this.#phase;
    const content = Array.isArray(item.content) ? item.content.filter(isObject) : [];
    const events = content.flatMap((value, at) => {
      const part = this.#parts.get(at);
      return part ? this.#close(part, value) : this.#feed.tell([decodeOutputPart(value, phase)]);
    });
    const rest = [...this.#parts.values()].flatMap((part) => this.#close(part, {}));
    return [...events, ...rest];
  }

  /** The part an event speaks of, if it is still open and of that kind; started where it is new. */
  #open(data: JsonObject, kind: Part['kind']): { part: Part | null; events: StreamEvent[] } {
    const at = asCount(data.content_index) ?? 0;
    const known = this.#parts.get(at);
    if (known) return { part: known.kind === kind && !known.isClosed ? known : null, events: [] };
    const part: Part = { index: this.#feed.reserve(), kind, hasText: false, citations: 0, isClosed: false };
    this.#parts.set(at, part);
    const text: TextBlock = { type: 'text', text: '', ...(this.#phase && { phase: this.#phase }) };
    const block = kind === 'text' ? text : ({ type: 'refusal', text: '' } as const);
    return { part, events: [this.#feed.start(part.index, block)] };
  }

  #close(part: Part, value: JsonObject): StreamEvent[] {
    if (part.isClosed) return [];
    part.isClosed = true;
    const { index, kind } = part;
    const events: StreamEvent[] = [];
    const text = asString(kind === 'text' ? value.text : value.refusal) ?? '';
    if (!part.hasText && text !== '') events.push(delta(index, { kind, text }));
    const untold = kind === 'text' ? decodeAnnotations(value.annotations).slice(part.citations) : [];
    for (const citation of untold) events.push(delta(index, { kind: 'citation', citation }));
    events.push({ type: 'block-end', index });
    return events;
  }
}

type Handler = (message: OpenMessage, data: JsonObject) => StreamEvent[];

export const messageEvents: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['response.content_part.added', (message, data) => message.addPart(data)],
  ['response.content_part.done', (message, data) => message.endPart(data)],
  ['response.output_text.delta', (message, data) => message.addText(data, 'text', data.delta)],
  ['response.output_text.done', (message, data) => message.fillText(data, 'text', data.text)],
  ['response.output_text.annotation.added', (message, data) => message.addCitation(data)],
  ['response.refusal.delta', (message, data) => message.addText(data, 'refusal', data.delta)],
  ['response.refusal.done', (message, data) => message.fillText(data, 'refusal', data.refusal)],
]);
