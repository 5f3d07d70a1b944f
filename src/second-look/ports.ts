/** What a second look needs from outside, given to it so that it calls nothing by itself. Shapes only. */
import type { ProtocolId, Provider } from '../core/target.ts';
import type { LookCall } from './label.ts';
import type { LookMemory } from './memory.ts';

export type Post = {
  readonly provider: Provider;
  readonly protocol: ProtocolId;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
};

export type Posted = {
  readonly status: number;
  /** Null where the body is longer than any label. */
  readonly text: string | null;
};

export type LookPorts = {
  readonly isConfigured: (provider: Provider) => boolean;
  /** Rejects as fetch does. */
  readonly post: (post: Post) => Promise<Posted>;
  /** The circuit breaker by name, shared with everything else of the isolate. */
  readonly health: {
    isOpen(name: string, nowMs: number): boolean;
    dispatch(name: string, nowMs: number): number | null;
    report(
      name: string,
      event: { kind: 'success' } | { kind: 'fault' } | { kind: 'neutral' },
      nowMs: number,
      probe: number | null,
    ): void;
  };
  readonly memory: LookMemory;
  /** Told of every call that went out, once. Never throws. */
  readonly record: (call: LookCall) => void;
  readonly now: () => number;
};
