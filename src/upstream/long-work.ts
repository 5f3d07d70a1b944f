/**
 * One answer made in the background, as one unbroken stream of bytes: where its connection is cut, reset or falls
 * silent it is taken up again behind the last whole event, and what can no longer be streamed is read as it stands.
 * Passes on what it got, each event once; an answer that nobody waits for any more is called off at the provider.
 */
import type { LongWork, Teller, WorkEffects, WorkState } from '../core/long-work.ts';
import type { StopSwitch } from '../core/stop-switch.ts';
import type { Target } from '../core/target.ts';
import { pingComment } from '../sse/print.ts';
import { type EventSlice, EventSlicer } from '../sse/slice.ts';
import type { Outbound } from './outbound.ts';
import { isEventStream, parseObject, readBounded } from './read-body.ts';

export type WorkInput = {
  readonly how: LongWork;
  readonly target: Target;
  readonly outbound: Outbound;
  readonly stop: StopSwitch;
  /** Longest silence that the answer's reader bears. */
  readonly idleMs: number;
  readonly responseLimitBytes: number;
  readonly effects: WorkEffects;
  /** Nobody asked the provider to keep it: it is deleted when it is over. */
  readonly isDeleted: boolean;
};

/** Bounds of one answer; a new event gives the ones in a row back. */
export const workLimits = {
  resumes: 60,
  resumesInARow: 6,
  firstDelayMs: 200,
  longestDelayMs: 5000,
  /** Silence after which a connection counts as dead; doubled while nothing new comes. */
  silenceMs: 60_000,
  lookEveryMs: 5000,
  /** For the last words to the provider. */
  farewellMs: 10_000,
} as const;

/** What a connection brought. `broken`: there is more where it came from. `left`: nobody reads what it brings. */
type Copied = 'over' | 'broken' | 'left';

/** How the answer goes on: over another connection, with this text as its end, or not at all. */
type Next = { readonly body: ReadableStream<Uint8Array> } | { readonly rest: string } | null;

const utf8 = new TextEncoder();

export class BackgroundAnswer implements WorkState {
  responseId: string | null = null;
  resumes = 0;
  /** The provider does not have it any more. */
  isGone = false;
  readonly #input: WorkInput;
  readonly #teller: Teller;
  /** Number of the last event that was passed on. */
  #last: number | null = null;
  #resumesInARow = 0;
  #isFailing = false;

  /** `responseId`: of an answer that is only listened to; null: one that begins. */
  constructor(input: WorkInput, responseId: string | null = null) {
    this.#input = input;
    this.#teller = input.how.teller();
    this.responseId = responseId;
  }

  /** The whole stream; `first` is its first connection, null: it is still to be made. Errors as a cut body does. */
  open(first: ReadableStream<Uint8Array> | null): ReadableStream<Uint8Array> {
    const { readable, writable } = new IdentityTransformStream();
    const isListener = this.responseId !== null;
    const work = async () => {
      const end = await this.#run(first, writable.getWriter());
      if (!isListener) await this.#sayFarewell(end);
    };
    // The farewell is due when the client has long left.
    this.#input.effects.waitUntil(work());
    return readable;
  }

