/**
 * Why cost changed between two periods, in parts that add up to the difference to the nano-dollar. Pure. One thing after
 * the other is put from what it was to what it is, in the order of `bridgeParts`; each part is what that step moved.
 * The method stands in docs/finance.md.
 */
import { costOf } from '../ledger/counters.ts';
import type { Usage } from '../ledger/query-usage.ts';
import { type BridgePartName, bridgeParts, type Moves, movesBetween } from './bridge-moves.ts';

export type BridgeDriver = {
  readonly route: string;
  readonly model: string | null;
  readonly nanoUsd: number;
};

export type BridgePart = {
  readonly name: BridgePartName;
  /** Whole nano-USD; negative where it made things cheaper. */
  readonly nanoUsd: number;
  /** The route that moved it most, the same way, and of the mix of models the one it moves to; null: none does, or there is one route alone. */
  readonly driver: BridgeDriver | null;
};

export type Bridge = {
  /** Whole nano-USD of what has a price. */
  readonly beforeNanoUsd: number;
  readonly afterNanoUsd: number;
  /** Add up to `afterNanoUsd - beforeNanoUsd`. */
  readonly parts: readonly BridgePart[];
  /** Attempts of unknown price, which are left out on both sides. */
  readonly unpricedBefore: number;
  readonly unpricedAfter: number;
};

/** Of the routes the one that moved it most in the direction of the whole. */
function driverOf(name: BridgePartName, nanoUsd: number, all: readonly Moves[]): BridgeDriver | null {
  // More or fewer requests are spread over the routes as they were: none drives them.
  if (nanoUsd === 0 || name === 'requests') return null;
  const sameWay = (amount = 0) => amount * Math.sign(nanoUsd);
  const routes = new Map<string, number>();
  for (const { route, moves } of all) routes.set(route, (routes.get(route) ?? 0) + (moves[name] ?? 0));
  // Of one route alone it is all: that is no news, but for the model it moves to.
  if (routes.size < 2 && name !== 'modelMix') return null;
  const [route, amount] = [...routes].reduce(
    (best, each) => (sameWay(each[1]) > sameWay(best[1]) ? each : best),
    ['', 0],
  );
  if (Math.round(amount) === 0) return null;
  // The model that a route moves to, not one that it leaves.
  const gained = all.filter(
    (each) => each.route === route && each.hasGained && sameWay(each.moves[name]) > 0,
  );
  const most = gained.reduce<Moves | null>(
    (best, each) => (sameWay(each.moves[name]) > sameWay(best?.moves[name]) ? each : best),
    null,
  );
  return { route, model: name === 'modelMix' ? (most?.model ?? null) : null, nanoUsd: Math.round(amount) };
}

/**
 * Whole numbers that add up to `difference`: each sum of parts up to here is rounded once, and `price`, which is what
 * the others leave, closes it.
 */
function roundParts(
  sums: ReadonlyMap<BridgePartName, number>,
  difference: number,
): Map<BridgePartName, number> {
  const rounded = new Map<BridgePartName, number>();
  let open = difference;
  for (const name of bridgeParts) {
    if (name === 'price') continue;
    // No part is -0.
    const nanoUsd = Math.round(sums.get(name) ?? 0) || 0;
    rounded.set(name, nanoUsd);
    open -= nanoUsd;
  }
  return rounded.set('price', open);
}

/** Both usages are by route and model, in that order. */
export function bridge(before: Usage, after: Usage): Bridge {
  const moves = movesBetween(before, after);
  const sums = new Map(
    bridgeParts.map((name) => [name, moves.reduce((sum, each) => sum + (each.moves[name] ?? 0), 0)]),
  );
  const [beforeNanoUsd, afterNanoUsd] = [costOf(before.total), costOf(after.total)];
  const rounded = roundParts(sums, afterNanoUsd - beforeNanoUsd);
  return {
    beforeNanoUsd,
    afterNanoUsd,
    parts: bridgeParts.map((name) => {
      const nanoUsd = rounded.get(name) ?? 0;
      return { name, nanoUsd, driver: driverOf(name, nanoUsd, moves) };
    }),
    unpricedBefore: before.total.unpriced,
    unpricedAfter: after.total.unpriced,
  };
}
