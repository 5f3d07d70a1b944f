/**
 * Canonical events -> Responses stream: the life of the answer, with its sequence numbers and the complete response
 * object at both ends. What happens inside output items is in stream-encoder-items.ts.
 */
import type { RouterError } from '../../core/errors.ts';
import { errorOfFault } from '../../core/fault-table.ts';
import type { JsonObject } from '../../core/json.ts';
import type { AnswerContext, StreamEncoder } from '../../core/protocol.ts';
import { replay } from '../../core/replay.ts';
import type { Stop } from '../../core/response.ts';
import type { StreamEvent } from '../../core/stream-event.ts';
import { mergeUsage, type Usage } from '../../core/usage.ts';
import { pingComment, printEvent } from '../../sse/print.ts';
import type { ItemStatus } from './blocks.ts';
import { describeAnswer, describeEnd, spellRefusal } from './encode-response.ts';
import { printFailure } from './errors.ts';
import { type ItemWriter, openItem } from './stream-encoder-items.ts';

/** JSON of an object, open for more members. */
function openJson(value: JsonObject): string {
  return JSON.stringify(value).slice(0, -1);
}

class Encoder implements StreamEncoder {
  readonly #context: AnswerContext;
  /** The response object as it stands from the first event on. */
  #answer: JsonObject;
  #sequence = 0;
  #nextOutput = 0;
  #isOver = false;
  #hasRefusal = false;
  #usage: Usage = {};
  #serviceTier: string | undefined;
  readonly #open = new Map<number, ItemWriter>();
  /** Its block has ended. Whether that was the end of the answer too, and which, is told by what comes next. */
  #ending: ItemWriter | null = null;
  readonly #items: ItemWriter[] = [];

  constructor(context: AnswerContext) {
    this.#context = context;
    this.#answer = describeAnswer({}, context);
  }

  push(event: StreamEvent): string {
    if (this.#isOver) return '';
    switch (event.type) {
      case 'response-start':
        return this.#start(event);
      case 'block-start':
        return this.#startBlock(event);
      case 'block-delta':
        return this.#endItem() + (this.#open.get(event.index)?.add(event.delta) ?? '');
      case 'block-end':
        return this.#endBlock(event.index);
      case 'usage':
        this.#usage = mergeUsage(this.#usage, event.usage);
        return '';
      case 'response-end':
        return this.#end(event.stop, event.serviceTier);
      case 'error':
        return this.fail(errorOfFault(event.fault, []));
      case 'ping':
        return pingComment;
      default:
        return event satisfies never;
    }
  }

  readonly printItems = (): string => `[${this.#items.map(({ item }) => item).join(',')}]`;

  readonly fail = (error: RouterError): string => {
    if (this.#isOver) return '';
    this.#isOver = true;
    const ended = this.#endItem();
    const failed = { incomplete_details: null, service_tier: null, usage: null, output: [] };
    return ended + printFailure(error, { ...this.#answer, ...failed }, this.#sequence);
  };

  readonly #print = (type: string, fields: string): string =>
    printEvent(type, `{"type":"${type}","sequence_number":${this.#sequence++},${fields}}`);

  #start(event: Extract<StreamEvent, { type: 'response-start' }>): string {
    this.#answer = describeAnswer(event, this.#context);
    this.#serviceTier = event.serviceTier;
    const begun = {
      status: 'in_progress',
      incomplete_details: null,
      service_tier: null,
      usage: null,
      output: [],
    };
    const response = `"response":${JSON.stringify({ ...this.#answer, ...begun })}`;
    return this.#print('response.created', response) + this.#print('response.in_progress', response);
  }

  #startBlock({ index, block }: Extract<StreamEvent, { type: 'block-start' }>): string {
    const place = { outputIndex: this.#nextOutput, print: this.#print, context: this.#context };
    const item = openItem(block, place);
    if (item === null) return '';
    if (block.type === 'refusal') this.#hasRefusal = true;
    this.#nextOutput++;
    const before = this.#endItem();
    this.#open.set(index, item);
    this.#items.push(item);
    return before + item.start();
  }

  #endBlock(index: number): string {
    const item = this.#open.get(index);
    if (item === undefined) return '';
    this.#open.delete(index);
    const before = this.#endItem();
    this.#ending = item;
    return before;
  }

  #endItem(status: ItemStatus = 'completed'): string {
    const item = this.#ending;
    this.#ending = null;
    return item?.end(status) ?? '';
  }

  /** The last events of the answer. Blocks still open end first: only a broken stream leaves any. */
  #end(stop: Stop, serviceTier: string | undefined): string {
    let out = [...this.#open.keys()].map((index) => this.#endBlock(index)).join('');
    const said = spellRefusal(stop, this.#hasRefusal);
    if (said.length > 0) {
      for (const event of replay({ blocks: said, stop, usage: {} })) {
        if ('index' in event) out += this.push(event);
      }
    }
    const end = describeEnd(stop, this.#usage, serviceTier ?? this.#serviceTier);
    out += this.#endItem(end.status);
    const head = openJson({ ...this.#answer, ...end, ...this.#context.extension?.() });
    out += this.#print(`response.${end.status}`, `"response":${head},"output":${this.printItems()}}`);
    this.#isOver = true;
    return out;
  }
}

export function streamEncoder(context: AnswerContext): StreamEncoder {
  return new Encoder(context);
}
