/** What telemetry is told of a request, by whoever serves it. Shapes only; what is exported of it is in `telemetry/`. */
import type { Caller } from './caller.ts';
import type { Carried } from './carried.ts';
import type { Judged } from './judged.ts';
import type { RoutePlan } from './plan.ts';
import type { Row } from './row.ts';
import type { Run } from './run.ts';

/** How a request that was dispatched has ended. */
export type RequestOver = {
  readonly run: Run;
  /** Null: no answer began. */
  readonly carried: Carried | null;
  readonly plan: Pick<RoutePlan, 'route' | 'arm' | 'floor'>;
  readonly judged: Judged | null;
  readonly configVersion: string;
  /** The model as the client wrote it. */
  readonly modelAsked: string;
  readonly endedAtMs: number;
};

/** Bound to one request. Nothing here waits, throws or keeps text of a request. */
export type Telemetry = {
  /** A request to a model, which from now on has a span of its own. */
  begin(requestId: string, caller: Caller): void;
  /** The status that the client gets. */
  respond(status: number): void;
  /** What the client was refused for before anything was dispatched. */
  refuse(thrown: unknown): void;
  finish(over: RequestOver, rows: readonly Row[]): void;
  /** A call that is no part of the answer. */
  beside(row: Row): void;
};
