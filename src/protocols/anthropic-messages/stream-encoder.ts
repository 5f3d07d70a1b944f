/**
 * Canonical events -> server-sent events of Messages. Blocks cannot interleave on this wire: what belongs to a later
 * block waits until the earlier one has ended. Exactly one end, whatever comes in.
 */
import type { Block, Seal } from '../../core/block.ts';
import type { JsonObject } from '../../core/json.ts';
import type { AnswerContext, StreamEncoder } from '../../core/protocol.ts';
import { openBlock } from '../../core/replay.ts';
import type { Stop } from '../../core/response.ts';
import type { BlockDelta, StreamEvent } from '../../core/stream-event.ts';
import { mergeUsage, type Usage } from '../../core/usage.ts';
import { printEvent } from '../../sse/print.ts';
import { encodeBlock, encodeSeal } from './blocks.ts';
import { encodeCitation } from './citations.ts';
import { messageId } from './encode-response.ts';
import { encodeUnwordedFault } from './errors.ts';
import { encodeStop } from './stop.ts';
import { encodeDeltaUsage, encodeUsage } from './usage.ts';
import { customInput, partSeparator, protocolId } from './wire.ts';

const pingEvent = printEvent('ping', '{"type":"ping"}');
const stopEvent = printEvent('message_stop', '{"type":"message_stop"}');

function printStart(index: number, block: JsonObject): string {
  return printEvent(
    'content_block_start',
    `{"type":"content_block_start","index":${index},"content_block":${JSON.stringify(block)}}`,
  );
}

/** `value` is JSON text already. */
function printDelta(index: number, type: string, member: string, value: string): string {
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{"type":"${type}","${member}":${value}}}\n\n`;
}

function printStop(index: number): string {
  return printEvent('content_block_stop', `{"type":"content_block_stop","index":${index}}`);
}

/** A block that is being written: it has a place on the wire once it is known to have a form there. */
class BlockWriter {
  readonly #start: Block;
  readonly #place: () => number;
  #index = -1;
  #part = 0;
  #seal: Seal | undefined;
  #opaque: JsonObject | undefined;

  constructor(start: Block, place: () => number) {
    this.#start = start;
    this.#place = place;
  }

  open(): string {
    const start = this.#start;
    // An opaque block is known when it has ended; media has no form in an answer.
    if (start.type === 'opaque') this.#opaque = start.value;
    if (start.type === 'reasoning') this.#seal = start.seal;
    const wire = start.type === 'opaque' ? null : encodeBlock(start);
    if (wire === null) return '';
    this.#index = this.#place();
    const isCustom = start.type === 'tool-call' && start.kind === 'custom';
    const opened = printStart(this.#index, isCustom ? { ...wire, input: {} } : wire);
    return isCustom ? opened + this.#input(`{"${customInput}":"`) : opened;
  }

  write(delta: BlockDelta): string {
    const start = this.#start;
    switch (delta.kind) {
      case 'text':
      case 'refusal':
        return this.#print('text_delta', 'text', delta.text);
      case 'reasoning':
        return this.#reasoning(delta.text, delta.part);
      case 'seal':
        this.#seal = delta.seal;
        return '';
      case 'input':
        if (start.type !== 'tool-call' || start.kind === 'function') return this.#input(delta.text);
        return this.#input(JSON.stringify(delta.text).slice(1, -1));
      case 'citation': {
        const citation = encodeCitation(delta.citation);
        if (citation === null || this.#index === -1) return '';
        return printDelta(this.#index, 'citations_delta', 'citation', JSON.stringify(citation));
      }
      case 'opaque':
        this.#opaque = delta.value as JsonObject;
        return '';
      default:
        return delta satisfies never;
    }
  }

  close(): string {
    const start = this.#start;
    if (start.type === 'opaque') return start.protocol === protocolId ? this.#closeOpaque() : '';
    if (this.#index === -1) return '';
    let last = '';
    if (start.type === 'tool-call' && start.kind === 'custom') last = this.#input('"}');
    if (start.type === 'reasoning' && !start.redacted && this.#seal) {
      last = this.#print('signature_delta', 'signature', encodeSeal(this.#seal));
    }
    return last + printStop(this.#index);
  }

  #print(type: string, member: string, text: string): string {
    return this.#index === -1 ? '' : printDelta(this.#index, type, member, JSON.stringify(text));
  }

  #input(json: string): string {
    return this.#print('input_json_delta', 'partial_json', json);
  }

  #reasoning(text: string, part: number): string {
    const separator = part > this.#part ? partSeparator : '';
    this.#part = part;
    return this.#print('thinking_delta', 'thinking', separator + text);
  }

  /** Tool input goes as a piece: clients build it from pieces only. */
  #closeOpaque(): string {
    const value = this.#opaque ?? {};
    const index = this.#place();
    const hasInput = value.input !== undefined && value.input !== null;
    const opened = printStart(index, hasInput ? { ...value, input: {} } : value);
    const input = hasInput
      ? printDelta(index, 'input_json_delta', 'partial_json', JSON.stringify(JSON.stringify(value.input)))
      : '';
    return opened + input + printStop(index);
  }
}

