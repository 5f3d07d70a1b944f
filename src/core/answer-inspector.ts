/**
 * Whoever has to see an answer before the client does: an answer with one is carried event by event and printed anew,
 * whatever its lane. Without any the native lane stays. Shapes, and how several see one answer.
 */
import type { RouterError } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { StreamEvent } from './stream-event.ts';

/** Of one answer. Keeps the stream's grammar: what it holds back it gives before the end of its block, or of the answer. */
export type AnswerInspector = {
  /** What goes out in place of this event; synchronous, at most as much held back as it says in its own docs. */
  push(event: StreamEvent): readonly StreamEvent[];
  /** Awaited before the end of the answer goes out; an error ends the answer in its place. Never rejects. */
  readonly beforeEnd?: () => Promise<RouterError | null>;
  /** Members to add to the answer's JSON, or to the last event of a stream that can carry them; read after `beforeEnd`. */
  readonly extension?: () => Readonly<JsonObject> | null;
  /** Headers of a unary answer; read after `beforeEnd`. */
  readonly headers?: () => Readonly<Record<string, string>>;
};

/** Each sees what the one before it lets pass. */
export function joinInspectors(inspectors: readonly AnswerInspector[]): AnswerInspector | null {
  const [first, ...others] = inspectors;
  if (first === undefined || others.length === 0) return first ?? null;
  return {
    push: (event) =>
      inspectors.reduce<readonly StreamEvent[]>(
        (events, inspector) => events.flatMap((one) => inspector.push(one)),
        [event],
      ),
    beforeEnd: async () => {
      for (const inspector of inspectors) {
        const error = await inspector.beforeEnd?.();
        if (error) return error;
      }
      return null;
    },
    extension: () => {
      const all = inspectors.map((inspector) => inspector.extension?.() ?? null);
      const some = all.filter((one) => one !== null);
      return some.length === 0 ? null : Object.assign({}, ...some);
    },
    headers: () => Object.assign({}, ...inspectors.map((inspector) => inspector.headers?.() ?? {})),
  };
}
