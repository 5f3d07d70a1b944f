/**
 * What each step of the bridge moves, route by route and model by model. Pure. In exact numbers the moves of all steps
 * add up to the difference of cost; they are rounded in `bridge.ts`. The method stands in docs/finance.md.
 */
import { type Counters, costOf } from '../ledger/counters.ts';
import type { Usage } from '../ledger/query-usage.ts';
import { type CellCost, cellCostOf, stepUnitCost } from './unit-cost.ts';

/** In the order in which they are worked out and shown. */
export const bridgeParts = [
  /** More or fewer requests, all else as it was. */
  'requests',
  /** Requests went to dearer or cheaper routes. */
  'routeMix',
  /** Inside of routes they went to dearer or cheaper models. */
  'modelMix',
  /** Tokens a request. */
  'tokens',
  /** How much of the input comes from the cache or is written to it. */
  'cache',
  /** Fees of the providers' own tools, a request. */
  'tools',
  /** What a token costs: lists, discounts, tiers, long context. */
  'price',
  /** Retries, fallbacks and hedges. */
  'fallbacks',
  /** Shadows and second looks. */
  'besides',
  /** Corrections to invoices. */
  'corrections',
] as const;

export type BridgePartName = (typeof bridgeParts)[number];

type Pair = {
  readonly route: string;
  readonly model: string;
  readonly before: Counters | null;
  readonly after: Counters | null;
  readonly old: CellCost | null;
  readonly now: CellCost | null;
};

function pairsOf(before: Usage, after: Usage): Pair[] {
  const sides = new Map<
    string,
    { names: readonly string[]; before: Counters | null; after: Counters | null }
  >();
  for (const { names, counters } of before.groups)
    sides.set(JSON.stringify(names), { names, before: counters, after: null });
  for (const { names, counters } of after.groups) {
    const key = JSON.stringify(names);
    sides.set(key, { names, before: sides.get(key)?.before ?? null, after: counters });
  }
  return [...sides.values()].map(({ names: [route = '', model = ''], ...counters }) => ({
    route,
    model,
    ...counters,
    old: counters.before && cellCostOf(counters.before),
    now: counters.after && cellCostOf(counters.after),
  }));
}

type Sum = { readonly requests: number; readonly nanoUsd: number };

function sumOf(cells: readonly (CellCost | null)[]): Sum {
  return cells.reduce<Sum>(
    (sum, cell) => ({
      requests: sum.requests + (cell?.requests ?? 0),
      nanoUsd: sum.nanoUsd + (cell?.nanoUsd ?? 0),
    }),
    { requests: 0, nanoUsd: 0 },
  );
}

const perRequest = ({ requests, nanoUsd }: Sum): number => (requests === 0 ? 0 : nanoUsd / requests);

/** What steps 1 to 7 move in one cell (of the first two: in one route); the last is left to what the others leave. */
export type Moves = {
  readonly route: string;
  readonly model: string | null;
  readonly moves: Partial<Record<BridgePartName, number>>;
  /** It has more of its route's requests than it had. */
  readonly hasGained: boolean;
};

/** `all`: of first attempts, of both periods. */
function moveRoute(pairs: readonly Pair[], all: { readonly old: Sum; readonly now: Sum }): Moves[] {
  const [old, now] = [sumOf(pairs.map((pair) => pair.old)), sumOf(pairs.map((pair) => pair.now))];
  const route = pairs[0]?.route ?? '';
  const usual = perRequest(all.old);
  // A route that is new costs what it costs: nothing older could be held against it.
  const isNew = old.requests === 0;
  const own = perRequest(isNew ? now : old);
  const growth = all.old.requests === 0 ? 0 : all.now.requests / all.old.requests;
  const expected = all.old.requests === 0 ? now.requests : old.requests * growth;
  const ofRoute: Moves = {
    route,
    model: null,
    hasGained: false,
    moves: {
      requests: all.old.requests === 0 ? now.nanoUsd : old.nanoUsd * (growth - 1),
      // Against the usual cost: a route that costs what all do may grow without making the mix dearer.
      routeMix: all.old.requests === 0 ? 0 : (now.requests - expected) * (own - usual),
    },
  };
  return isNew ? [ofRoute] : [ofRoute, ...pairs.flatMap((pair) => moveCell(pair, old, now))];
}

function moveCell({ route, model, old, now }: Pair, routeOld: Sum, routeNow: Sum): Moves[] {
  const was = (old?.requests ?? 0) / routeOld.requests;
  const own = perRequest(old ?? now ?? { requests: 0, nanoUsd: 0 });
  const requests = now?.requests ?? 0;
  const gained = requests - was * routeNow.requests;
  const modelMix = gained * (own - perRequest(routeOld));
  const hasGained = gained > 0;
  // A model that is new in its route, or gone, has no other change than that.
  if (old === null || now === null) return [{ route, model, hasGained, moves: { modelMix } }];
  const steps = stepUnitCost(old.unit, now.unit);
  const moves = {
    modelMix,
    tokens: requests * (steps.tokens - steps.before),
    cache: requests * (steps.cache - steps.tokens),
    tools: requests * (steps.tools - steps.cache),
    price: now.nanoUsd - requests * (own + steps.tools - steps.before),
  };
  return [{ route, model, hasGained, moves }];
}

/** What is paid beyond first attempts, or without any request: as it stands in the counters. */
function moveBesides({ route, model, before, after, old, now }: Pair): Moves {
  const difference = (read: (counters: Counters) => number) =>
    (after === null ? 0 : read(after)) - (before === null ? 0 : read(before));
  const withoutRequest = (counters: Counters | null, cell: CellCost | null) =>
    counters === null || cell !== null
      ? 0
      : costOf(counters) - counters.costBesides - counters.costCorrections;
  return {
    route,
    model,
    hasGained: false,
    moves: {
      fallbacks: difference(({ costFallbacks }) => costFallbacks),
      besides:
        difference(({ costBesides, costFallbacks }) => costBesides - costFallbacks) +
        withoutRequest(after, now) -
        withoutRequest(before, old),
      corrections: difference(({ costCorrections }) => costCorrections),
    },
  };
}

function byRoute(pairs: readonly Pair[]): Pair[][] {
  const routes = new Map<string, Pair[]>();
  for (const pair of pairs) routes.set(pair.route, [...(routes.get(pair.route) ?? []), pair]);
  return [...routes.values()];
}

/** Both usages are by route and model, in that order. */
export function movesBetween(before: Usage, after: Usage): Moves[] {
  const pairs = pairsOf(before, after);
  const all = { old: sumOf(pairs.map(({ old }) => old)), now: sumOf(pairs.map(({ now }) => now)) };
  return [...byRoute(pairs).flatMap((route) => moveRoute(route, all)), ...pairs.map(moveBesides)];
}
