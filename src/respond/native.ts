/**
 * The passthrough lane of a stream: native code carries the bytes, JavaScript sees the head before and the tail
 * after. One branch of a tee goes to the client; the other is read in large pieces for usage, the end marker and
 * signs of life.
 */
import type { StreamAnswer } from '../core/answer.ts';
import type { Carried } from '../core/carried.ts';
import type { UpstreamFault } from '../core/errors.ts';
import { errorOfFault } from '../core/fault-table.ts';
import { mergeUsage } from '../core/usage.ts';
import { parseTail } from '../sse/parse.ts';
import type { CarryInput } from './carry.ts';
import { usageOfHead } from './filter.ts';
import { faultOfEnd } from './translate.ts';

/** Usage and end marker of every protocol fit in here, with the events around them. */
const tailBytes = 16 * 1024;
/** JavaScript wakes once per so many bytes; fewer within the idle deadline count as silence. */
const pieceBytes = 4096;

/** The last bytes of a branch, and whether it was closed or cut. Never throws. */
class Tail {
  #bytes = new Uint8Array(0);
  #dropped = false;
  #isCut = false;

  async read(branch: ReadableStream<Uint8Array>, stop: CarryInput['stop'], idleMs: number): Promise<void> {
    const reader = branch.getReader({ mode: 'byob' });
    try {
      for (;;) {
        const release = stop.stopAfter(idleMs, 'stalled');
        const { value, done } = await reader.readAtLeast(pieceBytes, new Uint8Array(pieceBytes * 2));
        release();
        if (value) this.#keep(value);
        if (done) return;
      }
    } catch {
      this.#isCut = true;
    }
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  events(head: Uint8Array) {
    if (this.#dropped) return parseTail(this.#bytes, false);
    const whole = new Uint8Array(head.byteLength + this.#bytes.byteLength);
    whole.set(head);
    whole.set(this.#bytes, head.byteLength);
    return parseTail(whole, true);
  }

  #keep(piece: Uint8Array): void {
    const joined = new Uint8Array(this.#bytes.byteLength + piece.byteLength);
    joined.set(this.#bytes);
    joined.set(piece, this.#bytes.byteLength);
    if (joined.byteLength > tailBytes) this.#dropped = true;
    this.#bytes = joined.slice(-tailBytes);
  }
}

async function sendHead(answer: StreamAnswer, writable: WritableStream<Uint8Array>): Promise<boolean> {
  const writer = writable.getWriter();
  const sent = await writer.write(answer.head).then(
    () => true,
    () => false,
  );
  writer.releaseLock();
  return sent;
}

async function sendLast(text: string, writable: WritableStream<Uint8Array>): Promise<void> {
  const writer = writable.getWriter();
  try {
    if (text !== '') await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch {
    // The client has left; there is nobody to tell.
  }
}

export async function carryNative(input: CarryInput, writable: WritableStream<Uint8Array>): Promise<Carried> {
  const { answer, planned, caller, stop, onClientAbort, requestId } = input;
  const [toClient, copy] = answer.body.tee();
  const tail = new Tail();
  const reading = tail.read(copy, stop, planned.deadlines.idleMs);
  let hasLeft = !(await sendHead(answer, writable));
  if (!hasLeft) {
    const piped = await toClient.pipeTo(writable, { preventClose: true, preventAbort: true }).then(
      () => true,
      () => false,
    );
    // A pipe that breaks while the other branch reads on means that the client has left.
    hasLeft = !piped && !tail.isCut && stop.reason === null;
  }
  if (hasLeft && onClientAbort === 'cancel') stop.stop('client-left');
  await reading;
  const { ended, usage, fault } = caller.readTail(tail.events(answer.head));
  const whole = mergeUsage(usageOfHead(answer.events), usage);
  if (hasLeft) return { outcome: 'client-left', fault: null, usage: whole, stop: null };
  const missing: UpstreamFault | null = fault ?? (ended ? null : faultOfEnd(endOf(stop)));
  const word =
    missing === null || fault ? '' : caller.encodeStreamError(errorOfFault(missing, []), requestId);
  await sendLast(word, writable);
  return { outcome: missing === null ? 'completed' : 'failed', fault: missing, usage: whole, stop: null };
}

function endOf(stop: CarryInput['stop']): Parameters<typeof faultOfEnd>[0] {
  const { reason } = stop;
  return reason === null || reason === 'client-left' ? 'cut' : reason;
}
