/** What `routes.config.ts` may write about safeguards, for completion and refusal while typing. Types only. */
import type { SafeguardAction, SafeguardCondition } from '../core/safeguard.ts';
import type { SafeguardLevel } from '../core/target.ts';
import type { SecondLookInput } from './classify-input.ts';
import type { ApprovalsInput } from './compile-approvals.ts';
import type { ModerationInput } from './compile-moderation.ts';

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

/** What counts against one end user, and what it leads to; `docs/safeguards.md` says how. Sums of strikes, rising. */
export type ActorsInput = {
  /** After it a strike counts half. Default 24. */
  readonly halfLifeHours?: number;
  /** Default 1.5: the second strike within hours. Strikes fade from the first moment, so that a whole number is never reached. */
  readonly warnAt?: number;
  /** Default 2.5. */
  readonly slowAt?: number;
  /** Default 3.5. */
  readonly stepDownAt?: number;
  /** Default 4.5. */
  readonly suspendAt?: number;
  /** Default 24. */
  readonly suspendHours?: number;
  /** Requests per minute of one end user who is slowed. Default 6. */
  readonly slowRequestsPerMinute?: number;
  /** Whether end users pass of whom the store has never told, since it is away. Default `open`. */
  readonly onStoreAway?: 'open' | 'closed';
};

export type SafeguardsInput<Target extends string> = {
  /** Added to the shipped rules: the highest floor of all that hold counts, and every action of any of them. */
  readonly rules?: readonly SafeguardRuleInput[];
  /** Who judges again where a rule says `second-look`, and the route has no second look of its own. */
  readonly secondLook?: SecondLookInput<Target>;
  /** Whether the shipped rules hold. Default true; `docs/safeguards.md` lists them. */
  readonly shipped?: boolean;
  /**
   * Serve a request whose own targets all are below the floor that rules demand, in order, with a notice. `[]`: it is
   * refused. Default: GPT-5.5 and Claude Opus 5.5.
   */
  readonly stepUp?: readonly Target[];
  /** Hosts, with all below them, whose images `inspect-output` leaves in answers: `['img.example.com']`. */
  readonly linkHosts?: readonly string[];
  /** How calls of tools are held that `confirm-tools` holds. */
  readonly approvals?: ApprovalsInput;
  /** How `moderate-input` and `moderate-output` work. */
  readonly moderation?: ModerationInput;
  /** How end users are held to account. `false`: not at all. Default: on. */
  readonly actors?: ActorsInput | false;
};
