/**
 * The passthrough lane of a stream: native code carries the bytes, JavaScript sees the head before and the tail
 * after. One branch of a tee goes to the client and is never touched here; the other keeps what we will want to
 * know, and is drunk about once a second instead of once an event. Measured in bench/README.md.
 */
import type { Carried } from '../core/carried.ts';
import { errorOfFault } from '../core/fault-table.ts';
import { mergeUsage, tierIn, usageIn } from '../core/usage.ts';
import { type CarryInput, faultOfEnd } from './carry-input.ts';
import { Tail } from './tail.ts';

const sipEveryMs = 1000;
const sipBytes = 16 * 1024;
/** Sips of one wake: a client slower than the upstream must not make us run ahead without end. */
const sipsPerWake = 16;
/** Ends a half-sent line of an event that was cut; harmless anywhere else. */
const blankLine = new TextEncoder().encode('\n\n');
const utf8 = new TextEncoder();

/** How the branch to the client is doing; `wake` is called when it is done. */
class ClientBranch {
  hasClientLeft = false;
  isDone = false;
  #wake: () => void = () => undefined;

  /** Resolves after `ms`, or as soon as the branch is done. */
  pause(ms: number): Promise<void> {
    if (this.isDone) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Head, then the rest natively. Never throws. */
  async run(
    input: CarryInput,
    rest: ReadableStream<Uint8Array>,
    writable: WritableStream<Uint8Array>,
  ): Promise<void> {
    try {
      await write(writable, input.answer.head);
      await rest.pipeTo(writable, { preventClose: true, preventAbort: true });
    } catch {
      // The upstream was cut, or the client left, and both look the same: only another write tells which.
      this.hasClientLeft = !(await write(writable, blankLine).then(
        () => true,
        () => false,
      ));
      if (this.hasClientLeft && input.onClientAbort === 'cancel') input.stop.stop('client-left');
    }
    this.isDone = true;
    this.#wake();
  }
}

async function write(writable: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = writable.getWriter();
  try {
    await writer.write(bytes);
  } finally {
    writer.releaseLock();
  }
}

/** Drinks one wake's worth; true once the upstream has closed. */
async function drink(
  reader: ReadableStreamBYOBReader,
  tail: Tail,
  client: ClientBranch,
  input: CarryInput,
): Promise<boolean> {
  for (let sips = 0; client.isDone || sips < sipsPerWake; sips++) {
    const release = input.stop.stopAfter(input.planned.deadlines.idleMs, 'stalled');
    // While the other branch flows only one byte may be asked for: the wish of either holds up both.
    const leastBytes = client.isDone ? sipBytes : 1;
    const { value, done } = await reader.readAtLeast(leastBytes, new Uint8Array(sipBytes));
    release();
    if (value && value.byteLength > 0) tail.push(value);
    if (done) return true;
    if (!client.isDone && value.byteLength < sipBytes) return false;
  }
  return false;
}

/** Reads the second branch to its end. True where the upstream closed by itself, false where it was cut or stopped. */
async function watch(
  copy: ReadableStream<Uint8Array>,
  tail: Tail,
  client: ClientBranch,
  input: CarryInput,
): Promise<boolean> {
  const reader = copy.getReader({ mode: 'byob' });
  try {
    do await client.pause(sipEveryMs);
    while (!(await drink(reader, tail, client, input)));
    return true;
  } catch {
    return false;
  }
}

async function finish(writable: WritableStream<Uint8Array>, text: string): Promise<void> {
  try {
    const writer = writable.getWriter();
    if (text !== '') await writer.write(utf8.encode(text));
    await writer.close();
  } catch {
    // The client has left; there is nobody to tell.
  }
}

export async function carryNative(input: CarryInput, writable: WritableStream<Uint8Array>): Promise<Carried> {
  const { answer, caller, stop, requestId } = input;
  const [toClient, copy] = answer.body.tee();
  const tail = new Tail();
  tail.push(answer.head);
  const client = new ClientBranch();
  const running = client.run(input, toClient, writable);
  const hasClosed = await watch(copy, tail, client, input);
  await running;
  const last = tail.events();
  const { ended, usage, fault: said, serviceTier = tierIn(answer.events) } = caller.readTail(last);
  const seen = {
    usage: mergeUsage(usageIn(answer.events), usage),
    stop: null,
    hasEnded: ended,
    streamedBytes: tail.seenBytes,
    ...(serviceTier !== undefined && { serviceTier }),
  };
  const { reason } = stop;
  if (client.hasClientLeft || reason === 'client-left')
    return { ...seen, outcome: 'client-left', fault: null };
  // A connection that breaks behind the end of the answer took nothing from the client.
  const isWhole = ended && (hasClosed || tail.endsWhole());
  const missing = said !== undefined || isWhole ? null : faultOfEnd(reason ?? 'cut');
  const passed = { events: answer.events, tail: last };
  const end = missing ? caller.encodeStreamError(errorOfFault(missing, []), requestId, passed) : '';
  await finish(writable, end);
  const fault = said ?? missing;
  return { ...seen, outcome: fault === null ? 'completed' : 'failed', fault };
}
