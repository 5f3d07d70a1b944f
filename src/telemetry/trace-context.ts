/** The place of a request in a trace: under the caller's span where it names one, else at the root of a new trace. */
import { toHex } from '../core/hex.ts';
import type { TraceContext } from './told.ts';

/** https://www.w3.org/TR/trace-context/: later versions may have more behind the flags, this one may not. */
const traceparentForm =
  /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/;

/** What the caller says of its own trace. */
export type Parent = {
  readonly traceId: string;
  readonly parentSpanId: string;
  /** Whether the caller's spans are kept. */
  readonly isSampled: boolean;
};

/** Null: it is not there, or is not valid and counts as not there. */
export function readTraceparent(header: string | null): Parent | null {
  const [, version, traceId, parentSpanId, flags, more] = traceparentForm.exec(header ?? '') ?? [];
  if (traceId === undefined || parentSpanId === undefined || flags === undefined) return null;
  if (version === '00' && more !== undefined) return null;
  return { traceId, parentSpanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

function randomHex(bytes: number): string {
  return toHex(crypto.getRandomValues(new Uint8Array(bytes)));
}

export function traceUnder(parent: Parent | null): TraceContext {
  return {
    traceId: parent?.traceId ?? randomHex(16),
    spanId: randomHex(8),
    parentSpanId: parent?.parentSpanId ?? null,
  };
}

/** Of an attempt: the same whenever it is asked for, so that what is sent twice is one span. `attempt`: 1 to 255. */
export function attemptSpanId({ spanId }: TraceContext, attempt: number): string {
  const last = Number.parseInt(spanId.slice(14), 16) ^ attempt;
  return spanId.slice(0, 14) + last.toString(16).padStart(2, '0');
}
