/** What waits to be exported of one request: names, numbers and rows, never its body. Shapes only. */
import type { StopReason } from '../core/response.ts';
import type { Row } from '../core/row.ts';

/** In hex; of 16 and 8 bytes. */
export type TraceContext = {
  readonly traceId: string;
  /** Of the request's span. */
  readonly spanId: string;
  /** The caller's span; null: the trace begins here. */
  readonly parentSpanId: string | null;
};

/** What a plan and a judgement say of a request. */
export type Decided = {
  readonly route: string;
  readonly arm: string | null;
  readonly floor: string;
  readonly configVersion: string;
  readonly modelAsked: string;
  readonly task: string | null;
  readonly risk: string | null;
};

export type ToldRequest = {
  readonly requestId: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** Our code; null: it went well. */
  readonly errorCode: string | null;
  /** Whether it is us who failed, be it inside a stream; a refusal is no failure. */
  readonly isFailed: boolean;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly key: string;
  readonly team: string;
  readonly app: string | null;
  readonly isStream: boolean;
  /** How the answer ended; null: nobody has read it. */
  readonly stop: StopReason | null;
  /** Empty: it was refused before. */
  readonly decided: Partial<Decided>;
};

export type Told = {
  /** Always the same; ids are drawn when they are first asked for, behind the answer. */
  readonly trace: () => TraceContext;
  /** Null: `rows` are calls beside the answer. */
  readonly request: ToldRequest | null;
  /** Whether the request has a span that `rows` belong under. */
  readonly hasRequestSpan: boolean;
  readonly rows: readonly Row[];
};
