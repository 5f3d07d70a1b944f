/** What a reader of one family of kinds gives back: a finding, or a sample value that everybody may know. */
import type { Finding } from '../../../core/signals.ts';

export type Hit = Finding & {
  /** Published in documentation or reserved for examples: nobody's. */
  isExample: boolean;
};

/** Looks at a mark in a text; must not look before `floor`, where an earlier finding ends. */
export type Reader = (text: string, at: number, floor: number) => Hit | null;
