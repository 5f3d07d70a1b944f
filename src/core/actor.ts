/**
 * Vocabulary of what end users have done and what it leads to: strikes that fade, and levels of enforcement. Shapes and
 * the tables behind them; `core/actor-standing.ts` works them out, `ledger/actors.ts` keeps them.
 */

/**
 * What counts against an end user, and how much. `strike`: somebody has refused. `risk`: the classifier alone has seen
 * it; it tells topic and wording, never guilt, so that it leads no further than a warning by itself.
 */
export const strikeKinds = {
  /** The provider's safeguards refused the request, as an error. */
  policy: { strike: 1, risk: 0 },
  /** The provider's model or filter ended the answer. */
  refusal: { strike: 0.5, risk: 0 },
  /** This router's own rules refused a request of high risk. */
  refused: { strike: 0.5, risk: 0 },
  'high-risk': { strike: 0, risk: 0.1 },
  'elevated-risk': { strike: 0, risk: 0.02 },
} as const satisfies Record<string, { readonly strike: number; readonly risk: number }>;

export type StrikeKind = keyof typeof strikeKinds;

/** In rising order. */
export const actorLevels = ['none', 'warned', 'slowed', 'stepped-down', 'suspended'] as const;

export type ActorLevel = (typeof actorLevels)[number];

/** What a person or a provider can impose, whatever the strikes say. */
export type ImposedLevel = Extract<ActorLevel, 'stepped-down' | 'suspended'>;

export type ActorSettings = {
  /** After it a strike counts half. */
  readonly halfLifeMs: number;
  /** Sums of strikes, rising. */
  readonly warnAt: number;
  readonly slowAt: number;
  readonly stepDownAt: number;
  readonly suspendAt: number;
  readonly suspendMs: number;
  /** Of one end user who is slowed or more. */
  readonly slowRequestsPerMinute: number;
  /** Whether end users pass of whom an isolate has never been able to read. */
  readonly onStoreAway: 'open' | 'closed';
};

export type Strike = {
  readonly kind: StrikeKind;
  readonly atMs: number;
  readonly requestId: string;
};

/** What one end user's standing is made of. */
export type ActorEntry = {
  /** Of the sums. */
  readonly atMs: number;
  readonly strikes: number;
  readonly risk: number;
  /** Null: nothing is imposed. */
  readonly imposed: { readonly level: ImposedLevel; readonly untilMs: number } | null;
};

/** An end user at one moment. */
export type ActorStanding = {
  readonly level: ActorLevel;
  /** Of the strikes, faded. */
  readonly sum: number;
  /** When what is imposed ends; null: it is the strikes that say so, and they fade. */
  readonly untilMs: number | null;
};
