/** The same requests under two configurations: which go elsewhere, what that costs, whose safeguards change. Pure. */
import type { Config } from '../core/config.ts';
import { type SafeguardLevel, safeguardLevels } from '../core/target.ts';
import type { Surroundings } from './decide-offline.ts';
import { type Outcome, outcomeOf, type Refused, type Served, servedOf } from './outcome.ts';
import type { NumberedSubject } from './read-subjects.ts';
import { type CostPair, pairCosts, type Tally, tally } from './tally.ts';

export type Place = Pick<Served, 'route' | 'target' | 'floor'>;

/** Requests that went one way before and another after. */
export type Move = {
  readonly from: Place;
  readonly to: Place;
  readonly lines: readonly number[];
  readonly cost: CostPair;
};

export type FloorChange = {
  readonly from: SafeguardLevel;
  readonly to: SafeguardLevel;
  readonly lines: readonly number[];
};

export type Comparison = {
  readonly requests: number;
  readonly before: Tally;
  readonly after: Tally;
  /** Over the requests that both serve and price. */
  readonly cost: CostPair;
  /** The most requests first. */
  readonly moves: readonly Move[];
  /** The lowered ones first. */
  readonly floors: readonly FloorChange[];
  /** Served before, refused after. */
  readonly newlyRefused: readonly Refused[];
  /** Refused before, served after. */
  readonly newlyServed: readonly Served[];
};

type Pair = { readonly before: Served; readonly after: Served };

function placeOf({ route, target, floor }: Served): Place {
  return { route, target, floor };
}

function isMoved({ before, after }: Pair): boolean {
  return before.route !== after.route || before.target !== after.target || before.floor !== after.floor;
}

function findMoves(pairs: readonly Pair[]): readonly Move[] {
  const groups = Map.groupBy(pairs.filter(isMoved), ({ before, after }) =>
    JSON.stringify([placeOf(before), placeOf(after)]),
  );
  return [...groups.values()]
    .flatMap((group): Move[] => {
      const [first] = group;
      if (first === undefined) return [];
      const cost = pairCosts(
        group.map(({ before }) => before),
        group.map(({ after }) => after),
      );
      const lines = group.map(({ after }) => after.line);
      return [{ from: placeOf(first.before), to: placeOf(first.after), lines, cost }];
    })
    .toSorted((a, b) => b.lines.length - a.lines.length || (a.lines[0] ?? 0) - (b.lines[0] ?? 0));
}

function stepOf({ from, to }: Pick<FloorChange, 'from' | 'to'>): number {
  return safeguardLevels.indexOf(to) - safeguardLevels.indexOf(from);
}

export function isLowered(change: Pick<FloorChange, 'from' | 'to'>): boolean {
  return stepOf(change) < 0;
}

function findFloors(pairs: readonly Pair[]): readonly FloorChange[] {
  const changed = pairs.filter(({ before, after }) => before.floor !== after.floor);
  const groups = Map.groupBy(changed, ({ before, after }) => `${before.floor} ${after.floor}`);
  return [...groups.values()]
    .flatMap((group): FloorChange[] => {
      const [first] = group;
      if (first === undefined) return [];
      const lines = group.map(({ after }) => after.line);
      return [{ from: first.before.floor, to: first.after.floor, lines }];
    })
    .toSorted((a, b) => stepOf(a) - stepOf(b));
}

/** Both lists are of the same requests in the same order. */
function compareOutcomes(before: readonly Outcome[], after: readonly Outcome[]): Comparison {
  const pairs: Pair[] = [];
  const newlyRefused: Refused[] = [];
  const newlyServed: Served[] = [];
  before.forEach((old, at) => {
    const now = after[at];
    if (now === undefined) return;
    if (old.kind === 'served' && now.kind === 'served') pairs.push({ before: old.served, after: now.served });
    else if (now.kind === 'served') newlyServed.push(now.served);
    else if (old.kind === 'served') newlyRefused.push(now.refused);
  });
  const [servedBefore, servedAfter] = [servedOf(before), servedOf(after)];
  return {
    requests: before.length,
    before: tally(servedBefore),
    after: tally(servedAfter),
    cost: pairCosts(servedBefore, servedAfter),
    moves: findMoves(pairs),
    floors: findFloors(pairs),
    newlyRefused,
    newlyServed,
  };
}

/** Whether anything changes for anybody. */
export function hasChanges({ moves, newlyRefused, newlyServed }: Comparison): boolean {
  return moves.length + newlyRefused.length + newlyServed.length > 0;
}

export function compareConfigs(
  subjects: readonly NumberedSubject[],
  before: { readonly config: Config; readonly surroundings: Surroundings },
  after: { readonly config: Config; readonly surroundings: Surroundings },
): Comparison {
  return compareOutcomes(
    subjects.map((subject) => outcomeOf(subject, before.config, before.surroundings)),
    subjects.map((subject) => outcomeOf(subject, after.config, after.surroundings)),
  );
}
