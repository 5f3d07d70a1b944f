/** Every key in the store, with what it holds and for how long. docs/storage.md is this file in prose. */

const day = 86_400;

export const keys = {
  /** Stream of attempt rows, newest last, trimmed to about `rowsKept`. */
  rows: 'sbx:rows',
  /** String, JSON `{provider, caller}`: who made and who may read a stored response. */
  responseOwner: (responseId: string) => `sbx:response:${responseId}`,
  /** String, sealed: the output items of one answer, for the client that names them later. See item-seal.ts. */
  items: (name: string) => `sbx:items:${name}`,
  /** String, JSON `{target, route, tokens, atMs}`: who served a conversation last. The name is a hash. */
  session: (name: string) => `sbx:session:${name}`,
  /** String, JSON of a `BreakerNote`: that the circuit breaker of a target has opened or closed somewhere. */
  breaker: (target: string) => `sbx:breaker:${target}`,
} as const;

export const rowsKept = 100_000;

/** No provider keeps a prompt cached for longer. */
export const sessionTtlSeconds = 3600;

/** As long as a breaker stays open at most for failures; one that is open lasts as long as it is. */
export const closedBreakerTtlSeconds = 300;

/** OpenAI keeps stored responses for 30 days or more. */
export const responseOwnerTtlSeconds = 60 * day;

/** As long as OpenAI keeps them. */
export const itemsTtlSeconds = 30 * day;

/** Of one answer, as JSON; sealed it is a third longer. Upstash takes a request of 1 MB on every plan. */
export const mostItemBytes = 512 * 1024;
