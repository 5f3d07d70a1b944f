/**
 * Pieces of an answer -> canonical events, for streams and whole answers alike: a whole message is one big delta.
 * Text, reasoning and refusal take turns; tool calls stay open beside each other until the answer ends.
 */
import type { Block, Citation } from '../../core/block.ts';
import { asNumber, isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { BlockDelta, StreamEvent } from '../../core/stream-event.ts';
import { makeSeal, readSignature } from './thought-signature.ts';

type Prose = 'text' | 'reasoning' | 'refusal';

/** One tool call: `block` is null until its name is known, `held` are the arguments that came before. */
type CallSlot = {
  readonly index: number | null;
  kind: 'function' | 'custom';
  id: string;
  name: string;
  block: number | null;
  held: string;
  /** Of the model's thoughts before the call, as far as it is known when the call begins. */
  signature: string | undefined;
};

function emptyBlock(prose: Prose): Block {
  return prose === 'reasoning' ? { type: prose, parts: [] } : { type: prose, text: '' };
}

/** Characters that every provider takes in a tool call id. */
const idAlphabet = /[^a-zA-Z0-9_-]/g;
const idPrefixChars = 26;

function readCitation(value: Json | undefined): Citation | null {
  if (!isObject(value)) return null;
  const { url_citation: cited } = value;
  if (value.type !== 'url_citation' || !isObject(cited) || typeof cited.url !== 'string') {
    return { kind: 'opaque', protocol: 'openai-chat', value };
  }
  const start = asNumber(cited.start_index);
  const end = asNumber(cited.end_index);
  return {
    kind: 'url',
    url: cited.url,
    ...(typeof cited.title === 'string' && { title: cited.title }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}

function argumentText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  // Some hosts send the arguments parsed.
  return isObject(value) ? JSON.stringify(value) : '';
}

function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return value.map((part) => (isObject(part) && typeof part.text === 'string' ? part.text : '')).join('');
}

export class DeltaReader {
  readonly #answerId: string;
  readonly #model: string | undefined;
  readonly #calls: CallSlot[] = [];
  /** Members of the message that only this protocol knows, gathered until the end: speech, images. */
  readonly #audio = { id: '', data: [] as string[], transcript: [] as string[], expiresAt: 0 };
  #images: Json[] = [];
  #opaque: number | null = null;
  #blocks = 0;
  #open: { prose: Prose; index: number } | null = null;
  #hasRefusal = false;
  #out: StreamEvent[] = [];

  /** `answerId` makes ids for tool calls that came without; `model` is the one that answers. */
  constructor(answerId: string | undefined, model: string | undefined) {
    this.#model = model;
    this.#answerId = (answerId ?? '').replace(idAlphabet, '').slice(-idPrefixChars);
  }

  get hasCalls(): boolean {
    return this.#calls.some(({ block }) => block !== null);
  }

  get hasRefusal(): boolean {
    return this.#hasRefusal;
  }

  /** Events of one delta, or of a whole message. */
  read(delta: JsonObject): StreamEvent[] {
    this.#readReasoning(delta);
    this.#readContent(delta.content);
    this.#readCitations(delta.annotations);
    if (typeof delta.refusal === 'string') this.#write('refusal', delta.refusal);
    if (Array.isArray(delta.tool_calls)) for (const call of delta.tool_calls) this.#readCall(call);
    if (isObject(delta.function_call)) this.#readCall({ index: 0, function: delta.function_call });
    this.#readMedia(delta);
    return this.#take();
  }

  /** What can only be told once the answer is whole. */
  finish(): StreamEvent[] {
    const value = this.#mediaValue();
    if (this.#opaque !== null && value !== null) this.#delta(this.#opaque, { kind: 'opaque', value });
    return this.#take();
  }

  #take(): StreamEvent[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  #start(block: Block): number {
    const index = this.#blocks++;
    this.#out.push({ type: 'block-start', index, block });
    return index;
  }

  #delta(index: number, delta: BlockDelta): void {
    this.#out.push({ type: 'block-delta', index, delta });
  }

  #closeProse(): void {
    if (this.#open === null) return;
    this.#out.push({ type: 'block-end', index: this.#open.index });
    this.#open = null;
  }

  #proseIndex(prose: Prose): number {
    if (this.#open?.prose === prose) return this.#open.index;
    this.#closeProse();
    const index = this.#start(emptyBlock(prose));
    this.#open = { prose, index };
    return index;
  }

  #write(prose: Prose, text: string): void {
    if (text === '') return;
    const index = this.#proseIndex(prose);
    if (prose === 'refusal') this.#hasRefusal = true;
    this.#delta(index, prose === 'reasoning' ? { kind: prose, text, part: 0 } : { kind: prose, text });
  }

  /** Hosts that know both names fill one of them, or both with the same. */
  #readReasoning(delta: JsonObject): void {
    const { reasoning_content: content, reasoning } = delta;
    if (typeof content === 'string' && content !== '') this.#write('reasoning', content);
    else if (typeof reasoning === 'string') this.#write('reasoning', reasoning);
  }

  /** A string; Mistral sends parts where it reasons. */
  #readContent(content: Json | undefined): void {
    if (typeof content === 'string') this.#write('text', content);
    if (!Array.isArray(content)) return;
    for (const part of content) {
      if (!isObject(part)) continue;
      if (part.type === 'thinking') this.#write('reasoning', textOf(part.thinking));
      else this.#write('text', textOf(part.text));
    }
  }

  #readCitations(annotations: Json | undefined): void {
    if (!Array.isArray(annotations)) return;
    for (const annotation of annotations) {
      const citation = readCitation(annotation);
      if (citation !== null) this.#delta(this.#proseIndex('text'), { kind: 'citation', citation });
    }
  }

  #readCall(value: Json | undefined): void {
    if (!isObject(value)) return;
    const isCustom = value.type === 'custom' || isObject(value.custom);
    const inner = isObject(value.custom) ? value.custom : isObject(value.function) ? value.function : value;
    const name = typeof inner.name === 'string' ? inner.name : '';
    const id = typeof value.id === 'string' ? value.id : '';
    const slot = this.#slotOf(asNumber(value.index) ?? null, id, name);
    if (isCustom) slot.kind = 'custom';
    slot.id ||= id;
    slot.name ||= name;
    slot.signature ??= readSignature(value);
    this.#writeCall(slot, argumentText(isCustom ? inner.input : inner.arguments));
  }

  /** By index; where hosts leave it out, or send every call as 0 (Gemini), a new name with a new id is a new call. */
  #slotOf(index: number | null, id: string, name: string): CallSlot {
    const fits = (slot: CallSlot) => (index === null ? true : slot.index === index);
    const last = this.#calls.findLast(fits);
    const isOther = last !== undefined && name !== '' && id !== last.id && (index === null || id !== '');
    const byId = index === null && id !== '' ? this.#calls.find((slot) => slot.id === id) : undefined;
    if (byId !== undefined) return byId;
    if (last !== undefined && !(isOther && last.name !== '')) return last;
    const slot: CallSlot = {
      index,
      kind: 'function',
      id: '',
      name: '',
      block: null,
      held: '',
      signature: undefined,
    };
    this.#calls.push(slot);
    return slot;
  }

  #writeCall(slot: CallSlot, text: string): void {
    if (slot.block !== null) {
      if (text !== '') this.#delta(slot.block, { kind: 'input', text });
      return;
    }
    slot.held += text;
    if (slot.name === '') return;
    this.#closeProse();
    slot.id ||= `call_${this.#answerId}_${this.#calls.indexOf(slot)}`;
    const { id, name, kind, held, signature } = slot;
    if (signature !== undefined) this.#writeSeal(signature);
    slot.block = this.#start({ type: 'tool-call', id, name, input: '', kind });
    if (held !== '') this.#delta(slot.block, { kind: 'input', text: held });
  }

  #writeSeal(signature: string): void {
    const index = this.#start(emptyBlock('reasoning'));
    this.#delta(index, { kind: 'seal', seal: makeSeal(signature, this.#model) });
    this.#out.push({ type: 'block-end', index });
  }

  #readMedia(delta: JsonObject): void {
    const { audio, images } = delta;
    if (Array.isArray(images)) this.#images = [...this.#images, ...images];
    if (isObject(audio)) {
      if (typeof audio.id === 'string') this.#audio.id = audio.id;
      if (typeof audio.data === 'string') this.#audio.data.push(audio.data);
      if (typeof audio.transcript === 'string') this.#audio.transcript.push(audio.transcript);
      this.#audio.expiresAt = asNumber(audio.expires_at) ?? this.#audio.expiresAt;
    }
    if (this.#opaque !== null || (!isObject(audio) && !Array.isArray(images))) return;
    this.#closeProse();
    this.#opaque = this.#start({ type: 'opaque', protocol: 'openai-chat', kind: 'media', value: {} });
  }

  #mediaValue(): JsonObject | null {
    const { id, data, transcript, expiresAt } = this.#audio;
    const hasAudio = id !== '' || data.length > 0 || transcript.length > 0;
    if (!hasAudio && this.#images.length === 0) return null;
    const audio = { id, data: data.join(''), expires_at: expiresAt, transcript: transcript.join('') };
    return { ...(hasAudio && { audio }), ...(this.#images.length > 0 && { images: this.#images }) };
  }
}