type Waiting = {
  readonly writer: BlockWriter;
  readonly deltas: BlockDelta[];
  isOpen: boolean;
  hasEnded: boolean;
};

class Encoding {
  readonly #context: AnswerContext;
  #start: Extract<StreamEvent, { type: 'response-start' }> = { type: 'response-start' };
  #usage: Usage = {};
  #isBegun = false;
  #isOver = false;
  #isRefused = false;
  #isEstimated = false;
  #nextIndex = 0;
  /** Blocks in the order they started; the first is the one on the wire. */
  readonly #queue: Waiting[] = [];
  readonly #byIndex = new Map<number, Waiting>();

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  push(event: StreamEvent): string {
    if (this.#isOver) return '';
    switch (event.type) {
      case 'response-start':
        this.#start = event;
        return '';
      case 'usage':
        this.#usage = mergeUsage(this.#usage, event.usage);
        return '';
      case 'ping':
        return pingEvent;
      case 'block-start':
        return this.#begin() + this.#startBlock(event.index, event.block);
      case 'block-delta':
        return this.#delta(event.index, event.delta);
      case 'block-end':
        return this.#endBlock(event.index);
      case 'response-end':
        return this.#begin() + this.#end(event.stop);
      case 'error':
        this.#isOver = true;
        return encodeUnwordedFault(this.#context.id);
      default:
        return event satisfies never;
    }
  }

  /** The start of the message waits for the first block, so that it can tell what input counts are known by then. */
  #begin(): string {
    if (this.#isBegun) return '';
    this.#isBegun = true;
    const message = {
      id: messageId(this.#context),
      type: 'message',
      role: 'assistant',
      model: this.#start.model ?? this.#context.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      container: null,
      diagnostics: null,
      usage: encodeUsage(this.#openingUsage(), this.#start.serviceTier),
    };
    return printEvent('message_start', JSON.stringify({ type: 'message_start', message }));
  }

  /** Providers of other protocols tell their counts at the end; some clients read the input here alone. */
  #openingUsage(): Usage {
    const expected = this.#usage.inputTokens === undefined ? (this.#context.inputTokens?.() ?? null) : null;
    if (expected === null) return this.#usage;
    this.#isEstimated = true;
    return { ...this.#usage, inputTokens: expected };
  }

  /** An estimate does not stand where nobody counts: clients would keep it for the count. */
  #closingUsage(): JsonObject {
    const usage = encodeDeltaUsage(this.#usage);
    return this.#isEstimated ? { ...usage, input_tokens: usage.input_tokens ?? 0 } : usage;
  }

  #startBlock(index: number, block: Block): string {
    if (block.type === 'refusal') this.#isRefused = true;
    const { start, deltas } = openBlock(block);
    const writer = new BlockWriter(start, () => this.#nextIndex++);
    const waiting: Waiting = { writer, deltas, isOpen: false, hasEnded: false };
    this.#queue.push(waiting);
    this.#byIndex.set(index, waiting);
    return this.#queue[0] === waiting ? this.#advance() : '';
  }

  #delta(index: number, delta: BlockDelta): string {
    const waiting = this.#byIndex.get(index);
    if (waiting?.isOpen) return waiting.writer.write(delta);
    waiting?.deltas.push(delta);
    return '';
  }

  #endBlock(index: number): string {
    const waiting = this.#byIndex.get(index);
    if (waiting === undefined) return '';
    this.#byIndex.delete(index);
    waiting.hasEnded = true;
    return waiting.isOpen ? this.#advance() : '';
  }

  /** Writes what can be written now: the first block, and those behind it while each has ended. */
  #advance(): string {
    let out = '';
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      if (!first.isOpen) {
        first.isOpen = true;
        out += first.writer.open();
        for (const delta of first.deltas) out += first.writer.write(delta);
      }
      if (!first.hasEnded) return out;
      out += first.writer.close();
      this.#queue.shift();
    }
    return out;
  }

  #end(stop: Stop): string {
    this.#isOver = true;
    for (const waiting of this.#queue) waiting.hasEnded = true;
    const rest = this.#advance();
    const delta = JSON.stringify({
      type: 'message_delta',
      delta: { ...encodeStop(stop, this.#isRefused), container: null },
      usage: this.#closingUsage(),
      ...this.#context.extension?.(),
    });
    return rest + printEvent('message_delta', delta) + stopEvent;
  }
}

export function streamEncoder(context: AnswerContext): StreamEncoder {
  const encoding = new Encoding(context);
  return { push: (event) => encoding.push(event) };
}