  async #run(
    first: ReadableStream<Uint8Array> | null,
    writer: WritableStreamDefaultWriter<Uint8Array>,
  ): Promise<Copied> {
    let end: Copied = 'broken';
    let next: Next = first === null ? await this.#goOn(writer) : { body: first };
    while (next !== null) {
      if ('rest' in next) {
        await write(writer, utf8.encode(next.rest));
        end = 'over';
        break;
      }
      end = await this.#copy(next.body, writer);
      if (end === 'broken' && this.#isFailing) end = 'over';
      if (end !== 'broken') break;
      next = await this.#goOn(writer);
    }
    const { signal } = this.#input.stop;
    const closing = end === 'over' ? writer.close() : writer.abort(signal.reason ?? new TypeError('cut'));
    await closing.catch(() => undefined);
    return end;
  }

  /** Passes one connection on, as far as it comes. */
  async #copy(
    body: ReadableStream<Uint8Array>,
    writer: WritableStreamDefaultWriter<Uint8Array>,
  ): Promise<Copied> {
    const slicer = new EventSlicer();
    const reader = body.getReader();
    const isResumed = this.#resumesInARow > 0;
    let isPlaced = !isResumed;
    try {
      for (;;) {
        const read = await within(reader.read(), this.#patienceMs());
        if (read === null || read.done) return 'broken';
        for (const slice of slicer.push(read.value)) {
          const admitted = this.#admit(slice, isPlaced);
          if (admitted === 'gap') return 'broken';
          if (admitted === 'double') continue;
          if (slice.event !== null) isPlaced = true;
          const taken = await write(writer, slice.bytes);
          // Who has the end may go at once.
          if (admitted === 'end') return 'over';
          if (!taken) return 'left';
        }
        if (slicer.overflowed) return 'left';
      }
    } catch {
      return 'broken';
    } finally {
      reader.cancel().catch(() => undefined);
    }
  }

  /** Whether an event is passed on. On a connection that was taken up the first one must follow the last one before. */
  #admit({ event }: EventSlice, isPlaced: boolean): 'new' | 'double' | 'gap' | 'end' {
    if (event === null) return 'new';
    const { number, responseId, state } = this.#input.how.readMark(event);
    if (responseId !== null) this.#begin(responseId);
    if (number === null) {
      if (!isPlaced) return 'double';
    } else {
      if (this.#last !== null && number <= this.#last) return 'double';
      if (!isPlaced && this.#last !== null && number !== this.#last + 1) return 'gap';
      this.#last = number;
      this.#resumesInARow = 0;
    }
    this.#teller.hear(event);
    if (state === 'failing') this.#isFailing = true;
    return state === 'over' ? 'end' : 'new';
  }

  #begin(responseId: string): void {
    if (this.responseId !== null) return;
    this.responseId = responseId;
    const { target, effects } = this.#input;
    const { name: targetName, provider, protocol } = target;
    effects.onStart({ responseId, targetName, provider: provider.id, protocol });
  }

  #patienceMs(): number {
    const { idleMs } = this.#input;
    return Math.min(workLimits.silenceMs, idleMs / 8) * 2 ** this.#resumesInARow;
  }

  /** Takes the stream up again, or reads the answer where the provider streams it no more. Null: in vain. */
  async #goOn(writer: WritableStreamDefaultWriter<Uint8Array>): Promise<Next> {
    const { how, stop } = this.#input;
    const id = this.responseId;
    if (id === null) return null;
    while (await this.#mayTry()) {
      const response = await this.#call('GET', how.resumePath(id, this.#last));
      if (stop.reason !== null) break;
      if (response === null) continue;
      const { ok, body, status } = response;
      if (ok && body !== null && isEventStream(response)) return { body };
      await body?.cancel();
      if (ok || (status >= 400 && status < 500 && !isPassing(status))) return this.#lookUntilOver(id, writer);
    }
    return null;
  }

  /** Waits as long as the tries so far demand; false where they are used up or nobody wants them. */
  async #mayTry(): Promise<boolean> {
    const { stop, effects } = this.#input;
    const tries = this.#resumesInARow;
    if (tries >= workLimits.resumesInARow || this.resumes >= workLimits.resumes) return false;
    if (tries > 0) {
      const delayMs = Math.min(workLimits.longestDelayMs, workLimits.firstDelayMs * 2 ** (tries - 1));
      await effects.sleep(Math.round(delayMs * (1 + effects.random())));
    }
    if (stop.reason !== null) return false;
    this.resumes++;
    this.#resumesInARow++;
    return true;
  }

  /** Reads the answer as it stands until it is over; the client hears that somebody waits. */
  async #lookUntilOver(id: string, writer: WritableStreamDefaultWriter<Uint8Array>): Promise<Next> {
    const { how, stop, effects, responseLimitBytes } = this.#input;
    while (stop.reason === null) {
      const response = await this.#call('GET', how.answerPath(id));
      const isThere = response?.ok === true;
      const text = isThere ? await readBounded(response, responseLimitBytes).catch(() => null) : null;
      const answer = text === null ? null : parseObject(text);
      if (answer !== null && how.isOver(answer)) return { rest: this.#teller.tellRest(answer) };
      if (answer !== null) {
        this.#resumesInARow = 1;
        if (!(await write(writer, utf8.encode(pingComment)))) return null;
        await effects.sleep(workLimits.lookEveryMs);
        continue;
      }
      this.isGone = response !== null && !isPassing(response.status) && response.status < 500;
      if (this.isGone || !(await this.#mayTry())) return null;
    }
    return null;
  }

  /** The answer's head, in as much time as a silent stream gets; null: there was none. Never throws. */
  async #call(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<Response | null> {
    const { outbound, target, stop } = this.#input;
    const controller = new AbortController();
    const signal = AbortSignal.any([stop.signal, controller.signal]);
    const timer = setTimeout(() => controller.abort(), this.#patienceMs());
    try {
      return await outbound.call(target.provider, target.protocol, path, { method, headers: {}, signal });
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Calls an answer off that nobody waits for, deletes one that nobody wanted kept. A listener does neither. */
  async #sayFarewell(end: Copied): Promise<void> {
    const { how, outbound, target, effects, isDeleted } = this.#input;
    const id = this.responseId;
    if (id === null || (end === 'over' && !isDeleted)) return;
    if (end !== 'over') effects.onLost(id);
    const [method, path] =
      end === 'over' ? (['DELETE', how.answerPath(id)] as const) : (['POST', how.cancelPath(id)] as const);
    const signal = AbortSignal.timeout(workLimits.farewellMs);
    try {
      const said = await outbound.call(target.provider, target.protocol, path, {
        method,
        headers: {},
        signal,
      });
      await said.body?.cancel();
    } catch {
      // Nobody waits for it: it ends by itself.
    }
  }
}

/** Statuses that another try may not get. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429;
}

/** Whether somebody has taken the bytes. */
async function write(writer: WritableStreamDefaultWriter<Uint8Array>, bytes: Uint8Array): Promise<boolean> {
  try {
    await writer.write(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What `work` gives within `ms`, else null. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
