/** The canonical answer, unary. `collect` and `replay` (stream.ts) link it with the stream. */
import type { Block } from './block.ts';
import type { Usage } from './usage.ts';

export type StopReason =
  | 'end' // the model finished
  | 'max-tokens' // the output cap
  | 'context-window' // the model's window is full
  | 'tool-calls' // the model wants tool results
  | 'stop-string'
  | 'content-filter' // cut by the provider's filter
  | 'refusal' // the model or its safeguards decline
  | 'pause' // a provider-run tool paused; send the answer back to continue
  | 'unknown'; // reported in words we do not know

export type Stop = {
  reason: StopReason;
  /** The provider's own word. */
  raw?: string;
  /** The stop string that was hit, where told. */
  sequence?: string;
  /** Category and explanation of a refusal, where told. */
  category?: string;
  explanation?: string;
};

export type LlmResponse = {
  /** The provider's id of this answer. */
  id?: string;
  /** Model that the provider says has answered. */
  model?: string;
  /** Unix seconds. */
  created?: number;
  serviceTier?: string;
  blocks: Block[];
  stop: Stop;
  usage: Usage;
};
