/**
 * What the router remembers of a conversation between two requests: who served it last, and how much of it that
 * provider may still have cached. Shapes only; no text of it.
 */
export type Session = {
  /** Name of the target that answered last. */
  readonly target: string;
  /** The route by which it did. */
  readonly route: string;
  /** Input and output tokens of that answer: what the next request begins with. */
  readonly tokens: number;
  readonly atMs: number;
};
