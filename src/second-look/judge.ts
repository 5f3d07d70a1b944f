/** What a judge is to a second look: texts in, a label or the reason for none out. Shapes only. */
import type { RiskDomain } from '../core/risk.ts';
import type { Asked } from './label.ts';
import type { Part } from './material.ts';
import type { LookPorts } from './ports.ts';

export type Judge = {
  readonly covers: ReadonlySet<RiskDomain>;
  /** Name of its model on the wire. */
  readonly model: string;
  /** Rejects as fetch does. Stops with the signal. */
  readonly ask: (parts: readonly Part[], post: LookPorts['post'], signal: AbortSignal) => Promise<Asked>;
};
