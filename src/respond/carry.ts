/** A committed stream -> the client, over the lane that fits: native bytes, filtered bytes, or translated events. */
import type { StreamAnswer } from '../core/answer.ts';
import type { Carried } from '../core/carried.ts';
import type { OnClientAbort } from '../core/config.ts';
import type { PlannedAttempt } from '../core/plan.ts';
import type { AnswerContext, Protocol } from '../core/protocol.ts';
import type { StopSwitch } from '../core/stop-switch.ts';
import { carryFiltered } from './filter.ts';
import { carryNative } from './native.ts';
import type { Sink } from './pump.ts';
import { carryTranslated } from './translate.ts';

export type CarryInput = {
  readonly answer: StreamAnswer;
  readonly planned: PlannedAttempt;
  readonly caller: Protocol;
  readonly context: AnswerContext;
  readonly requestId: string;
  readonly stop: StopSwitch;
  readonly onClientAbort: OnClientAbort;
};

const utf8 = new TextEncoder();

export function sinkOf(writer: WritableStreamDefaultWriter<Uint8Array>): Sink {
  return { write: async (text) => (text === '' ? undefined : writer.write(utf8.encode(text))) };
}

async function carryInJs(input: CarryInput, writable: WritableStream<Uint8Array>): Promise<Carried> {
  const { planned, caller } = input;
  const writer = writable.getWriter();
  const common = { ...input, sink: sinkOf(writer), idleMs: planned.deadlines.idleMs };
  const carried = await (planned.lane === 'translate'
    ? carryTranslated({ ...common, caller })
    : carryFiltered({ ...common, protocol: caller }));
  await writer.close().catch(() => undefined);
  return carried;
}

/** Closes `writable` in any case; releases the stop switch; never throws. */
export async function carryStream(input: CarryInput, writable: WritableStream<Uint8Array>): Promise<Carried> {
  const { planned, context, stop } = input;
  const isNative = planned.lane === 'passthrough' && context.request.wantsUsage;
  try {
    return await (isNative ? carryNative(input, writable) : carryInJs(input, writable));
  } finally {
    stop.release();
  }
}
