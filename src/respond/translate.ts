/**
 * The translate lane: the upstream's events through the canonical model into the caller's protocol. A failure after
 * the commit point becomes an error event of that protocol, never a clean end.
 */

import type { Carried } from '../core/carried.ts';
import type { UpstreamFault } from '../core/errors.ts';
import { errorOfFault } from '../core/fault-table.ts';
import type { AnswerContext, Protocol, StreamEncoder } from '../core/protocol.ts';
import type { Stop } from '../core/response.ts';
import type { StreamEvent } from '../core/stream-event.ts';
import { mergeUsage, type Usage } from '../core/usage.ts';
import { type PumpEnd, type PumpInput, pump } from './pump.ts';

export type TranslateInput = Omit<PumpInput, 'take'> & {
  readonly caller: Protocol;
  readonly context: AnswerContext;
  readonly requestId: string;
};

/** Canonical events -> the caller's text, remembering what the record needs. */
class Translation {
  readonly #encoder: StreamEncoder;
  readonly #input: TranslateInput;
  usage: Usage = {};
  stop: Stop | null = null;
  fault: UpstreamFault | null = null;

  constructor(input: TranslateInput) {
    this.#input = input;
    this.#encoder = input.caller.streamEncoder(input.context);
  }

  print(events: readonly StreamEvent[]): string {
    let text = '';
    for (const event of events) {
      if (this.fault !== null) break;
      if (event.type === 'error') text += this.fail(event.fault);
      else {
        if (event.type === 'usage') this.usage = mergeUsage(this.usage, event.usage);
        if (event.type === 'response-end') this.stop = event.stop;
        text += this.#encoder.push(event);
      }
    }
    return text;
  }

  /** The terminal error event, once. */
  fail(fault: UpstreamFault): string {
    if (this.fault !== null || this.stop !== null) return '';
    this.fault = fault;
    return this.#input.caller.encodeStreamError(errorOfFault(fault, []), this.#input.requestId);
  }
}

/** The fault of a stream that did not end by itself. */
export function faultOfEnd(end: Exclude<PumpEnd, 'ended' | 'client-left'>): UpstreamFault {
  const kind = end === 'cut' ? 'truncated' : end;
  return { kind, status: null, code: null, message: `the stream was ${end}` };
}

export async function carryTranslated(input: TranslateInput): Promise<Carried> {
  const { answer, sink } = input;
  const translation = new Translation(input);
  const isOver = () => translation.fault !== null || translation.stop !== null;
  const head = translation.print(answer.events);
  let end: PumpEnd = 'ended';
  const hasLeft = await sink.write(head).then(
    () => false,
    () => true,
  );
  if (hasLeft && input.onClientAbort === 'cancel') input.stop.stop('client-left');
  if (!isOver() || hasLeft) {
    end = await pump({
      ...input,
      take: (events) => translation.print(events.flatMap((event) => answer.decoder.push(event))),
    });
  } else {
    await answer.body.cancel().catch(() => undefined);
  }
  const last = end === 'ended' ? translation.print(answer.decoder.end()) : lastWords(end, translation);
  await sink.write(last).catch(() => undefined);
  const { usage, stop, fault } = translation;
  const outcome = end === 'client-left' || hasLeft ? 'client-left' : fault === null ? 'completed' : 'failed';
  return { outcome, fault, usage, stop };
}

function lastWords(end: Exclude<PumpEnd, 'ended'>, translation: Translation): string {
  return end === 'client-left' ? '' : translation.fail(faultOfEnd(end));
}
