/**
 * Puts the values of a request back in place of their placeholders, wherever an answer holds them: text, reasoning,
 * refusals, arguments of tools, citations. Holds back at most one placeholder. Pure.
 */
import type { AnswerInspector } from '../core/answer-inspector.ts';
import type { Masks } from './mask-request.ts';
import { type Channel, Moves, rewriteAnswer, type TextKind } from './rewrite-answer.ts';

const placeholders = /\[[A-Z][A-Z_]*_\d{1,9}\]/gi;
/** What may still become one. */
const begun = /^\[[A-Z_]*\d*$/i;

/** Models write them in small letters, too; reasoning goes back to its maker, who has to find what he wrote. */
function shownFor(masks: Masks, placeholder: string, kind: TextKind): string | undefined {
  const value = masks.get(kind === 'reasoning' ? placeholder : placeholder.toUpperCase());
  // Inside a string of JSON
  return kind === 'json' && value !== undefined ? JSON.stringify(value).slice(1, -1) : value;
}

class Unmasking implements Channel {
  readonly #masks: Masks;
  readonly #longest: number;
  readonly #kind: TextKind;
  readonly #moves = new Moves();
  #held = '';
  /** Units of what came that have gone out. */
  #done = 0;

  constructor(masks: Masks, longest: number, kind: TextKind) {
    this.#masks = masks;
    this.#longest = longest;
    this.#kind = kind;
  }

  push(piece: string): string {
    const text = this.#held + piece;
    const at = text.lastIndexOf('[');
    const isBegun = at !== -1 && text.length - at < this.#longest && begun.test(text.slice(at));
    return this.#give(text, isBegun ? at : text.length);
  }

  end(): string {
    return this.#give(this.#held, this.#held.length);
  }

  moved(place: number): number {
    return this.#moves.moved(place);
  }

  #give(text: string, cut: number): string {
    const out = text.slice(0, cut).replace(placeholders, (found, at: number) => {
      const value = shownFor(this.#masks, found, this.#kind) ?? found;
      this.#moves.note(this.#done + at + found.length, value.length - found.length);
      return value;
    });
    this.#held = text.slice(cut);
    this.#done += cut;
    return out;
  }
}

export function unmaskAnswer(masks: Masks): AnswerInspector {
  let longest = 0;
  for (const { length } of masks.keys()) longest = Math.max(longest, length);
  return rewriteAnswer({
    open: (kind) => new Unmasking(masks, longest, kind),
    whole: (text) => text.replace(placeholders, (found) => shownFor(masks, found, 'text') ?? found),
    fault: () => null,
  });
}
