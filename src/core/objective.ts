/** What a route wants of its targets, compiled. Shapes only; what it does to their order is in `routing/rank.ts`. */

/**
 * The quality that is enough. A target meets it with a predicted success of `atLeast`, or of `ofBest` times that of
 * the best eligible target; with both set, either will do.
 */
export type QualityBar = { readonly atLeast: number | null; readonly ofBest: number | null };

export type Objective =
  /** As written: the first target that can serve. */
  | { readonly kind: 'order' }
  /** The least expected cost among those that meet the bar. */
  | { readonly kind: 'cheapest'; readonly bar: QualityBar }
  /** The least time to the whole answer (to its first event, for a stream) among those that meet the bar. */
  | { readonly kind: 'fastest'; readonly bar: QualityBar }
  /** The most quality that the route's cost limit allows. */
  | { readonly kind: 'best' }
  /** The highest sum: weight times quality, less weight times cost in USD, less weight times seconds. */
  | {
      readonly kind: 'weighted';
      readonly quality: number;
      readonly costUsd: number;
      readonly seconds: number;
    };

export type ObjectiveKind = Objective['kind'];

/** What a client may ask for in place of a route's own objective: `auto/cheap`. */
export const clientWishes = { cheap: 'cheapest', fast: 'fastest', best: 'best' } as const satisfies Record<
  string,
  ObjectiveKind
>;

export type ClientWish = keyof typeof clientWishes;
