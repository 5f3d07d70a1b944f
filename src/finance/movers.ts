/**
 * Whose cost changed most between two periods: by route, model or team, from `queryUsage` by that one name. Pure. The
 * changes add up to the whole difference; where a price is missing on one side there is no change to tell.
 */
import type { Usage } from '../ledger/query-usage.ts';
import { knownCostOf } from './day-costs.ts';

/** `new`: no cost and no call before. `gone`: none since. `unknown`: of one side no price is known. */
export type MoverKind = 'changed' | 'new' | 'gone' | 'unknown';

export type Mover = {
  readonly name: string;
  readonly kind: MoverKind;
  /** Whole nano-USD; null: there were calls and no price is known of any. */
  readonly beforeNanoUsd: number | null;
  readonly afterNanoUsd: number | null;
  readonly changeNanoUsd: number | null;
  /** Change as a share of what it was (0.18 is 18 % more); null: it was nothing, or is unknown. */
  readonly changeShare: number | null;
};

type Side = { readonly nanoUsd: number | null; readonly isThere: boolean };

const nothing: Side = { nanoUsd: 0, isThere: false };

function sidesOf({ groups }: Usage): Map<string, Side> {
  return new Map(
    groups.map(({ names: [name = ''], counters }) => [
      name,
      { nanoUsd: knownCostOf(counters), isThere: counters.attempts + counters.corrections > 0 },
    ]),
  );
}

function kindOf(before: Side, after: Side): MoverKind {
  if (before.nanoUsd === null || after.nanoUsd === null) return 'unknown';
  if (!before.isThere) return 'new';
  return after.isThere ? 'changed' : 'gone';
}

/** Null where there is nothing to compare with. */
export function changeShareOf(before: number, after: number): number | null {
  return before > 0 ? (after - before) / before : null;
}

function moverOf(name: string, before: Side, after: Side): Mover {
  const known = before.nanoUsd !== null && after.nanoUsd !== null;
  return {
    name,
    kind: kindOf(before, after),
    beforeNanoUsd: before.nanoUsd,
    afterNanoUsd: after.nanoUsd,
    changeNanoUsd: known ? (after.nanoUsd ?? 0) - (before.nanoUsd ?? 0) : null,
    changeShare: known ? changeShareOf(before.nanoUsd ?? 0, after.nanoUsd ?? 0) : null,
  };
}

/** Greatest change first, whichever way; unknown ones last. Both usages are grouped by the same one name. */
export function findMovers(before: Usage, after: Usage): Mover[] {
  const [earlier, later] = [sidesOf(before), sidesOf(after)];
  const names = new Set([...earlier.keys(), ...later.keys()]);
  const movers = [...names].map((name) =>
    moverOf(name, earlier.get(name) ?? nothing, later.get(name) ?? nothing),
  );
  const size = ({ changeNanoUsd }: Mover) => (changeNanoUsd === null ? -1 : Math.abs(changeNanoUsd));
  return movers.sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1));
}
