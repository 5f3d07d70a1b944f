/**
 * The translate lane: the upstream's events through the canonical model into the caller's protocol. A failure after
 * the commit point becomes an error event of that protocol, never a clean end.
 */
import type { Carried } from '../core/carried.ts';
import type { RouterError, UpstreamFault } from '../core/errors.ts';
import { errorOfFault } from '../core/fault-table.ts';
import { withoutTheirField } from '../core/field-names.ts';
import type { StreamEncoder } from '../core/protocol.ts';
import type { Stop } from '../core/response.ts';
import type { StreamEvent } from '../core/stream-event.ts';
import { mergeUsage, type Usage } from '../core/usage.ts';
import { type CarryInput, faultOfEnd } from './carry-input.ts';
import { GatheredBody } from './gathered-body.ts';
import type { Outlet } from './outlet.ts';
import { pump } from './pump.ts';

/** Canonical events -> the caller's text, remembering what the record needs. */
class Translation {
  readonly #encoder: StreamEncoder;
  readonly #input: CarryInput;
  usage: Usage = {};
  stop: Stop | null = null;
  fault: UpstreamFault | null = null;
  serviceTier: string | undefined;
  /** The end, where it waits for the items to be kept or for an inspector. */
  #end: StreamEvent | null = null;

  constructor(input: CarryInput) {
    this.#input = input;
    this.#encoder = input.caller.streamEncoder(input.context);
  }

  get isOver(): boolean {
    return this.fault !== null || this.stop !== null;
  }

  print(events: readonly StreamEvent[]): string {
    const { inspector } = this.#input;
    return this.#printInspected(inspector === null ? events : events.flatMap((one) => inspector.push(one)));
  }

  #printInspected(events: readonly StreamEvent[]): string {
    let text = '';
    for (const event of events) {
      if (this.fault !== null) break;
      if (event.type === 'error') {
        text += this.fail(event.fault);
        continue;
      }
      if (event.type === 'usage') this.usage = mergeUsage(this.usage, event.usage);
      if (event.type === 'response-start' || event.type === 'response-end')
        this.serviceTier = event.serviceTier ?? this.serviceTier;
      if (event.type === 'response-end') {
        this.stop = event.stop;
        if (this.#input.keepItems !== null || this.#input.inspector !== null) {
          this.#end = event;
          continue;
        }
      }
      text += this.#encoder.push(event);
    }
    return text;
  }

  /** The end that has waited. The client may name items as soon as it has it: they are kept before. */
  async close(outlet: Outlet): Promise<void> {
    if (this.#end === null) return;
    const { inspector, keepItems } = this.#input;
    const error = (await inspector?.beforeEnd?.()) ?? null;
    if (error !== null) return outlet.push(this.#printError(error));
    const closing = this.#encoder.push(this.#end);
    if (keepItems !== null && !outlet.hasClientLeft) await keepItems(this.#encoder.printItems?.() ?? '[]');
    outlet.push(closing);
  }

  #printError(error: RouterError): string {
    const { caller, requestId } = this.#input;
    return this.#encoder.fail?.(error) ?? caller.encodeStreamError(error, requestId);
  }

  /** The terminal error event, once, and never behind an end. */
  fail(fault: UpstreamFault): string {
    if (this.isOver) return '';
    this.fault = fault;
    return this.#printError(errorOfFault(withoutTheirField(fault), []));
  }
}

export async function carryTranslated(input: CarryInput, outlet: Outlet): Promise<Carried> {
  const { answer, stop: stopSwitch, planned } = input;
  const translation = new Translation(input);
  outlet.push(translation.print(answer.events));
  const pieces = new GatheredBody(answer.body);
  const end = await pump({
    isOver: () => translation.isOver,
    pieces,
    parser: answer.parser,
    outlet,
    stop: stopSwitch,
    idleMs: planned.deadlines.idleMs,
    take: (events) => translation.print(events.flatMap((event) => answer.decoder.push(event))),
  });
  if (end === 'ended') outlet.push(translation.print(answer.decoder.end()));
  else if (end !== 'client-left') outlet.push(translation.fail(faultOfEnd(end)));
  await translation.close(outlet);
  await outlet.drain();
  const { usage, stop, fault, serviceTier } = translation;
  const streamedBytes = answer.head.byteLength + pieces.readBytes;
  const seen = {
    usage,
    stop,
    hasEnded: stop !== null,
    streamedBytes,
    ...(serviceTier !== undefined && { serviceTier }),
  };
  if (outlet.hasClientLeft || end === 'client-left') return { ...seen, outcome: 'client-left', fault: null };
  return { ...seen, outcome: fault === null ? 'completed' : 'failed', fault };
}
