/**
 * What a stream would still have said of an answer that is over: hears the events that were said, and puts the others
 * together out of the finished response object. Nothing twice, nothing left out, numbered on from the last one.
 */
import { asCount, asNumber, asString, isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Teller } from '../../core/long-work.ts';
import type { SseEvent } from '../../core/protocol.ts';
import { printEvent } from '../../sse/print.ts';
import { parseEvent, terminalTypes } from './tail.ts';

/** Where an event belongs: what kind it is, in which item, in which part of it, at which place there. */
function placeOf(type: string, data: JsonObject): string {
  const part = asCount(data.content_index) ?? asCount(data.summary_index) ?? '';
  return `${type} ${asCount(data.output_index) ?? ''} ${part} ${asCount(data.annotation_index) ?? ''}`;
}

type Say = (type: string, fields: JsonObject) => void;

/** A text that grows: the rest of it, then the whole. */
type Grown = {
  readonly say: Say;
  readonly at: JsonObject;
  /** `response.output_text`. */
  readonly stem: string;
  readonly text: string;
  /** Where `done` has the whole of it. */
  readonly field: string;
};

function asList(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

class RestTeller implements Teller {
  readonly #said = new Set<string>();
  /** Characters of each text that have been said. */
  readonly #chars = new Map<string, number>();
  #next = 0;

  hear(event: SseEvent): void {
    const parsed = parseEvent(event);
    if (parsed === null) return;
    const { type, data } = parsed;
    const number = asNumber(data.sequence_number);
    if (number !== undefined) this.#next = number + 1;
    const place = placeOf(type, data);
    this.#said.add(place);
    if (typeof data.delta !== 'string') return;
    this.#chars.set(place, (this.#chars.get(place) ?? 0) + data.delta.length);
  }

  tellRest(answer: JsonObject): string {
    let text = '';
    const say: Say = (type, fields) => {
      const isDelta = type.endsWith('.delta');
      if (!isDelta && this.#said.has(placeOf(type, fields))) return;
      const data = { type, sequence_number: this.#next++, ...fields };
      text += printEvent(type, JSON.stringify(data));
    };
    const open = { ...answer, status: 'in_progress', output: [], usage: null };
    say('response.created', { response: open });
    say('response.in_progress', { response: open });
    for (const [index, item] of asList(answer.output).entries()) this.#tellItem(say, item, index);
    const type = `response.${asString(answer.status) ?? ''}`;
    say(terminalTypes.has(type) ? type : 'response.failed', { response: answer });
    return text;
  }

  #tellItem(say: Say, item: JsonObject, index: number): void {
    const at = { item_id: item.id ?? '', output_index: index };
    const opened = openItem(item);
    say('response.output_item.added', { output_index: index, item: opened });
    switch (item.type) {
      case 'message':
        this.#tellParts(say, at, asList(item.content));
        break;
      case 'reasoning':
        this.#tellSummary(say, at, asList(item.summary));
        break;
      case 'function_call':
        this.#tellInput({ say, at, stem: 'response.function_call_arguments', field: 'arguments' }, item);
        break;
      case 'custom_tool_call':
        this.#tellInput({ say, at, stem: 'response.custom_tool_call_input', field: 'input' }, item);
        break;
    }
    say('response.output_item.done', { output_index: index, item });
  }

  #tellParts(say: Say, item: JsonObject, parts: readonly JsonObject[]): void {
    for (const [index, part] of parts.entries()) {
      const at = { ...item, content_index: index };
      const field = part.type === 'refusal' ? 'refusal' : 'text';
      const stem = part.type === 'refusal' ? 'response.refusal' : 'response.output_text';
      say('response.content_part.added', { ...at, part: { ...part, [field]: '' } });
      this.#tellText({ say, at, stem, text: asString(part[field]) ?? '', field });
      for (const [place, annotation] of asList(part.annotations).entries())
        say('response.output_text.annotation.added', { ...at, annotation_index: place, annotation });
      say('response.content_part.done', { ...at, part });
    }
  }

  #tellSummary(say: Say, item: JsonObject, parts: readonly JsonObject[]): void {
    for (const [index, part] of parts.entries()) {
      const at = { ...item, summary_index: index };
      const stem = 'response.reasoning_summary_text';
      say('response.reasoning_summary_part.added', { ...at, part: { ...part, text: '' } });
      this.#tellText({ say, at, stem, text: asString(part.text) ?? '', field: 'text' });
      say('response.reasoning_summary_part.done', { ...at, part });
    }
  }

  #tellInput(grown: Omit<Grown, 'text'>, item: JsonObject): void {
    this.#tellText({ ...grown, text: asString(item[grown.field]) ?? '' });
  }

  #tellText({ say, at, stem, text, field }: Grown): void {
    const rest = text.slice(this.#chars.get(placeOf(`${stem}.delta`, at)) ?? 0);
    if (rest !== '') say(`${stem}.delta`, { ...at, delta: rest });
    say(`${stem}.done`, { ...at, [field]: text });
  }
}

/** An item as it is announced: nothing in it yet. */
function openItem(item: JsonObject): JsonObject {
  switch (item.type) {
    case 'message':
      return { ...item, status: 'in_progress', content: [] };
    case 'reasoning':
      return { ...item, summary: [] };
    case 'function_call':
      return { ...item, status: 'in_progress', arguments: '' };
    case 'custom_tool_call':
      return { ...item, status: 'in_progress', input: '' };
    default:
      return item;
  }
}

export function createTeller(): Teller {
  return new RestTeller();
}
