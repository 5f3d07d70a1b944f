/**
 * One block of an answer as the events of its output item: each class prints the start, the pieces and the end of
 * one kind of item, and leaves the finished item for the terminal event. Event shapes are fixed, so they are
 * templates: JSON is made of the texts alone.
 */
import type { Block, Citation, ReasoningBlock, Seal } from '../../core/block.ts';
import { isWrappedCustomCall } from '../../core/custom-tool.ts';
import type { JsonObject } from '../../core/json.ts';
import type { AnswerContext } from '../../core/protocol.ts';
import type { BlockDelta } from '../../core/stream-event.ts';
import { encodeAnnotations, encodeCall, encodeReasoning, type ItemStatus } from './blocks.ts';
import { makeItemId, ownPlace } from './wire.ts';

/** Prints one event: `fields` is JSON without braces that follows the type and the sequence number. */
type Print = (type: string, fields: string) => string;

/** Where an item stands and how it prints. */
type Place = { readonly outputIndex: number; readonly print: Print; readonly context: AnswerContext };

export type ItemWriter = {
  start(): string;
  add(delta: BlockDelta): string;
  /** `incomplete`: the end of the answer has cut it off. */
  end(status: ItemStatus): string;
  /** The finished item as JSON, once it has ended. */
  readonly item: string;
};

const quote = JSON.stringify;

/** A message with one part, of text or of refusal. */
class MessageWriter implements ItemWriter {
  item = '';
  #text = '';
  readonly #citations: Citation[] = [];
  readonly #place: Place;
  readonly #kind: 'text' | 'refusal';
  readonly #id: string;
  /** Members of the item that do not change, and of every event about its part. */
  readonly #head: string;
  readonly #at: string;

  constructor(place: Place, block: Extract<Block, { type: 'text' | 'refusal' }>) {
    this.#place = place;
    this.#kind = block.type;
    this.#id = makeItemId('msg', place.context.id, place.outputIndex);
    const phase = block.type === 'text' && block.phase ? `,"phase":${quote(block.phase)}` : '';
    this.#head = `"id":"${this.#id}","type":"message","role":"assistant"${phase}`;
    this.#at = `"item_id":"${this.#id}","output_index":${place.outputIndex},"content_index":0`;
  }

  start(): string {
    const { print, outputIndex } = this.#place;
    const item = `{${this.#head},"status":"in_progress","content":[]}`;
    return (
      print('response.output_item.added', `"output_index":${outputIndex},"item":${item}`) +
      print('response.content_part.added', `${this.#at},"part":${this.#part('""', '[]')}`)
    );
  }

