/**
 * Vocabulary of alerts: what the router tells people of unasked. One line a kind; a new kind is a line here and one in
 * the table of alerts/alert-kinds.ts, and whoever notices it calls `raise`. Shapes only.
 */
import type { BudgetWindow, LimitAction, ScopeKind } from './budget.ts';

/** A budget in money or in tokens that has passed a share of its limit, or has refused a request for want of room. */
export type BudgetAlert = {
  readonly scope: ScopeKind;
  /** Of an end user the keyed hash. */
  readonly id: string;
  readonly window: BudgetWindow;
  readonly timeZone: string;
  readonly windowStartMs: number;
  /** Null: it does not begin anew. */
  readonly resetAtMs: number | null;
  readonly onLimit: LimitAction;
  readonly unit: 'nanoUsd' | 'tokens';
  /** Both in `unit`. */
  readonly spent: number;
  readonly limit: number;
  /** Percent of the limit that has been passed: the share that it is told at; of a refusal what is spent. */
  readonly percent: number;
  readonly hasRefused: boolean;
};

/** Names, ids and words of ours, as the audit log has them. */
export type EscalationAlert = {
  /** What the entry's `action` and `object` are. */
  readonly action: string;
  readonly object: string;
  /** Name of the key. */
  readonly actor: string;
  /** Keyed hash; null: none named. */
  readonly endUser: string | null;
  /** Rules that held, or the tool. */
  readonly names: string;
  readonly outcome: string;
  readonly risk: string | null;
  readonly domain: string | null;
};

/** The figures of each kind. */
export type AlertData = {
  /** Of a key, a team or a route. */
  readonly budget: BudgetAlert;
  /** Of one end user: a kind of its own, since there may be many. */
  readonly 'end-user-budget': BudgetAlert;
  /** The store has not taken what the ledger tells it. */
  readonly outbox: { readonly notes: number; readonly oldestAtMs: number };
  /** Attempts since the beginning of the hour before whose cost nobody knows; sums of money lack them. */
  readonly unpriced: { readonly model: string; readonly attempts: number };
  /** An entry of the audit log that somebody has to look at: a refusal, a denial, a suspension. */
  readonly escalation: EscalationAlert;
};

export type AlertKind = keyof AlertData;

export const alertKinds = [
  'budget',
  'end-user-budget',
  'outbox',
  'unpriced',
  'escalation',
] as const satisfies readonly AlertKind[];

/** Plain JSON: it travels to where alerts are kept. */
export type Alert<Kind extends AlertKind = AlertKind> = {
  readonly [Each in Kind]: {
    readonly kind: Each;
    /** Names the event: of alerts with one key one is told. */
    readonly key: string;
    /** Keys of lesser events that this one makes needless. */
    readonly covers: readonly string[];
    /** Until when the key is remembered. */
    readonly untilMs: number;
    readonly data: AlertData[Each];
  };
}[Kind];

/** What waits to be delivered, and how it goes. */
export type AlertsState = {
  /** Deliveries: one for each alert and each webhook that is to get it. */
  readonly waiting: number;
  readonly oldestAtMs: number | null;
  /** Webhooks whose last try has failed, and what it ended with. */
  readonly failing: readonly { readonly webhook: string; readonly word: string }[];
};

/** Where alerts go. Both reject with whatever the platform likes where that is out of reach. */
export type AlertDesk = {
  /**
   * Takes those whose keys are news and has them delivered. `over`: keys of conditions that are over, so that they are
   * news the next time. Rejects also where some find no room: they stay news.
   */
  raise(alerts: readonly Alert[], over?: readonly string[]): Promise<void>;
  state(): Promise<AlertsState>;
};
