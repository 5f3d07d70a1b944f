/** Who spends most now and did not before: by route, model or team, from `queryUsage` by that one name. Pure. */
import type { Usage } from '../ledger/query-usage.ts';
import { knownCostOf } from './day-costs.ts';

/** Below this nobody needs to be told. */
const leastNanoUsd = 10_000_000_000;

export type TopSpender = {
  readonly name: string;
  /** Whole nano-USD in the period, and in the one before. */
  readonly nanoUsd: number;
  readonly beforeNanoUsd: number;
  /** Who was first before. */
  readonly displaced: string;
};

type Spent = { readonly name: string; readonly nanoUsd: number };

function spentBy({ groups }: Usage): Spent[] {
  return groups.map(({ names: [name = ''], counters }) => ({ name, nanoUsd: knownCostOf(counters) ?? 0 }));
}

/** Of equals the first by name. Null: nobody spent anything. */
function topOf(spent: readonly Spent[]): Spent | null {
  return spent.reduce<Spent | null>((top, each) => (each.nanoUsd > (top?.nanoUsd ?? 0) ? each : top), null);
}

/** Periods of one length. Null: first is who was first, or nobody was, or who is first spends no more than before. */
export function findNewTopSpender(before: Usage, after: Usage): TopSpender | null {
  const earlier = spentBy(before);
  const [was, is] = [topOf(earlier), topOf(spentBy(after))];
  if (was === null || is === null || is.name === was.name || is.nanoUsd < leastNanoUsd) return null;
  const beforeNanoUsd = earlier.find(({ name }) => name === is.name)?.nanoUsd ?? 0;
  if (is.nanoUsd <= beforeNanoUsd) return null;
  return { name: is.name, nanoUsd: is.nanoUsd, beforeNanoUsd, displaced: was.name };
}
