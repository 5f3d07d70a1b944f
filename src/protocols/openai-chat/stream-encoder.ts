/**
 * Canonical events -> chunks. Fixed shapes are templates: only texts are serialised. The finish chunk, the usage
 * chunk where it is wished, and `[DONE]` come with the end; after an error comes nothing.
 */
import type { Block, Seal, ToolCallBlock } from '../../core/block.ts';
import { isWrappedCustomCall } from '../../core/custom-tool.ts';
import { errorOfFault } from '../../core/fault-table.ts';
import type { JsonObject } from '../../core/json.ts';
import type { AnswerContext, StreamEncoder } from '../../core/protocol.ts';
import { openBlock } from '../../core/replay.ts';
import type { Stop } from '../../core/response.ts';
import type { BlockDelta, StreamEvent } from '../../core/stream-event.ts';
import { mergeUsage, type Usage } from '../../core/usage.ts';
import { pingComment, printData } from '../../sse/print.ts';
import {
  encodeCitation,
  encodeOpaque,
  encodeServiceTier,
  reasoningGap,
  restoreCall,
} from './encode-blocks.ts';
import { finishReason } from './encode-response.ts';
import { encodeStreamError } from './errors.ts';
import { refusalText } from './stop.ts';
import { signatureOf } from './thought-signature.ts';
import { encodeUsage } from './usage.ts';

type OpenCall = {
  readonly type: 'tool-call';
  /** Place among the tool calls of the answer. */
  readonly index: number;
  readonly call: ToolCallBlock;
  /** Arguments held back until the call ends, because they must be unwrapped. */
  readonly held: string[] | null;
  isEmpty: boolean;
};

type OpenText = { readonly type: 'text'; readonly offset: number };

/** What is known of a block between its start and its end. */
type OpenBlock =
  | OpenCall
  | OpenText
  | { readonly type: 'reasoning'; part: number }
  | { readonly type: 'refusal' }
  | { readonly type: 'opaque'; block: Extract<Block, { type: 'opaque' }> }
  | { readonly type: 'other' };

class ChunkWriter {
  readonly #context: AnswerContext;
  readonly #open = new Map<number, OpenBlock>();
  #model = '';
  /** What is the same in each chunk: all before `choices`, and all behind. */
  #head = '';
  #close = '}';
  #calls = 0;
  #textChars = 0;
  #hasReasoning = false;
  /** Of the reasoning before the next call. */
  #seal: Seal | undefined;
  #hasRefusal = false;
  #isOver = false;
  #usage: Usage = {};

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  push(event: StreamEvent): string {
    if (this.#isOver) return '';
    switch (event.type) {
      case 'response-start':
        return this.#start(event);
      case 'block-start':
        return this.#startBlock(event.index, event.block);
      case 'block-delta':
        return this.#writeDelta(event.index, event.delta);
      case 'block-end':
        return this.#endBlock(event.index);
      case 'usage':
        this.#usage = mergeUsage(this.#usage, event.usage);
        return '';
      case 'response-end':
        if (event.serviceTier !== undefined) this.#head = this.#writeHead(event.serviceTier);
        return this.#end(event.stop);
      case 'error':
        this.#isOver = true;
        return encodeStreamError(errorOfFault(event.fault, []));
      case 'ping':
        return pingComment;
      default:
        return event satisfies never;
    }
  }

  #start({ model, serviceTier }: { model?: string; serviceTier?: string }): string {
    this.#model = model ?? this.#context.model;
    this.#head = this.#writeHead(serviceTier);
    if (this.#context.request.wantsUsage) this.#close = ',"usage":null}';
    return this.#chunk('{"role":"assistant","content":"","refusal":null}');
  }

  #writeHead(tier: string | undefined): string {
    const { id, created } = this.#context;
    const named = `"model":${JSON.stringify(this.#model)}`;
    const word = encodeServiceTier(tier);
    const served = word === undefined ? '' : `,"service_tier":"${word}"`;
    return `{"id":"chatcmpl-${id}","object":"chat.completion.chunk","created":${created},${named}${served}`;
  }

