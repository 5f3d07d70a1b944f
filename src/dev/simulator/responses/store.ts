// Responses the provider keeps: finished ones, running background ones, and which item needs which.
// Must not render them and must not know HTTP.

import type { JsonObject } from '../json.ts';
import { durationMs, type Pacing } from '../pacing.ts';
import type { Exchange } from '../wire.ts';

export type JobState = 'queued' | 'in_progress' | 'completed' | 'cancelled';

export class StoredResponse {
  readonly exchange: Exchange;
  /** The whole input, earlier responses included. */
  readonly input: JsonObject[];
  readonly output: JsonObject[];
  state: JobState;
  /** Streams of it after the first. */
  streams = 0;
  /** Called once, when a background response is over, with how it ended. */
  onOver: (state: 'completed' | 'cancelled') => void = () => undefined;

  constructor(exchange: Exchange, input: JsonObject[], output: JsonObject[], state: JobState) {
    this.exchange = exchange;
    this.input = input;
    this.output = output;
    this.state = state;
  }

  get isOver(): boolean {
    return this.state === 'completed' || this.state === 'cancelled';
  }

  complete(): void {
    this.#end('completed');
  }

  cancel(): void {
    this.#end('cancelled');
  }

  #end(state: 'completed' | 'cancelled'): void {
    if (this.isOver) return;
    this.state = state;
    this.onOver(state);
  }
}

export class ResponseStore {
  private readonly responses = new Map<string, StoredResponse>();
  private readonly items = new Map<string, JsonObject>();
  /** Item id -> id of the reasoning item it was generated after. */
  private readonly reasoningBefore = new Map<string, string>();

  find(id: string): StoredResponse | undefined {
    return this.responses.get(id);
  }

  findItem(id: string): JsonObject | undefined {
    return this.items.get(id);
  }

  requiredReasoning(itemId: string): string | undefined {
    return this.reasoningBefore.get(itemId);
  }

  isReasoningKnown(id: string): boolean {
    return [...this.reasoningBefore.values()].includes(id);
  }

  /** Remembers which items follow a reasoning item; all providers do, stored or not. */
  remember(output: readonly JsonObject[]): void {
    let reasoning: string | undefined;
    for (const item of output) {
      if (item.type === 'reasoning') reasoning = String(item.id);
      else if (reasoning !== undefined) this.reasoningBefore.set(String(item.id), reasoning);
    }
  }

  keep(stored: StoredResponse): void {
    this.responses.set(stored.exchange.id, stored);
    for (const item of stored.output) this.items.set(String(item.id), item);
  }

  drop(id: string): boolean {
    const stored = this.responses.get(id);
    for (const item of stored?.output ?? []) this.items.delete(String(item.id));
    return this.responses.delete(id);
  }

  /**
   * Moves a background response on: by the clock where answers take time, else one step per look, so that
   * tests see every state without waiting.
   */
  advance(stored: StoredResponse, pacing: Pacing, nowMs: number): JobState {
    if (stored.isOver) return stored.state;
    const next = pacing.perTokenMs === 0 ? nextState(stored.state) : stateAt(stored, pacing, nowMs);
    if (next === 'completed') stored.complete();
    else stored.state = next;
    return stored.state;
  }

  clear(): void {
    this.responses.clear();
    this.items.clear();
    this.reasoningBefore.clear();
  }
}

function nextState(state: JobState): JobState {
  return state === 'queued' ? 'in_progress' : 'completed';
}

function stateAt({ exchange }: StoredResponse, pacing: Pacing, nowMs: number): JobState {
  const elapsedMs = nowMs - exchange.nowMs;
  const tokens = exchange.answers.reduce((sum, answer) => sum + answer.outputTokens, 0);
  if (elapsedMs >= durationMs(pacing, tokens)) return 'completed';
  return elapsedMs >= pacing.firstEventMs ? 'in_progress' : 'queued';
}
