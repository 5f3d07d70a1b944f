/**
 * Answers that a provider goes on with although nobody listens, and that can be taken up again: what a protocol has
 * to say of them, and what a call of that kind needs from outside. Types only.
 */
import type { JsonObject } from './json.ts';
import type { SseEvent } from './protocol.ts';
import type { LlmRequest } from './request.ts';
import type { ProtocolId } from './target.ts';

/** What one event tells of its place in the stream. */
export type Mark = {
  /** Its number, growing by one from event to event; null: it has none. */
  readonly number: number | null;
  /** The provider's id of the answer; null in events that do not say it. */
  readonly responseId: string | null;
  /** `failing`: an error, behind which at most an end comes. `over`: nothing comes behind it. */
  readonly state: 'going' | 'failing' | 'over';
};

/** How an answer in the background is asked for, found again and called off, over one protocol. Pure. */
export type LongWork = {
  /** The same request, for an answer in the background, as a stream. */
  ask(request: LlmRequest): LlmRequest;
  readMark(event: SseEvent): Mark;
  /** The answer as a JSON text, out of the event that ends it; null: that event is none. */
  readWhole(event: SseEvent): string | null;
  /** Path that streams what comes behind the event `after`; null: all of it. */
  resumePath(responseId: string, after: number | null): string;
  /** Path of the answer as it stands: to read, or to delete. */
  answerPath(responseId: string): string;
  cancelPath(responseId: string): string;
  /** Whether an answer as it stands, read at `answerPath`, is over. */
  isOver(answer: JsonObject): boolean;
  /** Puts together what a stream that can no longer be taken up would still have said. */
  teller(): Teller;
};

/** Hears what was said of an answer and says the rest of it. */
export type Teller = {
  hear(event: SseEvent): void;
  /** What is missing of this answer, which is over, as the text of a stream. */
  tellRest(answer: JsonObject): string;
};

/** An answer in the background that has begun: all that is needed to find it again. */
export type WorkStart = {
  readonly responseId: string;
  /** As written in the plan: `gpt-5.5-pro@high`. */
  readonly targetName: string;
  readonly provider: string;
  readonly protocol: ProtocolId;
};

/** What a call in the background needs from outside. */
export type WorkEffects = {
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Called once for each such call, as soon as the answer has an id. */
  readonly onStart: (start: WorkStart) => void;
  /** It has been called off, or given up: nobody can have it any more. */
  readonly onLost: (responseId: string) => void;
  /** The client may come back for the answer: nobody deletes it at the provider. */
  readonly isKept: boolean;
};

/** How a call in the background has fared so far. */
export type WorkState = {
  readonly responseId: string | null;
  /** How often its stream has been taken up again. */
  readonly resumes: number;
};