  add(delta: BlockDelta): string {
    if (delta.kind === 'citation') {
      this.#citations.push(delta.citation);
      return '';
    }
    if (delta.kind !== this.#kind) return '';
    this.#text += delta.text;
    const { print } = this.#place;
    return this.#kind === 'text'
      ? print('response.output_text.delta', `${this.#at},"delta":${quote(delta.text)},"logprobs":[]`)
      : print('response.refusal.delta', `${this.#at},"delta":${quote(delta.text)}`);
  }

  end(status: ItemStatus): string {
    const { print, outputIndex } = this.#place;
    const text = quote(this.#text);
    // Citations may speak of text that comes after them: they are told once all of it is there.
    const annotations = encodeAnnotations(this.#citations, this.#text.length);
    const part = this.#part(text, quote(annotations));
    this.item = `{${this.#head},"status":"${status}","content":[${part}]}`;
    const told = annotations.map((annotation, at) =>
      print(
        'response.output_text.annotation.added',
        `${this.#at},"annotation_index":${at},"annotation":${quote(annotation)}`,
      ),
    );
    const done =
      this.#kind === 'text'
        ? print('response.output_text.done', `${this.#at},"text":${text},"logprobs":[]`)
        : print('response.refusal.done', `${this.#at},"refusal":${text}`);
    return [
      ...told,
      done,
      print('response.content_part.done', `${this.#at},"part":${part}`),
      print('response.output_item.done', `"output_index":${outputIndex},"item":${this.item}`),
    ].join('');
  }

  #part(text: string, annotations: string): string {
    return this.#kind === 'text'
      ? `{"type":"output_text","text":${text},"annotations":${annotations},"logprobs":[]}`
      : `{"type":"refusal","refusal":${text}}`;
  }
}

/** Reasoning as summary parts, one after the other. */
class ReasoningWriter implements ItemWriter {
  item = '';
  readonly #place: Place;
  readonly #block: ReasoningBlock;
  readonly #id: string;
  #seal: Seal | undefined;

  constructor(place: Place, block: ReasoningBlock) {
    this.#place = place;
    this.#id = block.id ?? makeItemId('rs', place.context.id, place.outputIndex);
    this.#block = { ...block, id: this.#id, parts: [] };
    this.#seal = block.seal;
  }

  start(): string {
    const item = { id: this.#id, type: 'reasoning', summary: [] };
    return this.#place.print(
      'response.output_item.added',
      `"output_index":${this.#place.outputIndex},"item":${quote(item)}`,
    );
  }

  add(delta: BlockDelta): string {
    if (delta.kind === 'seal') this.#seal = delta.seal;
    if (delta.kind !== 'reasoning') return '';
    const { parts } = this.#block;
    let out = '';
    // Parts follow each other: a piece for an earlier one goes to the last.
    if (delta.part >= parts.length) {
      out += this.#endPart();
      parts.push('');
      out += this.#print('part.added', '"part":{"type":"summary_text","text":""}');
    }
    parts[parts.length - 1] += delta.text;
    return out + this.#print('text.delta', `"delta":${quote(delta.text)}`);
  }

  end(): string {
    const out = this.#endPart();
    const block = this.#seal ? { ...this.#block, seal: this.#seal } : this.#block;
    this.item = quote(encodeReasoning(block, this.#id));
    const { print, outputIndex } = this.#place;
    return out + print('response.output_item.done', `"output_index":${outputIndex},"item":${this.item}`);
  }

  #endPart(): string {
    const text = this.#block.parts.at(-1);
    if (text === undefined) return '';
    const json = quote(text);
    return (
      this.#print('text.done', `"text":${json}`) +
      this.#print('part.done', `"part":{"type":"summary_text","text":${json}}`)
    );
  }

  #print(what: string, fields: string): string {
    const { print, outputIndex } = this.#place;
    const at = `"item_id":${quote(this.#id)},"output_index":${outputIndex}`;
    const summary = this.#block.parts.length - 1;
    return print(`response.reasoning_summary_${what}`, `${at},"summary_index":${summary},${fields}`);
  }
}

type CallBlock = Extract<Block, { type: 'tool-call' }>;

/** A call of a function or of a free-text tool. */
class CallWriter implements ItemWriter {
  item = '';
  readonly #place: Place;
  readonly #call: CallBlock;
  readonly #isCustom: boolean;
  /** A function that stands for the caller's free-text tool: its text can only be told once it is whole. */
  readonly #isWrapped: boolean;
  readonly #at: string;
  readonly #added: JsonObject;
  #hasInput = false;

  constructor(place: Place, block: CallBlock) {
    const { context, outputIndex } = place;
    this.#place = place;
    this.#call = { ...block, input: '' };
    this.#isWrapped = isWrappedCustomCall(block, context.request);
    this.#isCustom = block.kind === 'custom' || this.#isWrapped;
    const item = encodeCall(this.#call, outputIndex, context);
    this.#added = { ...item, status: 'in_progress', [this.#isCustom ? 'input' : 'arguments']: '' };
    this.#at = `"item_id":${quote(item.id)},"output_index":${outputIndex}`;
  }

  start(): string {
    const { print, outputIndex } = this.#place;
    return print('response.output_item.added', `"output_index":${outputIndex},"item":${quote(this.#added)}`);
  }

  add(delta: BlockDelta): string {
    if (delta.kind !== 'input') return '';
    this.#call.input += delta.text;
    return this.#isWrapped ? '' : this.#printInput(delta.text);
  }

  end(status: ItemStatus): string {
    const { print, outputIndex, context } = this.#place;
    const item = encodeCall(this.#call, outputIndex, context, status);
    const input = String(this.#isCustom ? item.input : item.arguments);
    this.item = quote(item);
    const rest = this.#hasInput || input === '' ? '' : this.#printInput(input);
    const done = this.#isCustom
      ? print('response.custom_tool_call_input.done', `${this.#at},"input":${quote(input)}`)
      : print(
          'response.function_call_arguments.done',
          `${this.#at},"name":${quote(this.#call.name)},"arguments":${quote(input)}`,
        );
    return `${rest}${done}${print('response.output_item.done', `"output_index":${outputIndex},"item":${this.item}`)}`;
  }

  #printInput(text: string): string {
    this.#hasInput = true;
    const type = this.#isCustom ? 'custom_tool_call_input' : 'function_call_arguments';
    return this.#place.print(`response.${type}.delta`, `${this.#at},"delta":${quote(text)}`);
  }
}

/** An item of this very protocol that we do not know: passed on as it came. */
class OpaqueWriter implements ItemWriter {
  item: string;
  readonly #place: Place;

  constructor(place: Place, value: JsonObject) {
    this.#place = place;
    this.item = quote(value);
  }

  start(): string {
    return this.#print('added');
  }

  add(delta: BlockDelta): string {
    if (delta.kind === 'opaque') this.item = quote(delta.value);
    return '';
  }

  end(): string {
    return this.#print('done');
  }

  #print(what: 'added' | 'done'): string {
    const { print, outputIndex } = this.#place;
    return print(`response.output_item.${what}`, `"output_index":${outputIndex},"item":${this.item}`);
  }
}

/** The writer of a block as it starts; null where this protocol has no item for it. */
export function openItem(block: Block, place: Place): ItemWriter | null {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return new MessageWriter(place, block);
    case 'reasoning':
      return new ReasoningWriter(place, block);
    case 'tool-call':
      return new CallWriter(place, block);
    case 'opaque':
      return ownPlace(block) === 'item' ? new OpaqueWriter(place, block.value) : null;
    case 'image':
    case 'file':
    case 'audio':
    case 'tool-result':
      return null;
    default:
      return block satisfies never;
  }
}
