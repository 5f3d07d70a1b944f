/**
 * The canonical stream. Grammar, enforced by `grammar.ts`: exactly one start; blocks interleave by index, each
 * started once, then deltas, then ended; at most one end or error, and nothing after it.
 */
import type { Block, Citation, Seal } from './block.ts';
import type { UpstreamFault } from './errors.ts';
import type { Stop } from './response.ts';
import type { Usage } from './usage.ts';

export type BlockDelta =
  | { kind: 'text'; text: string }
  /** `part` counts the provider's parts of one reasoning block from 0. */
  | { kind: 'reasoning'; text: string; part: number }
  | { kind: 'seal'; seal: Seal }
  /** A piece of the arguments' JSON text, or of a custom tool's free text. */
  | { kind: 'input'; text: string }
  | { kind: 'refusal'; text: string }
  | { kind: 'citation'; citation: Citation }
  /** An opaque block grows by whatever its protocol says: the whole value, replaced. */
  | { kind: 'opaque'; value: Record<string, unknown> };

export type StreamEvent =
  | { type: 'response-start'; id?: string; model?: string; created?: number; serviceTier?: string }
  /** `block` is complete but for what deltas add: empty text, empty parts, empty input. */
  | { type: 'block-start'; index: number; block: Block }
  | { type: 'block-delta'; index: number; delta: BlockDelta }
  | { type: 'block-end'; index: number }
  /** Cumulative: replaces earlier reports meter by meter. */
  | { type: 'usage'; usage: Usage }
  | { type: 'response-end'; stop: Stop; serviceTier?: string }
  | { type: 'error'; fault: UpstreamFault }
  | { type: 'ping' };

/** The commit point: text, reasoning or a tool call has begun, or the answer is over. Starts and pings are not output. */
export function isOutput(event: StreamEvent): boolean {
  switch (event.type) {
    case 'block-delta':
    case 'response-end':
      return true;
    case 'block-start':
      return event.block.type === 'tool-call' || event.block.type === 'opaque';
    default:
      return false;
  }
}
