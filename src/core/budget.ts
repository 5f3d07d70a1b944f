/**
 * Vocabulary of limits and of asking for admission: what one scope may use, what a request wants, and what the ledger
 * answers. Shapes only; windows are reckoned in budget-window.ts, decisions fall in one script in the store.
 */
import type { Row } from './row.ts';

/** Whose limits they are. A request is admitted by all of its scopes together or by none. */
export const scopeKinds = ['key', 'team', 'route', 'user'] as const;

export type ScopeKind = (typeof scopeKinds)[number];

export const budgetWindows = ['minute', 'hour', 'day', 'week', 'month', 'total'] as const;

export type BudgetWindow = (typeof budgetWindows)[number];

/**
 * `refuse`: never more than the limit. `alert`: told, not stopped. `downgrade`: the planner gets what is left as its
 * cost limit.
 */
export const limitActions = ['refuse', 'alert', 'downgrade'] as const;

export type LimitAction = (typeof limitActions)[number];

export type Budget = {
  readonly window: BudgetWindow;
  /** IANA name; where the window begins. Weeks begin on Monday. */
  readonly timeZone: string;
  /** Null: no limit in money. */
  readonly limitNanoUsd: number | null;
  /** Input and output together; null: no limit in tokens. */
  readonly limitTokens: number | null;
  readonly onLimit: LimitAction;
};

/** Of one scope; each null: no limit. */
export type ScopeLimits = {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  /** Requests under way at once. */
  readonly concurrent: number | null;
  readonly budgets: readonly Budget[];
};

export const noLimits: ScopeLimits = {
  requestsPerMinute: null,
  tokensPerMinute: null,
  concurrent: null,
  budgets: [],
};

/** The limits that administrators have set. Those of scope `user` are by team: of each of its end users. */
export type LimitsDirectory = {
  /** False: nobody knows them, since the store has never answered. Reads go on in `waitUntil`. Never rejects. */
  ready(waitUntil: (work: Promise<unknown>) => void): Promise<boolean>;
  limitsOf(scope: ScopeKind, id: string): ScopeLimits;
  /** This isolate has just set them: it goes by them at once. */
  noteSet(scope: ScopeKind, id: string, limits: ScopeLimits): void;
};

export type ScopeAsk = {
  readonly scope: ScopeKind;
  /** Key's id, team, route, or keyed hash of the end user. */
  readonly id: string;
  readonly limits: ScopeLimits;
};

/** What happens to a request whose limits cannot be asked after, because the store is away. */
export const admissionPostures = ['strict', 'allowance', 'open'] as const;

export type AdmissionPosture = (typeof admissionPostures)[number];

export type AdmitAsk = {
  /** Has its time in it, see request-time.ts. */
  readonly requestId: string;
  /** Those with limits; empty: nothing is asked and the answer is immediate. */
  readonly scopes: readonly ScopeAsk[];
  /** The most the request is expected to cost, all attempts together; null: nobody can price it. */
  readonly reserveNanoUsd: number | null;
  /**
   * What it may cost at each target that can serve it: under a budget that asks for a downgrade and has no room for the
   * reserve, the most of these that fits is held. Absent: nothing is cheaper.
   */
  readonly cheaperNanoUsd?: readonly number[];
  /** Input and output together. */
  readonly reserveTokens: number;
  /** From now; after it nobody is expected to come back with the amount. */
  readonly leaseMs: number;
  readonly posture: AdmissionPosture;
  /** Row of the first attempt as it is to be booked when nobody comes back: its cost is the estimate. */
  readonly template: Row;
};

/** How one limit stands after the decision. */
export type LimitStanding = {
  readonly scope: ScopeKind;
  readonly id: string;
  readonly limit: LimitName;
  readonly most: number;
  /** Never negative. */
  readonly left: number;
  /** Of a budget: what requests under way hold of it, some of which may come back; absent: nothing. */
  readonly held?: number;
  /** When all of it is there again; null: it does not come back by itself. */
  readonly resetAtMs: number | null;
};

/** `money`: nano-USD of a budget; `tokens`: those of a budget. */
export type LimitName =
  | 'requests-per-minute'
  | 'tokens-per-minute'
  | 'concurrent'
  | `${BudgetWindow}-money`
  | `${BudgetWindow}-tokens`;

export type DowngradeRoom = {
  /** This request's own hold not taken off. Never negative. */
  readonly leftNanoUsd: number;
  /** What is held for this request: its reserve, or what it may cost at cheaper targets. */
  readonly heldNanoUsd: number;
  /** What the request is refused with where nothing is cheap enough. */
  readonly refusal: Refused;
};

/** What budgets leave that refuse or downgrade, this request's reserve taken off. Never negative. */
export type Room = { readonly nanoUsd: number; readonly tokens: number };

/** No such budget. */
export const plentyOfRoom: Room = { nanoUsd: Number.POSITIVE_INFINITY, tokens: Number.POSITIVE_INFINITY };

/** There may be such budgets, and nobody knows what they leave. */
export const noRoom: Room = { nanoUsd: 0, tokens: 0 };

export type Admitted = {
  readonly kind: 'admitted';
  /** Whether the store has agreed; false: it was not asked (no limits) or is away (`allowance`, `open`). */
  readonly isHeld: boolean;
  readonly standings: readonly LimitStanding[];
  readonly room: Room;
  /** By the budget with least room of those that ask for a downgrade; null: there are none. */
  readonly downgrade: DowngradeRoom | null;
  /** Budgets that only alert and are over now. */
  readonly alerts: readonly LimitStanding[];
};

export type Refused = {
  readonly kind: 'refused';
  /** Of the limits that refuse, the one that takes longest to allow it again. */
  readonly by: LimitStanding;
  /** When the same request would pass if nobody else came; null: never, or nobody can tell. */
  readonly retryAtMs: number | null;
  readonly standings: readonly LimitStanding[];
};

/** The store is away and the posture does not let the request pass. */
export type Unavailable = { readonly kind: 'unavailable' };

export type Admission = Admitted | Refused | Unavailable;
