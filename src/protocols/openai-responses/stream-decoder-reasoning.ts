/**
 * A reasoning item while it streams: one block with the parts of its summary, or of the reasoning itself. The block
 * starts with the first piece, since many items show nothing; its place is taken when the item is announced.
 */
import type { Block } from '../../core/block.ts';
import { asCount, type JsonObject } from '../../core/json.ts';
import type { StreamEvent } from '../../core/stream-event.ts';
import { bindSeal, decodeReasoning } from './blocks.ts';
import { type BlockFeed, delta } from './stream-decoder-blocks.ts';

/** What is shown; the first piece decides, as a block says it at its start. */
type Form = 'summary' | 'verbatim';

export class OpenReasoning {
  readonly #feed: BlockFeed;
  readonly #id: string | undefined;
  readonly #index: number;
  #form: Form | null = null;
  /** The wire's number of a part -> ours, without gaps. */
  readonly #parts = new Map<number, number>();

  constructor(feed: BlockFeed, id: string | undefined) {
    this.#feed = feed;
    this.#id = id;
    this.#index = feed.reserve();
  }

  add(at: unknown, form: Form, text: unknown): StreamEvent[] {
    if (typeof text !== 'string' || text === '') return [];
    const events = this.#form === null ? [this.#start(form)] : [];
    if (this.#form !== form) return [];
    const number = asCount(at) ?? 0;
    const part = this.#parts.get(number) ?? this.#parts.size;
    this.#parts.set(number, part);
    events.push(delta(this.#index, { kind: 'reasoning', text, part }));
    return events;
  }

  /** The whole text of a part, which the deltas have usually told. */
  fill(at: unknown, form: Form, text: unknown): StreamEvent[] {
    return this.#parts.has(asCount(at) ?? 0) ? [] : this.add(at, form, text);
  }

  end(item: JsonObject): StreamEvent[] {
    const block = decodeReasoning(item);
    if (this.#form === null && block === null) return [];
    const events: StreamEvent[] = [];
    if (this.#form === null) events.push(this.#start(block?.verbatim ? 'verbatim' : 'summary'));
    if (this.#parts.size === 0) {
      const texts = block?.parts ?? [];
      events.push(...texts.map((text, part) => delta(this.#index, { kind: 'reasoning', text, part })));
    }
    if (block?.seal) {
      const seal = bindSeal(block.seal, this.#feed.model);
      events.push(delta(this.#index, { kind: 'seal', seal }));
    }
    events.push({ type: 'block-end', index: this.#index });
    return events;
  }

  #start(form: Form): StreamEvent {
    this.#form = form;
    const block: Block = { type: 'reasoning', parts: [] };
    if (form === 'verbatim') block.verbatim = true;
    if (this.#id) block.id = this.#id;
    return this.#feed.start(this.#index, block);
  }
}

type Handler = (reasoning: OpenReasoning, data: JsonObject) => StreamEvent[];

export const reasoningEvents: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  [
    'response.reasoning_summary_text.delta',
    (open, data) => open.add(data.summary_index, 'summary', data.delta),
  ],
  [
    'response.reasoning_summary_text.done',
    (open, data) => open.fill(data.summary_index, 'summary', data.text),
  ],
  ['response.reasoning_text.delta', (open, data) => open.add(data.content_index, 'verbatim', data.delta)],
  ['response.reasoning_text.done', (open, data) => open.fill(data.content_index, 'verbatim', data.text)],
]);
