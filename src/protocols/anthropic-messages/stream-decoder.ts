/**
 * Server-sent events of Messages -> canonical events. Counts are cumulative and replaced, never added; unknown events
 * and deltas are skipped. Order is checked by the grammar around it.
 */
import type { UpstreamFault } from '../../core/errors.ts';
import { enforceGrammar } from '../../core/grammar.ts';
import { asCount, asString, isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { SseEvent, StreamDecoder } from '../../core/protocol.ts';
import { openBlock } from '../../core/replay.ts';
import type { Stop } from '../../core/response.ts';
import type { BlockDelta, StreamEvent } from '../../core/stream-event.ts';
import { decodeBlock, decodeSeal, fallbackModel, inputText } from './blocks.ts';
import { decodeCitation } from './citations.ts';
import { decodeErrorBody } from './errors.ts';
import { decodeStop } from './stop.ts';
import { readServiceTier, readUsage, toUsage, type WireUsage } from './usage.ts';

/** A block between its start and its stop. */
type OpenBlock = {
  readonly wire: JsonObject;
  /** Pieces of tool input so far; those of a `tool_use` have been passed on already. */
  readonly inputPieces: string[];
  /** Members that deltas replaced (compaction). */
  readonly replaced: JsonObject;
};

function invalid(message: string): StreamEvent[] {
  const fault: UpstreamFault = { kind: 'invalid-response', status: null, code: null, message };
  return [{ type: 'error', fault }];
}

function parseObject(data: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

class Decoding {
  /** Start events that wait for the next event: a hand-over to another model may follow at once. */
  #held: Extract<StreamEvent, { type: 'response-start' | 'usage' }>[] = [];
  #id: string | undefined;
  #model: string | undefined;
  #isStarted = false;
  /** Blocks that came whole with the start; the wire counts on from 0 after them. */
  #offset = 0;
  #usage: WireUsage = {};
  #stop: Stop | undefined;
  #serviceTier: string | undefined;
  readonly #open = new Map<number, OpenBlock>();

  push(event: SseEvent): StreamEvent[] {
    if (event.data === '' || event.data === '[DONE]') return [];
    const data = parseObject(event.data);
    if (data === null) return [...this.#release(), ...invalid('an event whose data is no JSON object')];
    const type = asString(data.type) ?? event.event;
    if (type === 'ping') return [{ type: 'ping' }];
    if (type === 'message_start') return this.#start(data);
    const model =
      type === 'content_block_start' && isObject(data.content_block) && fallbackModel(data.content_block);
    return [...this.#release(model || undefined), ...this.#read(type, data)];
  }

  /** The upstream has closed. A stop reason that came without the end marker is an end. */
  finish(): StreamEvent[] {
    return [...this.#release(), ...(this.#stop === undefined ? [] : this.#end())];
  }

  #read(type: string | undefined, data: JsonObject): StreamEvent[] {
    switch (type) {
      case 'content_block_start':
        return this.#startBlock(data);
      case 'content_block_delta':
        return this.#delta(data);
      case 'content_block_stop':
        return this.#stopBlock(data);
      case 'message_delta':
        return this.#messageDelta(data);
      case 'message_stop':
        return this.#end();
      case 'error':
        return [{ type: 'error', fault: decodeErrorBody(null, data) }];
      default:
        return [];
    }
  }

  #release(model?: string): StreamEvent[] {
    const held = this.#held;
    if (held.length === 0) return held;
    this.#held = [];
    if (model === undefined) return held;
    this.#model = model;
    return held.map((event) => (event.type === 'response-start' ? { ...event, model } : event));
  }

  #start(data: JsonObject): StreamEvent[] {
    const message = isObject(data.message) ? data.message : {};
    const id = asString(message.id);
    if (this.#isStarted) {
      // The same start twice is a known fault of hosts; another message inside this one is not to be mended.
      return id === this.#id ? [] : [...this.#release(), ...invalid('a second message inside the first')];
    }
    this.#isStarted = true;
    this.#id = id;
    this.#model = asString(message.model);
    this.#usage = readUsage(message.usage, message.container);
    this.#serviceTier = readServiceTier(message.usage) ?? asString(message.service_tier);
    if (typeof message.stop_reason === 'string') this.#stop = decodeStop(message);
    this.#held = [
      {
        type: 'response-start',
        ...(id !== undefined && { id }),
        ...(this.#model !== undefined && { model: this.#model }),
        ...(this.#serviceTier !== undefined && { serviceTier: this.#serviceTier }),
      },
      { type: 'usage', usage: toUsage(this.#usage) },
    ];
    const content = Array.isArray(message.content) ? message.content.filter(isObject) : [];
    if (content.length === 0) return [];
    this.#offset = content.length;
    return [...this.#release(), ...content.flatMap((block, index) => this.#wholeBlock(block, index))];
  }

  #wholeBlock(wire: JsonObject, index: number): StreamEvent[] {
    const { start, deltas } = openBlock(decodeBlock(wire, this.#model));
    return [
      { type: 'block-start', index, block: start },
      ...deltas.map((delta): StreamEvent => ({ type: 'block-delta', index, delta })),
      { type: 'block-end', index },
    ];
  }

  #indexOf(data: JsonObject): number {
    return (asCount(data.index) ?? 0) + this.#offset;
  }

  #startBlock(data: JsonObject): StreamEvent[] {
    const wire = isObject(data.content_block) ? data.content_block : {};
    const index = this.#indexOf(data);
    this.#model = fallbackModel(wire) ?? this.#model;
    this.#open.set(index, { wire, inputPieces: [], replaced: {} });
    const { start, deltas } = openBlock(decodeBlock(wire, this.#model));
    // A tool's input at the start is a placeholder; it counts only if no piece of input follows.
    const kept = wire.type === 'tool_use' ? [] : deltas;
    return [
      { type: 'block-start', index, block: start },
      ...kept.map((delta): StreamEvent => ({ type: 'block-delta', index, delta })),
    ];
  }

  #delta(data: JsonObject): StreamEvent[] {
    const index = this.#indexOf(data);
    const block = this.#open.get(index);
    if (block === undefined) return invalid('a piece of a block that is not open');
    const delta = isObject(data.delta) ? this.#readDelta(data.delta, block) : null;
    return delta === null ? [] : [{ type: 'block-delta', index, delta }];
  }

  #readDelta(delta: JsonObject, block: OpenBlock): BlockDelta | null {
    switch (delta.type) {
      case 'text_delta':
        return typeof delta.text === 'string' && delta.text !== ''
          ? { kind: 'text', text: delta.text }
          : null;
      case 'thinking_delta':
        return typeof delta.thinking === 'string' && delta.thinking !== ''
          ? { kind: 'reasoning', text: delta.thinking, part: 0 }
          : null;
      case 'signature_delta':
        return typeof delta.signature === 'string' && delta.signature !== ''
          ? { kind: 'seal', seal: decodeSeal(delta.signature, this.#model) }
          : null;
      case 'input_json_delta': {
        if (typeof delta.partial_json !== 'string' || delta.partial_json === '') return null;
        block.inputPieces.push(delta.partial_json);
        return block.wire.type === 'tool_use' ? { kind: 'input', text: delta.partial_json } : null;
      }
      case 'citations_delta':
        return isObject(delta.citation)
          ? { kind: 'citation', citation: decodeCitation(delta.citation) }
          : null;
      case 'compaction_delta': {
        const { type: _, ...members } = delta;
        Object.assign(block.replaced, members);
        return null;
      }
      default:
        return null;
    }
  }

  #stopBlock(data: JsonObject): StreamEvent[] {
    const index = this.#indexOf(data);
    const block = this.#open.get(index);
    if (block === undefined) return [];
    this.#open.delete(index);
    const delta = closingDelta(block);
    return [
      ...(delta === null ? [] : [{ type: 'block-delta', index, delta } satisfies StreamEvent]),
      { type: 'block-end', index },
    ];
  }

  #messageDelta(data: JsonObject): StreamEvent[] {
    const delta = isObject(data.delta) ? data.delta : {};
    if (typeof delta.stop_reason === 'string') this.#stop = decodeStop(delta);
    this.#usage = readUsage(data.usage, delta.container, this.#usage);
    this.#serviceTier = readServiceTier(data.usage) ?? this.#serviceTier;
    return [{ type: 'usage', usage: toUsage(this.#usage) }];
  }

  #end(): StreamEvent[] {
    const stop = this.#stop ?? { reason: 'unknown' };
    const serviceTier = this.#serviceTier;
    return [{ type: 'response-end', stop, ...(serviceTier !== undefined && { serviceTier }) }];
  }
}

/** What a block turns out to hold once it is complete. */
function closingDelta({ wire, inputPieces, replaced }: OpenBlock): BlockDelta | null {
  const isToolUse = wire.type === 'tool_use';
  if (isToolUse) return inputPieces.length === 0 ? { kind: 'input', text: inputText(wire.input) } : null;
  const isWhole = inputPieces.length === 0 && Object.keys(replaced).length === 0;
  if (isWhole || wire.type === 'text' || wire.type === 'thinking') return null;
  const input = inputPieces.length === 0 ? {} : { input: parseJson(inputPieces.join('')) };
  return { kind: 'opaque', value: { ...wire, ...replaced, ...input } };
}

export function streamDecoder(): StreamDecoder {
  const decoding = new Decoding();
  return enforceGrammar(
    (event) => decoding.push(event),
    () => decoding.finish(),
  );
}
