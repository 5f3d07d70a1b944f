/** What became of a stream that was carried to the client, whichever lane carried it. */
import type { UpstreamFault } from './errors.ts';
import type { Stop } from './response.ts';
import type { Usage } from './usage.ts';

export type Carried = {
  readonly outcome: 'completed' | 'failed' | 'client-left';
  /** Why it failed after the commit point. */
  readonly fault: UpstreamFault | null;
  /** As far as the provider reported it. */
  readonly usage: Usage;
  /** Whether the provider came to its end, so that what it counted is final: also where nobody took the answer. */
  readonly hasEnded: boolean;
  /** How the answer ended, where the lane reads it. */
  readonly stop: Stop | null;
  /** The tier that served it, as the provider says. */
  readonly serviceTier?: string;
  /** Bytes of the stream as far as it was read; 0 for an answer that came whole. */
  readonly streamedBytes: number;
};
