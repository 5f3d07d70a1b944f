/** A committed stream -> the client, over the lane that fits: native bytes, filtered bytes, or translated events. */
import type { Carried } from '../core/carried.ts';
import { pingComment } from '../sse/print.ts';
import type { CarryInput } from './carry-input.ts';
import { carryFiltered } from './filter.ts';
import { carryNative } from './native.ts';
import { Outlet, type Sink } from './outlet.ts';
import { carryTranslated } from './translate.ts';

const utf8 = new TextEncoder();

export function sinkOf(writer: WritableStreamDefaultWriter<Uint8Array>): Sink {
  return { write: (text) => writer.write(utf8.encode(text)) };
}

/** Long work may think for minutes between two events: proxies wait on, and a client that has left is noticed. */
function keepAwake(outlet: Outlet, { answer, pingEveryMs }: CarryInput): () => void {
  if (answer.work === undefined || pingEveryMs === undefined) return () => undefined;
  const timer = setInterval(() => outlet.push(pingComment), pingEveryMs);
  return () => clearInterval(timer);
}

async function carryInJs(
  input: CarryInput,
  writable: WritableStream<Uint8Array>,
  carry: (input: CarryInput, outlet: Outlet) => Promise<Carried>,
): Promise<Carried> {
  const writer = writable.getWriter();
  const outlet = new Outlet(sinkOf(writer), () => {
    if (input.onClientAbort === 'cancel') input.stop.stop('client-left');
  });
  const letSleep = keepAwake(outlet, input);
  try {
    const carried = await carry(input, outlet).finally(letSleep);
    await writer.close().catch(() => undefined);
    return carried;
  } catch (bug) {
    // The client must not take what it has for whole, nor wait for more.
    await writer.abort(bug).catch(() => undefined);
    throw bug;
  }
}

const nothing = () => false;

function carryOver(input: CarryInput, writable: WritableStream<Uint8Array>): Promise<Carried> {
  const { answer, planned, caller, context } = input;
  if (planned.lane === 'translate' || input.inspector !== null)
    return carryInJs(input, writable, carryTranslated);
  const isAllAsked = caller.isUnasked === null || context.request.wantsUsage;
  // What is put together of several connections is made in JavaScript, where native code cannot take it up.
  if (isAllAsked && answer.work === undefined) return carryNative(input, writable);
  const isUnasked = (isAllAsked ? null : caller.isUnasked) ?? nothing;
  return carryInJs(input, writable, (each, outlet) => carryFiltered(each, outlet, isUnasked));
}

/** Closes `writable` in any case; releases the stop switch. Throws only what a codec's bug throws. */
export async function carryStream(input: CarryInput, writable: WritableStream<Uint8Array>): Promise<Carried> {
  try {
    return await carryOver(input, writable);
  } finally {
    input.stop.release();
  }
}
