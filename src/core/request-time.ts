/**
 * The time inside a request id. It alone decides under which hour everything of the request is filed, so that whoever
 * has the id finds its rows, and whatever is told twice meets in one place.
 */

const idPattern = /^req_([a-z0-9]{8})[a-z0-9]+$/;
/** 2020; an id with less in it was not made by `requestIdAt`. */
const earliestMs = 1_577_836_800_000;

/** `random`: 16 characters of `[a-z0-9]`. The id has 24 behind its prefix; ids of later milliseconds sort later. */
export function requestIdAt(nowMs: number, random: string): string {
  return `req_${Math.floor(nowMs).toString(36).padStart(8, '0')}${random}`;
}

/** Milliseconds since 1970; null: the id tells none. */
export function requestTimeMs(requestId: string): number | null {
  const digits = idPattern.exec(requestId)?.[1];
  if (digits === undefined) return null;
  const timeMs = Number.parseInt(digits, 36);
  return timeMs >= earliestMs ? timeMs : null;
}
