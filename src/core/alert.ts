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
  /** What most of it was spent on; null: not looked for, or nothing was. */
  readonly driver: SpendDriver | null;
};

/** Of a sum of money the combination that the greatest part of it belongs to. */
export type SpendDriver = {
  readonly route: string;
  readonly model: string;
  readonly team: string;
  /** Whole nano-USD. */
  readonly nanoUsd: number;
};

/** A budget of a month that will not last, by the forecast. All whole nano-USD. */
export type ForecastAlert = {
  readonly scope: 'team' | 'route';
  readonly id: string;
  readonly timeZone: string;
  readonly windowStartMs: number;
  readonly resetAtMs: number;
  readonly toDateNanoUsd: number;
  readonly expectedNanoUsd: number;
  readonly lowNanoUsd: number;
  readonly highNanoUsd: number;
  readonly limitNanoUsd: number;
  readonly driver: SpendDriver | null;
};

/** An hour of a route or a team that cost far more than the same hour of the week usually does. */
export type AnomalyAlert = {
  readonly dimension: 'route' | 'team';
  readonly name: string;
  readonly startMs: number;
  /** Of the reporting days. */
  readonly timeZone: string;
  readonly nanoUsd: number;
  readonly usualNanoUsd: number;
  /** Its `nanoUsd`: above its own usual. */
  readonly driver: SpendDriver;
};

/** Who spends most in a week and did not in the week before. */
export type TopSpenderAlert = {
  readonly dimension: 'route' | 'team';
  readonly name: string;
  /** First and last day of the week, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly nanoUsd: number;
  readonly beforeNanoUsd: number;
  /** Who was first before. */
  readonly displaced: string;
  readonly driver: SpendDriver | null;
};

/** Of the cost of a month so far, more than a share is estimated. */
export type EstimatedAlert = {
  readonly from: string;
  readonly to: string;
  readonly nanoUsd: number;
  readonly estimatedNanoUsd: number;
  /** 0-1, that it has passed. */
  readonly limitShare: number;
  /** Its `nanoUsd`: estimated. */
  readonly driver: SpendDriver | null;
};

/** The bills of a provider and the ledger differ by more than a share. */
export type DriftAlert = {
  readonly provider: string;
  /** First and last UTC day of those that were compared. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly ledgerNanoUsd: number;
  readonly billedNanoUsd: number;
  readonly limitShare: number;
  /** The day that differs most. */
  readonly driver: { readonly day: string; readonly driftNanoUsd: number };
};

/** More than a share of a route's requests fell back, in each step of the time that was looked at. */
export type FallbackAlert = {
  readonly route: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly requests: number;
  readonly fallbacks: number;
  readonly limitShare: number;
  /** Whose attempts failed most; null: none that is counted did. */
  readonly driver: { readonly model: string; readonly failed: number } | null;
  /** Of the reporting days. */
  readonly timeZone: string;
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

/** A call of a tool, or a request as a whole, that waits for a person. */
export type ApprovalAlert = {
  readonly id: string;
  /** `wholeRequest` of a request. */
  readonly tool: string;
  /** Null: of a request, it is not said. */
  readonly effect: string | null;
  /** Name of the key. */
  readonly actor: string;
  readonly team: string | null;
  /** Keyed hash; null: none named. */
  readonly endUser: string | null;
  /** Then it counts as denied. */
  readonly expiresAtMs: number;
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
  readonly unpriced: {
    readonly model: string;
    readonly attempts: number;
    /** Where most of them come from. */
    readonly driver: { readonly route: string; readonly team: string; readonly attempts: number };
  };
  readonly forecast: ForecastAlert;
  readonly anomaly: AnomalyAlert;
  readonly 'top-spender': TopSpenderAlert;
  readonly estimated: EstimatedAlert;
  readonly drift: DriftAlert;
  readonly fallback: FallbackAlert;
  /** An entry of the audit log that somebody has to look at: a refusal, a denial, a suspension. */
  readonly escalation: EscalationAlert;
  readonly approval: ApprovalAlert;
  /** Somebody wants to see that alerts arrive. Every webhook gets it, whatever it asks for. */
  readonly test: { readonly release: string };
};

export type AlertKind = keyof AlertData;

/** Those that a webhook may ask for. */
export const alertKinds = [
  'budget',
  'end-user-budget',
  'forecast',
  'anomaly',
  'top-spender',
  'estimated',
  'drift',
  'unpriced',
  'fallback',
  'outbox',
  'escalation',
  'approval',
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

/** One try to deliver a test: `taken`, or a word of why not. */
export type TestedWebhook = { readonly webhook: string; readonly outcome: string };

/** Where alerts go. All reject with whatever the platform likes where that is out of reach. */
export type AlertDesk = {
  /**
   * Takes those whose keys are news and has them delivered. `over`: keys of conditions that are over, so that they are
   * news the next time. `memory`: what the next look finds in `recall`; kept in the same step. Rejects also where some
   * find no room: they stay news.
   */
  raise(alerts: readonly Alert[], over?: readonly string[], memory?: string): Promise<void>;
  /** What the last look has left; null: nothing. */
  recall(): Promise<string | null>;
  /** Those of the keys that have not been told. */
  news(keys: readonly string[]): Promise<readonly string[]>;
  /** Sends a test to every webhook at once, and waits for what becomes of it. */
  test(release: string): Promise<readonly TestedWebhook[]>;
  state(): Promise<AlertsState>;
};
