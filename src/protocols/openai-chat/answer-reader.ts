/**
 * The state of one answer being read, chunk by chunk; a whole answer is one chunk. Knows start, choice 0, usage, stop
 * and errors; the message itself is `blocks.ts`.
 */
import type { UpstreamFault } from '../../core/errors.ts';
import { asNumber, isObject, type JsonObject } from '../../core/json.ts';
import type { StreamEvent } from '../../core/stream-event.ts';
import { DeltaReader } from './blocks.ts';
import { isErrorBody, readFault } from './errors.ts';
import { decodeStop, faultOfFinish } from './stop.ts';
import { findUsage } from './usage.ts';

function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The one choice that is read: index 0, or one that does not say. */
function findChoice(body: JsonObject): JsonObject | undefined {
  if (!Array.isArray(body.choices)) return undefined;
  return body.choices
    .filter(isObject)
    .find(({ index }) => index === undefined || index === null || index === 0);
}

function failure(fault: UpstreamFault): StreamEvent[] {
  return [{ type: 'error', fault }];
}

export class AnswerReader {
  #message: DeltaReader | null = null;
  #finish: string | null = null;
  #tier: string | undefined;
  #startTier: string | undefined;

  /** Whether a choice has told why it ended. */
  get isFinished(): boolean {
    return this.#finish !== null;
  }

  /** Events of one chunk or whole answer, the end excepted. */
  read(body: JsonObject): StreamEvent[] {
    const usage = findUsage(body);
    const out: StreamEvent[] = usage === undefined ? [] : [{ type: 'usage', usage }];
    if (isErrorBody(body)) return [...out, ...failure(readFault(body, null))];
    this.#tier = filled(body.service_tier) ?? this.#tier;
    const choice = findChoice(body);
    // Azure opens with a chunk without choices, id and model: the answer starts behind it.
    if (choice === undefined) return out;
    if (isErrorBody(choice)) return [...out, ...failure(readFault(choice, null))];
    return [...this.#start(body), ...this.#readChoice(choice), ...out];
  }

  /** The end of the answer; an answer that never started is left to the grammar. */
  end(): StreamEvent[] {
    const message = this.#message;
    const pieces = message?.finish() ?? [];
    const stop = decodeStop(this.#finish, message?.hasCalls ?? false, message?.hasRefusal ?? false);
    const tier = this.#tier === this.#startTier ? undefined : this.#tier;
    return [...pieces, { type: 'response-end', stop, ...(tier !== undefined && { serviceTier: tier }) }];
  }

  #start(body: JsonObject): StreamEvent[] {
    if (this.#message !== null) return [];
    const id = filled(body.id);
    const model = filled(body.model);
    const created = asNumber(body.created);
    this.#message = new DeltaReader(id, model);
    this.#startTier = this.#tier;
    return [
      {
        type: 'response-start',
        ...(id !== undefined && { id }),
        ...(model !== undefined && { model }),
        ...(created !== undefined && created > 0 && { created }),
        ...(this.#tier !== undefined && { serviceTier: this.#tier }),
      },
    ];
  }

  #readChoice(choice: JsonObject): StreamEvent[] {
    const piece = isObject(choice.delta) ? choice.delta : choice.message;
    const events = isObject(piece) ? (this.#message?.read(piece) ?? []) : [];
    const word = filled(choice.finish_reason);
    if (word === undefined) return events;
    this.#finish = word;
    const kind = faultOfFinish(word);
    if (kind === undefined) return events;
    const message = 'the answer ended with an error';
    return [...events, ...failure({ kind, status: null, code: word, message })];
  }
}