  /** `delta` is JSON text, and so is `more`, which begins with a comma. */
  #chunk(delta: string, finish: string | null = null, more = ''): string {
    const choice = `{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}`;
    return printData(`${this.#head},"choices":[${choice}]${more}${this.#close}`);
  }

  #member(name: string, text: string): string {
    return this.#chunk(`{"${name}":${JSON.stringify(text)}}`);
  }

  #startBlock(index: number, block: Block): string {
    const { start, deltas } = openBlock(block);
    const opened = this.#openBlock(index, start);
    return opened + deltas.map((delta) => this.#writeDelta(index, delta)).join('');
  }

  #openBlock(index: number, block: Block): string {
    switch (block.type) {
      case 'tool-call':
        return this.#openCall(index, block);
      case 'reasoning':
        // A second block is set off from the first like a second part.
        this.#open.set(index, { type: 'reasoning', part: this.#hasReasoning ? -1 : 0 });
        return '';
      case 'text':
        this.#open.set(index, { type: 'text', offset: this.#textChars });
        return '';
      case 'refusal':
        this.#hasRefusal = true;
        this.#open.set(index, { type: 'refusal' });
        return '';
      case 'opaque':
        this.#open.set(index, { type: 'opaque', block });
        return '';
      default:
        this.#open.set(index, { type: 'other' });
        return '';
    }
  }

  #openCall(index: number, call: ToolCallBlock): string {
    const { request } = this.#context;
    const held = isWrappedCustomCall(call, request) ? [] : null;
    const place = this.#calls++;
    this.#open.set(index, { type: 'tool-call', index: place, call, held, isEmpty: true });
    const name = JSON.stringify(call.name);
    if (request.legacyFunctions) {
      return place === 0 ? this.#chunk(`{"function_call":{"name":${name},"arguments":""}}`) : '';
    }
    const isCustom = call.kind === 'custom' || held !== null;
    const inner = isCustom
      ? `"custom":{"name":${name},"input":""}`
      : `"function":{"name":${name},"arguments":""}`;
    const head = `"index":${place},"id":${JSON.stringify(call.id)},"type":"${isCustom ? 'custom' : 'function'}"`;
    const signature = JSON.stringify(signatureOf(this.#seal)).slice(1, -1);
    this.#seal = undefined;
    return this.#chunk(`{"tool_calls":[{${head},${inner}${signature === '' ? '' : `,${signature}`}}]}`);
  }

  #writeInput(open: OpenCall, text: string): string {
    if (text === '') return '';
    open.isEmpty = false;
    const json = JSON.stringify(text);
    if (this.#context.request.legacyFunctions) {
      return open.index === 0 ? this.#chunk(`{"function_call":{"arguments":${json}}}`) : '';
    }
    const isCustom = open.call.kind === 'custom' || open.held !== null;
    const inner = isCustom ? `"custom":{"input":${json}}` : `"function":{"arguments":${json}}`;
    return this.#chunk(`{"tool_calls":[{"index":${open.index},${inner}}]}`);
  }

  #writeReasoning(open: { part: number }, text: string, part: number): string {
    if (text === '') return '';
    const isNext = part !== open.part && this.#hasReasoning;
    open.part = part;
    this.#hasReasoning = true;
    return this.#member('reasoning_content', isNext ? reasoningGap + text : text);
  }

  #writeDelta(index: number, delta: BlockDelta): string {
    const open = this.#open.get(index);
    if (open === undefined) return '';
    switch (delta.kind) {
      case 'text':
        this.#textChars += delta.text.length;
        return delta.text === '' ? '' : this.#member('content', delta.text);
      case 'refusal':
        return this.#member('refusal', delta.text);
      case 'reasoning':
        return open.type === 'reasoning' ? this.#writeReasoning(open, delta.text, delta.part) : '';
      case 'input':
        if (open.type !== 'tool-call') return '';
        if (open.held === null) return this.#writeInput(open, delta.text);
        open.held.push(delta.text);
        return '';
      case 'citation': {
        const annotation = encodeCitation(delta.citation, open.type === 'text' ? open.offset : 0);
        return annotation === null ? '' : this.#chunk(JSON.stringify({ annotations: [annotation] }));
      }
      case 'opaque':
        if (open.type === 'opaque') open.block = { ...open.block, value: delta.value as JsonObject };
        return '';
      case 'seal':
        this.#seal = delta.seal;
        return '';
      default:
        return delta satisfies never;
    }
  }

  #endBlock(index: number): string {
    const open = this.#open.get(index);
    this.#open.delete(index);
    if (open?.type === 'opaque') {
      const value = encodeOpaque(open.block);
      return Object.keys(value).length === 0 ? '' : this.#chunk(JSON.stringify(value));
    }
    if (open?.type !== 'tool-call') return '';
    if (open.held !== null) {
      const whole = { ...open.call, input: open.held.join('') };
      return this.#writeInput(open, restoreCall(whole, this.#context.request).input);
    }
    // A call without arguments: clients parse what they collect.
    return open.isEmpty && open.call.kind === 'function' ? this.#writeInput(open, '{}') : '';
  }

  #end(stop: Stop): string {
    this.#isOver = true;
    const { request } = this.#context;
    const explanation = this.#hasRefusal ? null : refusalText(stop);
    const said = explanation === null ? '' : this.#member('refusal', explanation);
    const finish = finishReason(stop, this.#hasRefusal, request.legacyFunctions ?? false);
    const usage = request.wantsUsage ? encodeUsage(this.#usage) : undefined;
    const counts =
      usage === undefined ? '' : printData(`${this.#head},"choices":[],"usage":${JSON.stringify(usage)}}`);
    const added = JSON.stringify(this.#context.extension?.() ?? {}).slice(1, -1);
    const more = added === '' ? '' : `,${added}`;
    return `${said}${this.#chunk('{}', finish, more)}${counts}${printData('[DONE]')}`;
  }
}

export function streamEncoder(context: AnswerContext): StreamEncoder {
  return new ChunkWriter(context);
}
