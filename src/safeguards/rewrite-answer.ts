/**
 * An answer rewritten on its way: each of its texts goes through a channel of its own, which may hold back what it has
 * not judged yet. Keeps the order of a block's deltas and the places that citations name. Pure.
 */
import type { AnswerInspector } from '../core/answer-inspector.ts';
import type { Block, Citation } from '../core/block.ts';
import type { UpstreamFault } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { rewriteStrings } from '../core/request-guard.ts';
import type { BlockDelta, StreamEvent } from '../core/stream-event.ts';

/** `json`: arguments of a function; `free`: of a custom tool. */
export type TextKind = 'text' | 'reasoning' | 'refusal' | 'json' | 'free';

/** One text, in the pieces in which it comes. */
export type Channel = {
  /** What goes out now. */
  push(piece: string): string;
  /** What is still held. */
  end(): string;
  /** Where a place of what came stands in what goes out. */
  moved(place: number): number;
};

export type Rewriting = {
  open(kind: TextKind): Channel;
  /** A string of a value that comes whole. */
  whole(text: string): string;
  /** What ends the answer at once; null: nothing does. */
  fault(): UpstreamFault | null;
};

type TextDelta = Extract<BlockDelta, { text: string }>;
type OpenText = { readonly key: string; readonly delta: TextDelta; readonly channel: Channel };
type OpenBlock = { readonly block: Block; text: OpenText | null };

function kindOf(delta: TextDelta, block: Block): TextKind {
  if (delta.kind !== 'input') return delta.kind;
  return block.type === 'tool-call' && block.kind === 'custom' ? 'free' : 'json';
}

class AnswerRewriter implements AnswerInspector {
  readonly #rewriting: Rewriting;
  readonly #open = new Map<number, OpenBlock>();
  #isOver = false;

  constructor(rewriting: Rewriting) {
    this.#rewriting = rewriting;
  }

  readonly push = (event: StreamEvent): readonly StreamEvent[] => {
    if (this.#isOver) return [];
    const events = this.#rewrite(event);
    const fault = this.#rewriting.fault();
    if (fault === null) return events;
    this.#isOver = true;
    return [{ type: 'error', fault }];
  };

  #rewrite(event: StreamEvent): readonly StreamEvent[] {
    switch (event.type) {
      case 'block-start': {
        const { block } = event;
        this.#open.set(event.index, { block, text: null });
        return block.type === 'opaque'
          ? [{ ...event, block: { ...block, value: this.#whole(block.value) } }]
          : [event];
      }
      case 'block-delta':
        return this.#rewriteDelta(event.index, event.delta);
      case 'block-end': {
        const held = this.#flush(event.index);
        this.#open.delete(event.index);
        return [...held, event];
      }
      case 'response-end':
        return [...[...this.#open.keys()].flatMap((index) => this.#flush(index)), this.#end(event)];
      default:
        return [event];
    }
  }

  #end(event: Extract<StreamEvent, { type: 'response-end' }>): StreamEvent {
    const { sequence } = event.stop;
    if (sequence === undefined) return event;
    return { ...event, stop: { ...event.stop, sequence: this.#rewriting.whole(sequence) } };
  }

  #rewriteDelta(index: number, delta: BlockDelta): readonly StreamEvent[] {
    const one = (changed: BlockDelta): StreamEvent => ({ type: 'block-delta', index, delta: changed });
    switch (delta.kind) {
      case 'citation':
        return [one({ kind: 'citation', citation: this.#cite(index, delta.citation) })];
      case 'opaque':
        return [one({ kind: 'opaque', value: this.#whole(delta.value as JsonObject) })];
      case 'seal':
        return [...this.#flush(index), one(delta)];
      default: {
        const { before, text } = this.#textOf(index, delta);
        const out = text.channel.push(delta.text);
        return out === '' ? before : [...before, one({ ...delta, text: out })];
      }
    }
  }

  /** The channel of a delta; what another one of its block still held goes before. */
  #textOf(index: number, delta: TextDelta): { before: readonly StreamEvent[]; text: OpenText } {
    const open = this.#open.get(index) ?? { block: { type: 'text', text: '' }, text: null };
    const key = delta.kind === 'reasoning' ? `reasoning ${delta.part}` : delta.kind;
    if (open.text?.key === key) return { before: [], text: open.text };
    const before = this.#flush(index);
    const text = { key, delta, channel: this.#rewriting.open(kindOf(delta, open.block)) };
    this.#open.set(index, { ...open, text });
    return { before, text };
  }

  #flush(index: number): readonly StreamEvent[] {
    const text = this.#open.get(index)?.text;
    const held = text?.channel.end() ?? '';
    return text && held !== '' ? [{ type: 'block-delta', index, delta: { ...text.delta, text: held } }] : [];
  }

  #cite(index: number, citation: Citation): Citation {
    if (citation.kind === 'opaque') return { ...citation, value: this.#whole(citation.value) };
    const { whole } = this.#rewriting;
    const { start, end, title, citedText } = citation;
    const moved = (place: number) => this.#open.get(index)?.text?.channel.moved(place) ?? place;
    return {
      ...citation,
      url: whole(citation.url),
      ...(title !== undefined && { title: whole(title) }),
      ...(citedText !== undefined && { citedText: whole(citedText) }),
      ...(start !== undefined && { start: moved(start) }),
      ...(end !== undefined && { end: moved(end) }),
    };
  }

  #whole(value: JsonObject): JsonObject {
    return rewriteStrings(value, this.#rewriting.whole) as JsonObject;
  }
}

export function rewriteAnswer(rewriting: Rewriting): AnswerInspector {
  return new AnswerRewriter(rewriting);
}

/** Where edits of a text have moved what stands behind them. */
export class Moves {
  readonly #edits: { readonly at: number; readonly by: number }[] = [];

  /** What stood before `at` in what came now ends `by` units later. */
  note(at: number, by: number): void {
    if (by !== 0) this.#edits.push({ at, by });
  }

  moved(place: number): number {
    return this.#edits.reduce((sum, { at, by }) => (at <= place ? sum + by : sum), place);
  }
}
