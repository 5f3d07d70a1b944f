/**
 * Events inside output items -> block events. Items are known by their `output_index`: ids may change from event to
 * event at some hosts. An item of which too little was told is told whole at its end. No lifecycle here.
 */
import { asCount, asString, isObject, type JsonObject } from '../../core/json.ts';
import type { StreamEvent } from '../../core/stream-event.ts';
import { decodeOutputItem } from './blocks.ts';
import { BlockFeed, delta } from './stream-decoder-blocks.ts';
import { messageEvents, OpenMessage } from './stream-decoder-message.ts';
import { OpenReasoning, reasoningEvents } from './stream-decoder-reasoning.ts';
import { opaqueItem } from './wire.ts';

/** A tool call while it streams. */
class OpenCall {
  readonly #index: number;
  #hasInput = false;

  constructor(index: number) {
    this.#index = index;
  }

  add(text: unknown): StreamEvent[] {
    if (typeof text !== 'string' || text === '') return [];
    this.#hasInput = true;
    return [delta(this.#index, { kind: 'input', text })];
  }

  fill(text: unknown): StreamEvent[] {
    return this.#hasInput ? [] : this.add(text);
  }

  end(item: JsonObject): StreamEvent[] {
    const rest = this.fill(item.type === 'custom_tool_call' ? item.input : item.arguments);
    return [...rest, { type: 'block-end', index: this.#index }];
  }
}

/** An item we do not know: its end replaces what its start said. */
class OpenOpaque {
  readonly #index: number;

  constructor(index: number) {
    this.#index = index;
  }

  end(item: JsonObject): StreamEvent[] {
    return [delta(this.#index, { kind: 'opaque', value: item }), { type: 'block-end', index: this.#index }];
  }
}

type OpenItem = OpenMessage | OpenReasoning | OpenCall | OpenOpaque;

type CallHandler = (call: OpenCall, data: JsonObject) => StreamEvent[];

const callEvents: ReadonlyMap<string, CallHandler> = new Map<string, CallHandler>([
  ['response.function_call_arguments.delta', (call, data) => call.add(data.delta)],
  ['response.function_call_arguments.done', (call, data) => call.fill(data.arguments)],
  ['response.custom_tool_call_input.delta', (call, data) => call.add(data.delta)],
  ['response.custom_tool_call_input.done', (call, data) => call.fill(data.input)],
]);

type Key = number | string;

export class ItemReader {
  readonly feed = new BlockFeed();
  #hasItems = false;
  /** Null: it has ended, and nothing more is heard of it. */
  readonly #items = new Map<Key, OpenItem | null>();
  /** For hosts that leave `output_index` out after the first event of an item. */
  readonly #keys = new Map<string, Key>();

  /** Events that say nothing about a block's content give none. */
  read(type: string, data: JsonObject): StreamEvent[] {
    if (type === 'response.output_item.added') return this.#add(data);
    if (type === 'response.output_item.done') return this.#end(data);
    const onMessage = messageEvents.get(type);
    if (onMessage) {
      const item = this.#find(data, () => new OpenMessage(this.feed, undefined));
      return item instanceof OpenMessage ? onMessage(item, data) : [];
    }
    const onReasoning = reasoningEvents.get(type);
    if (onReasoning) {
      const item = this.#find(data, () => new OpenReasoning(this.feed, undefined));
      return item instanceof OpenReasoning ? onReasoning(item, data) : [];
    }
    const call = this.#items.get(this.#keyOf(data, data.item_id));
    return call instanceof OpenCall ? (callEvents.get(type)?.(call, data) ?? []) : [];
  }

  /** The terminal event's output, for hosts that told nothing before. */
  finish(output: unknown): StreamEvent[] {
    if (this.#hasItems || !Array.isArray(output)) return [];
    return output.flatMap((item) => this.#tell(item));
  }

  #keyOf(data: JsonObject, id: unknown): Key {
    const text = asString(id) ?? '';
    return asCount(data.output_index) ?? this.#keys.get(text) ?? text;
  }

  /** The item an event speaks of, opened where it was never announced. */
  #find(data: JsonObject, open: () => OpenItem): OpenItem | null {
    const key = this.#keyOf(data, data.item_id);
    const known = this.#items.get(key);
    if (known !== undefined) return known;
    this.#hasItems = true;
    const item = open();
    this.#items.set(key, item);
    return item;
  }

  #add(data: JsonObject): StreamEvent[] {
    const { item } = data;
    if (!isObject(item)) return [];
    this.#hasItems = true;
    const id = asString(item.id);
    const key = asCount(data.output_index) ?? id ?? '';
    if (id !== undefined) this.#keys.set(id, key);
    if (this.#items.get(key)) return [];
    switch (item.type) {
      case 'message':
        this.#items.set(key, new OpenMessage(this.feed, asString(item.phase)));
        return [];
      case 'reasoning':
        this.#items.set(key, new OpenReasoning(this.feed, id));
        return [];
      case 'function_call':
      case 'custom_tool_call':
        return this.#addCall(key, item);
      default: {
        const index = this.feed.reserve();
        this.#items.set(key, new OpenOpaque(index));
        return [this.feed.start(index, opaqueItem(asString(item.type) ?? 'unknown', item))];
      }
    }
  }

  #addCall(key: Key, item: JsonObject): StreamEvent[] {
    const [block] = decodeOutputItem(item, this.feed.model);
    // Without its id or name it cannot be told yet: the item's end has them.
    if (block?.type !== 'tool-call' || block.id === '' || block.name === '') return [];
    const index = this.feed.reserve();
    this.#items.set(key, new OpenCall(index));
    return [this.feed.start(index, { ...block, input: '' })];
  }

  #end(data: JsonObject): StreamEvent[] {
    const { item } = data;
    if (!isObject(item)) return [];
    const key = this.#keyOf(data, item.id);
    const open = this.#items.get(key);
    if (open === null) return [];
    this.#items.set(key, null);
    return open ? open.end(item) : this.#tell(item);
  }

  #tell(item: unknown): StreamEvent[] {
    this.#hasItems = true;
    return this.feed.tell(decodeOutputItem(item, this.feed.model));
  }
}
