/** What `routes.config.ts` may write about safeguards, for completion and refusal while typing. Types only. */
import type { SafeguardAction, SafeguardCondition } from '../core/safeguard.ts';
import type { SafeguardLevel } from '../core/target.ts';
import type { ApprovalsInput } from './compile-approvals.ts';

/** `{ name: 'pay', when: { tools: 'destructive', tier: ['anonymous'] }, do: ['refuse'] }` */
export type SafeguardRuleInput = {
  /** Told in receipts and answers: `planted-orders`. */
  readonly name: string;
  /** Every part that is there must hold. Left out: it holds for every request. */
  readonly when?: SafeguardCondition;
  /** The least safeguards of a target's provider. */
  readonly floor?: SafeguardLevel;
  readonly do?: readonly SafeguardAction[];
};

export type SafeguardsInput<Target extends string> = {
  /** Added to the shipped rules: the highest floor of all that hold counts, and every action of any of them. */
  readonly rules?: readonly SafeguardRuleInput[];
  /** Whether the shipped rules hold. Default true; `docs/safeguards.md` lists them. */
  readonly shipped?: boolean;
  /**
   * Serve a request whose own targets all are below the floor that rules demand, in order, with a notice. `[]`: it is
   * refused. Default: GPT-5.5 and Claude Opus 5.5.
   */
  readonly stepUp?: readonly Target[];
  /** How calls of tools are held that `confirm-tools` holds. */
  readonly approvals?: ApprovalsInput;
};
