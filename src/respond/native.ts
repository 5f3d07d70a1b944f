/**
 * The passthrough lane of a stream: native code carries the bytes, JavaScript sees the head before and the tail
 * after. One branch of a tee goes to the client and is never touched here; the other keeps what we will want to
 * know, and is drunk about once a second instead of once an event. Measured in bench/README.md.
 */
import type { Carried } from '../core/carried.ts';
import { errorOfFault } from '../core/fault-table.ts';
import { mergeUsage, tierIn, usageIn } from '../core/usage.ts';
import { closeTorn } from '../sse/close-torn.ts';
import { type CarryInput, faultOfEnd } from './carry-input.ts';
import { Tail } from './tail.ts';

const sipEveryMs = 1000;
const sipBytes = 16 * 1024;
/** Sips of one wake: a client slower than the upstream must not make us run ahead without end. */
const sipsPerWake = 16;
/** Harmless behind whole events; of a client that has left it tells that. */
const blankLine = '\n\n';
/** What the other branch may take to say that the upstream was cut. */
const tellsWithinMs = 250;
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

  /** Head, then the rest natively. `cut` resolves once the other branch knows how the upstream ended. Never throws. */
  async run(
    input: CarryInput,
    rest: ReadableStream<Uint8Array>,
    writable: WritableStream<Uint8Array>,
    cut: Promise<boolean>,
  ): Promise<void> {
    const isPiped = await write(writable, input.answer.head)
      .then(() => rest.pipeTo(writable, { preventClose: true, preventAbort: true }))
      .then(isTrue, isFalse);
    this.isDone = true;
    this.#wake();
    // The upstream was cut, or the client left, and both look the same: the other branch tells, or else another write.
    if (isPiped || (await within(tellsWithinMs, cut))) return;
    this.hasClientLeft = !(await write(writable, utf8.encode(blankLine)).then(isTrue, isFalse));
    if (this.hasClientLeft && input.onClientAbort === 'cancel') input.stop.stop('client-left');
  }
}

const isTrue = () => true;
const isFalse = () => false;

/** What `told` says, or false where it takes longer. */
async function within(ms: number, told: Promise<boolean>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const said = await Promise.race([told, late]);
  clearTimeout(timer);
  return said;
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

/** False where the client has left, so that there is nobody to tell. */
async function finish(writable: WritableStream<Uint8Array>, text: string): Promise<boolean> {
  const writer = writable.getWriter();
  const isTold = text === '' || (await writer.write(utf8.encode(text)).then(isTrue, isFalse));
  await writer.close().catch(() => undefined);
  return isTold;
}

export async function carryNative(input: CarryInput, writable: WritableStream<Uint8Array>): Promise<Carried> {
  const { answer, caller, stop, requestId } = input;
  const [toClient, copy] = answer.body.tee();
  const tail = new Tail();
  tail.push(answer.head);
  const client = new ClientBranch();
  const watching = watch(copy, tail, client, input);
  const running = client.run(
    input,
    toClient,
    writable,
    watching.then((isWhole) => !isWhole),
  );
  const hasClosed = await watching;
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
  const clientLeft = { ...seen, outcome: 'client-left', fault: null } as const;
  if (client.hasClientLeft || reason === 'client-left') return clientLeft;
  // A connection that breaks behind the end of the answer took nothing from the client.
  const isWhole = ended && (hasClosed || tail.endsWhole());
  const missing = said !== undefined || isWhole ? null : faultOfEnd(reason ?? 'cut');
  const passed = { events: answer.events, tail: last };
  const end = missing
    ? closeTorn(tail.torn(), caller.idleMember) +
      caller.encodeStreamError(errorOfFault(missing, []), requestId, passed)
    : '';
  if (!(await finish(writable, end))) return clientLeft;
  const fault = said ?? missing;
  return { ...seen, outcome: fault === null ? 'completed' : 'failed', fault };
}
