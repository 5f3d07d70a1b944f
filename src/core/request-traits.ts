/**
 * What the planner reads of a request, and all that it reads: kinds, counts and settings, no text of a prompt. Plain
 * data, so that a decision can be written down and made again from it. Shapes only.
 */
import type { Programme } from './caller.ts';
import type { FeatureUse } from './features.ts';
import type { OutputFormat, Reasoning, Sampling } from './request.ts';
import type { Modality } from './target.ts';
import type { ToolMeter } from './usage.ts';

/** Measured along the prompt, in shares of its characters. */
export type PromptExtent = {
  /** Share of the input that came after the last answer, 0-1. */
  readonly lastTurn: number;
  /** Share of the input up to the last cache hint, 0-1; 0: no hint. */
  readonly hinted: number;
  /** How long the caller wants it kept. */
  readonly hintTtl: '5m' | '1h';
};

export type RequestTraits = {
  /** As asked: `auto`, `route/NAME`, a model, optionally `@effort`. */
  readonly model: string;
  readonly stream: boolean;
  /** Null: not said. */
  readonly format: OutputFormat['kind'] | null;
  /** What messages hold, in the order in which it is met. */
  readonly modalities: readonly Modality[];
  /** What results of tools hold besides text. */
  readonly toolMedia: readonly Modality[];
  readonly hasTools: boolean;
  /** Tools among them that the provider runs itself and is known to bill by the call; absent: none. */
  readonly billedTools?: readonly ToolMeter[];
  /** No tools are declared, but the conversation has called some; absent: it has not, or they are. */
  readonly hasPastCalls?: true;
  /** The newest message gives a model the results of its own calls. */
  readonly isInToolLoop: boolean;
  /** Answers of a model so far. */
  readonly answers: number;
  readonly extent: PromptExtent;
  readonly reasoning: Pick<Reasoning, 'effort' | 'budgetTokens'>;
  /** A bias on tokens is there or not: which tokens is the caller's business. */
  readonly sampling: Omit<Sampling, 'logitBias'> & { readonly logitBias?: Readonly<Record<string, never>> };
  readonly state: { readonly store?: boolean };
  readonly maxOutputTokens?: number;
  /** Absent: one answer. */
  readonly choices?: number;
  /** Null: none asked. A word that no provider would use is `other`. */
  readonly serviceTier: string | null;
  readonly features: readonly FeatureUse[];
  /** The programme that it asks to take part in; absent: none. */
  readonly programme?: Programme | 'other';
};
