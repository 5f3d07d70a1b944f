/** Why an answer ended, both ways: `status` with `incomplete_details.reason` on the wire. */
import type { Block } from '../../core/block.ts';
import { asString, isObject, type JsonObject } from '../../core/json.ts';
import type { Stop, StopReason } from '../../core/response.ts';

/** What the output held, which the wire's `completed` does not tell. */
export type OutputKinds = { readonly hasToolCall: boolean; readonly hasRefusal: boolean };

export function outputKinds(blocks: readonly Block[]): OutputKinds {
  return {
    hasToolCall: blocks.some((block) => block.type === 'tool-call'),
    hasRefusal: blocks.some((block) => block.type === 'refusal'),
  };
}

const reasonOfIncomplete: ReadonlyMap<string, StopReason> = new Map([
  ['max_output_tokens', 'max-tokens'],
  ['content_filter', 'content-filter'],
]);

/** `response` has a status other than failed. One without a status counts as completed: some hosts leave it out. */
export function decodeStop(response: JsonObject, kinds: OutputKinds): Stop {
  const status = asString(response.status) ?? 'completed';
  if (status === 'completed') {
    if (kinds.hasToolCall) return { reason: 'tool-calls', raw: status };
    return { reason: kinds.hasRefusal ? 'refusal' : 'end', raw: status };
  }
  const details = isObject(response.incomplete_details) ? response.incomplete_details : {};
  const raw = asString(details.reason) ?? status;
  return { reason: reasonOfIncomplete.get(raw) ?? 'unknown', raw };
}

type WireStop = { readonly status: 'completed' | 'incomplete'; readonly reason: string | null };

const completed: WireStop = { status: 'completed', reason: null };
const cut: WireStop = { status: 'incomplete', reason: 'max_output_tokens' };

const wireStops: Readonly<Record<StopReason, WireStop>> = {
  end: completed,
  'max-tokens': cut,
  'context-window': cut,
  'tool-calls': completed,
  'stop-string': completed,
  'content-filter': { status: 'incomplete', reason: 'content_filter' },
  refusal: completed,
  pause: cut,
  unknown: completed,
};

export function encodeStop(stop: Stop): WireStop {
  return wireStops[stop.reason];
}

const unexplained = 'The model declined to answer.';

/** The text of the refusal part by which a refusal is known on this wire. */
export function refusalText(stop: Stop): string {
  return stop.explanation ?? unexplained;
}
